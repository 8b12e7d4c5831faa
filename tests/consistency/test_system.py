"""The system by itself: classes, explanations, repairs, statements tied by a third."""

from __future__ import annotations

from decimal import Decimal

from auditor.consistency import settle
from auditor.consistency.system import System
from auditor.core.charspan import CharSpan
from auditor.core.constraint import Constraint, at_most, equal, ratio, sum_of
from auditor.core.finding import Evidence, EvidenceRole, Severity, Tick, Verdict
from auditor.core.quantity import Quantity
from auditor.quantities import find_quantities
from auditor.quantities.rewriting import Slip, rewritings

SEVERITIES = {
    "NAR01": Severity.HIGH,
    "NAR02": Severity.HIGH,
    "SUM01": Severity.HIGH,
    "RAT01": Severity.MEDIUM,
    "SCO02": Severity.HIGH,
}


def quantities(text: str) -> list[Quantity]:
    return list(find_quantities(text).quantities)


def ticked(check: str, constraint: Constraint) -> Tick:
    evidence = tuple(
        Evidence("d", o.quantity.span, EvidenceRole.STATED if i == 0 else EvidenceRole.COUNTERPART)
        for i, o in enumerate(constraint.operands)
    )
    verdict = Verdict.CONSISTENT if constraint.holds() else Verdict.INCONSISTENT
    return Tick(check, verdict, "", "", "", evidence, constraint=constraint)


def leads(ticks: list[Tick]) -> list[tuple[str, tuple[str, ...]]]:
    settled = settle(ticks, SEVERITIES)
    return [
        (tick.check_id, tuple(settled.ticks[o].check_id for o in settled.also.get(i, ())))
        for i, tick in enumerate(settled.ticks)
        if tick.verdict is Verdict.INCONSISTENT and i not in settled.answered
    ]


def test_one_number_that_mends_two_relations_is_one_fault() -> None:
    whole, a, b, share = quantities("支出90.00万元，甲60.00万元，乙40.00万元，占60.00%。")
    sums = ticked("SUM01", sum_of(whole, [a, b]))
    rate = ticked("RAT01", ratio(share, a, whole))
    assert [t.verdict for t in (sums, rate)] == [Verdict.INCONSISTENT] * 2
    assert leads([sums, rate]) == [("SUM01", ("RAT01",))]


def test_two_relations_that_ask_for_different_values_are_two_faults() -> None:
    whole, a, b, share = quantities("支出90.00万元，甲60.00万元，乙40.00万元，占61.00%。")
    sums = ticked("SUM01", sum_of(whole, [a, b]))
    rate = ticked("RAT01", ratio(share, a, whole))
    assert leads([sums, rate]) == [("SUM01", ()), ("RAT01", ())]


def test_a_number_that_much_else_agrees_with_is_no_explanation() -> None:
    whole, a, b, share, *copies = quantities(
        "支出90.00万元，甲60.00万元，乙40.00万元，占60.00%。甲30.00万元，丙60.00万元；占33.33%；30.00%，27.00万元。"
    )
    third, other, of_third, of_whole, part = copies
    failed = [
        ticked("SUM01", sum_of(whole, [a, b])),
        ticked("RAT01", ratio(share, a, whole)),
    ]
    holding = [
        ticked("SUM01", sum_of(whole, [third, other])),
        ticked("RAT01", ratio(of_third, third, whole)),
        ticked("RAT01", ratio(of_whole, part, whole)),
    ]
    assert all(t.verdict is Verdict.CONSISTENT for t in holding)
    assert leads([*failed, *holding]) == [("SUM01", ()), ("RAT01", ())]


def test_a_limit_is_mended_with_the_sum() -> None:
    total, score, other, weight = quantities("合计18分，得12分，另得8分，分值10分。")
    over = ticked("SCO02", at_most((score,), weight))
    sums = ticked("SUM01", sum_of(total, [score, other]))
    assert leads([sums, over]) == [("SCO02", ("SUM01",))]


def test_statements_tied_by_a_third() -> None:
    told, first, second = quantities("培训500余人次，表一520人次，表二560人次。")
    ticks = [ticked("NAR01", equal(told, first)), ticked("NAR01", equal(told, second))]
    assert all(t.verdict is Verdict.CONSISTENT for t in ticks)
    (tick,) = settle(ticks, SEVERITIES).ticks[2:]
    assert (tick.check_id, tick.stated, tick.expected) == ("NAR02", "560人次", "520人次")
    assert {e.span for e in tick.evidence} == {q.span for q in (told, first, second)}
    assert settle(ticks, {"NAR01": Severity.HIGH}).ticks == tuple(ticks)


def test_limits_tie_nothing_together() -> None:
    target, first, second = quantities("不少于500人次，表一520人次，表二560人次。")
    ticks = [ticked("NAR01", equal(target, first)), ticked("NAR01", equal(target, second))]
    assert len(settle(ticks, SEVERITIES).ticks) == 2


def test_overlapping_places_are_one_number() -> None:
    a, b = quantities("甲60.00万元，乙60.00万元。")
    wider = Quantity(
        CharSpan(a.span.start - 1, a.span.end), a.text, a.value, a.unit, a.decimals, a.bounds
    )
    system = System([ticked("NAR01", equal(a, b)), ticked("NAR02", equal(wider, b))])
    assert system.nodes(0) == system.nodes(1)


def test_solving_for_each_member_of_a_rate() -> None:
    rate, part, whole = quantities("占25.00%，甲50.00万元，共200.00万元。")
    solved = [ratio(rate, part, whole).solve(i) for i in range(3)]
    for value, quantity in zip(solved, (rate, part, whole), strict=True):
        assert value is not None
        assert value.contains(quantity.base_value)
        assert not value.contains(quantity.base_value * Decimal("1.01"))


def test_rewritings_are_one_slip_away() -> None:
    (quantity,) = quantities("支出40元。")
    texts = {(r.slip, r.text) for r in rewritings(quantity)}
    assert {(Slip.UNIT, "40万元"), (Slip.POINT, "400元"), (Slip.DIGIT, "49元")} <= texts
    assert (Slip.SWAP, "04元") not in texts
    (people,) = quantities("共713人。")
    assert (Slip.POINT, "7130人") in {(r.slip, r.text) for r in rewritings(people)}
    assert all(r.quantity.value == int(r.quantity.value) for r in rewritings(people))
    (hedged,) = quantities("近2000人。")
    assert list(rewritings(hedged)) == []

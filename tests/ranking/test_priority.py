from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.finding import SEVERITIES, Finding, Severity, Tick, Verdict
from auditor.core.interval import Interval
from auditor.core.period import Period, Role
from auditor.core.quantity import Quantity
from auditor.core.report import Analysis, SimilarityShares
from auditor.ranking import priority, rank


def finding(
    severity: Severity = Severity.HIGH,
    contradiction: bool = True,
    confidence: float = 1.0,
    baselined: bool = False,
    suppressed: str | None = None,
) -> Finding:
    tick = Tick("SUM01", Verdict.INCONSISTENT, "1", "2", "", (), confidence)
    return Finding("f", "d", tick, severity, "p", contradiction, baselined, suppressed)


def claim(name: str) -> Claim:
    span = CharSpan(0, 1)
    quantity = Quantity(span, "1", Decimal(1), None, 0, Interval.exact(1))
    return Claim(name, quantity, "", span, Period(), Role.ACTUAL, None, span)


def analysis(key: str, *findings: Finding) -> Analysis:
    return Analysis(Document(f"id-{key}", key, key, "text/plain", "", ""), findings=findings)


NOTHING = SimilarityShares("d")
FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(SEVERITIES),
        st.booleans(),
        st.floats(0, 1, allow_nan=False),
        st.booleans(),
    ),
    max_size=8,
)


def test_the_formula() -> None:
    assert priority([], NOTHING) == 0
    assert priority([finding(), finding()], NOTHING) == 10 + 80 / 2
    assert priority([finding(contradiction=False)], NOTHING) == 7 / 2
    assert priority([], replace(NOTHING, boilerplate=0.5)) == 1.5


def test_any_contradiction_stands_before_any_number_of_remarks() -> None:
    remarks = [finding(contradiction=False)] * 500
    copied = SimilarityShares("id-remarks", boilerplate=1.0)
    order = rank(
        [analysis("remarks", *remarks), analysis("slip", finding(Severity.LOW, confidence=0.5))],
        {"id-remarks": copied},
    )
    assert [row.file for row in order] == ["slip", "remarks"]


def test_remarks_stand_before_boilerplate_and_ties_go_by_file() -> None:
    shares = {"id-copied": SimilarityShares("id-copied", boilerplate=0.9)}
    remark = finding(contradiction=False)
    reports = [analysis(k) for k in ("z", "b", "copied")] + [analysis("remark", remark)]
    order = rank(reports, shares)
    assert [(row.rank, row.file) for row in order] == [
        (1, "remark"), (2, "copied"), (3, "b"), (4, "z"),
    ]  # fmt: skip
    assert order[1].shares.boilerplate == 0.9
    assert order[3].shares == SimilarityShares("id-z")


def test_what_is_counted() -> None:
    findings = (
        finding(),
        finding(Severity.LOW),
        finding(Severity.MEDIUM, baselined=True),
        finding(Severity.HIGH, suppressed="known"),
        finding(Severity.MEDIUM, contradiction=False),
        finding(Severity.NOTE),
    )
    claims = tuple(claim(name) for name in "abcde")
    links = (SimpleNamespace(claim_ids=("a", "b")), SimpleNamespace(claim_ids=("b", "gone")))
    one = replace(analysis("a", *findings), claims=claims, links=links)
    (row,) = rank([one], {})
    assert row.contradictions == 2
    assert (row.high, row.medium, row.low, row.notes) == (1, 1, 1, 1)
    assert (row.claims, row.linked_claims) == (5, 2)
    assert (row.checked_claims, row.coverage) == (0, 0.0)
    assert row.contradictions_per_100_claims == 40.0


def test_no_claims_no_rate() -> None:
    assert rank([analysis("a", finding())], {})[0].contradictions_per_100_claims == 0.0


def test_accepted_findings_do_not_move_a_report() -> None:
    assert priority([finding(baselined=True)], NOTHING) == 0
    assert priority([finding(suppressed="known")], NOTHING) == 0


@pytest.mark.parametrize("confidence", [0.2, 0.9])
def test_confidence_counts(confidence: float) -> None:
    assert priority([finding(confidence=confidence)], NOTHING) < priority([finding()], NOTHING)


@given(FINDINGS, FINDINGS, st.floats(0, 1))
def test_more_findings_never_lower_the_priority(
    findings: list[Finding], more: list[Finding], boilerplate: float
) -> None:
    shares = replace(NOTHING, boilerplate=boilerplate)
    low, high = priority(findings, shares), priority([*findings, *more], shares)
    assert 0 <= low <= high <= 100


@given(st.lists(FINDINGS, max_size=5), st.randoms())
def test_the_order_of_input_does_not_matter(drawn: list[list[Finding]], rng) -> None:
    analyses = [analysis(f"{n}", *findings) for n, findings in enumerate(drawn)]
    order = rank(analyses, {})
    rng.shuffle(analyses)
    assert rank(analyses, {}) == order
    assert [row.rank for row in order] == list(range(1, len(drawn) + 1))

"""Undecided comparisons that one slip of the pen explains: then they have failed after all.

A check keeps silent about figures that are far apart, or that something else may explain. Where one
slip in one number makes the relation hold, and chance would hardly do so, the figures are about one
thing and one of them is mistyped. The same where two silent relations are mended by one slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from auditor.core.constraint import Constraint
from auditor.core.finding import Tick, Verdict
from auditor.core.interval import Interval
from auditor.quantities.rewriting import Rewriting, Slip, fits, rewritings

_CHANCE: Final = {
    Slip.UNIT: Decimal("0.05"),
    Slip.POINT: Decimal("0.01"),
    Slip.SWAP: Decimal("0.006"),
    Slip.DIGIT: Decimal("0.001"),
}
"""How wide, by its value, what the other numbers leave open may be. A number has some eight units
and places of the point, as many swaps as digits, nine times as many other digits; with these widths
one of them fits by chance about once in a hundred."""


def convicted(ticks: Sequence[Tick]) -> frozenset[int]:
    """The undecided ticks that are failed ones, by their places."""
    doubtful = [i for i, tick in enumerate(ticks) if _doubtful(tick)]
    found = {i for i in doubtful if any(_slips(_constraint(ticks, i)))}
    failed = [
        i
        for i, tick in enumerate(ticks)
        if tick.verdict is Verdict.INCONSISTENT and tick.constraint is not None
    ]
    return frozenset(found | _together(ticks, doubtful, failed))


def _constraint(ticks: Sequence[Tick], i: int) -> Constraint:
    constraint = ticks[i].constraint
    if constraint is None:
        raise ValueError(f"tick {i} has no constraint")
    return constraint


def _doubtful(tick: Tick) -> bool:
    constraint = tick.constraint
    return (
        tick.verdict is Verdict.UNDECIDED
        and constraint is not None
        and constraint.promised
        and constraint.target.is_exact
        and not constraint.is_equality
        and not constraint.holds()
    )


def _slips(constraint: Constraint) -> Iterator[Rewriting]:
    """Slips in one number that mend the relation and that chance would hardly produce."""
    for index, operand in enumerate(constraint.operands):
        wanted = constraint.solve(index)
        if wanted is None:
            continue
        for rewriting in rewritings(operand.quantity):
            stated = rewriting.quantity.base
            if stated.overlaps(wanted) and _width(stated, wanted) <= _CHANCE[rewriting.slip]:
                yield rewriting


def _width(stated: Interval, wanted: Interval) -> Decimal:
    """How coarse the agreement is, by the value; whole numbers are one apart."""
    if None in (wanted.low, wanted.high, stated.low, stated.high):
        return Decimal(1)
    ends = [end for end in (wanted.low, wanted.high, stated.low, stated.high) if end is not None]
    least = min(abs(end) for end in ends)
    if not least:
        return Decimal(1)
    widths = (ends[1] - ends[0], ends[3] - ends[2], Decimal(int(stated.is_exact)))
    return max(widths) / least


def _together(ticks: Sequence[Tick], doubtful: Sequence[int], failed: Sequence[int]) -> set[int]:
    """Doubtful ticks that one slip mends together with another doubtful or failed one."""
    users: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for i in (*doubtful, *failed):
        for place, operand in enumerate(_constraint(ticks, i).operands):
            users[operand.quantity.span].append((i, place))
    found: set[int] = set()
    known = set(doubtful)
    for places in users.values():
        if len(places) < 2 or not known & {i for i, _ in places}:
            continue
        operand = _constraint(ticks, places[0][0]).operands[places[0][1]]
        wanted = [(i, _constraint(ticks, i).solve(place)) for i, place in places]
        for rewriting in rewritings(operand.quantity):
            mended = [
                i
                for i, value in wanted
                if value is not None and fits(rewriting.quantity.base, value)
            ]
            if len({ticks[i].working for i in mended}) > 1 and rewriting.telling:
                found.update(known.intersection(mended))
    return found

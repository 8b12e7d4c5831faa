"""Findings from ticks: one for each fault, with all its places; what follows from it is undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.consistency.diagnose import Conflict, conflicts
from auditor.consistency.doubts import convicted
from auditor.consistency.repair import repair_of
from auditor.consistency.system import System
from auditor.consistency.through import CHECK as THROUGH
from auditor.consistency.through import found_through
from auditor.core.finding import SEVERITIES, Severity, Tick, Verdict

_UNIT = "unit:"


@dataclass(frozen=True, slots=True)
class Settled:
    """The ticks in their order and those found through a third statement behind them; some are made
    undecided, leads have a hint.

    ``also`` tells for a leading tick which others it answers for, by their places; ``answered``
    are all those others.
    """

    ticks: tuple[Tick, ...]
    also: Mapping[int, tuple[int, ...]]

    @property
    def answered(self) -> frozenset[int]:
        """Ticks that make no finding of their own."""
        return frozenset(i for others in self.also.values() for i in others)


def settle(ticks: Sequence[Tick], severities: Mapping[str, Severity]) -> Settled:
    """One leading tick for each fault among ``ticks``.

    ``severities`` are those of the checks that are on, in the order of the catalogue. A tick that fails because
    of another finding's statement turns undecided, unless it compares two statements of one fact:
    those stay inconsistent and become places of that finding.
    """
    failed = convicted(ticks)
    ticks = [
        replace(tick, verdict=Verdict.INCONSISTENT) if i in failed else tick
        for i, tick in enumerate(ticks)
    ]
    system = System(ticks)
    through = tuple(found_through(system)) if THROUGH in severities else ()
    found = [*ticks, *through]
    if through:
        system = System(tuple(found))
    also: dict[int, tuple[int, ...]] = {}
    for conflict in conflicts(system):
        lead = _lead(system, conflict, severities)
        others = tuple(i for i in conflict.ticks if i != lead)
        if others:
            also[lead] = others
        if found[lead].hint is None:
            repair = repair_of(system, conflict)
            if repair is not None:
                found[lead] = replace(found[lead], hint=repair.hint)
        for i in others:
            if not system.constraint(i).is_equality:
                found[i] = replace(found[i], verdict=Verdict.UNDECIDED)
    return Settled(tuple(found), also)


def _lead(system: System, conflict: Conflict, severities: Mapping[str, Severity]) -> int:
    """A unit slip first, then the gravest; of these two statements of one fact, then the fewest."""
    order = list(severities)

    def rank(i: int) -> tuple[bool, int, bool, int, int, int]:
        tick = system.ticks[i]
        severity = tick.severity or severities[tick.check_id]
        return (
            not (tick.hint or "").startswith(_UNIT),
            SEVERITIES.index(severity),
            not system.constraint(i).is_equality,
            len(system.constraint(i).operands),
            order.index(tick.check_id),
            i,
        )

    return min(conflict.ticks, key=rank)

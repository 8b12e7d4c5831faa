"""The one change of one statement that would make everything hold, where there is exactly one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.consistency.diagnose import Conflict
from auditor.consistency.system import System
from auditor.core.constraint import Operand
from auditor.core.interval import Interval
from auditor.quantities.rewriting import Rewriting, fits, rewritings


@dataclass(frozen=True, slots=True)
class Repair:
    """``operand`` should perhaps read ``rewriting``."""

    operand: Operand
    rewriting: Rewriting

    @property
    def hint(self) -> str:
        """``digit:512.60万元→521.60万元``."""
        return f"{self.rewriting.slip}:{self.operand.quantity.text}→{self.rewriting.text}"


def repair_of(system: System, conflict: Conflict) -> Repair | None:
    """The only single slip whose undoing fulfils all failed ticks and breaks no other relation."""
    found: dict[tuple[int, object], Repair] = {}
    for repair in _repairs(system, conflict):
        quantity = repair.rewriting.quantity
        found.setdefault((system.node(repair.operand.quantity), quantity.base_value), repair)
        if len(found) > 1:
            return None
    only = next(iter(found.values()), None)
    return only if only is not None and only.rewriting.telling else None


def _repairs(system: System, conflict: Conflict) -> Iterator[Repair]:
    first = conflict.ticks[0]
    for place, node in enumerate(system.nodes(first)):
        if any(system.nodes(i).count(node) != 1 for i in conflict.ticks):
            continue
        wanted = _wanted(system, node, conflict.ticks)
        if wanted is None:
            continue
        operand = system.constraint(first).operands[place]
        for rewriting in rewritings(operand.quantity, directed=operand.directed):
            stated = rewriting.quantity.base
            if all(fits(stated, w) if failed else stated.overlaps(w) for failed, w in wanted):
                yield Repair(operand, rewriting)


def _wanted(
    system: System, node: int, failed: tuple[int, ...]
) -> list[tuple[bool, Interval]] | None:
    """What each relation of the node lets it be, and whether it is one that failed.

    Those that fail for a reason of their own, or hold by a charitable reading only, don't count;
    ``None`` where one leaves it open.
    """
    other_faults = set(system.failed) - set(failed)
    found: list[tuple[bool, Interval]] = []
    for i in system.ticks_at[node]:
        constraint = system.constraint(i)
        if i in other_faults or (i not in failed and not constraint.holds()):
            continue
        nodes = system.nodes(i)
        wanted = constraint.solve(nodes.index(node)) if nodes.count(node) == 1 else None
        if wanted is None:
            return None
        found.append((i in failed, wanted))
    return found

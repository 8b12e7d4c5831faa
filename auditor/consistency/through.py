"""Two statements of one fact that only a third one brings together.

培训500余人次 agrees with 520 in one table and with 560 in another; those two can't both be true. Only
equality is carried on: sums and rates are computed from printed numbers as often as from exact ones,
so intervals narrowed by one of them prove nothing for the next.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import pairwise
from math import prod

from auditor.consistency.system import System, is_firm
from auditor.core.constraint import equal
from auditor.core.finding import Evidence, EvidenceRole, Tick, Verdict
from auditor.core.interval import show
from auditor.core.quantity import Quantity

CHECK = "NAR02"


def found_through(system: System) -> Iterator[Tick]:
    """A tick for each class of statements with two that exclude each other, the nearest such pair."""
    graph = _Agreements(system)
    for members in graph.classes():
        path = graph.nearest_conflict(members)
        if path is not None:
            yield graph.tick(path)


class _Agreements:
    """Numbers joined by the ticks that found them to state one fact alike."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._number: dict[int, Quantity] = {}
        self._next: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for i in system.related:
            constraint = system.constraint(i)
            if system.ticks[i].verdict is not Verdict.CONSISTENT or not constraint.is_equality:
                continue
            if constraint.promised and is_firm(constraint) and constraint.holds():
                a, b = system.nodes(i)
                left, right = (operand.quantity for operand in constraint.operands)
                self._number[a], self._number[b] = left, right
                self._next[a][b] = self._next[b][a] = i

    def classes(self) -> Iterator[list[int]]:
        seen: set[int] = set()
        for start in sorted(self._next):
            if start not in seen:
                members = [path[-1] for path in self._paths(start)]
                seen.update(members)
                yield sorted(members)

    def _paths(self, start: int) -> Iterator[list[int]]:
        """The shortest path to each node of the class, by length."""
        waiting, seen = deque([[start]]), {start}
        while waiting:
            path = waiting.popleft()
            yield path
            for node in sorted(self._next[path[-1]]):
                if node not in seen:
                    seen.add(node)
                    waiting.append([*path, node])

    def nearest_conflict(self, members: list[int]) -> list[int] | None:
        """The shortest path between two numbers that share no value."""
        if len(members) < 3:
            return None
        found = [
            path
            for start in members
            for path in self._paths(start)
            if path[0] < path[-1] and not self._agree(path[0], path[-1])
        ]
        return min(found, key=lambda path: (len(path), path), default=None)

    def _agree(self, a: int, b: int) -> bool:
        return self._number[a].lenient.overlaps(self._number[b].lenient)

    def tick(self, path: list[int]) -> Tick:
        first, last = self._number[path[0]], self._number[path[-1]]
        steps = [self._next[a][b] for a, b in pairwise(path)]
        between = "、".join(self._number[node].text for node in path[1:-1])
        places = [self._place(path[-1], steps[-1], EvidenceRole.STATED)]
        places.append(self._place(path[0], steps[0], EvidenceRole.COUNTERPART))
        places += [
            self._place(node, step, EvidenceRole.COMPUTED_FROM)
            for node, step in zip(path[1:-1], steps, strict=False)
        ]
        indicator = next((p.label for p in places if p.label), "")
        return Tick(
            CHECK,
            Verdict.INCONSISTENT,
            stated=last.text,
            expected=first.text,
            working=f"{last.text} {show(last.base)} ≠ {first.text} {show(first.base)} ({between})",
            evidence=tuple(places),
            confidence=round(prod(self._system.ticks[step].confidence for step in steps), 2),
            stated_bounds=last.base,
            expected_bounds=first.base,
            facts=(("indicator", indicator),),
            constraint=equal(last, first, lenient=True),
        )

    def _place(self, node: int, step: int, role: EvidenceRole) -> Evidence:
        span = self._number[node].span
        known = next(e for e in self._system.ticks[step].evidence if e.span.contains(span))
        return Evidence(known.document_id, known.span, role, known.label, known.cell)

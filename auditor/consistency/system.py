"""Printed numbers as nodes, ticks as relations between them, agreeing statements as one class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor.core.charspan import CharSpan
from auditor.core.constraint import Constraint
from auditor.core.finding import Tick, Verdict
from auditor.core.interval import Interval
from auditor.core.quantity import Quantity


@dataclass(frozen=True)
class System:
    """The ticks of one report. A tick is known by its place in ``ticks``."""

    ticks: Sequence[Tick]

    @cached_property
    def related(self) -> list[int]:
        """The ticks with a constraint and a verdict."""
        return [
            i
            for i, tick in enumerate(self.ticks)
            if tick.constraint is not None and tick.verdict is not Verdict.UNDECIDED
        ]

    @cached_property
    def failed(self) -> list[int]:
        """Related ticks whose numbers can't all be true."""
        return [i for i in self.related if self.ticks[i].verdict is Verdict.INCONSISTENT]

    def constraint(self, tick: int) -> Constraint:
        """The constraint of a related tick."""
        found = self.ticks[tick].constraint
        if found is None:
            raise ValueError(f"tick {tick} has no constraint")
        return found

    @cached_property
    def _node_of(self) -> dict[CharSpan, int]:
        """The node of each number's place; places that overlap are one number."""
        known = (o.quantity.span for i in self.related for o in self.constraint(i).operands)
        spans = {(span.start, span.end): span for span in known}
        found: dict[CharSpan, int] = {}
        node, last = -1, -1
        for (start, end), span in sorted(spans.items()):
            if start >= last:
                node += 1
            last = max(last, end)
            found[span] = node
        return found

    def node(self, quantity: Quantity) -> int:
        """The node of a number of a related tick."""
        return self._node_of[quantity.span]

    def nodes(self, tick: int) -> tuple[int, ...]:
        """The nodes of a related tick, in the order of its operands."""
        return tuple(self.node(o.quantity) for o in self.constraint(tick).operands)

    @cached_property
    def classes(self) -> dict[int, int]:
        """Node → class: numbers that some tick found to state one fact alike are one class.

        Two numbers that disagree with the same third and agree with each other in value are
        repetitions of one statement too.
        """
        classes = _Classes(self._node_of.values())
        for i in self.related:
            constraint = self.constraint(i)
            if constraint.is_equality and i not in self._failed and is_firm(constraint):
                classes.join(*self.nodes(i))
        for first, *others in self._repetitions():
            for other in others:
                classes.join(other, first)
        return classes.roots()

    @cached_property
    def _failed(self) -> frozenset[int]:
        return frozenset(self.failed)

    def _repetitions(self) -> Iterable[list[int]]:
        """Nodes that disagree with one and the same node, by their value."""
        sides: defaultdict[tuple[int, Hashable], list[int]] = defaultdict(list)
        for i in self.failed:
            constraint = self.constraint(i)
            if constraint.is_equality:
                a, b = self.nodes(i)
                left, right = (o.quantity for o in constraint.operands)
                sides[b, left.base_value].append(a)
                sides[a, right.base_value].append(b)
        return sides.values()

    def classes_of(self, tick: int) -> tuple[int, ...]:
        """The classes of a related tick, in the order of its operands."""
        return tuple(self.classes[node] for node in self.nodes(tick))

    @cached_property
    def ticks_of(self) -> dict[int, list[int]]:
        """Class → the related ticks with an operand of it."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for i in self.related:
            for known in dict.fromkeys(self.classes_of(i)):
                found[known].append(i)
        return dict(found)

    @cached_property
    def ticks_at(self) -> dict[int, list[int]]:
        """Node → the related ticks with it as an operand."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for i in self.related:
            for node in dict.fromkeys(self.nodes(i)):
                found[node].append(i)
        return dict(found)

    def shape(self, tick: int) -> Hashable:
        """What the tick says of classes: ticks of one shape say the same thing of other places."""
        constraint = self.constraint(tick)
        classes = self.classes_of(tick)
        terms = frozenset(
            (term.coefficient, tuple(sorted(classes[f] for f in term.factors)))
            for term in constraint.terms
        )
        opposite = frozenset((-coefficient, factors) for coefficient, factors in terms)
        target = constraint.target
        return (frozenset((terms, opposite)), target) if target.is_exact else (terms, target)

    def solve(self, tick: int, class_: int) -> Interval | None:
        """What the class's value must be for the tick to hold; ``None`` where that is open."""
        places = [i for i, c in enumerate(self.classes_of(tick)) if c == class_]
        if len(places) != 1:
            return None
        return self.constraint(tick).solve(places[0])


class _Classes:
    """Union-find over nodes."""

    def __init__(self, nodes: Iterable[int]) -> None:
        self._parent = {node: node for node in nodes}

    def _root(self, node: int) -> int:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, a: int, b: int) -> None:
        self._parent[self._root(a)] = self._root(b)

    def roots(self) -> dict[int, int]:
        return {node: self._root(node) for node in self._parent}


def is_firm(constraint: Constraint) -> bool:
    """Whether both sides state a value, not a limit."""
    return not any(o.quantity.comparator for o in constraint.operands)

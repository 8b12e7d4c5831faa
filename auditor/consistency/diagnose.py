"""Which failed relations one wrong statement explains: the fewest statements that explain all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.consistency.system import System
from auditor.core.interval import Interval


@dataclass(frozen=True, slots=True)
class Conflict:
    """Failed ticks that are one fault.

    ``suspect`` is the class of statements that explains them all, were its value in ``value``;
    ``None`` for a single relation, where the blame is on all its members alike.
    """

    ticks: tuple[int, ...]
    suspect: int | None = None
    value: Interval | None = None


@dataclass(frozen=True, slots=True)
class _Explanation:
    suspect: int
    value: Interval
    explained: frozenset[int]
    broken: int


def conflicts(system: System) -> list[Conflict]:
    """The failed ticks, parted into faults; in the order of their first ticks.

    Ticks that say the same of the same facts in other places are one fault. Beyond that, a class
    of statements explains several failed ticks where one value of it fulfils them all and fulfils
    fewer relations less than it mends. The best explanation is taken first, until only single
    relations are left.
    """
    open_ = _by_shape(system)
    found: list[Conflict] = []
    while open_:
        best = _best(system, open_)
        if best is None:
            break
        taken = [group for group in open_ if best.explained & set(group)]
        ticks = tuple(sorted(i for group in taken for i in group))
        found.append(Conflict(ticks, best.suspect, best.value))
        open_ = [group for group in open_ if group not in taken]
    found += [Conflict(tuple(group)) for group in open_]
    return sorted(found, key=lambda conflict: conflict.ticks[0])


def _by_shape(system: System) -> list[list[int]]:
    shapes: dict[object, list[int]] = {}
    for i in system.failed:
        shapes.setdefault(system.shape(i), []).append(i)
    return list(shapes.values())


def _best(system: System, open_: Sequence[list[int]]) -> _Explanation | None:
    explanations = [
        found
        for class_ in dict.fromkeys(c for group in open_ for c in system.classes_of(group[0]))
        for found in _explanations(system, open_, class_)
    ]
    return max(
        explanations,
        key=lambda e: (len(e.explained) - e.broken, len(e.explained), -min(e.explained)),
        default=None,
    )


def _explanations(
    system: System, open_: Sequence[list[int]], class_: int
) -> Iterator[_Explanation]:
    """Values of the class that mend two or more failed relations and break fewer."""
    wanted = [
        (group[0], value)
        for group in open_
        if class_ in system.classes_of(group[0])
        and (value := system.solve(group[0], class_)) is not None
    ]
    for _, seed in wanted:
        value, explained = seed, set()
        for i, other in wanted:
            common = value.intersection(other)
            if common is not None:
                value = common
                explained.add(i)
        if len(explained) < 2:
            continue
        broken = _broken(system, class_, value)
        if broken < len(explained):
            yield _Explanation(class_, value, frozenset(explained), broken)


def _broken(system: System, class_: int, value: Interval) -> int:
    """Relations between this class and others that hold now and wouldn't with ``value``."""
    failed = set(system.failed)
    shapes = set()
    for i in system.ticks_of[class_]:
        if i in failed or not system.constraint(i).holds():
            continue
        wanted = system.solve(i, class_)
        if wanted is not None and not wanted.overlaps(value):
            shapes.add(system.shape(i))
    return len(shapes)

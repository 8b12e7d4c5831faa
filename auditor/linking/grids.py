"""Facts × cells as arrays: grids by keys, rivals, ranks and groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from auditor.core.table import NumericCell
from auditor.linking.candidates import Fact
from auditor.linking.lexis import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]


def table(
    facts: Sequence[Fact],
    cells: Sequence[NumericCell],
    fact_key: Callable[[Fact], Hashable],
    cell_key: Callable[[NumericCell], Hashable],
    fit: Callable[[Fact, NumericCell], float | None],
) -> FloatArray:
    """Facts × cells of ``fit``, which depends on the keys alone; NaN for ``None``."""
    back, left = distinct([fact_key(fact) for fact in facts])
    across, above = distinct([cell_key(cell) for cell in cells])
    grid = np.array(
        [[np.nan if (v := fit(facts[i], cells[j])) is None else v for j in above] for i in left]
    ).reshape(len(left), len(above))
    made: FloatArray = grid[np.ix_(back, across)]
    return made


def distinct(keys: Sequence[Hashable]) -> tuple[IntArray, list[int]]:
    """The number of each key among the distinct ones, and where each of those stands first."""
    numbers: dict[Hashable, int] = {}
    first: list[int] = []
    back = np.zeros(len(keys), dtype=np.intp)
    for place, key in enumerate(keys):
        number = numbers.setdefault(key, len(numbers))
        if number == len(first):
            first.append(place)
        back[place] = number
    return back, first


def rival(own: FloatArray, groups: IntArray, others: IntArray, counted: BoolArray) -> FloatArray:
    """For each pair the best ``own`` of the other pairs of its group, 0 where it has none.

    Pairs with the same number in ``others`` are one, and only pairs that are ``counted`` rivals.
    """
    size = int(groups.max()) + 1
    width = int(others.max()) + 1
    keys = groups[counted] * width + others[counted]
    known, back = np.unique(keys, return_inverse=True)
    best = np.full(len(known), -np.inf)
    np.maximum.at(best, back, own[counted])
    first, second = np.zeros(size), np.zeros(size)
    holder = np.full(size, -1, dtype=np.intp)
    order = np.lexsort((-best, known // width))
    group, other, value = known[order] // width, known[order] % width, best[order]
    leading = np.ones(len(group), dtype=bool)
    leading[1:] = group[1:] != group[:-1]
    first[group[leading]] = value[leading]
    holder[group[leading]] = other[leading]
    next_to = np.zeros(len(group), dtype=bool)
    next_to[1:] = leading[:-1] & ~leading[1:]
    second[group[next_to]] = value[next_to]
    return np.where(holder[groups] == others, second[groups], first[groups])


def alone(groups: IntArray, same: BoolArray) -> FloatArray:
    """One over the pairs of the group that are the ``same`` in unit; 0 for a pair that isn't."""
    counts = np.bincount(groups[same], minlength=int(groups.max()) + 1)
    return np.where(same, 1.0 / np.maximum(counts[groups], 1), 0.0)


def rank(places: IntArray, blocks: IntArray) -> FloatArray:
    """Each place's rank among the distinct ones of its block, from 0 to 1."""
    width = int(places.max()) + 1
    known, back = np.unique(blocks * width + places, return_inverse=True)
    block = known // width
    before = back - np.searchsorted(block, block)[back]
    ranks: FloatArray = before / np.maximum(np.bincount(block)[blocks] - 1, 1)
    return ranks

"""Facts × cells as arrays: grids by keys, rivals, ranks and groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from auditor.core.table import NumericCell
from auditor.linking.candidates import Fact
from auditor.linking.wording import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]


def table(
    facts: Sequence[Fact],
    cells: Sequence[NumericCell],
    fact_key: Callable[[Fact], Hashable],
    cell_key: Callable[[NumericCell], Hashable],
    fit: Callable[[Fact, NumericCell], float | None],
) -> FloatArray:
    """Facts × cells of ``fit``, which depends on the keys alone; NaN for ``None``."""
    left = {fact_key(fact): fact for fact in facts}
    above = {cell_key(cell): cell for cell in cells}
    grid = np.array(
        [
            [np.nan if (v := fit(fact, cell)) is None else v for cell in above.values()]
            for fact in left.values()
        ]
    ).reshape(len(left), len(above))
    rows = {key: i for i, key in enumerate(left)}
    cols = {key: i for i, key in enumerate(above)}
    back = np.array([rows[fact_key(fact)] for fact in facts], dtype=np.intp)
    across = np.array([cols[cell_key(cell)] for cell in cells], dtype=np.intp)
    made: FloatArray = grid[np.ix_(back, across)]
    return made


def rival(own: FloatArray, groups: IntArray, others: IntArray, counted: BoolArray) -> FloatArray:
    """For each pair the best ``own`` of the other pairs of its group, 0 where it has none.

    Only pairs that are ``counted`` are rivals.
    """
    size = int(groups.max()) + 1
    first, second = np.zeros(size), np.zeros(size)
    holder = np.full(size, -1, dtype=np.intp)
    order = np.argsort(own[counted], kind="stable")
    for group, other, value in zip(
        groups[counted][order].tolist(),
        others[counted][order].tolist(),
        own[counted][order].tolist(),
        strict=True,
    ):
        second[group] = first[group]
        first[group], holder[group] = value, other
    mine = holder[groups] == others
    return np.where(mine, second[groups], first[groups])


def alone(groups: IntArray, unit: FloatArray) -> FloatArray:
    """One over the pairs of the group whose unit is the same; 0 for a pair of another unit."""
    same = unit == 1.0
    counts = np.bincount(groups[same], minlength=int(groups.max()) + 1)
    return np.where(same, 1.0 / np.maximum(counts[groups], 1), 0.0)


def rank(places: IntArray) -> FloatArray:
    """Each place's rank among the distinct ones, from 0 to 1."""
    distinct, back = np.unique(places, return_inverse=True)
    ranks: FloatArray = back / max(len(distinct) - 1, 1)
    return ranks

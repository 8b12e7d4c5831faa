"""What a first look at all pairs of a block adds: who else is likelier, what is left, the order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from auditor.linking.candidates import Fact, thing_of
from auditor.linking.features import AT, CONTEXT, Pairs
from auditor.linking.grids import distinct, rival
from auditor.linking.lexis import FloatArray, IntArray

_SURE = 0.5
_FAR = 3
"""Rows between neighbours beyond which their order says less."""


def add_context(pairs: Pairs, chances: FloatArray) -> None:
    """Fill the ``CONTEXT`` columns of ``pairs`` from the ``chances`` that a first look gave."""
    if not len(pairs.rows):
        return
    rows, cols, groups = pairs.rows, pairs.cols, pairs.groups
    things, _ = distinct([thing_of(fact) for fact in pairs.facts])
    rivals = ~np.array([fact.is_sum for fact in pairs.facts], dtype=bool)[rows]
    by_cell = rival(chances, cols, things[rows], rivals)
    by_fact = rival(chances, groups, cols, np.ones(len(rows), dtype=bool))
    same = pairs.values[:, AT["unit"]] == 1.0
    columns = {
        "surer_fact_for_cell": np.maximum(by_cell - chances, 0.0),
        "surer_cell_for_fact": np.maximum(by_fact - chances, 0.0),
        "left_over_cell": _left_over(groups, by_cell < _SURE, same),
        "left_over_fact": _left_over(cols, by_fact < _SURE, same),
        "between_neighbours": _between(pairs, chances),
    }
    for name in CONTEXT:
        pairs.values[:, AT[name]] = columns[name]


def _left_over(groups: IntArray, free: np.ndarray, same: np.ndarray) -> FloatArray:
    """One over the pairs of the group, in the same unit, whose other side has nothing surer."""
    counted = free & same
    counts = np.bincount(groups[counted], minlength=int(groups.max()) + 1)
    return np.where(counted, 1.0 / np.maximum(counts[groups], 1), 0.0)


def _between(pairs: Pairs, chances: FloatArray) -> FloatArray:
    """Whether the cell stands between those of the claims told before and after, −1 to 1.

    Reports tell their results in the form's order more often than not.
    """
    position = _positions(pairs.facts)
    line = np.array([cell.row for cell in pairs.cells], dtype=np.intp)[pairs.cols]
    best = np.zeros(int(pairs.groups.max()) + 1)
    np.maximum.at(best, pairs.groups, chances)
    leading = np.flatnonzero(chances >= np.maximum(best[pairs.groups], _SURE))
    found = np.zeros(len(pairs.rows))
    if not len(leading):
        return found
    # Positions of one block after those of another, so that one search serves all blocks.
    own = pairs.blocks * (int(position.max()) + 1) + position[pairs.rows]
    told = leading[np.argsort(own[leading], kind="stable")]
    for nearest, ahead in (
        (np.searchsorted(own[told], own, side="left") - 1, 1),
        (np.searchsorted(own[told], own, side="right"), -1),
    ):
        at = told[np.clip(nearest, 0, len(told) - 1)]
        has = (nearest >= 0) & (nearest < len(told)) & (pairs.blocks[at] == pairs.blocks)
        found += np.where(has, chances[at] * _step(ahead * (line - line[at])), 0.0)
    return found / 2


def _step(rows: IntArray) -> FloatArray:
    """1 for one of the next rows, less for a far one, −1 for one on the wrong side."""
    near = np.where(rows <= _FAR, 1.0, 0.3)
    return np.where(rows > 0, near, np.where(rows == 0, 0.0, -1.0))


def _positions(facts: Sequence[Fact]) -> IntArray:
    return np.array([fact.lead.quantity.span.start for fact in facts], dtype=np.intp)

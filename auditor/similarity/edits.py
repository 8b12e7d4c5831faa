"""What was changed in a passage: nothing, names, numbers or words; and whether it was moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.mask import DATE, NUMBER
from auditor.similarity.pieces import Pieces

_FIGURES = np.array([ord(NUMBER), ord(DATE)], dtype=np.uint16)
Flags = npt.NDArray[np.bool_]


def edited(corpus: Corpus, rows: Pieces) -> Pieces:
    """The rows with what was changed in them, how many slots, and whether they are reordered."""
    words, row, differs, figures = _compared(corpus, rows)
    level = np.where(words, 3, 0)
    level[row[differs]] = np.maximum(level[row[differs]], 1)
    level[row[differs & figures]] = 2
    changed = np.bincount(row[differs], minlength=len(rows.a))
    return replace(rows, edit=level, moved=_moved(rows).astype(np.int64), changed=changed)


def _compared(corpus: Corpus, rows: Pieces) -> tuple[Flags, Array, Flags, Flags]:
    """Rows with other words; of each slot of the rest its row, whether it differs, is a figure."""
    words = 2 * rows.matched != rows.a_end - rows.a_start + rows.b_end - rows.b_start
    plain = np.flatnonzero(~words)
    slots = corpus.slots
    low = slots.left(rows.a_start[plain])
    count = slots.left(rows.a_end[plain]) - low
    other = slots.left(rows.b_start[plain])
    row = np.repeat(plain, count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    left, right = np.repeat(low, count) + step, np.repeat(other, count) + step
    differs = corpus.values[left] != corpus.values[right]
    return words, row, differs, np.isin(corpus.codes[slots.at(left)], _FIGURES)


def _moved(rows: Pieces) -> Flags:
    """Rows that begin, on the second side, before the end of an earlier row of their pair."""
    if not len(rows.a):
        return np.zeros(0, np.bool_)
    first = np.concatenate([[True], (np.diff(rows.a) != 0) | (np.diff(rows.b) != 0)])
    number: Array = np.cumsum(first)
    width = int(rows.b_end.max()) + 1
    reached = np.maximum.accumulate(rows.b_start + number * width)
    moved = np.zeros(len(first), np.bool_)
    moved[1:] = ~first[1:] & ((rows.b_start + number * width)[1:] < reached[:-1])
    return moved

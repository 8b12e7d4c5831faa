"""Passages as columns: a run of 100,000 reports has millions, too many to be objects unasked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from auditor.core.charspan import CharSpan
from auditor.core.lazy import Lazy
from auditor.core.passage import Passage, PassageEdit
from auditor.similarity.corpus import Array, Corpus, Header
from auditor.similarity.pieces import KINDS, Pieces

EDITS = (PassageEdit.EXACT, PassageEdit.NAMES, PassageEdit.NUMBERS, PassageEdit.WORDS)
_AT_ONCE = 1 << 12

Column = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable(Lazy[Passage]):
    """A row a passage, sorted as ``SimilarityResult`` says; as a sequence, objects made anew.

    ``a`` and ``b`` are numbers in ``ids``; ``kind`` indexes ``KINDS`` and ``edit`` ``EDITS``;
    starts and ends are places in the documents' texts.
    """

    ids: tuple[str, ...]
    a: Column
    b: Column
    a_start: Column
    a_end: Column
    b_start: Column
    b_end: Column
    similarity: npt.NDArray[np.float64]
    kind: Codes
    units: Column
    edit: Codes
    moved: npt.NDArray[np.bool_]

    def take(self, rows: Sequence[int] | npt.NDArray[np.integer]) -> PassageTable:
        """The table of some rows, in their order."""
        places = np.asarray(rows, dtype=np.int64)
        columns = (getattr(self, field.name) for field in fields(self)[1:])
        return PassageTable(self.ids, *(column.take(places) for column in columns))

    def __len__(self) -> int:
        return len(self.a)

    def at(self, place: int) -> Passage:
        """The passage of one row."""
        (found,) = self.take([place])
        return found

    def some(self, places: range) -> tuple[Passage, ...]:
        """The passages of several rows."""
        return tuple(self.take(places))

    def __iter__(self) -> Iterator[Passage]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self._passages(slice(start, start + _AT_ONCE))

    def _passages(self, rows: slice) -> Iterator[Passage]:
        columns = (
            self.a, self.b, self.a_start, self.a_end, self.b_start, self.b_end,
            self.similarity, self.kind, self.units, self.edit, self.moved,
        )  # fmt: skip
        for a, b, u, v, x, y, alike, kind, units, edit, moved in zip(
            *(column[rows].tolist() for column in columns), strict=True
        ):
            yield Passage(
                self.ids[a], CharSpan(u, v), self.ids[b], CharSpan(x, y),
                alike, KINDS[kind], units, EDITS[edit], moved,
            )  # fmt: skip


def picked(passages: Sequence[Passage], rows: Sequence[int]) -> tuple[Passage, ...]:
    """The passages at some places, of a table all at once."""
    if isinstance(passages, PassageTable):
        return tuple(passages.take(rows))
    return tuple([passages[row] for row in rows])


def passage_table(corpus: Corpus, rows: Pieces) -> PassageTable:
    """The rows, the report with the lower key first."""
    rank = np.empty(len(corpus.reports), np.int64)
    rank[sorted(range(len(rank)), key=lambda k: _key(corpus.reports[k]))] = np.arange(len(rank))
    swap = rank[rows.a] > rank[rows.b]
    both = corpus.spans(
        np.concatenate([rows.a_start, rows.b_start]), np.concatenate([rows.a_end, rows.b_end])
    )
    left, right = zip(*(np.split(column, 2) for column in both), strict=True)
    a, b = np.where(swap, rows.b, rows.a), np.where(swap, rows.a, rows.b)
    a_low, b_low = np.where(swap, right[0], left[0]), np.where(swap, left[0], right[0])
    a_high, b_high = np.where(swap, right[1], left[1]), np.where(swap, left[1], right[1])
    order = _order(rank[a], rank[b], a_low, a_high, b_low, b_high)
    return PassageTable(
        tuple(report.document_id for report in corpus.reports),
        a[order].astype(np.int32),
        b[order].astype(np.int32),
        a_low[order].astype(np.int32),
        a_high[order].astype(np.int32),
        b_low[order].astype(np.int32),
        b_high[order].astype(np.int32),
        rows.similarity()[order].round(4),
        rows.kind[order].astype(np.uint8),
        rows.units[order].astype(np.int32),
        rows.edit[order].astype(np.uint8),
        rows.moved[order] > 0,
    )


def _order(*columns: Array) -> Array:
    """The order by all columns, of less than 2³² each: by as few of them as tell rows apart."""
    a, b, low, *rest = columns
    first = _packed(a, b)
    # One column after the other: numpy's sort by several at once takes six times as long.
    order = np.argsort(low, kind="stable")
    order = order[np.argsort(first[order], kind="stable")]
    same = np.zeros(len(order) + 1, np.bool_)
    same[1:-1] = (np.diff(first[order]) == 0) & (np.diff(low[order]) == 0)
    tied = np.flatnonzero(same[1:] | same[:-1])
    if len(tied):
        rows = order[tied]
        order[tied] = rows[np.lexsort([c[rows] for c in (*reversed(rest), low, first)])]
    return order


def _packed(first: Array, second: Array) -> npt.NDArray[np.uint64]:
    return first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)


def _key(report: Header) -> tuple[str, str]:
    return report.key, report.document_id

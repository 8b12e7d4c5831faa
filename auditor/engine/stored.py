"""The analyses of a run as a sequence over its store: a few in memory, the others on the disk."""

from __future__ import annotations

import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import overload

from auditor.core.document import Document
from auditor.core.report import Analysis
from auditor.engine.packing import prints_of, unpack
from auditor.engine.store import ORDER, reader
from auditor.similarity import Fingerprints

_KEPT = 48
"""So many analyses, at most some 1 MB each, are kept decoded."""

Change = Callable[[Analysis], Analysis]


class StoredAnalyses(Sequence[Analysis]):
    """The reports of the store at ``path`` in the order of a run, each passed through ``change``.

    ``ids`` are their document ids, ``path`` is the store.

    ``sqlite3.Error`` for a file that is no store, ``ValueError`` for an entry that can't be read.
    """

    def __init__(self, path: Path, change: Change | None = None) -> None:
        self.path = path
        self._db = reader(path)
        weakref.finalize(self, sqlite3.Connection.close, self._db)
        self._change = change
        rows = self._db.execute(f"SELECT rowid, id FROM report {ORDER}").fetchall()  # noqa: S608 a constant
        self._rows = [row for row, _ in rows]
        self.ids = tuple(name for _, name in rows)
        self._kept: OrderedDict[int, Analysis] = OrderedDict()

    def prints(self, places: range) -> Iterator[Fingerprints]:
        """The stored fingerprints of some of the reports."""
        for place in places:
            query = "SELECT prints FROM report WHERE rowid=?"
            (data,) = self._db.execute(query, (self._rows[place],)).fetchone()
            yield prints_of(data)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Analysis: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Analysis, ...]: ...

    def __getitem__(self, index: int | slice) -> Analysis | tuple[Analysis, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        return self._at(self._rows[index])

    def __iter__(self) -> Iterator[Analysis]:
        return map(self._at, self._rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _at(self, row: int) -> Analysis:
        known = self._kept.get(row)
        if known is None:
            found = self._db.execute("SELECT data FROM report WHERE rowid=?", (row,)).fetchone()
            if found is None:
                raise ValueError("the store was changed by another run")
            known = unpack(found[0])
            if self._change is not None:
                known = self._change(known)
            self._kept[row] = known
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(row)
        return known


class StoredPrints:
    """The fingerprints of all reports, read each time they are gone through."""

    def __init__(self, analyses: StoredAnalyses) -> None:
        self._analyses = analyses

    def __iter__(self) -> Iterator[Fingerprints]:
        return self._analyses.prints(range(len(self._analyses)))


class DocumentsOf(Sequence[Document]):
    """The documents of analyses, none of them kept."""

    def __init__(self, analyses: Sequence[Analysis]) -> None:
        self._analyses = analyses

    def __len__(self) -> int:
        return len(self._analyses)

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Document, ...]: ...

    def __getitem__(self, index: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(index, slice):
            return tuple(analysis.document for analysis in self._analyses[index])
        return self._analyses[index].document

    def __iter__(self) -> Iterator[Document]:
        return (analysis.document for analysis in self._analyses)

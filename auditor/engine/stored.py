"""The analyses of a run as a sequence over its store: a few in memory, the others on the disk."""

from __future__ import annotations

import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from auditor.core.document import Document
from auditor.core.lazy import Lazy
from auditor.core.report import Analysis
from auditor.engine.packing import prints_of, unpack
from auditor.engine.store import ORDER, reader
from auditor.similarity import Fingerprints

_KEPT = 48
"""So many analyses, at most some 1 MB each, are kept decoded."""

Change = Callable[[Analysis], Analysis]


class StoredAnalyses(Lazy[Analysis]):
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

    def at(self, place: int) -> Analysis:
        """The report at a place, decoded part by part as it is asked for."""
        return self._at(self._rows[place])

    def __iter__(self) -> Iterator[Analysis]:
        return map(self._at, self._rows)

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


class DocumentsOf(Lazy[Document]):
    """The documents of analyses, none of them kept."""

    def __init__(self, analyses: Sequence[Analysis]) -> None:
        self._analyses = analyses

    def __len__(self) -> int:
        return len(self._analyses)

    def at(self, place: int) -> Document:
        """One of them."""
        return self._analyses[place].document

    def __iter__(self) -> Iterator[Document]:
        return (analysis.document for analysis in self._analyses)

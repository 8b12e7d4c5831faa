"""The run's SQLite: each report's results as soon as they exist, so that a run can resume."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType

from auditor.core.codec import decode, dumps
from auditor.core.report import Analysis

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
  key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_Analyses = tuple[Analysis, ...]


def stored_analyses(path: Path) -> Iterator[Analysis]:
    """Everything that the store of a finished run holds, in no particular order.

    ``sqlite3.Error`` for a file that is no store, ``ValueError`` for an entry that can't be read.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        for (data,) in db.execute("SELECT data FROM result"):
            try:
                found: _Analyses = decode(_Analyses, json.loads(zlib.decompress(data)))
            except (TypeError, zlib.error) as error:
                raise ValueError(str(error)) from error
            yield from found


class RunStore:
    """Results by input key; an entry counts only for the same bytes, settings and version."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.commit()
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.close()

    def get(self, key: str, sha256: str) -> tuple[Analysis, ...]:
        """The stored analyses of all reports in this very input; empty where none count."""
        row = self._db.execute(
            "SELECT data FROM result WHERE key=? AND sha256=? AND fingerprint=?",
            (key, sha256, self._fingerprint),
        ).fetchone()
        if row is None:
            return ()
        try:
            found: tuple[Analysis, ...] = decode(_Analyses, json.loads(zlib.decompress(row[0])))
        except (ValueError, TypeError, zlib.error):
            return ()
        return found

    def put(self, key: str, analyses: tuple[Analysis, ...]) -> None:
        """Store the analyses of one input at once."""
        if not analyses:
            return
        data = zlib.compress(dumps(analyses).encode(), 3)
        self._db.execute(
            "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?)",
            (key, analyses[0].document.sha256, self._fingerprint, data),
        )
        self._db.commit()

    def keep_only(self, keys: set[str]) -> None:
        """Forget inputs that are gone."""
        known = [row[0] for row in self._db.execute("SELECT key FROM result")]
        gone = [(key,) for key in known if key not in keys]
        self._db.executemany("DELETE FROM result WHERE key=?", gone)

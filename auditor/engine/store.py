"""The run's SQLite: each report's results as soon as they exist, so that a run can resume."""

from __future__ import annotations

import contextlib
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
_WAIT = 30.0


def stored_analyses(path: Path) -> Iterator[Analysis]:
    """Everything that the store of a finished run holds, in no particular order.

    ``sqlite3.Error`` for a file that is no store, ``ValueError`` for an entry that can't be read.
    """
    with closing(_reader(path)) as db:
        for (data,) in db.execute("SELECT data FROM result"):
            yield from _decoded(data)


def stored_analysis(path: Path, document_id: str, sha256: str) -> Analysis | None:
    """The analysis of one report, found by the digest of its bytes; errors as above."""
    with closing(_reader(path)) as db:
        for (data,) in db.execute("SELECT data FROM result WHERE sha256=?", (sha256,)):
            for analysis in _decoded(data):
                if analysis.document.id == document_id:
                    return analysis
    return None


def _reader(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise sqlite3.OperationalError(f"no such file: {path}")
    # Not mode=ro: a store that another program left in write-ahead form couldn't be read so.
    db = sqlite3.connect(path, timeout=_WAIT)
    db.execute("PRAGMA query_only=ON")
    return db


def _decoded(data: bytes) -> _Analyses:
    try:
        found: _Analyses = decode(_Analyses, json.loads(zlib.decompress(data)))
    except (TypeError, zlib.error) as error:
        raise ValueError(str(error)) from error
    return found


def set_aside(path: Path) -> None:
    """Rename a file that is no SQLite to ``….damaged``, so that a fresh run can begin."""
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError:
        path.replace(path.with_name(f"{path.name}.damaged"))


class RunStore:
    """Results by input key; an entry counts only for the same bytes, settings and version."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._db = sqlite3.connect(path, timeout=_WAIT)
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
        # While the review desk is open on it the file stays in write-ahead form.
        with contextlib.suppress(sqlite3.OperationalError):
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

    def others(self, keys: set[str]) -> Iterator[Analysis]:
        """The analyses of all other inputs, whatever settings they were made with."""
        for key, data in self._db.execute("SELECT key, data FROM result").fetchall():
            if key not in keys:
                yield from _decoded(data)

    def forget(self) -> None:
        """Forget all results; the reviewers' verdicts in the same file stay."""
        self._db.execute("DELETE FROM result")
        self._db.commit()

    def keep_only(self, keys: set[str]) -> None:
        """Forget inputs that are gone."""
        known = [row[0] for row in self._db.execute("SELECT key FROM result")]
        gone = [(key,) for key in known if key not in keys]
        self._db.executemany("DELETE FROM result WHERE key=?", gone)
        self._db.commit()

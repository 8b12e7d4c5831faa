"""The run's SQLite: each report's results as soon as they exist, so that a run can resume."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType

from auditor.core.codec import decode, encode
from auditor.core.report import Analysis

_SCHEMA = """
CREATE TABLE IF NOT EXISTS analysis (
  key TEXT NOT NULL, member TEXT NOT NULL, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (key, member)
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def stored_analyses(path: Path) -> Iterator[Analysis]:
    """Everything that the store of a finished run holds, in no particular order.

    ``sqlite3.Error`` for a file that is no store, ``ValueError`` for an entry that can't be read.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        for (data,) in db.execute("SELECT data FROM analysis"):
            try:
                found = decode(Analysis, json.loads(zlib.decompress(data)))
            except (TypeError, zlib.error) as error:
                raise ValueError(str(error)) from error
            if isinstance(found, Analysis):
                yield found


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

    def get(self, key: str, sha256: str) -> Analysis | None:
        """The stored analysis of this very input, ``None`` where there is none that counts."""
        row = self._db.execute(
            "SELECT data FROM analysis WHERE key=? AND member='' AND sha256=? AND fingerprint=?",
            (key, sha256, self._fingerprint),
        ).fetchone()
        if row is None:
            return None
        try:
            found = decode(Analysis, json.loads(zlib.decompress(row[0])))
        except (ValueError, TypeError, zlib.error):
            return None
        return found if isinstance(found, Analysis) else None

    def put(self, analysis: Analysis) -> None:
        """Store an analysis at once."""
        document = analysis.document
        data = zlib.compress(json.dumps(encode(analysis), ensure_ascii=False).encode(), 3)
        self._db.execute(
            "INSERT OR REPLACE INTO analysis VALUES (?, ?, ?, ?, ?)",
            (document.key, document.member or "", document.sha256, self._fingerprint, data),
        )
        self._db.commit()

    def keep_only(self, keys: set[str]) -> None:
        """Forget inputs that are gone."""
        known = [row[0] for row in self._db.execute("SELECT key FROM analysis")]
        gone = [(key,) for key in known if key not in keys]
        self._db.executemany("DELETE FROM analysis WHERE key=?", gone)

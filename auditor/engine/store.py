"""The run's SQLite: each report's results as soon as they exist, so that a run can resume.

An input's reports are written in one transaction, so an input is there whole or not at all,
wherever the run was killed (write-ahead log; ``tests/engine/test_power_cut.py``).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

from auditor.core.report import Analysis
from auditor.engine.packing import Packed, packed, unpack
from auditor.similarity import fingerprint

_SCHEMA = """
CREATE TABLE IF NOT EXISTS input (
  key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, mark TEXT NOT NULL, media_type TEXT NOT NULL,
  reports INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS report (
  input TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
  sha256 TEXT NOT NULL, media_type TEXT NOT NULL, prints_mark TEXT NOT NULL,
  prints BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (input, number)
);
CREATE INDEX IF NOT EXISTS report_of_file ON report (sha256);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
DROP TABLE IF EXISTS result;
"""
_WAIT = 30.0
_COLUMNS = "id, key, sha256, media_type, data, prints"
ORDER = "ORDER BY key, input, number"
"""Reports by their file, those of one file in its order; code points, as Python sorts."""


def stored_analyses(path: Path) -> Iterator[Analysis]:
    """Everything that the store of a finished run holds, by file.

    ``sqlite3.Error`` for a file that is no store, ``ValueError`` for an entry that can't be read.
    """
    with closing(reader(path)) as db:
        for (data,) in db.execute(f"SELECT data FROM report {ORDER}"):  # noqa: S608 a constant
            yield unpack(data)


def stored_analysis(path: Path, document_id: str, sha256: str) -> Analysis | None:
    """The analysis of one report, found by the digest of its bytes; errors as above."""
    with closing(reader(path)) as db:
        row = db.execute(
            "SELECT data FROM report WHERE sha256=? AND id=?", (sha256, document_id)
        ).fetchone()
        return unpack(row[0]) if row is not None else None


def reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads. ``sqlite3.OperationalError`` where there is no file."""
    if not path.is_file():
        raise sqlite3.OperationalError(f"no such file: {path}")
    # Not mode=ro: a store that another program left in write-ahead form couldn't be read so.
    db = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
    db.execute("PRAGMA query_only=ON")
    return db


def set_aside(path: Path, *, force: bool = False) -> None:
    """Rename a file that is no SQLite to ``….damaged``, so that a run can begin.

    With ``force`` all of a file is looked at, and one that is damaged inside goes too.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT)) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not force or db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                return
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        pass
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.replace(path.with_name(f"{path.name}.damaged"))


class RunStore:
    """Results by input key; an entry counts only for the same bytes and the same mark.

    ``mark_of`` is the mark, or gives that of a media type (``marks.report_mark``);
    ``prints_mark`` is that of fingerprints.
    """

    def __init__(
        self, path: Path, mark_of: Callable[[str], str] | str, prints_mark: str = ""
    ) -> None:
        self.path = path
        self._mark_of = (lambda _: mark_of) if isinstance(mark_of, str) else mark_of
        self._prints_mark = prints_mark
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
        self.close()

    def close(self) -> None:
        """Let go of the file; it is left as one file again where nobody else reads it."""
        with contextlib.suppress(sqlite3.Error):
            self._db.commit()
        # While the review desk is open on it the file stays in write-ahead form.
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.close()

    def has(self, key: str, sha256: str) -> bool:
        """Whether the results of all reports in this very input are there and count."""
        row = self._db.execute(
            "SELECT mark, media_type FROM input WHERE key=? AND sha256=?", (key, sha256)
        ).fetchone()
        return row is not None and row[0] == self._mark_of(row[1])

    def get(self, key: str, sha256: str) -> tuple[Analysis, ...]:
        """The stored analyses of all reports in this very input; empty where none count."""
        if not self.has(key, sha256):
            return ()
        rows = self._db.execute("SELECT data FROM report WHERE input=? ORDER BY number", (key,))
        return tuple(unpack(data) for (data,) in rows)

    def put(
        self,
        key: str,
        reports: Sequence[Analysis | Packed],
        *,
        whole: bool = True,
        state: str | None = None,
    ) -> None:
        """Store the results of all reports of one input at once.

        Where they are not the ``whole`` input, it counts as not done. ``state`` is what
        ``has`` will be asked with in place of the digest of the bytes.
        """
        done = [r if isinstance(r, Packed) else packed(r) for r in reports]
        if not done:
            return
        first = done[0]
        mark = self._mark_of(first.media_type) if whole else ""
        with self._db:
            self._db.execute("DELETE FROM report WHERE input=?", (key,))
            self._db.execute(
                "INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?)",
                (key, state or first.sha256, mark, first.media_type, len(done)),
            )
            self._db.executemany(
                "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (key, n, r.id, r.key, r.sha256, r.media_type, self._prints_mark, r.prints, r.data)
                    for n, r in enumerate(done)
                ],
            )  # fmt: skip

    def others(self, keys: set[str]) -> Iterator[Analysis]:
        """The analyses of all other inputs, whatever settings they were made with."""
        for key in self._keys():
            if key not in keys:
                rows = self._db.execute("SELECT data FROM report WHERE input=?", (key,)).fetchall()
                yield from (unpack(data) for (data,) in rows)

    def forget(self) -> None:
        """Forget all results; the reviewers' verdicts in the same file stay."""
        with self._db:
            self._db.execute("DELETE FROM input")
            self._db.execute("DELETE FROM report")

    def keep_only(self, keys: set[str]) -> None:
        """Forget inputs that are gone."""
        self.drop(key for key in self._keys() if key not in keys)

    def drop(self, keys: Iterable[str]) -> None:
        """Forget these inputs."""
        gone = [(key,) for key in keys]
        with self._db:
            self._db.executemany("DELETE FROM input WHERE key=?", gone)
            self._db.executemany("DELETE FROM report WHERE input=?", gone)

    def renew_prints(self) -> None:
        """Make fingerprints anew where they are outdated."""
        outdated = self._db.execute(
            "SELECT rowid FROM report WHERE prints_mark<>?", (self._prints_mark,)
        ).fetchall()
        for (row,) in outdated:
            (data,) = self._db.execute("SELECT data FROM report WHERE rowid=?", (row,)).fetchone()
            with self._db:
                self._db.execute(
                    "UPDATE report SET prints=?, prints_mark=? WHERE rowid=?",
                    (fingerprint(unpack(data).document).to_bytes(), self._prints_mark, row),
                )

    def _keys(self) -> list[str]:
        known = self._db.execute("SELECT key FROM input UNION SELECT DISTINCT input FROM report")
        return [row[0] for row in known]

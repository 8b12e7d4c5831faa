"""Where verdicts are kept: tables, connections and the order of writes."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from auditor.core.errors import UsageError

METADATA = MetaData()

PERSON = Table(
    "review_person",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", String(36), nullable=False),
    Column("name", String(80), nullable=False),
    Column("folded", String(160), nullable=False),
    Column("rank", String(16), nullable=False),
    Column("password", String(400)),
    Column("active", Boolean, nullable=False),
    Column("at", String(32), nullable=False),
    UniqueConstraint("run", "folded"),
)

ENTRY = Table(
    "review_entry",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", String(36), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("act", String(16), nullable=False),
    Column("person", Integer, ForeignKey(PERSON.c.id), nullable=False),
    Column("name", String(80), nullable=False),
    Column("rank", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("decision", String(16)),
    Column("reason", String(16)),
    Column("comment", Text, nullable=False),
    Column("second", Boolean, nullable=False),
    Column("undoes", Integer),
    Column("payload", Text, nullable=False),
    Column("via", String(16), nullable=False),
    Column("report_id", String(16), nullable=False),
    Column("finding_id", String(16), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("check_id", String(16), nullable=False),
    Column("severity", String(8), nullable=False),
    # No two entries of one subject can take the same place, whatever writes them.
    UniqueConstraint("run", "subject", "version"),
    Index("review_entry_run", "run", "number"),
)

SECRET = Table(
    "review_secret",
    METADATA,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("run", String(36), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", Integer, ForeignKey(PERSON.c.id), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("at", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("until", Integer, nullable=False),
)
"""Sessions and invitations by the digest of their token; the token itself is kept nowhere."""

UPLOAD = Table(
    "review_upload",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("run", String(36), nullable=False),
    Column("name", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("person", Integer, ForeignKey(PERSON.c.id), nullable=False),
    Column("at", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("reports", Text, nullable=False),
)

_WAIT = 30.0


def now() -> str:
    """The time of an entry: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Database:
    """A run's tables. ``run`` tells its rows from those of other runs in one PostgreSQL."""

    engine: Engine
    run: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: one at a time in a run, so numbers are in order of commit."""
        with self.engine.execution_options(writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                key = uuid.UUID(self.run).int % 2**63
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
            yield connection

    def close(self) -> None:
        """Let go of all connections; a SQLite file is left as one file again."""
        path = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        self.engine.dispose()
        if path:
            # Another program may still hold the file; then it stays in its write-ahead form.
            with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
                db.execute("PRAGMA journal_mode=DELETE")


def open_database(out: Path, url: str | None = None) -> Database:
    """The verdicts of the run in ``out``: its ``run.sqlite``, or the database at ``url``.

    ``UsageError`` where the folder holds no run, or the database can't be reached.
    """
    path = out / "run.sqlite"
    if not path.is_file():
        raise UsageError(f"{out} 中没有审核结果；请先运行 auditor audit … --out {out}。")
    try:
        run = _run_id(path)
        engine = _engine(_postgres(url) if url else URL.create("sqlite", database=str(path)))
        METADATA.create_all(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        where = make_url(url).render_as_string(hide_password=True) if url else path
        raise UsageError(f"无法打开意见库 {where}：{_first_line(error)}") from error
    return Database(engine, run)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _run_id(path: Path) -> str:
    """The run's own id, made when it is first reviewed."""
    with closing(sqlite3.connect(path, timeout=_WAIT)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        db.execute("INSERT OR IGNORE INTO meta VALUES ('review_run', ?)", (str(uuid.uuid4()),))
        (found,) = db.execute("SELECT value FROM meta WHERE name='review_run'").fetchone()
        return str(found)


def _postgres(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise UsageError(f"--database 应为 postgresql://用户@主机/库名，而不是 {given}") from error
    if url.get_backend_name() != "postgresql":
        raise UsageError("--database 只接受 postgresql:// 地址；不指定时意见存入 run.sqlite。")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
        engine = create_engine(url, pool_size=10, max_overflow=40, connect_args={"timeout": _WAIT})
    except (ImportError, NoSuchModuleError) as error:
        message = '连接 PostgreSQL 需要 psycopg：pip install "auditor[postgres]"'
        raise UsageError(message) from error
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: an upgrade in mid-transaction can fail without a wait.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Audits of uploads in the background: one at a time, each in a process of its own."""

from __future__ import annotations

import json
import multiprocessing
import queue
import threading
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from auditor.core.errors import AuditorError, NotAllowedError
from auditor.core.report import Failure
from auditor.core.review import Author
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.uploads import Upload, upload_input
from auditor.engine.verdicts import Database
from auditor.engine.verdicts.database import PERSON, UPLOAD, now
from auditor.reporting import write_run
from auditor.reporting.life import baseline_again
from auditor.reporting.saved import read_records
from auditor.settings import saved_settings

MAX_WAITING = 20
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Job:
    """An upload and what became of it. ``done`` of ``total`` files are read while it runs."""

    id: str
    name: str
    size: int
    person: str
    at: str
    state: str
    message: str
    reports: tuple[tuple[str, str], ...]
    done: int = 0
    total: int = 0


class Jobs:
    """The queue of uploads; its states outlive the desk, and what was waiting is taken up again."""

    def __init__(self, out: Path, database: Database) -> None:
        self._out = out
        self._database = database
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._progress: dict[str, tuple[int, int]] = {}
        self._process: Any = None
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        for job in reversed(self.all()):
            if job.state in ("waiting", "running"):
                self._set(job.id, "waiting")
                self._put(job.id)

    def all(self) -> list[Job]:
        """The latest uploads, newest first."""
        query = (
            select(UPLOAD, PERSON.c.name.label("who"))
            .join(PERSON, PERSON.c.id == UPLOAD.c.person)
            .where(UPLOAD.c.run == self._database.run)
            .order_by(UPLOAD.c.at.desc(), UPLOAD.c.id)
            .limit(_LISTED)
        )
        with self._database.reading() as db:
            rows = db.execute(query).all()
        return [
            Job(
                row.id,
                row.name,
                row.size,
                row.who,
                row.at,
                row.state,
                row.message,
                tuple((a, b) for a, b in json.loads(row.reports)),
                *self._progress.get(row.id, (0, 0)),
            )
            for row in rows
        ]

    def room(self) -> None:
        """``NotAllowedError`` while too many uploads wait."""
        if self._queue.qsize() >= MAX_WAITING:
            raise NotAllowedError("排队的文件太多，请稍后再上传。")

    def add(self, upload: Upload, author: Author) -> None:
        """Audit a kept upload as soon as it is its turn."""
        values = {
            "id": upload.id,
            "run": self._database.run,
            "name": upload.name,
            "size": upload.size,
            "person": author.id,
            "at": now(),
            "state": "waiting",
            "message": "",
            "reports": "[]",
        }
        with self._database.writing() as db:
            db.execute(insert(UPLOAD).values(values))
        self._put(upload.id)

    def close(self) -> None:
        """Stop; an audit that is cut short begins again when the desk next starts."""
        self._closed.set()
        self._queue.put(None)
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _put(self, upload_id: str) -> None:
        self._queue.put(upload_id)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="audits", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (upload_id := self._queue.get()) is not None and not self._closed.is_set():
            self._set(upload_id, "running")
            result = self._one(upload_id)
            if self._closed.is_set():
                return
            state = "failed" if "error" in result else "done"
            reports = json.dumps(result.get("reports", []), ensure_ascii=False)
            self._set(upload_id, state, result.get("error", ""), reports)
            self._progress.pop(upload_id, None)

    def _one(self, upload_id: str) -> dict[str, Any]:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        # Not a daemon: the audit has a worker process of its own for reading.
        self._process = context.Process(target=work, args=(there, self._out, upload_id))
        self._process.start()
        there.close()
        result: dict[str, Any] = {"error": "审核进程意外终止。"}
        while True:
            try:
                message = here.recv()
            except EOFError:
                break
            if isinstance(message, tuple):
                self._progress[upload_id] = message
            else:
                result = message
        self._process.join()
        return result

    def _set(self, upload_id: str, state: str, message: str = "", reports: str = "[]") -> None:
        values = {"state": state, "message": message, "reports": reports}
        mine = (UPLOAD.c.run == self._database.run) & (UPLOAD.c.id == upload_id)
        with self._database.writing() as db:
            db.execute(update(UPLOAD).where(mine).values(values))


def work(channel: Connection, out: Path, upload_id: str) -> None:
    """In the process of its own: audit, write the run anew, tell what came of the upload."""
    try:
        channel.send(audit_upload(out, upload_id, lambda *at: channel.send(at[:2])))
    except AuditorError as error:
        channel.send({"error": str(error)})
    except Exception as error:
        channel.send({"error": f"内部错误（{type(error).__name__}）"})
        raise
    finally:
        channel.close()


def audit_upload(out: Path, upload_id: str, progress: Any = None) -> dict[str, Any]:
    """Let the upload join the run of ``out``: its reports as (id, file), or an error."""
    info = json.loads((out / "run.json").read_text("utf-8"))
    settings = saved_settings(info["settings"])
    item = upload_input(out, upload_id)
    earlier = tuple(
        failure
        for failure in (Failure(**given) for given in info.get("failures", ()))
        if not _of(failure.file, item.key)
    )
    baseline = baseline_again(
        read_records(out / "findings.jsonl"),
        read_records(out / "changes.jsonl"),
        compared=bool(info.get("compared")),
    )
    options = RunOptions(
        out=out,
        settings=settings,
        progress=progress,
        baseline=baseline,
        keep=True,
        earlier=earlier,
    )
    run = audit_inputs([item], options)
    write_run(out, run, lang=settings.lang)
    reports = [
        (a.document.id, a.document.key) for a in run.analyses if _of(a.document.key, item.key)
    ]
    failed = [asdict(f) for f in run.failures if _of(f.file, item.key)]
    if failed and not reports:
        return {"error": failed[0]["message"]}
    return {"reports": reports}


def _of(key: str, upload: str) -> bool:
    return key.startswith(upload)

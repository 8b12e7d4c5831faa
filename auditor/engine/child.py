"""A worker process: it reads and analyses one file after the other and sends packed results.

Started by ``pool`` through ``reading.worker.Worker``, which bounds its time and memory.
"""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditor.core.codec import decode, dumps
from auditor.core.document import Document
from auditor.core.report import Failure
from auditor.engine.audit import audit_file
from auditor.engine.packing import Packed, packed
from auditor.engine.reading import read_options
from auditor.engine.source import Input
from auditor.language import segment
from auditor.linking import linker_named
from auditor.reading.base import read_file
from auditor.reading.options import ReadOptions
from auditor.reading.worker import TASKS as READING
from auditor.reading.worker import Task
from auditor.reading.worker import serve as serve_tasks
from auditor.settings import Settings


@dataclass(frozen=True, slots=True)
class Told:
    """One result on its way to the parent: a report's, its bytes as base64, or a failure."""

    failure: Failure | None
    id: str = ""
    key: str = ""
    sha256: str = ""
    media_type: str = ""
    data: str = ""
    prints: str = ""

    def result(self) -> Packed | Failure:
        """What was told."""
        if self.failure is not None:
            return self.failure
        data, prints = base64.b64decode(self.data), base64.b64decode(self.prints)
        return Packed(self.id, self.key, self.sha256, self.media_type, data, prints)


def request(item: Input, settings: Settings) -> tuple[str, ...]:
    """What the task ``audit`` takes."""
    return (str(item.path), item.key, item.member or "", item.name, dumps(settings))


def _audit(given: list[str], _: ReadOptions) -> Iterator[Told]:
    _loaded()
    path, key, member, name, text = given
    settings: Settings = decode(Settings, json.loads(text))
    item = Input(Path(path), key, member or None, name)
    for result in audit_file(item, settings, _read):
        yield Told(result) if isinstance(result, Failure) else _told(packed(result))


def _told(done: Packed) -> Told:
    data, prints = (base64.b64encode(part).decode("ascii") for part in (done.data, done.prints))
    return Told(None, done.id, done.key, done.sha256, done.media_type, data, prints)


def _read(item: Input, settings: Settings) -> tuple[Document, ...]:
    """Right here: this process is the bounded one."""
    return read_file(
        item.path,
        key=item.key,
        source_name=item.source_name,
        member=item.member,
        options=read_options(settings),
    )


MODULE = "auditor.engine.child"
TASKS = {"audit": Task(_audit, Told), "unpack": READING["unpack"]}


def serve(tasks: dict[str, Task] | None = None) -> None:
    """The child's loop."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    serve_tasks(tasks or TASKS)


@cache
def _loaded() -> None:
    """All that is slow to load, and nobody's rubbish."""
    segment("预算")
    linker_named(Settings().linker)
    gc.freeze()

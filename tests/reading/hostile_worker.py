"""A worker's child with tasks that go wrong; run by tests of ``auditor.reading.worker``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from auditor.reading import worker
from auditor.reading.archive import Unpacked
from auditor.reading.options import ReadOptions
from auditor.reading.progress import alive


def _task(given: list[str], options: ReadOptions) -> Iterator[Unpacked]:
    yield Unpacked(given[0], str(os.getpid()))
    if given[0] == "hang":
        time.sleep(600)
    elif given[0] == "crash":
        os.abort()
    elif given[0] == "eat":
        held = [bytearray(2_000_000_000)]
        yield Unpacked(str(len(held)))
    elif given[0] == "recurse":
        _deep()
    elif given[0] == "slow":
        for _ in range(8):
            time.sleep(1)
            alive()
    elif given[0] == "print":
        print("a library prints what it likes")  # noqa: T201
    yield Unpacked("after")


def _deep() -> None:
    _deep()


TASKS = {"task": worker.Task(_task, Unpacked)}


def serve() -> None:
    worker.serve(TASKS)

"""A forked child works as one with an interpreter of its own, and holds nothing of its parent's."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.reading.forked import Forked, may_fork
from auditor.reading.worker import Worker, serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
ENOUGH = 1_000_000


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    made.start(Forked(serve))
    yield made
    made.close()


def report(folder: Path) -> str:
    path = folder / "甲局.txt"
    path.write_text("甲县乙局2023年度部门整体支出绩效自评报告\n全年支出5万元。\n", "utf-8")
    return str(path)


def child_of(worker: Worker) -> int:
    child = worker._child
    assert child is not None
    return child.pid


def test_it_reads_what_another_reads(worker: Worker, tmp_path: Path) -> None:
    given = (report(tmp_path), "a", "a", "")
    before = child_of(worker)
    (here,) = worker.call("read", *given)
    assert child_of(worker) == before
    other = Worker()
    try:
        assert list(other.call("read", *given)) == [here]
    finally:
        other.close()


def test_after_a_death_there_is_another(worker: Worker, tmp_path: Path) -> None:
    dead = child_of(worker)
    os.kill(dead, signal.SIGKILL)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
    assert len(list(worker.call("read", report(tmp_path), "a", "a", ""))) == 1
    assert child_of(worker) != dead


def test_closing_ends_it(worker: Worker) -> None:
    child = child_of(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_files_of_the_parent_are_not_its_own() -> None:
    ours, theirs = os.pipe()
    worker = Worker()
    worker.start(Forked(serve))
    try:
        os.close(theirs)
        # The end of the pipe is only seen where nobody holds its other side.
        ready, _, _ = select.select([ours], [], [], 20)
        assert ready
        assert os.read(ours, 1) == b""
    finally:
        worker.close()
        os.close(ours)


def test_no_fork_beside_a_thread_or_with_little_room() -> None:
    wait = threading.Event()
    alone = threading.active_count() == 1
    assert may_fork(ENOUGH) == alone
    assert not may_fork(1)
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert not may_fork(ENOUGH)
    finally:
        wait.set()
        thread.join()

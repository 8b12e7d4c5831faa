"""Killed anywhere, a run goes on and ends with the bytes of an unbroken one."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auditor.engine import RunOptions, audit_inputs
from auditor.engine.pool import Pool
from auditor.reading.worker import Worker
from auditor.reporting import write_run
from tests.engine.small import outputs, write_reports

MOMENTS = int(os.environ.get("AUDITOR_MOMENTS", "6"))
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def run(source: Path, out: Path, **options: object) -> None:
    write_run(out, audit_inputs([source], RunOptions(out=out, **options)))  # type: ignore[arg-type]


def forked(action: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            action()
        finally:
            os._exit(0)
    return child


def ids(out: Path) -> list[str]:
    with closing(sqlite3.connect(out / "run.sqlite")) as db:
        return [row[0] for row in db.execute("SELECT id FROM report ORDER BY id")]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in", 8)
    whole = tmp_path / "whole"
    started = time.perf_counter()
    run(source, whole)
    took = time.perf_counter() - started
    chance = random.Random(7)  # noqa: S311
    hit = 0
    for moment in range(MOMENTS):
        out = tmp_path / f"out{moment}"
        child = forked(lambda out=out: run(source, out))
        time.sleep(took * (moment + chance.random()) / MOMENTS)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        hit += os.WIFSIGNALED(status)
        run(source, out)
        assert outputs(out) == outputs(whole)
        assert ids(out) == ids(whole)
    assert hit


@pytest.mark.parametrize("name", ["findings.jsonl", "index.html", "ranking.csv", "run.json"])
def test_killed_while_a_file_is_written(tmp_path: Path, name: str) -> None:
    """What was there before is there whole; a part of the new file is in nobody's way."""
    source = write_reports(tmp_path / "in", 3)
    out, whole = tmp_path / "out", tmp_path / "whole"
    run(source, whole)
    run(write_reports(tmp_path / "before", 2), out)
    before = (out / name).read_bytes()

    def die() -> None:
        replace = os.replace

        def cut(part: Path, path: Path) -> None:
            if Path(path).name == name:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(part, path)

        os.replace = cut  # type: ignore[assignment]
        run(source, out)

    _, status = os.waitpid(forked(die), 0)
    assert os.WIFSIGNALED(status)
    assert (out / name).read_bytes() == before
    run(source, out)
    assert outputs(out) == outputs(whole)


def test_a_killed_worker_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_reports(tmp_path / "in", 6)
    run(source, tmp_path / "whole")
    killed: list[int] = []
    results = Pool.results

    def striking(self: Pool, items: list[object]) -> object:
        for found in results(self, items):  # type: ignore[arg-type]
            child = self.workers[0].worker._child
            if not killed and child is not None:
                killed.append(child.pid)
                os.kill(child.pid, signal.SIGKILL)
            yield found

    monkeypatch.setattr(Pool, "results", striking)
    run(source, tmp_path / "out", jobs=2)
    assert killed
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_a_file_that_kills_its_worker_is_a_failure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_reports(tmp_path / "in", 3)
    deadly = sorted(source.iterdir())[1].name
    call, answer = Worker.call, Worker._answer
    tried: list[str] = []

    def noting(self: Worker, task: str, *given: str) -> object:
        tried.append(given[0])
        return call(self, task, *given)

    def dying(self: Worker) -> object:
        if deadly in tried[-1]:
            self.kill()
        return answer(self)

    monkeypatch.setattr(Worker, "call", noting)
    monkeypatch.setattr(Worker, "_answer", dying)
    found = audit_inputs([source], RunOptions(out=tmp_path / "out", bounded=True))
    assert [failure.reason for failure in found.failures] == ["crashed"]
    assert len(found.analyses) == 2
    assert sum(deadly in path for path in tried) == 3


def test_ctrl_c_leaves_a_run_that_goes_on(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in", 5)
    run(source, tmp_path / "whole")
    out = tmp_path / "out"
    seen: list[int] = []

    def stop(done: int, total: int, key: str) -> None:
        seen.append(done)
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(source, out, jobs=2, progress=stop)
    assert len(ids(out)) == 3
    seen.clear()
    run(source, out, progress=lambda done, total, key: seen.append(done))
    assert seen == [3, 4, 5]
    assert outputs(out) == outputs(tmp_path / "whole")
    counts = json.loads((out / "run.json").read_text("utf-8"))["counts"]
    assert counts["ok"] == 5

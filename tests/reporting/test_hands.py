"""Workers that stay from the first file to the last page: the same bytes, whatever becomes of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from auditor.engine import RunOptions, audit_inputs
from auditor.engine.crew import Crew
from auditor.reading.options import DEFAULTS
from auditor.reporting import hands, write_run, writers
from auditor.settings import Settings
from tests.engine.small import outputs, write_reports


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_FEW", 1)
    monkeypatch.setattr(writers, "_BLOCK", 2)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("in"), 9)


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("alone")
    write_run(out, audit_inputs([source], RunOptions(out=out)))
    return outputs(out)


def children(crew: Crew) -> list[int]:
    found = (worker._child for worker in crew.hired(9, DEFAULTS))
    return [child.pid for child in found if child is not None]


def test_the_same_workers_audit_and_write(
    source: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers.Writers, "_next", _patient)
    with hands(2, Settings()) as crew:
        before = children(crew)
        for name in ("a", "b"):
            out = tmp_path / name
            run = audit_inputs([source], RunOptions(out=out, jobs=2, crew=crew))
            write_run(out, run, jobs=2, crew=crew)
            assert outputs(out) == alone
        assert len(before) == 2
        assert children(crew) == before
    for child in before:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def _patient(self: writers.Writers, kind: str) -> writers.Block | None:
    """Leave all tasks to the others."""
    for thread in self._threads:
        thread.join()
    return None


def test_one_that_dies_between_the_stages_is_replaced(
    source: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    with hands(2, Settings()) as crew:
        run = audit_inputs([source], RunOptions(out=tmp_path / "out", jobs=2, crew=crew))
        for child in children(crew):
            os.kill(child, signal.SIGKILL)
        write_run(tmp_path / "out", run, jobs=2, crew=crew)
    assert outputs(tmp_path / "out") == alone


def test_after_ctrl_c_they_can_be_used_again(
    source: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    def stop(done: int, total: int, key: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    options = RunOptions(out=tmp_path / "out", jobs=2, progress=stop)
    with hands(2, Settings()) as crew:
        with pytest.raises(KeyboardInterrupt):
            audit_inputs([source], RunOptions(out=options.out, jobs=2, progress=stop, crew=crew))
        run = audit_inputs([source], RunOptions(out=options.out, jobs=2, crew=crew))
        write_run(tmp_path / "out", run, jobs=2, crew=crew)
    assert outputs(tmp_path / "out") == alone

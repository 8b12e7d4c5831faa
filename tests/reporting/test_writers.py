"""Several processes write a run's files: the same bytes, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.core.errors import ReadError
from auditor.core.passage import PassageKind
from auditor.core.reuse import Descent, Survival
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.life import baseline_of
from auditor.reading.worker import Worker
from auditor.reporting import write_run, writers
from auditor.settings import Settings, Suppression
from tests.engine.small import outputs, write_reports


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_FEW", 1)
    monkeypatch.setattr(writers, "_BLOCK", 2)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Seven reports that share text, one finding suppressed and others known before."""
    folder = tmp_path_factory.mktemp("run")
    source = write_reports(folder / "in", 7)
    first = audit_inputs([source], RunOptions(out=folder / "first"))
    accepted = baseline_of(first.analyses)
    assert len(accepted) >= 2
    assert first.passages
    settings = replace(
        Settings(),
        template_units=99,
        region_units=99,
        common_units=99,
        suppress=(Suppression(accepted[0].fingerprint, "已核实"),),
    )
    options = RunOptions(out=folder / "out", settings=settings, baseline=accepted[1:])
    made = audit_inputs([source], options)
    passage = next(
        p for p in made.passages if p.kind in (PassageKind.COPIED, PassageKind.OWN_PREVIOUS_YEAR)
    )
    earlier = Descent(passage.a_document, passage.b_document, True, 10)
    left = Survival(passage.b_document, passage.b_span, "某局", passage.a_document, "agency")
    return replace(made, reuse=replace(made.reuse, descents=(earlier,), survivals=(left,)))


@pytest.fixture
def alone(run: RunResult, tmp_path: Path) -> dict[str, bytes]:
    write_run(tmp_path / "alone", run)
    return outputs(tmp_path / "alone")


def test_two_processes_write_the_same_bytes(
    run: RunResult, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    call = Worker.call

    def watched(self: Worker, task: str, *given: str) -> Iterator[object]:
        for done in call(self, task, *given):
            asked.append(given[1])
            yield done

    def patient(self: writers.Writers, reports: bool) -> writers.Block | None:
        """Leave all tasks to the others."""
        self._threads[0].join()
        return None

    monkeypatch.setattr(Worker, "call", watched)
    monkeypatch.setattr(writers.Writers, "_next", patient)
    write_run(tmp_path / "two", run, jobs=2)
    assert "reports-00000006" in asked
    assert any(name.startswith("pairs") for name in asked)
    assert (
        b"\\u5df2\\u6838\\u5b9e" in alone["findings.jsonl"]
        or "已核实".encode() in alone["findings.jsonl"]
    )
    pages = [page for name, page in alone.items() if name.startswith("pairs")]
    assert sum("在先的一份".encode() in page for page in pages) == 1
    assert outputs(tmp_path / "two") == alone


def test_what_another_process_fails_at_is_done_here(
    run: RunResult, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(self: Worker, task: str, *given: str) -> Iterator[object]:
        raise ReadError("crashed", "gone")
        yield

    monkeypatch.setattr(Worker, "call", dies)
    write_run(tmp_path / "out", run, jobs=3)
    assert outputs(tmp_path / "out") == alone


def test_what_a_killed_run_left_is_cleared(
    run: RunResult, alone: dict[str, bytes], tmp_path: Path
) -> None:
    left = tmp_path / "out" / ".parts-1"
    left.mkdir(parents=True)
    (left / "00000000.ticks.jsonl").write_text("{}\n")
    write_run(tmp_path / "out", run)
    assert not left.exists()
    assert outputs(tmp_path / "out") == alone


def test_an_error_here_ends_the_others(
    run: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writers, "write_block", full)
    with pytest.raises(OSError, match="No space"):
        write_run(tmp_path / "out", run, jobs=2)
    assert not list((tmp_path / "out").glob(".parts*"))

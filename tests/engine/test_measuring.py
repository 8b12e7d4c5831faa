"""Measures and survivals by portions, here and in other processes, are those of all at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageKind
from auditor.engine import RunOptions, audit_inputs, measuring
from auditor.engine.crew import Crew
from auditor.engine.measuring import Measured, Portion, measured
from auditor.engine.stored import DocumentsOf, StoredAnalyses
from auditor.reading.options import DEFAULTS
from auditor.reading.worker import Worker
from auditor.reporting import hands
from auditor.settings import Settings
from auditor.similarity import Fingerprints, field_measures, fingerprint, survivals
from tests.engine.small import write_reports

There = Callable[[Worker, Portion], Measured]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_BLOCK", 2)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> StoredAnalyses:
    """Two years of three units; in the later year the second one names the first."""
    source = write_reports(tmp_path_factory.mktemp("in"), 3)
    for path in sorted(source.iterdir()):
        text = path.read_text("utf-8").replace("2023", "2022")
        (source / f"last-{path.name}").write_text(text, "utf-8")
    taker = sorted(source.glob("0001*"))[0]
    text = taker.read_text("utf-8").replace("解决问题", "（见青岚县农业农村局报告）解决问题")
    taker.write_text(text, "utf-8")
    out = tmp_path_factory.mktemp("out")
    found = audit_inputs([source], RunOptions(out=out)).analyses
    assert isinstance(found, StoredAnalyses)
    return found


@pytest.fixture(scope="module")
def passages(stored: StoredAnalyses) -> tuple[Passage, ...]:
    """Each report's second paragraph was copied from the one before."""
    found = []
    documents = list(DocumentsOf(stored))
    for one, other in pairwise(documents):
        spans = [CharSpan(d.text.index("全年举办"), d.text.index("按期完成")) for d in (one, other)]
        kind = PassageKind.COPIED
        found.append(Passage(one.id, spans[0], other.id, spans[1], 0.9, kind, 2))
    return tuple(found)


@pytest.fixture(scope="module")
def prints(stored: StoredAnalyses) -> list[Fingerprints]:
    return [fingerprint(document) for document in DocumentsOf(stored)]


def at_once(
    stored: StoredAnalyses, prints: list[Fingerprints], passages: tuple[Passage, ...]
) -> tuple[object, object]:
    documents = DocumentsOf(stored)
    return field_measures(documents, prints, passages), survivals(documents, passages)


def test_portions_are_the_whole(
    stored: StoredAnalyses, prints: list[Fingerprints], passages: tuple[Passage, ...]
) -> None:
    measures, survived = measured(stored, prints, passages)
    assert (measures, survived) == at_once(stored, prints, passages)
    assert any(one.change is not None for one in measures)
    assert [one.text for one in survived if one.kind == "agency"]


def test_another_process_makes_the_same(
    stored: StoredAnalyses,
    prints: list[Fingerprints],
    passages: tuple[Passage, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def others(
        self: Crew, jobs: int, tasks: Sequence[Portion], here: object, there: There
    ) -> list[Measured]:
        (worker,) = self.hired(1, DEFAULTS)
        return [there(worker, task) for task in tasks]

    with hands(2, Settings()) as crew:
        assert measured(stored, prints, passages, 2, crew) == at_once(stored, prints, passages)
        monkeypatch.setattr(Crew, "spread", others)
        assert measured(stored, prints, passages, 2, crew) == at_once(stored, prints, passages)


def test_one_that_dies_costs_nothing(
    stored: StoredAnalyses, prints: list[Fingerprints], passages: tuple[Passage, ...]
) -> None:
    def dies(worker: Worker, task: int) -> int:
        child = worker._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        return len(list(worker.call("measure", "nowhere", str(task))))

    with hands(2, Settings()) as crew:
        assert crew.spread(2, range(40), lambda task: task * 2, dies) == list(range(0, 80, 2))
        assert measured(stored, prints, passages, 2, crew) == at_once(stored, prints, passages)


def test_an_error_here_is_told() -> None:
    def fails(task: int) -> int:
        raise OSError(28, "No space left on device")

    with hands(1, Settings()) as crew, pytest.raises(OSError, match="No space"):
        crew.spread(2, [1, 2], fails, lambda worker, task: fails(task))

"""Measures of the reports, and the names that survived in them, made by several processes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from auditor.core.codec import decode, dumps
from auditor.core.document import Document
from auditor.core.passage import Passage
from auditor.core.reuse import FieldMeasures, Survival
from auditor.engine.crew import Crew
from auditor.engine.stored import StoredAnalyses
from auditor.reading.options import ReadOptions
from auditor.reading.worker import Task, Worker
from auditor.similarity import Fingerprints
from auditor.similarity.field import measures_of, previous, spans_of, widespread
from auditor.similarity.fingerprints import Hashes
from auditor.similarity.origins import ordered_survivals, survivals_in

_BLOCK = 32
_KNOWN = "known.npy"


@dataclass(frozen=True, slots=True)
class Portion:
    """Reports by their places, the passages that they share, and their units' earlier reports."""

    start: int
    stop: int
    passages: tuple[Passage, ...]
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a portion came to."""

    measures: tuple[FieldMeasures, ...]
    survivals: tuple[Survival, ...]


class _Reports:
    """The stored reports, by place and by id."""

    def __init__(self, analyses: StoredAnalyses, known: Hashes) -> None:
        self._analyses = analyses
        self._known = known
        self._places = {name: place for place, name in enumerate(analyses.ids)}

    def find(self, name: str) -> Document:
        return self._analyses[self._places[name]].document

    def measured(self, portion: Portion) -> Measured:
        places = range(portion.start, portion.stop)
        ids = [self._analyses.ids[place] for place in places]
        own, earlier = spans_of(portion.passages), dict(portion.earlier)
        measures: list[FieldMeasures] = []
        for name, report in zip(ids, self._analyses.prints(places), strict=True):
            last = self.find(earlier[name]) if name in earlier else None
            spans = own.get(name, ())
            measures += measures_of(self.find(name), report, spans, self._known, last)
        return Measured(tuple(measures), tuple(survivals_in(ids, self.find, portion.passages)))


def measured(
    analyses: StoredAnalyses,
    prints: Sequence[Fingerprints],
    passages: Sequence[Passage],
    jobs: int = 1,
    crew: Crew | None = None,
) -> tuple[tuple[FieldMeasures, ...], tuple[Survival, ...]]:
    """``field_measures`` and ``survivals`` of all reports.

    ``jobs`` processes make them, this one and workers of the ``crew``.
    """
    known = widespread(prints)
    here = _Reports(analyses, known).measured
    portions = list(_portions(analyses.ids, previous(prints), passages))
    if crew is None or jobs == 1 or len(portions) == 1:
        return _together(map(here, portions))
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        shared = Path(folder)
        np.save(shared / _KNOWN, known)
        (shared / "store").write_text(str(analyses.path.absolute()), "utf-8")
        return _together(crew.spread(jobs, portions, here, partial(_there, shared)))


def _together(
    found: Iterable[Measured],
) -> tuple[tuple[FieldMeasures, ...], tuple[Survival, ...]]:
    parts = list(found)
    measures = tuple(one for part in parts for one in part.measures)
    return measures, ordered_survivals(one for part in parts for one in part.survivals)


def _portions(
    ids: Sequence[str], before: Mapping[str, str], passages: Sequence[Passage]
) -> Iterator[Portion]:
    starts = range(0, len(ids), _BLOCK)
    blocks = [range(start, min(start + _BLOCK, len(ids))) for start in starts]
    for block, some in zip(blocks, passages_of_blocks(ids, blocks, passages), strict=True):
        names = (ids[place] for place in block)
        earlier = ((name, before[name]) for name in names if name in before)
        yield Portion(block.start, block.stop, tuple(some), tuple(earlier))


def passages_of_blocks(
    ids: Sequence[str], blocks: Sequence[range], passages: Iterable[Passage]
) -> list[list[Passage]]:
    """The passages of each block of reports, given by their places in ``ids``; one that two
    blocks share is of both.
    """
    owner = {ids[place]: number for number, block in enumerate(blocks) for place in block}
    found: list[list[Passage]] = [[] for _ in blocks]
    for passage in passages:
        for number in {owner[passage.a_document], owner[passage.b_document]}:
            found[number].append(passage)
    return found


def _there(shared: Path, worker: Worker, portion: Portion) -> Measured:
    """The portion measured by another process."""
    name = f"{portion.start}.json"
    (shared / name).write_text(dumps(portion), "utf-8")
    (found,) = worker.call("measure", str(shared), name)
    made: Measured = found
    return made


def _task(given: list[str], _: ReadOptions) -> Iterator[Measured]:
    """In another process: one portion."""
    shared = Path(given[0])
    portion: Portion = decode(Portion, json.loads((shared / given[1]).read_text("utf-8")))
    yield _reports(shared).measured(portion)


@lru_cache(maxsize=1)
def _reports(shared: Path) -> _Reports:
    store = Path((shared / "store").read_text("utf-8"))
    return _Reports(StoredAnalyses(store), np.load(shared / _KNOWN))


TASKS = {"measure": Task(_task, Measured)}

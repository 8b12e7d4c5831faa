"""Measures of the reports, and the names that survived in them, made by several processes."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from auditor.core.codec import decode, dumps
from auditor.core.document import Document
from auditor.core.lazy import Lazy
from auditor.core.passage import Passage
from auditor.core.reuse import FieldMeasures, Survival
from auditor.core.shelf import Shelf
from auditor.engine.crew import Crew
from auditor.engine.stored import StoredAnalyses
from auditor.reading.options import ReadOptions
from auditor.reading.scratch import scratch
from auditor.reading.worker import Task, Worker
from auditor.similarity import Fingerprints
from auditor.similarity.field import measures_of, previous, spans_of, widespread
from auditor.similarity.fingerprints import Hashes
from auditor.similarity.origins import ordered_survivals, survivals_in
from auditor.similarity.table import picked

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


_Small = tuple[Shelf[FieldMeasures], tuple[Survival, ...]]


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
    prints: Iterable[Fingerprints],
    passages: Sequence[Passage],
    jobs: int = 1,
    crew: Crew | None = None,
) -> tuple[Sequence[FieldMeasures], tuple[Survival, ...]]:
    """``field_measures`` and ``survivals`` of all reports.

    ``jobs`` processes make them, this one and workers of the ``crew``.
    """
    known = widespread(prints)
    reports = _Reports(analyses, known)

    def here(portion: Portion) -> _Small:
        return _small(reports.measured(portion))

    portions = _Portions(analyses.ids, previous(prints), passages)
    if crew is None or jobs == 1 or len(portions) == 1:
        return _together(map(here, portions))
    with scratch() as shared:
        np.save(shared / _KNOWN, known)
        (shared / "store").write_text(str(analyses.path.absolute()), "utf-8")
        return _together(crew.spread(jobs, portions, here, partial(_there, shared)))


def _small(found: Measured) -> _Small:
    return Shelf(FieldMeasures, found.measures), found.survivals


def _together(found: Iterable[_Small]) -> tuple[Shelf[FieldMeasures], tuple[Survival, ...]]:
    parts = list(found)
    measures = Shelf.joined(FieldMeasures, (shelf for shelf, _ in parts))
    return measures, ordered_survivals(one for _, survivals in parts for one in survivals)


class _Portions(Lazy[Portion]):
    """The portions of a run, each made when it is asked for."""

    def __init__(
        self, ids: Sequence[str], before: Mapping[str, str], passages: Sequence[Passage]
    ) -> None:
        starts = range(0, len(ids), _BLOCK)
        self._ids, self._before = ids, before
        self._blocks = [range(start, min(start + _BLOCK, len(ids))) for start in starts]
        self._passages = PassagesOfBlocks(ids, self._blocks, passages)

    def __len__(self) -> int:
        return len(self._blocks)

    def at(self, place: int) -> Portion:
        """The portion of that number."""
        block = self._blocks[place]
        names = (self._ids[here] for here in block)
        earlier = ((name, self._before[name]) for name in names if name in self._before)
        return Portion(block.start, block.stop, self._passages.of(place), tuple(earlier))


class PassagesOfBlocks:
    """The passages of each block of reports, given by their places in ``ids``; one that two
    blocks share is of both.
    """

    def __init__(
        self, ids: Sequence[str], blocks: Sequence[range], passages: Sequence[Passage]
    ) -> None:
        owner = {ids[place]: number for number, block in enumerate(blocks) for place in block}
        self._all = passages
        self._rows = [array("I") for _ in blocks]
        for row, passage in enumerate(passages):
            for number in {owner[passage.a_document], owner[passage.b_document]}:
                self._rows[number].append(row)

    def of(self, number: int) -> tuple[Passage, ...]:
        """Those of the block of that number."""
        return picked(self._all, self._rows[number])


def _there(shared: Path, worker: Worker, portion: Portion) -> _Small:
    """The portion measured by another process."""
    name = f"{portion.start}.json"
    (shared / name).write_text(dumps(portion), "utf-8")
    (found,) = worker.call("measure", str(shared), name)
    return _small(found)


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

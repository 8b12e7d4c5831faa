"""Processes that write reports' files side by side, this one among them.

What a process needs beside the store goes by file, in the types of ``core.codec``: the ranking,
the pairs, and with each task the passages of its reports. A task that fails in another process is
done again in this one, whose errors are the real ones.
"""

from __future__ import annotations

import json
import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from auditor.core.codec import decode, dumps
from auditor.core.passage import Passage
from auditor.core.report import RankedReport
from auditor.core.reuse import Reuse
from auditor.core.run import RunResult
from auditor.engine.collection import unhurried
from auditor.engine.crew import Crew
from auditor.engine.measuring import PassagesOfBlocks
from auditor.engine.stored import StoredAnalyses
from auditor.reading.options import ReadOptions
from auditor.reading.worker import Task, Worker
from auditor.reading.worker import serve as serve_tasks
from auditor.reporting.blocks import write_block, write_passage_rows
from auditor.reporting.life import remarked
from auditor.reporting.order import ordered_passages
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pairs import Pair
from auditor.reporting.pages.write import write_pair_page
from auditor.reporting.sheets import WorkingPapers

_PARTS = ".parts-"
_FEW = 64
"""For fewer reports no process is started; one that is there helps from ``_BLOCK`` on."""
_BLOCK = 32
REPORTS, PASSAGES, PAIRS = _KINDS = ("reports", "passages", "pairs")
_BLOCKS = {REPORTS: 1, PASSAGES: 16, PAIRS: 1}
"""How many times ``_BLOCK`` a task has, and ``_ALONE`` times as much where one process does all."""
_ALONE = 16
_MODULE = "auditor.reporting.writers"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the run laid over a finding."""

    finding: str
    baselined: bool
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What every task needs of the run, beside its store."""

    store: str
    out: str
    lang: str
    ranking: tuple[RankedReport, ...]
    keys: tuple[tuple[str, str], ...]
    pairs: tuple[Pair, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A task: reports, passages or pairs by their places in the run, and what they need of it."""

    kind: str
    start: int
    stop: int
    passages: tuple[Passage, ...] = ()
    pairs: tuple[Pair, ...] = ()
    reuse: Reuse = field(default_factory=Reuse)

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"{self.kind}-{self.start:08d}"

    @property
    def places(self) -> range:
        """The places."""
        return range(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Done:
    """A sign of life."""

    place: int


class Writers:
    """Writes the blocks of a run; ``parts`` holds what is to be joined, until the context ends."""

    def __init__(
        self, known: Known, out: Path, lang: str, jobs: int, crew: Crew | None = None
    ) -> None:
        self.known = known
        # A writer that outlives a killed run for a moment must not meet the next one's files, and
        # one that stays not those of another.
        self.parts = out / f"{_PARTS}{uuid4().hex}"
        self._crew = crew
        self._out, self._lang = out, lang
        self._todo: dict[str, queue.SimpleQueue[Block]] = {
            kind: queue.SimpleQueue() for kind in _KINDS
        }
        self._again: queue.SimpleQueue[Block] = queue.SimpleQueue()
        self._left = dict.fromkeys(_KINDS, 0)
        self._changed = threading.Condition()
        self._workers: list[Worker] = []
        self._hired = 0
        self._threads: list[threading.Thread] = []
        self._stored = known.run.analyses
        least = _FEW if crew is None else _BLOCK
        few = len(self._stored) < least or not isinstance(self._stored, StoredAnalyses)
        self._jobs = 1 if few else jobs

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The passages of the run in the order of their records."""
        return ordered_passages(self.known.run)

    @cached_property
    def _blocks(self) -> dict[str, list[Block]]:
        """The tasks by kind."""
        counts = (len(self._stored), len(self.passages), len(self.known.ordered_pairs))
        found = {}
        for kind, count in zip(_KINDS, counts, strict=True):
            step = _BLOCKS[kind] * _BLOCK * (_ALONE if self._jobs == 1 else 1)
            found[kind] = [
                Block(kind, low, min(low + step, count)) for low in range(0, count, step)
            ]
        return found

    def __enter__(self) -> Writers:
        for left in self._out.glob(f"{_PARTS}*"):
            shutil.rmtree(left, ignore_errors=True)
        self.parts.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        ended = self._workers if kind is not None else self._workers[self._hired :]
        for worker in ended:
            worker.kill()
        for thread in self._threads:
            thread.join()
        for worker in ended:
            worker.close()
        shutil.rmtree(self.parts, ignore_errors=True)

    def begin(self) -> None:
        """Put all tasks down and have the other processes begin."""
        places = [block.places for block in self._blocks[REPORTS]]
        self._passages_of = PassagesOfBlocks(
            list(self.known.analyses), places, self.known.run.passages
        )
        for kind, blocks in self._blocks.items():
            self._left[kind] = len(blocks)
            for block in blocks:
                self._todo[kind].put(block)
        if self._jobs > 1:
            self._share()

    def finished(self, kind: str) -> list[range]:
        """Do tasks of one kind here too until all are done; the places of each."""
        while self._left[kind]:
            block = self._next(kind)
            if block is not None:
                self._write_here(self._with(block))
                self._finished(block)
                continue
            with self._changed:
                if self._left[kind] and self._again.empty():
                    self._changed.wait()
        return [block.places for block in self._blocks[kind]]

    def _write_here(self, block: Block) -> None:
        known = self.known
        if block.kind == REPORTS:
            # The passages of all reports as objects would outweigh everything else.
            known = known.over(replace(known.run, passages=block.passages))
        _write(known, self._out, self.parts, block, self._lang)

    def _share(self) -> None:
        """Start the other processes."""
        pairs = self.known.ordered_pairs
        names = tuple(Pair(p.a, p.b, (), p.chars, p.share_a, p.share_b, p.copied) for p in pairs)
        run = self.known.run
        shared = Shared(
            str(self._stored.path) if isinstance(self._stored, StoredAnalyses) else "",
            str(self._out.absolute()),
            self._lang,
            run.ranking,
            tuple(self.known.keys.items()),
            names,
            tuple(_marks(run)),
        )
        (self.parts / "shared.json").write_text(dumps(shared), "utf-8")
        others = self._jobs - 1
        self._workers = self._crew.hired(others, ReadOptions()) if self._crew is not None else []
        self._hired = len(self._workers)
        self._workers += [
            Worker(ReadOptions(), module=_MODULE, tasks=TASKS) for _ in range(others - self._hired)
        ]
        for worker in self._workers:
            thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _with(self, block: Block) -> Block:
        """The task with what it needs of the run, beside what all of them do."""
        if block.kind == REPORTS:
            number = block.start // self._blocks[REPORTS][0].stop
            return replace(block, passages=self._passages_of.of(number))
        if block.kind == PASSAGES:
            return replace(block, passages=tuple(self.passages[block.start : block.stop]))
        if block.kind == PAIRS:
            return replace(block, pairs=tuple(self.known.ordered_pairs[block.start : block.stop]))
        return block

    def _sent(self, block: Block) -> Block:
        """The task with all that another process needs."""
        found = self._with(block)
        return replace(found, reuse=self._reuse_of(found.pairs)) if found.pairs else found

    def _reuse_of(self, pairs: Sequence[Pair]) -> Reuse:
        """Which of each pair is the earlier one, and what of it survived."""
        wanted = {frozenset((pair.a, pair.b)) for pair in pairs}
        reuse = self.known.run.reuse
        return Reuse(
            descents=tuple(d for d in reuse.descents if frozenset((d.source, d.taker)) in wanted),
            survivals=tuple(
                s for s in reuse.survivals if frozenset((s.source, s.document)) in wanted
            ),
        )

    def _next(self, kind: str) -> Block | None:
        for tasks in (self._again, self._todo[kind]):
            with suppress(queue.Empty):
                return tasks.get_nowait()
        return None

    def _finished(self, block: Block) -> None:
        with self._changed:
            self._left[block.kind] -= 1
            self._changed.notify_all()

    def _serve(self, worker: Worker) -> None:
        """Have the tasks done by another process, as long as there are any."""
        for kind in _KINDS:
            while True:
                try:
                    block = self._todo[kind].get_nowait()
                except queue.Empty:
                    break
                try:
                    task = self.parts / f"{block.name}.json"
                    task.write_text(dumps(self._sent(block)), "utf-8")
                    for _ in worker.call("write", str(self.parts), block.name):
                        pass
                except Exception:  # whatever it is, the task is done here and says so
                    with self._changed:
                        self._again.put(block)
                        self._changed.notify_all()
                    return
                self._finished(block)


def _marks(run: RunResult) -> Iterator[Mark]:
    counts = json.loads(dict(run.info).get("counts", "{}"))
    if not run.life.compared and counts.get("suppressed") == 0:
        return
    for analysis in run.analyses:
        for finding in analysis.findings:
            if finding.baselined or finding.suppressed is not None:
                yield Mark(finding.id, finding.baselined, finding.suppressed)


def _write(known: Known, out: Path, parts: Path, block: Block, lang: str) -> None:
    if block.kind == REPORTS:
        write_block(known, out, parts, block.places, lang)
    elif block.kind == PASSAGES:
        papers = WorkingPapers(known.run, lang, pairs=known.ordered_pairs)
        write_passage_rows(papers, parts, block.places, block.passages)
    for pair in block.pairs:
        write_pair_page(out, known, pair, lang)


def _task(given: list[str], _: ReadOptions) -> Iterator[Done]:
    """In another process: one block."""
    parts, name = Path(given[0]), given[1]
    shared, whole = _opened(parts)
    block: Block = decode(Block, json.loads((parts / f"{name}.json").read_text("utf-8")))
    known = whole.over(replace(whole.run, passages=block.passages, reuse=block.reuse))
    _write(known, Path(shared.out), parts, block, shared.lang)
    yield Done(block.start)


@lru_cache(maxsize=1)
def _opened(parts: Path) -> tuple[Shared, Known]:
    shared: Shared = decode(Shared, json.loads((parts / "shared.json").read_text("utf-8")))
    marks = {
        mark.finding: {"baselined": mark.baselined, "suppressed": mark.suppressed}
        for mark in shared.marks
    }
    change = partial(remarked, marks=marks) if marks else None
    run = RunResult(StoredAnalyses(Path(shared.store), change), ranking=shared.ranking)
    return shared, Known(run, shared.pairs, dict(shared.keys))


TASKS = {"write": Task(_task, Done)}


def serve() -> None:
    """The other process's loop, with the collector at its own pace (``engine.collection``)."""
    with unhurried():
        serve_tasks(TASKS)

"""Processes that write reports' files side by side, this one among them.

What a process needs beside the store goes by file, in the types of ``core.codec``: the ranking,
the pairs, and with each task the passages of its reports. A task that fails in another process is
done again in this one, whose errors are the real ones.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import TracebackType

from auditor.core.codec import decode, dumps
from auditor.core.passage import Passage
from auditor.core.report import Analysis, RankedReport
from auditor.core.reuse import Reuse
from auditor.core.run import RunResult
from auditor.engine.collection import unhurried
from auditor.engine.stored import StoredAnalyses
from auditor.reading.options import ReadOptions
from auditor.reading.worker import Task, Worker
from auditor.reading.worker import serve as serve_tasks
from auditor.reporting.blocks import write_block
from auditor.reporting.life import remarked
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pairs import Pair
from auditor.reporting.pages.write import write_pair_page

_PARTS = ".parts-"
_FEW = 64
_BLOCK = 32
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
    """A task: reports by their places in the run, or pairs by theirs, and what they share."""

    reports: bool
    start: int
    stop: int
    passages: tuple[Passage, ...] = ()
    pairs: tuple[Pair, ...] = ()
    reuse: Reuse = field(default_factory=Reuse)

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"{'reports' if self.reports else 'pairs'}-{self.start:08d}"


@dataclass(frozen=True, slots=True)
class Done:
    """A sign of life."""

    place: int


class Writers:
    """Writes the blocks of a run; ``parts`` holds what is to be joined, until the context ends."""

    def __init__(self, known: Known, out: Path, lang: str, jobs: int) -> None:
        self.known = known
        # A writer that outlives a killed run for a moment must not meet the next one's files.
        self.parts = out / f"{_PARTS}{os.getpid()}"
        self._out, self._lang = out, lang
        self._todo: dict[bool, queue.SimpleQueue[Block]] = {
            True: queue.SimpleQueue(),
            False: queue.SimpleQueue(),
        }
        self._again: queue.SimpleQueue[Block] = queue.SimpleQueue()
        self._left = {True: 0, False: 0}
        self._changed = threading.Condition()
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._stored = known.run.analyses
        few = len(self._stored) < _FEW or not isinstance(self._stored, StoredAnalyses)
        self._jobs = 1 if few else jobs

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
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.close()
        shutil.rmtree(self.parts, ignore_errors=True)

    def write_reports(self) -> list[range]:
        """All that is of one report; the blocks that it was written in."""
        count = len(self._stored)
        if self._jobs == 1:
            whole = range(count)
            write_block(self.known, self._out, self.parts, whole, self._lang)
            return [whole]
        blocks = [range(low, min(low + _BLOCK, count)) for low in range(0, count, _BLOCK)]
        self._send(blocks)
        self._take(reports=True)
        return blocks

    def write_pairs(self) -> None:
        """The pages of pairs."""
        if self._jobs == 1:
            for pair in self.known.ordered_pairs:
                write_pair_page(self._out, self.known, pair, self._lang)
        else:
            self._take(reports=False)

    def _send(self, blocks: Sequence[range]) -> None:
        """Put all tasks down and start the other processes."""
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
            tuple(_marks(run.analyses)),
        )
        (self.parts / "shared.json").write_text(dumps(shared), "utf-8")
        for block in self._blocks(blocks, pairs):
            (self.parts / f"{block.name}.json").write_text(dumps(block), "utf-8")
            self._todo[block.reports].put(block)
            self._left[block.reports] += 1
        for _ in range(self._jobs - 1):
            worker = Worker(ReadOptions(), module=_MODULE, tasks=TASKS)
            thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
            self._workers.append(worker)
            self._threads.append(thread)
            thread.start()

    def _blocks(self, blocks: Sequence[range], pairs: Sequence[Pair]) -> Iterator[Block]:
        """The tasks: reports with the passages that they share, then pairs."""
        names = list(self.known.analyses)
        owner = {
            name: number for number, b in enumerate(blocks) for name in names[b.start : b.stop]
        }
        shared: list[list[Passage]] = [[] for _ in blocks]
        for passage in self.known.run.passages:
            for number in sorted({owner[passage.a_document], owner[passage.b_document]}):
                shared[number].append(passage)
        for block, passages in zip(blocks, shared, strict=True):
            yield Block(True, block.start, block.stop, tuple(passages))
        for low in range(0, len(pairs), _BLOCK):
            some = tuple(pairs[low : low + _BLOCK])
            yield Block(False, low, low + len(some), (), some, self._reuse_of(some))

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

    def _take(self, *, reports: bool) -> None:
        """Do tasks of one kind here too, until all of them are done."""
        while self._left[reports]:
            block = self._next(reports)
            if block is not None:
                _write(self.known, self._out, self.parts, block, self._lang)
                self._finished(block)
                continue
            with self._changed:
                if self._left[reports] and self._again.empty():
                    self._changed.wait()

    def _next(self, reports: bool) -> Block | None:
        for tasks in (self._again, self._todo[reports]):
            with suppress(queue.Empty):
                return tasks.get_nowait()
        return None

    def _finished(self, block: Block) -> None:
        with self._changed:
            self._left[block.reports] -= 1
            self._changed.notify_all()

    def _serve(self, worker: Worker) -> None:
        """Have the tasks done by another process, as long as there are any."""
        for reports in (True, False):
            while True:
                try:
                    block = self._todo[reports].get_nowait()
                except queue.Empty:
                    break
                try:
                    for _ in worker.call("write", str(self.parts), block.name):
                        pass
                except Exception:  # whatever it is, the task is done here and says so
                    with self._changed:
                        self._again.put(block)
                        self._changed.notify_all()
                    return
                self._finished(block)


def _marks(analyses: Sequence[Analysis]) -> Iterator[Mark]:
    for analysis in analyses:
        for finding in analysis.findings:
            if finding.baselined or finding.suppressed is not None:
                yield Mark(finding.id, finding.baselined, finding.suppressed)


def _write(known: Known, out: Path, parts: Path, block: Block, lang: str) -> None:
    if block.reports:
        write_block(known, out, parts, range(block.start, block.stop), lang)
    for pair in block.pairs:
        write_pair_page(out, known, pair, lang)


def _task(given: list[str], _: ReadOptions) -> Iterator[Done]:
    """In another process: one block."""
    parts, name = Path(given[0]), given[1]
    shared, analyses = _opened(parts)
    block: Block = decode(Block, json.loads((parts / f"{name}.json").read_text("utf-8")))
    run = RunResult(
        analyses=analyses, passages=block.passages, ranking=shared.ranking, reuse=block.reuse
    )
    known = Known(run, shared.pairs, dict(shared.keys))
    _write(known, Path(shared.out), parts, block, shared.lang)
    yield Done(block.start)


@cache
def _opened(parts: Path) -> tuple[Shared, StoredAnalyses]:
    shared: Shared = decode(Shared, json.loads((parts / "shared.json").read_text("utf-8")))
    marks = {
        mark.finding: {"baselined": mark.baselined, "suppressed": mark.suppressed}
        for mark in shared.marks
    }
    change = partial(remarked, marks=marks) if marks else None
    return shared, StoredAnalyses(Path(shared.store), change)


TASKS = {"write": Task(_task, Done)}


def serve() -> None:
    """The other process's loop, with the collector at its own pace (``engine.collection``)."""
    with unhurried():
        serve_tasks(TASKS)

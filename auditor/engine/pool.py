"""Worker processes on this machine: each file is bounded in time and memory, and costs itself only."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType

from auditor.core.errors import ReadError
from auditor.engine.audit import Outcome, failed
from auditor.engine.child import MODULE, TASKS, request
from auditor.engine.crew import Crew
from auditor.engine.reading import read_options
from auditor.engine.source import Input
from auditor.engine.unpacking import opened
from auditor.reading.worker import Worker
from auditor.settings import Settings

_TRIES = 3
"""A worker that dies may have been killed from outside; at the third time it is the file's doing."""
_AHEAD = 4


class Bounded:
    """One worker process, started when it is needed and anew after it died."""

    def __init__(self, settings: Settings, worker: Worker | None = None) -> None:
        self._settings = settings
        self._options = read_options(settings)
        self.worker = worker or Worker(self._options, module=MODULE, tasks=TASKS)
        self._left = False

    def outcome(self, item: Input) -> Outcome:
        """What the input came to; an input that kills the worker again and again is a failure."""
        try:
            with opened(item, self._options, self.worker) as (files, faults):
                return (*(result for here in files for result in self._tried(here)), *faults)
        except ReadError as error:
            return (failed(item, error),)

    def _tried(self, item: Input) -> Outcome:
        for tries in range(1, _TRIES + 1):
            try:
                told = list(self.worker.call("audit", *request(item, self._settings)))
                return tuple(one.result() for one in told)
            except ReadError as error:
                if error.reason != "crashed" or tries == _TRIES or self._left:
                    return (failed(item, error),)
        raise AssertionError  # pragma: no cover

    def leave(self) -> None:
        """End the process at once, from another thread; nothing is tried again."""
        self._left = True
        self.worker.kill()

    def close(self) -> None:
        """End the process."""
        self.worker.close()


class Pool:
    """``jobs`` worker processes, those of ``crew`` or others, started when they are needed.

    Leaving the context ends them at once, whatever they are doing; those of a crew stay where all
    is done.
    """

    def __init__(self, jobs: int, settings: Settings, crew: Crew | None = None) -> None:
        hired = crew.hired(jobs, read_options(settings)) if crew is not None else []
        self.workers = [Bounded(settings, worker) for worker in hired]
        self.workers += [Bounded(settings) for _ in range(jobs - len(hired))]
        self._hired = len(hired)
        self._left = threading.Event()
        self._threads: list[threading.Thread] = []
        self._done: queue.Queue[tuple[Input, Outcome | BaseException]] = queue.Queue(_AHEAD * jobs)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        ended = self.workers if kind is not None else self.workers[self._hired :]
        self._left.set()
        for worker in ended:
            worker.leave()
        while any(thread.is_alive() for thread in self._threads):
            # A thread may wait for room in the queue.
            while not self._done.empty():
                self._done.get_nowait()
            for thread in self._threads:
                thread.join(0.05)
        for worker in ended:
            worker.close()

    def results(self, items: Sequence[Input]) -> Iterator[tuple[Input, Outcome]]:
        """What each input came to, as soon as it is known."""
        todo: queue.SimpleQueue[Input] = queue.SimpleQueue()
        for item in items:
            todo.put(item)
        for worker in self.workers[: len(items)]:
            thread = threading.Thread(target=self._work, args=(worker, todo), daemon=True)
            self._threads.append(thread)
            thread.start()
        for _ in items:
            item, outcome = self._done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            yield item, outcome

    def _work(self, worker: Bounded, todo: queue.SimpleQueue[Input]) -> None:
        while not self._left.is_set():
            try:
                item = todo.get_nowait()
            except queue.Empty:
                return
            try:
                outcome: Outcome | BaseException = worker.outcome(item)
            except BaseException as error:
                outcome = error
            self._done.put((item, outcome))

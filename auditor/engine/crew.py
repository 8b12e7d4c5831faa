"""Worker processes that stay over the stages of a run: to start one takes as long as forty reports."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import TypeVar

from auditor.engine import child
from auditor.engine.reading import read_options
from auditor.reading.forked import Forked, may_fork
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.worker import Task, Worker
from auditor.settings import Settings

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """``jobs`` workers, which start at once and end with the context.

    ``module`` holds what they can do: the ``tasks`` and the ``serve`` of ``engine.child``, and
    what else the stages of the run need. They are forks where that is safe (``reading.forked``).
    """

    def __init__(
        self,
        jobs: int,
        settings: Settings,
        *,
        module: str = child.MODULE,
        tasks: Mapping[str, Task] = child.TASKS,
        serve: Callable[[], None] = child.serve,
    ) -> None:
        options = read_options(settings)
        self._workers = [Worker(options, module=module, tasks=dict(tasks)) for _ in range(jobs)]
        children: list[Forked | None] = [None] * jobs
        if may_fork(options.memory_mb):
            # All of them before the first is listened to, by a thread.
            children = [Forked(serve) for _ in range(jobs)]
        for worker, one in zip(self._workers, children, strict=True):
            worker.start(one)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.close()

    def hired(self, count: int, options: ReadOptions) -> list[Worker]:
        """At most ``count`` of the workers, which work within ``options`` from now on."""
        for worker in self._workers[:count]:
            worker.under(options)
        return self._workers[:count]

    def spread(
        self,
        jobs: int,
        tasks: Sequence[T],
        here: Callable[[T], R],
        there: Callable[[Worker, T], R],
    ) -> list[R]:
        """What the tasks come to, in their order; ``jobs`` processes do them, this one among them.

        A task at which another process fails is done here, whose errors are the real ones.
        """
        todo: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(len(tasks)):
            todo.put(number)
        found: dict[int, R] = {}

        def work(do: Callable[[T], R]) -> None:
            with contextlib.suppress(queue.Empty):
                while True:
                    number = todo.get_nowait()
                    found[number] = do(tasks[number])

        def work_there(worker: Worker) -> None:
            # Whatever it is, the task is done here and says so.
            with contextlib.suppress(Exception):
                work(partial(there, worker))

        workers = self.hired(jobs - 1, DEFAULTS)
        threads = [threading.Thread(target=work_there, args=(w,), daemon=True) for w in workers]
        for thread in threads:
            thread.start()
        try:
            work(here)
        except BaseException:
            for worker in workers:
                worker.kill()
            raise
        finally:
            for thread in threads:
                thread.join()
        return [found[k] if k in found else here(task) for k, task in enumerate(tasks)]

"""Worker processes that stay over the stages of a run: to start one takes as long as forty reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType

from auditor.engine import child
from auditor.engine.reading import read_options
from auditor.reading.forked import Forked, may_fork
from auditor.reading.options import ReadOptions
from auditor.reading.worker import Task, Worker
from auditor.settings import Settings


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

"""Workers for a run as a whole: they audit, measure and write."""

from __future__ import annotations

from auditor.engine import child, measuring
from auditor.engine.crew import Crew
from auditor.reporting import writers
from auditor.settings import Settings

_MODULE = "auditor.reporting.hands"
TASKS = {**child.TASKS, **measuring.TASKS, **writers.TASKS}


def serve() -> None:
    """The loop of one of them."""
    child.serve(TASKS)


def hands(jobs: int, settings: Settings) -> Crew:
    """``jobs`` of them for ``audit_inputs`` and ``write_run``.

    They start at once: call this before any thread is there (``reading.forked``).
    """
    return Crew(jobs, settings, module=_MODULE, tasks=TASKS, serve=serve)

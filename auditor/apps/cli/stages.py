"""The progress bar of an audit: reading by report, then the stages that have no count."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from auditor.reporting.safe import visible
from auditor.reporting.words import WORDS

_NAME = 28


class Stages:
    """One bar whose words change; nothing at all where it isn't ``shown``."""

    def __init__(self, console: Console, lang: str, *, shown: bool) -> None:
        self._words = WORDS[lang]
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[name]}", style="dim"),
            console=console,
            disable=not shown,
            transient=True,
        )
        self._task = self._bar.add_task(self._words["stage_reading"], total=None, name="")

    def __enter__(self) -> Stages:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def read(self, done: int, total: int, key: str) -> None:
        """``done`` of ``total`` reports are read, ``key`` the last of them."""
        name = visible(key)
        shown = name if len(name) <= _NAME else "…" + name[1 - _NAME :]
        self._bar.update(self._task, completed=done, total=total, name=Text(shown).plain)
        if done == total:
            self.begin("stage_comparing")

    def begin(self, stage: str) -> None:
        """A stage without a count."""
        self._bar.reset(self._task, total=None, description=self._words[stage], name="")

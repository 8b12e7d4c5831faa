"""``auditor audit``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from auditor.apps.cli.summary import change_lines, clean_lines, stale_lines
from auditor.core.finding import SEVERITIES, Severity
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.life import read_baseline
from auditor.engine.lock import sole_writer
from auditor.engine.trouble import told_plainly
from auditor.reporting import write_run
from auditor.reporting.words import WORDS
from auditor.settings import load_settings

_SHOWN = 30
_INTERRUPTED = 130
_STEPS = ("step_audit", "step_compare", "step_write")
_USUAL = Path("auditor.toml")


def run_audit(
    inputs: Sequence[str],
    out: Path,
    *,
    jobs: int,
    config: Path | None,
    overrides: Mapping[str, object],
    against: Path | None = None,
    baseline: Path | None = None,
    fail_on: str | None,
    fresh: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Audit, write all outputs, print the ranking; the exit status of INTERFACE.md.

    Without ``config`` an ``auditor.toml`` in the working folder is used, and named.
    """
    console = Console(stderr=True)
    known = config or (_USUAL if _USUAL.exists() else None)
    settings = load_settings(known, **overrides)
    if config is None and known is not None and not quiet:
        used = WORDS[settings.lang]["settings_used"].format(file=known.as_posix())
        console.print(used, markup=False, highlight=False)
    options = RunOptions(
        out=out,
        jobs=jobs,
        fresh=fresh,
        settings=settings,
        against=against,
        baseline=read_baseline(baseline) if baseline is not None else None,
        bounded=True,
    )
    try:
        run = _with_progress(inputs, options, console, quiet=quiet, verbose=verbose)
    except _Interrupted as stop:
        console.print(stop.word(settings.lang), markup=False, highlight=False, soft_wrap=True)
        return _INTERRUPTED
    if not quiet:
        _print(Console(), run, out, settings.lang)
    for line in stale_lines(run, settings.lang):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for failure in run.failures:
        console.print(f"[bold]未能读取[/] {failure.file}: {failure.message}", highlight=False)
    return _status(run, fail_on)


def _with_progress(
    inputs: Sequence[str],
    options: RunOptions,
    console: Console,
    *,
    quiet: bool,
    verbose: bool,
) -> RunResult:
    shown = console.is_terminal and not quiet
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    done_of = (0, 0)
    audit, compare, write = (WORDS[options.settings.lang][name] for name in _STEPS)
    with Progress(*columns, console=console, disable=not shown, transient=True) as bar:
        task = bar.add_task(audit, total=None)

        def progress(done: int, total: int, key: str) -> None:
            nonlocal done_of
            done_of = (done, total)
            bar.update(task, completed=done, total=total)
            if done == total:
                bar.update(task, description=compare)
            if verbose and key:
                console.print(f"[{done}/{total}] {key}", markup=False, highlight=False)

        try:
            run = audit_inputs(inputs, replace(options, progress=progress))
            bar.update(task, description=write)
            if options.out is not None:
                with told_plainly(options.out), sole_writer(options.out):
                    write_run(options.out, run, lang=options.settings.lang)
        except KeyboardInterrupt:
            raise _Interrupted(*done_of) from None
    return run


class _Interrupted(Exception):  # noqa: N818 no error: the user's wish
    """Ctrl-C after ``done`` of ``total`` inputs, whose results are kept."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done, total)
        self.done, self.total = done, total

    def word(self, lang: str) -> str:
        """What to tell the user."""
        return WORDS[lang]["interrupted"].format(done=self.done, total=self.total)


def _print(console: Console, run: RunResult, out: Path, lang: str) -> None:
    words = WORDS[lang]
    table = Table(title=words["title"])
    for key in (
        "rank",
        "file",
        "contradictions",
        "high",
        "medium",
        "low",
        "boilerplate",
        "priority",
    ):
        table.add_column(words[key], justify="left" if key == "file" else "right")
    for row in run.ranking[:_SHOWN]:
        numbers = (row.contradictions, row.high, row.medium, row.low)
        table.add_row(
            str(row.rank),
            row.file,
            *map(str, numbers),
            f"{100 * row.shares.boilerplate:.1f}%",
            f"{row.priority:.1f}",
        )
    console.print(table)
    if len(run.ranking) > _SHOWN:
        console.print(f"… {len(run.ranking) - _SHOWN} more in ranking.csv", highlight=False)
    for line in (*clean_lines(run, lang), *change_lines(run, lang)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print(f"{(out / 'index.html').resolve()}", highlight=False, soft_wrap=True)


def _status(run: RunResult, fail_on: str | None) -> int:
    if run.failures:
        return 3
    if fail_on is not None:
        limit = SEVERITIES.index(Severity(fail_on))
        for analysis in run.analyses:
            for finding in analysis.findings:
                if finding.open and SEVERITIES.index(finding.severity) <= limit:
                    return 1
    return 0

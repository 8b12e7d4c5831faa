"""``auditor audit``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from auditor.apps.cli.ranking import print_ranking
from auditor.apps.cli.screen import screen
from auditor.apps.cli.stages import Stages
from auditor.apps.cli.summary import change_lines, clean_lines, previous_lines, stale_lines
from auditor.core.finding import SEVERITIES, Severity
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.life import read_baseline
from auditor.engine.lock import sole_writer
from auditor.engine.trouble import told_plainly
from auditor.reporting import hands, write_run
from auditor.reporting.safe import visible
from auditor.reporting.words import WORDS
from auditor.settings import load_settings

_INTERRUPTED = 130
_USUAL = Path("auditor.toml")


def run_audit(
    inputs: Sequence[str],
    out: Path,
    *,
    jobs: int,
    engine: str = "local",
    config: Path | None,
    overrides: Mapping[str, object],
    against: Path | None = None,
    baseline: Path | None = None,
    previous: Path | None = None,
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
        engine=engine,
        fresh=fresh,
        settings=settings,
        against=against,
        baseline=read_baseline(baseline) if baseline is not None else None,
        previous=previous,
        bounded=True,
    )
    done_of, interrupted = (0, 0), False
    # The workers come first: the display has a thread.
    with (
        hands(jobs, settings) if engine == "local" else nullcontext() as crew,
        Stages(console, settings.lang, shown=console.is_terminal and not quiet) as stages,
    ):

        def progress(done: int, total: int, key: str) -> None:
            nonlocal done_of
            done_of = (done, total)
            stages.read(done, total, key)
            if verbose and key:
                console.print(f"[{done}/{total}] {visible(key)}", markup=False, highlight=False)

        try:
            run = audit_inputs(inputs, replace(options, progress=progress, crew=crew))
            stages.begin("stage_writing")
            with told_plainly(out), sole_writer(out):
                write_run(out, run, lang=settings.lang, jobs=jobs, crew=crew)
        except KeyboardInterrupt:
            interrupted = True
    if interrupted:
        word = WORDS[settings.lang]["interrupted"].format(done=done_of[0], total=done_of[1])
        console.print(word, markup=False, highlight=False, soft_wrap=True)
        return _INTERRUPTED
    if not quiet:
        _print(screen(), run, out, settings.lang)
    for line in stale_lines(run, settings.lang):
        console.print(visible(line), markup=False, highlight=False, soft_wrap=True)
    for failure in run.failures:
        told = Text(WORDS[settings.lang]["failed"], "bold red")
        console.print(told, Text(visible(f"{failure.file}: {failure.message}")), highlight=False)
    return _status(run, fail_on)


def _print(console: Console, run: RunResult, out: Path, lang: str) -> None:
    print_ranking(console, run, lang)
    told = (*clean_lines(run, lang), *previous_lines(run, lang), *change_lines(run, lang))
    for line in told:
        console.print(visible(line), markup=False, highlight=False, soft_wrap=True)
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

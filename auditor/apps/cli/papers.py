"""``auditor export`` and ``auditor import``."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from pathlib import Path

import click

from auditor.core.errors import UsageError
from auditor.core.review import Rank
from auditor.engine.verdicts import Ledger, People, VerdictStore, open_database
from auditor.engine.verdicts.people import MAX_NAME
from auditor.evaluation.reviews import labels_of
from auditor.reporting import AuditResult
from auditor.reporting.csv_files import write_csv
from auditor.reporting.files import whole_file, write_jsonl
from auditor.reporting.letters import write_letters
from auditor.reporting.returned import Outcome, read_returned, take_in
from auditor.reporting.reviewed import reviewed, with_verdicts
from auditor.reporting.saved import load_run
from auditor.reporting.words import LANGUAGES
from auditor.reporting.workbook import write_workbook

_SHOWN = 20
EXIT_INCOMPLETE = 3


def export_papers(
    out: Path,
    *,
    xlsx: bool,
    docx: bool,
    csv: bool,
    labels: bool,
    parquet: bool,
    lang: str | None,
    database: str | None,
) -> int:
    """Write the papers asked for (all of them where none is named); the paths are printed.

    Reviewers' verdicts are in the workbook and the CSV; what they dismissed is in no letter.
    ``labels`` are of the reports that were reviewed to the end, for training and evaluation.
    Labels and parquet files are written only where asked for.
    """
    run = load_run(out)
    known = lang or _lang_of(dict(run.info).get("settings", "{}"))
    found = reviewed(out, run, database)
    everything = not (xlsx or docx or csv or labels or parquet)
    written: list[Path] = []
    if xlsx or everything:
        with whole_file(out / "ranking.xlsx") as file:
            write_workbook(file, found.run, known, found.standings)
        written.append(out / "ranking.xlsx")
    if docx or everything:
        written += write_letters(out, found.to_answer(), known)
    if csv or everything:
        written += write_csv(out, found.run, known, found.standings)
    if labels:
        for name, made in labels_of(found.for_labels()).items():
            write_jsonl(out / "labels" / f"{name}.jsonl", made)
            written.append(out / "labels" / f"{name}.jsonl")
    if parquet:
        written += AuditResult(found.run, known).to_parquet(out / "frames")
    for path in written:
        click.echo(path.as_posix())
    return 0


def import_papers(
    out: Path, books: Sequence[Path], *, name: str | None, database: str | None, force: bool
) -> int:
    """Take in the verdicts of returned workbooks; 3 where some rows were left out."""
    run = load_run(out)
    opened = open_database(out, database)
    incomplete = False
    try:
        people = People(opened)
        person = people.ensure(name or _account(), Rank.REVIEWER)
        if not person.active:
            raise UsageError(f"{person.name} 已停用，不能导入意见。")
        store = VerdictStore(opened)
        for book in books or (out / "ranking.xlsx",):
            ledger = Ledger(store)
            ledger.refresh()
            known = with_verdicts(run, ledger)
            outcome = take_in(read_returned(book), known, store, person.author, force=force)
            _tell(book, outcome)
            incomplete = incomplete or bool(outcome.problems)
    finally:
        opened.close()
    return EXIT_INCOMPLETE if incomplete else 0


def _tell(book: Path, outcome: Outcome) -> None:
    click.echo(
        f"{book}: 意见 {outcome.verdicts} 条，备注 {outcome.comments} 条，"
        f"未变 {outcome.unchanged} 条，未导入 {len(outcome.problems)} 条"
    )
    for line, why in outcome.problems[:_SHOWN]:
        click.echo(f"  第 {line} 行：{why}", err=True)
    if len(outcome.problems) > _SHOWN:
        click.echo(f"  … 另有 {len(outcome.problems) - _SHOWN} 行", err=True)


def _account() -> str:
    try:
        return "".join(filter(str.isprintable, getpass.getuser()))[:MAX_NAME] or "审核人"
    except (KeyError, OSError):
        return "审核人"


def _lang_of(settings: str) -> str:
    lang = json.loads(settings).get("lang")
    return lang if lang in LANGUAGES else "zh"

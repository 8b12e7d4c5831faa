"""``auditor export``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.reporting import AuditResult
from auditor.reporting.csv_files import write_csv
from auditor.reporting.files import write_bytes
from auditor.reporting.letters import write_letters
from auditor.reporting.saved import load_run
from auditor.reporting.words import LANGUAGES
from auditor.reporting.workbook import workbook_bytes


def export_papers(
    out: Path, *, xlsx: bool, docx: bool, csv: bool, parquet: bool, lang: str | None
) -> int:
    """Write the papers asked for (all of them where none is named); the paths are printed.

    Parquet files are for researchers and are written only where asked for.
    """
    run = load_run(out)
    known = lang or _lang_of(dict(run.info).get("settings", "{}"))
    everything = not (xlsx or docx or csv or parquet)
    written: list[Path] = []
    if xlsx or everything:
        write_bytes(out / "ranking.xlsx", workbook_bytes(run, known))
        written.append(out / "ranking.xlsx")
    if docx or everything:
        written += write_letters(out, run, known)
    if csv or everything:
        written += write_csv(out, run, known)
    if parquet:
        written += AuditResult(run, known).to_parquet(out / "frames")
    for path in written:
        click.echo(path.as_posix())
    return 0


def _lang_of(settings: str) -> str:
    lang = json.loads(settings).get("lang")
    return lang if lang in LANGUAGES else "zh"

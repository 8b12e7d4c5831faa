"""Comma-separated files: UTF-8 with a byte-order mark, so that spreadsheets open them rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.core.review import Standing
from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.files import write_bytes
from auditor.reporting.safe import clean, is_formula
from auditor.reporting.schema import RANKING_COLUMNS
from auditor.reporting.sheets import WorkingPapers, plain_rows


def ranking_csv(run: RunResult) -> bytes:
    """``ranking.csv``."""
    rows = ([record[name] for name in RANKING_COLUMNS] for record in records.ranking(run))
    return csv_bytes(RANKING_COLUMNS, rows)


def write_csv(
    out: Path, run: RunResult, lang: str, standings: Mapping[str, Standing] | None = None
) -> list[Path]:
    """Each sheet of the working papers as ``csv/<name>.csv``; the paths written."""
    written = []
    for sheet in WorkingPapers(run, lang, standings or {}).sheets():
        path = out / "csv" / f"{sheet.name}.csv"
        write_bytes(path, csv_bytes(sheet.columns, plain_rows(sheet)))
        written.append(path)
    return written


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Text that a spreadsheet could take for a formula gets an apostrophe in front."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        return "" if value is None else value
    text = clean(value)
    return f"'{text}" if is_formula(text) else text

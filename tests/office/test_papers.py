"""The workbook holds the same figures for LibreOffice; a letter becomes pages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from auditor.engine import audit_inputs
from auditor.reporting import write_run
from auditor.reporting.csv_files import write_csv
from auditor.reporting.letters import write_letters
from tests.office.conftest import Convert
from tests.reporting.test_contract import CORPUS

pytestmark = pytest.mark.office

# Comma, double quote, UTF-8, from the first line, as stored and not as shown, every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[_plain(cell) for cell in row] for row in csv.reader(file)]


def _plain(cell: str) -> str:
    """A cell without what the two writers do differently: apostrophes, zeros, breaks, percents."""
    text = " ".join(cell.removeprefix("'").split())
    try:
        share = text.endswith("%")
        return f"{float(text.removesuffix('%')) / (100 if share else 1):.10g}"
    except ValueError:
        return text


def test_the_workbook_has_the_same_figures_in_libreoffice(tmp_path: Path, convert: Convert) -> None:
    run = audit_inputs([CORPUS / "云澜县" / "2023"])
    write_run(tmp_path, run)
    write_csv(tmp_path, run, "zh")
    sheets = {
        path.stem.split("-")[1]: path for path in convert(tmp_path / "ranking.xlsx", EVERY_SHEET)
    }
    for name, title in (("ranking", "排名"), ("findings", "问题"), ("indicators", "指标")):
        ours, theirs = rows(tmp_path / "csv" / f"{name}.csv"), rows(sheets[title])
        assert theirs == ours
        assert len(theirs) > 1


def test_a_letter_becomes_pages(tmp_path: Path, convert: Convert) -> None:
    run = audit_inputs([CORPUS / "云澜县" / "2023"])
    path = write_letters(tmp_path, run, "zh")[0]
    (pdf,) = convert(path, "pdf")
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(data) > 10_000

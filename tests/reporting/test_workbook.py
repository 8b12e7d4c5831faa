"""The working papers: the same figures as the files, text that stays text, links that lead."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.core.run import RunResult
from auditor.engine import audit_inputs
from auditor.reporting import write_run
from auditor.reporting.csv_files import csv_bytes, write_csv
from auditor.reporting.safe import clean, file_name, is_formula
from auditor.reporting.sheets import WorkingPapers, labels
from auditor.reporting.workbook import write_workbook
from tests.reporting.test_contract import CORPUS, RANKING

FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def run() -> RunResult:
    return audit_inputs([CORPUS])


@pytest.fixture(scope="module")
def out(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("papers")
    write_run(target, run)
    write_csv(target, run, "zh")
    return target


@pytest.fixture(scope="module")
def book(out: Path) -> Any:
    return openpyxl.load_workbook(out / "ranking.xlsx")


def table(sheet: Any) -> list[dict[str, Any]]:
    rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def lines(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in (out / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_sheets_with_frozen_heads_and_filters(book: Any) -> None:
    assert book.sheetnames == [
        "排名",
        "问题",
        "核对",
        "核对范围",
        "未核对的数",
        "指标",
        "相同段落",
        "各列说明",
    ]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_heads_hold_the_name_and_show_the_word(book: Any) -> None:
    assert [cell.value for cell in book["排名"][1]] == RANKING.split()
    cell = next(cell for cell in book["排名"][1] if cell.value == "boilerplate_similarity")
    assert cell.number_format == ';;;"雷同比例"'


def test_every_column_is_explained(run: RunResult, book: Any) -> None:
    used = {name for sheet in WorkingPapers(run, "zh").sheets() for name in sheet.columns}
    assert used == set(labels())
    assert {row["column"] for row in table(book["各列说明"])} == used


def test_figures_are_those_of_the_files(out: Path, book: Any) -> None:
    assert len(table(book["问题"])) == len(lines(out, "findings"))
    assert len(table(book["核对"])) == len(lines(out, "ticks"))
    assert len(table(book["相同段落"])) == len(lines(out, "passages"))
    ranking = list(csv.DictReader(io.StringIO((out / "ranking.csv").read_text("utf-8-sig"))))
    for row, line in zip(table(book["排名"]), ranking, strict=True):
        assert row["file"] == line["file"]
        assert row["contradictions"] == int(line["contradictions"])
        assert row["priority"] == float(line["priority"])
        assert row["boilerplate_similarity"] == float(line["boilerplate_similarity"])


def test_indicator_values_are_numbers_with_the_printed_places(out: Path, book: Any) -> None:
    records = lines(out, "indicators")
    sheet = book["指标"]
    names = [cell.value for cell in sheet[1]]
    seen = 0
    for cells, record in zip(sheet.iter_rows(min_row=2), records, strict=True):
        cell = cells[names.index("actual_value")]
        value = record["actual"]["value"] if record["actual"] else None
        if value is None:
            assert cell.value is None
            continue
        assert Decimal(str(cell.value)) == Decimal(value)
        places = len(value.partition(".")[2])
        assert cell.number_format == ("0." + "0" * places if places else "0")
        seen += 1
    assert seen > 50


def test_shares_are_percentages(book: Any) -> None:
    sheet = book["排名"]
    column = RANKING.split().index("boilerplate_similarity") + 1
    assert sheet.cell(2, column).number_format == "0.0%"


def test_links_lead_to_pages_that_exist(out: Path, book: Any) -> None:
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is None:
                    continue
                page = out / cell.hyperlink.target
                assert page.exists(), cell.hyperlink.target
                anchor = cell.hyperlink.location
                assert not anchor or f'id="{anchor}"' in page.read_text("utf-8")
                seen += 1
    assert seen > 500


def test_a_reviewer_chooses_a_verdict(book: Any) -> None:
    verdict, reason = book["问题"].data_validations.dataValidation
    assert verdict.formula1 == '"确认,不采纳,待定"'
    assert reason.formula1.count(",") == 5
    assert len(reason.formula1) < 255, "spreadsheets refuse longer lists"


def test_equal_runs_give_equal_bytes(run: RunResult) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_workbook(one, run, "en")
    write_workbook(other, run, "en")
    assert one.getvalue() == other.getvalue() != b""


def test_formulas_stay_text(tmp_path: Path) -> None:
    source = tmp_path / f"{FORMULA}.txt"
    source.write_text(
        "某县某局2023年度部门整体支出绩效自评报告\n\n全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n",
        "utf-8",
    )
    run = audit_inputs([source])
    write_run(tmp_path / "o", run)
    data = (tmp_path / "o" / "ranking.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            assert b"<f>" not in package.read(name), name
    cell = openpyxl.load_workbook(io.BytesIO(data))["排名"]["C2"]
    assert cell.value == f"{FORMULA}.txt"
    assert cell.data_type == "s"
    assert f"'{FORMULA}" in (tmp_path / "o" / "ranking.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("text", ["=1+1", "+45万元", "-3", "@x", "\t=1", "＝1", "－1"])
def test_what_a_spreadsheet_could_take_for_a_formula(text: str) -> None:
    assert is_formula(text)
    assert csv_bytes(["a"], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"')[0] == "'"


def test_plain_text_is_left_alone() -> None:
    assert (
        csv_bytes(["a", "b", "c"], [["培训12期", None, Decimal("1E+2")]]).decode("utf-8-sig")
        == "a,b,c\n培训12期,,100\n"
    )


def test_control_and_direction_marks_are_dropped() -> None:
    assert clean("a\x00\u202eb\x1b\u2066\ud800") == "ab\ufffd"
    assert clean("两行\n\t字") == "两行\n\t字"


def test_file_names_are_safe_on_any_system() -> None:
    assert file_name("../../etc/passwd") == "etc_passwd"
    assert file_name('某县 "某"局<1>') == "某县_某_局_1"
    assert file_name("...") == "_"
    assert len(file_name("局" * 300)) == 60


def test_csv_files_hold_the_same_rows(out: Path, book: Any) -> None:
    for name, title in (("findings", "问题"), ("indicators", "指标"), ("comparisons", "核对")):
        text = (out / "csv" / f"{name}.csv").read_text("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == [cell.value for cell in book[title][1]]
        assert len(rows) == book[title].max_row


def test_coverage_and_what_was_not_compared(book: Any, run: RunResult) -> None:
    lines = table(book["核对范围"])
    *reports, every = lines
    assert [line["file"] for line in reports] == [a.document.key for a in run.analyses]
    for line in lines:
        reasons = sum(line[name] for name in line if name.startswith("unchecked_"))
        assert line["checked_claims"] + reasons == line["claims"]
    for name in ("claims", "checked_claims"):
        assert every[name] == sum(line[name] for line in reports)
    left = book["未核对的数"].max_row - 1
    assert left == every["claims"] - every["checked_claims"] > 0

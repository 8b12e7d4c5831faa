"""Names and order of fields are a contract (INTERFACE.md, files in DIR)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from auditor.checks import CHECKS
from auditor.engine import audit_inputs
from auditor.reporting import AuditResult, write_run

CORPUS = Path(__file__).parents[2] / "corpus" / "reports"

FIELDS = {
    "reports": "report_id file member sha256 media_type status error agency region fiscal_year report_kind chars sentences tables quantities claims links ticks findings",
    "sections": "report_id section_id parent level number title start end",
    "quantities": "report_id start end text value unit dimension base_value base_unit low high hedge comparator kind in_table",
    "tables": "report_id table_id kind caption start end rows cols unit cells",
    "indicators": "report_id table_id row level1 level2 level3 target actual weight score reason",
    "claims": "report_id claim_id start end text indicator indicator_start indicator_end value unit low high period role scope section_id sentence_start sentence_end",
    "links": "report_id claim_ids table_id row col cell_start cell_end cell_text relation probability verdict source contributions",
    "ticks": "report_id check verdict stated expected working evidence",
    "findings": "finding_id report_id check slug severity confidence title message stated expected difference working hint evidence fingerprint baselined",
    "passages": "a_report_id a_start a_end b_report_id b_start b_end chars similarity kind units",
}
RANKING = "rank report_id file agency region fiscal_year contradictions high medium low notes claims linked_claims contradictions_per_100_claims template_share common_share copied_share own_previous_year_share boilerplate_similarity nearest_report_id nearest_file nearest_similarity priority checked_claims coverage"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out")
    write_run(target, audit_inputs([CORPUS]))
    return target


def records(out: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(x) for x in (out / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", FIELDS)
def test_fields_in_order(out: Path, name: str) -> None:
    found = records(out, name)
    assert found
    wanted = FIELDS[name].split()
    assert all(list(record)[: len(wanted)] == wanted for record in found)


def test_every_span_cuts_its_text(out: Path) -> None:
    run = audit_inputs([CORPUS])
    texts = {a.document.id: a.document.text for a in run.analyses}
    for name in ("quantities", "claims"):
        for r in records(out, name):
            assert texts[str(r["report_id"])][r["start"] : r["end"]] == r["text"]  # type: ignore[misc]


def test_ranking_files_agree(out: Path) -> None:
    rows = list(csv.reader(io.StringIO((out / "ranking.csv").read_text("utf-8-sig"))))
    assert rows[0] == RANKING.split()
    book = openpyxl.load_workbook(out / "ranking.xlsx")
    sheet = book["排名"]
    cells = [[c.value for c in row] for row in sheet.iter_rows()]
    assert [str(c) for c in cells[0]] == rows[0]
    assert [r[2] for r in cells[1:]] == [r[2] for r in rows[1:]]
    assert len(rows) == 25
    assert sheet.freeze_panes == "A2"


def test_pages_show_both_places_and_no_markup_from_reports(tmp_path: Path) -> None:
    source = tmp_path / "x.txt"
    source.write_text(
        "某县某局2023年度部门整体支出绩效自评报告\n\n<script>alert(1)</script>全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n",
        "utf-8",
    )
    write_run(tmp_path / "o", audit_inputs([source]))
    (page,) = (tmp_path / "o" / "reports").glob("*.html")
    html = page.read_text("utf-8")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert html.count("data-at=") >= 3
    assert "http://" not in html
    assert "https://" not in html


def test_english(tmp_path: Path) -> None:
    write_run(tmp_path, audit_inputs([CORPUS / "云澜县" / "2023"]), lang="en")
    titles = {str(r["title"]) for r in records(tmp_path, "findings")}
    assert "Number in the text differs from the table" in titles
    assert 'lang="en"' in (tmp_path / "index.html").read_text("utf-8")


def test_frames() -> None:
    result = AuditResult(audit_inputs([CORPUS / "松泽区" / "2023"]))
    assert list(result.ranking().columns) == RANKING.split()
    assert set(result.findings()["check"]) <= {check.id for check in CHECKS}
    for frame in (
        result.claims(),
        result.links(),
        result.ticks(),
        result.indicators(),
        result.quantities(),
        result.passages(),
        result.reports(),
    ):
        assert len(frame)

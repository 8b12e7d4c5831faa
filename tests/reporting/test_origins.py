from __future__ import annotations

import json
from pathlib import Path

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Origin
from auditor.engine import audit_inputs
from auditor.reporting import write_run
from auditor.reporting.origins import origin_record
from tests.reading.docx_files import cell, docx, paragraph, table


def test_evidence_says_where_it_stands_in_the_file(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(
        docx(
            paragraph("松林县林业局2023年度部门整体支出绩效自评报告")
            + paragraph("2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出130.70万元。")
            + paragraph("2023年度部门整体支出绩效自评表")
            + table(
                cell("一级指标") + cell("三级指标") + cell("分值") + cell("得分"),
                cell("产出指标") + cell("造林面积") + cell("10") + cell("12"),
            )
        )
    )
    write_run(tmp_path / "o", audit_inputs([source]))
    lines = (tmp_path / "o" / "findings.jsonl").read_text("utf-8").splitlines()
    found = {record["check"]: record for record in map(json.loads, lines)}
    first = found["SUM01"]["evidence"][0]["origin"]
    assert (first["paragraph"], first["table"], first["page"]) == (2, None, None)
    places = [item["origin"] for item in found["SCO02"]["evidence"] if item["text"] == "12"]
    assert [(p["table"], p["row"], p["col"]) for p in places] == [(1, 1, 3)]
    (report,) = (tmp_path / "o" / "reports.jsonl").read_text("utf-8").splitlines()
    assert json.loads(report)["reader"] == "docx"


def test_places_on_a_page_and_in_a_workbook() -> None:
    origins = (
        Origin(CharSpan(0, 2), page=3, box=(72.04, 90.0, 300.0, 104.26)),
        Origin(CharSpan(3, 5), table=1, row=6, col=1, sheet="表1", address="B7"),
    )
    document = Document("", "", "", "", "造林 98", "造林 98", origins=origins)
    first = origin_record(document, CharSpan(0, 5))
    assert first is not None
    assert (first["page"], first["box"]) == (3, [72.0, 90.0, 300.0, 104.3])
    second = origin_record(document, CharSpan(3, 5))
    assert second is not None
    assert (second["sheet"], second["address"], second["page"]) == ("表1", "B7", None)
    assert origin_record(document, CharSpan(2, 3)) is None
    plain = Document("", "", "", "text/plain", "造林", "造林")
    assert origin_record(plain, CharSpan(0, 2)) is None

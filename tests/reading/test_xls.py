from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlwt

from auditor.core.errors import ReadError
from auditor.reading import read_bytes, read_file
from auditor.reading.xls import read_xls

BOX = "borders: left thin, right thin, top thin, bottom thin"


def workbook(*projects: str) -> bytes:
    book = xlwt.Workbook()
    for project in projects:
        sheet = book.add_sheet(project)
        sheet.write_merge(0, 0, 0, 2, "2023年度项目支出绩效自评表")
        sheet.write(1, 2, "单位：万元")
        rows = [
            ["项目名称", project, "清溪县水利局"],
            ["指标", "执行数", "执行率"],
            ["资金", 1234.5, 1],
        ]
        for number, row in enumerate(rows, start=2):
            for col, value in enumerate(row):
                code = {(4, 1): "#,##0.00", (4, 2): "0%"}.get((number, col), "General")
                sheet.write(number, col, value, xlwt.easyxf(BOX, num_format_str=code))
        sheet.write_merge(5, 6, 0, 0, "合计", xlwt.easyxf(BOX))
        sheet.write(5, 1, "藏", xlwt.easyxf(BOX))
        sheet.write(6, 1, "二", xlwt.easyxf(BOX + "; alignment: indent 2"))
        sheet.row(5).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_old_workbook_reads_like_a_new_one() -> None:
    document = read_bytes(workbook("河道巡查"), "a.xls")
    (table,) = document.tables
    assert (table.caption, table.unit) == ("2023年度项目支出绩效自评表", "万元")
    assert [[c.text for c in row] for row in table.rows()] == [
        ["项目名称", "河道巡查", "清溪县水利局"],
        ["指标", "执行数", "执行率"],
        ["资金", "1,234.50", "100%"],
        ["合计", "二"],
    ]
    assert "\u3000\u3000二" in document.text
    assert document.remarks == ("工作表“河道巡查”中隐藏的 1 行没有读取。",)
    (place,) = document.origins_of(table.rows()[2][1].span)
    assert (place.sheet, place.address) == ("河道巡查", "B5")


def test_a_form_a_sheet_gives_several_reports(tmp_path: Path) -> None:
    path = tmp_path / "b.xls"
    path.write_bytes(workbook("河道巡查", "堤防养护"))
    assert [d.member for d in read_file(path)] == ["河道巡查", "堤防养护"]


@pytest.mark.parametrize("kept", [600, 2_000, 4_000])
def test_a_cut_workbook_ends_with_a_word(kept: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_xls(workbook("河道巡查")[:kept])
    assert caught.value.reason == "damaged"

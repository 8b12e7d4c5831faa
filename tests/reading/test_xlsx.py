from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import read_bytes, read_file

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def book(*makers: Callable[[Worksheet], None], names: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for number, maker in enumerate(makers):
        maker(made.create_sheet(names[number] if names else f"Sheet{number + 1}"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def documents(data: bytes, folder: Path) -> tuple[Document, ...]:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return read_file(path)


def boxed(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = BOX


def form(
    project: str, unit: str = "清溪县水利局", *, lines: bool = True
) -> Callable[[Worksheet], None]:
    def make(sheet: Worksheet) -> None:
        sheet["A1"] = "2023年度项目支出绩效自评表"
        sheet.merge_cells("A1:D1")
        sheet["A2"] = "填报单位：" + unit
        sheet["D2"] = "单位：万元"
        rows = [
            ["项目名称" if project else "部门名称", project or unit, "主管部门", unit],
            ["三级指标", "年度指标值", "实际完成值", "得分"],
            ["巡查次数", "≥120次", "128次", 10],
            ["整改率", None, 0.95, 9.5],
        ]
        for number, row in enumerate(rows, start=3):
            for col, value in enumerate(row, start=1):
                sheet.cell(number, col, value)
        sheet["C6"].number_format = "0%"
        sheet["A7"] = "填表人：某某"
        sheet["C7"] = "联系电话："
        if lines:
            boxed(sheet, "A3:D6")

    return make


@pytest.mark.parametrize("lines", [True, False])
def test_titles_units_and_signatures_stand_outside_the_grid(lines: bool) -> None:
    document = read_bytes(book(form("河道巡查", lines=lines)), "a.xlsx")
    (table,) = document.tables
    assert (table.caption, table.unit) == ("2023年度项目支出绩效自评表", "万元")
    assert (table.n_rows, table.n_cols) == (4, 4)
    assert [c.text for c in table.rows()[3] if c.text] == ["整改率", "95%", "9.5"]
    assert document.text.splitlines()[-1].split() == ["填表人：某某", "联系电话："]
    (place,) = document.origins_of(table.rows()[3][-1].span)
    assert (place.sheet, place.address, place.row) == ("Sheet1", "D6", 3)


def test_numbers_are_shown_as_the_sheet_shows_them() -> None:
    def make(sheet: Worksheet) -> None:
        for row, (value, code) in enumerate(
            [
                (1, "0%"),
                (1234.5, "#,##0.00"),
                (0.1 + 0.2, "General"),
                (date(2023, 12, 31), 'yyyy"年"m"月"d"日"'),
            ]
        ):
            sheet.cell(row + 1, 1, f"行{row}")
            sheet.cell(row + 1, 2, value).number_format = code  # type: ignore[union-attr]
        sheet["A5"], sheet["B5"] = "真", True
        sheet["A6"], sheet["B6"] = "文", "001"
        boxed(sheet, "A1:B6")

    (table,) = read_bytes(book(make), "a.xlsx").tables
    shown = [row[1].text for row in table.rows()]
    assert shown == ["100%", "1,234.50", "0.3", "2023年12月31日", "TRUE", "001"]


def test_merges_indents_and_line_breaks() -> None:
    def make(sheet: Worksheet) -> None:
        for address, text in {
            "A1": "类别",
            "B1": "决算数\n（万元）",
            "A2": "三公经费",
            "B2": 3,
            "A3": "公务接待",
            "B3": 3,
        }.items():
            sheet[address] = text
        sheet["A3"].alignment = Alignment(indent=2)
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("B2:C3")
        boxed(sheet, "A1:C3")

    document = read_bytes(book(make), "a.xlsx")
    (table,) = document.tables
    assert [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells] == [
        (0, 0, 1, 1, "类别"),
        (0, 1, 1, 2, "决算数(万元)"),
        (1, 0, 1, 1, "三公经费"),
        (1, 1, 2, 2, "3"),
        (2, 0, 1, 1, "公务接待"),
    ]
    last = table.cells[-1].span
    assert document.text[last.start - 2 : last.end] == "\u3000\u3000公务接待"
    assert table.cells[1].span.cut(document.text) == "决算数\u2028（万元）"


def test_hidden_rows_columns_and_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        for row, values in enumerate(
            [["项目", "藏甲", "金额"], ["藏乙", "藏丙", 1], ["培训", "藏丁", 2]], 1
        ):
            for col, value in enumerate(values, 1):
                sheet.cell(row, col, value)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        boxed(sheet, "A1:C3")

    def away(sheet: Worksheet) -> None:
        sheet["A1"] = "藏戊"
        sheet.sheet_state = "veryHidden"

    (document,) = documents(book(make, away, names=("表一", "底稿")), tmp_path)
    assert "藏" not in document.text
    assert [c.text for c in document.tables[0].cells] == ["项目", "金额", "培训", "2"]
    assert document.remarks == (
        "隐藏的工作表“底稿”没有读取。",
        "工作表“表一”中隐藏的 1 行、1 列没有读取。",
    )


def test_a_project_a_sheet_is_a_report_a_sheet(tmp_path: Path) -> None:
    def cover(sheet: Worksheet) -> None:
        sheet["A1"] = "填报说明：每个项目一张表。"

    found = documents(
        book(cover, form("河道巡查"), form("堤防养护"), names=("说明", "一", "二")), tmp_path
    )
    assert [d.key for d in found] == ["a.xlsx!/说明", "a.xlsx!/二"]
    assert [len(d.tables) for d in found] == [1, 1]
    assert "堤防养护" not in found[0].text
    assert len({d.id for d in found}) == 2


def test_units_that_differ_are_reports_of_their_own(tmp_path: Path) -> None:
    found = documents(
        book(form("", "清溪县水利局"), form("", "清溪县林业局"), names=("甲", "乙")), tmp_path
    )
    assert [d.identity.agency for d in found] == ["清溪县水利局", "清溪县林业局"]


def test_a_unit_with_its_projects_and_base_data_is_one_report(tmp_path: Path) -> None:
    def base(sheet: Worksheet) -> None:
        for row in (["指标", "2022年决算数", "2023年决算数"], ["三公经费", 3, 2]):
            sheet.append(row)
        boxed(sheet, "A1:C2")

    whole = form("", "清溪县水利局")
    (one,) = documents(
        book(whole, form("河道巡查"), base, names=("整体", "项目", "基础数据")), tmp_path
    )
    assert [t.caption for t in one.tables][2] == "基础数据"
    assert one.member is None
    (two,) = documents(book(whole, form("河道巡查"), names=("整体", "项目")), tmp_path)
    assert len(two.tables) == 2


def test_forms_stacked_on_one_sheet_are_tables_of_one_report() -> None:
    def make(sheet: Worksheet) -> None:
        for number, name in enumerate(["河道巡查", "堤防养护"]):
            top = 1 + number * 6
            sheet.cell(top, 1, "2023年度项目支出绩效自评表")
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=3)
            for row, values in enumerate(
                [["项目名称", name, None], ["指标", "目标", "完成"], ["次数", 3, 3]]
            ):
                for col, value in enumerate(values):
                    sheet.cell(top + 1 + row, col + 1, value)
            boxed(sheet, f"A{top + 1}:C{top + 3}")

    document = read_bytes(book(make), "a.xlsx")
    assert [(t.caption, t.n_rows) for t in document.tables] == [
        ("2023年度项目支出绩效自评表", 3)
    ] * 2


def patched(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return stream.getvalue()


def raw(cells: str, *, strings: str = "", sheet: str = "", workbook: str = "") -> bytes:
    """A workbook of hand-written parts, with shared strings and no styles."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{link}">{workbook}<sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="a" Type="{link}/worksheet" Target="/xl/one.xml"/>'
            f'<Relationship Id="b" Type="{link}/sharedStrings" Target="two.xml"/></Relationships>',
        )
        package.writestr(
            "xl/one.xml", f"<worksheet {main}>{sheet}<sheetData>{cells}</sheetData></worksheet>"
        )
        package.writestr("xl/two.xml", f"<sst {main}>{strings}</sst>")
    return stream.getvalue()


def test_shared_strings_keep_their_runs_and_lose_their_phonetics() -> None:
    strings = (
        "<si><r><t>巡</t></r><r><rPr/><t>查</t></r><rPh sb='0' eb='1'><t>xun</t></rPh></si>"
        "<si><t>目标_x000D_\n（次）</t></si><si><t>128次</t></si>"
    )
    cells = '<row r="2"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><f>A1</f><v>整改</v></c><c r="B3" t="s"><v>2</v></c></row>'
    (table,) = read_bytes(raw(cells, strings=strings), "a.xlsx").tables
    assert [c.text for c in table.cells] == ["巡查", "目标(次)", "整改", "128次"]


def test_sheets_that_hide_zeros_and_rows_by_default() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews><sheetFormatPr zeroHeight="1"/>'
    cells = '<row r="1"><c><v>0</v></c><c><v>5</v></c><c><v>6</v></c></row><row r="2"><c><v>7</v></c><c><v>8</v></c><c><v>9</v></c></row>'
    (table,) = read_bytes(raw(cells, sheet=view), "a.xlsx").tables
    assert [c.text for c in table.cells] == ["5", "6", "7", "8", "9"]


def test_formulas_give_their_kept_results_and_missing_ones_are_said() -> None:
    def make(sheet: Worksheet) -> None:
        for row in (["甲", 1], ["乙", 2], ["合计", "=SUM(B1:B2)"], ["均数", "=AVERAGE(B1:B2)"]):
            sheet.append(row)
        boxed(sheet, "A1:B4")

    data = patched(
        book(make),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<f>SUM(B1:B2)</f><v/>", "<f>SUM(B1:B2)</f><v>3</v>").replace(
            "<f>SUM(B1:B2)</f><v></v>", "<f>SUM(B1:B2)</f><v>3</v>"
        ),
    )
    document = read_bytes(data, "a.xlsx")
    assert [row[1].text for row in document.tables[0].rows()] == ["1", "2", "3", ""]
    assert len(document.remarks) == 1
    assert "1 个公式" in document.remarks[0]


def test_values_that_are_no_numbers_are_kept_as_written() -> None:
    cells = '<row r="1"><c><v>NaN</v></c><c><v>1e400</v></c></row><row r="2"><c><v>x</v></c><c r="²"><v>3</v></c></row>'
    assert "NaN" in read_bytes(raw(cells), "a.xlsx").text


def test_damage_to_styles_and_strict_files_don_t_stop_the_reading() -> None:
    data = patched(book(form("河道巡查")), "xl/styles.xml", lambda _: "<styleSheet/>")
    assert "128次" in read_bytes(data, "a.xlsx").text
    strict = patched(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert "128次" in read_bytes(strict, "a.xlsx").text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda xml: '<!DOCTYPE x [<!ENTITY a "b">]>' + xml[xml.index("?>") + 2 :] if "?>" in xml else '<!DOCTYPE x>' + xml, "unsafe"),
        (lambda xml: xml[: len(xml) // 2], "damaged"),
        (lambda xml: xml.replace("</sheetData>", '<row r="9">' + '<c t="n"><v>1</v></c>' * 16_000 + "</row>" * 1 + "".join(f'<row r="{n}">' + '<c t="n"><v>1</v></c>' * 16_000 + "</row>" for n in range(10, 25)) + "</sheetData>"), "too_large"),
    ],
)  # fmt: skip
def test_bad_sheets_end_with_a_word(change: Callable[[str], str], reason: str) -> None:
    data = patched(book(form("河道巡查")), "xl/worksheets/sheet1.xml", change)
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.xlsx")
    assert caught.value.reason == reason


def test_a_bomb_and_an_empty_workbook_end_with_a_word() -> None:
    bomb = patched(book(form("甲")), "xl/worksheets/sheet1.xml", lambda x: x + " " * 130_000_000)
    with pytest.raises(ReadError) as caught:
        read_bytes(bomb, "a.xlsx")
    assert caught.value.reason == "too_large"
    with pytest.raises(ReadError, match="没有任何内容"):
        read_bytes(book(lambda _: None), "a.xlsx")

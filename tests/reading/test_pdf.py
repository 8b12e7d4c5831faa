from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.table import Table
from auditor.reading import pdf, recognition
from auditor.reading.base import read_bytes
from auditor.reading.characters import _character
from auditor.reading.options import DEFAULTS, ReadOptions
from tests.reading.make_pdf_data import report
from tests.reading.pdf_files import FONT, HEIGHT, WIDTH, Paper

FORM = Path(__file__).parent / "data" / "form.pdf"
ROWS = [
    ["项目", "年初预算", "全年预算", "执行数"],
    ["河道清淤", "120.50", "118.00", "117.32"],
    ["水库除险加固", "86.00", "90.40", "90.40"],
]
WIDTHS = [120, 80, 80, 80]


def read(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    return read_bytes(data, "a.pdf", options=options)


def cells(table: Table) -> dict[tuple[int, int], tuple[int, int, str]]:
    return {(c.row, c.col): (c.row_span, c.col_span, "".join(c.text.split())) for c in table.cells}


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def paragraphs(document: Document) -> list[str]:
    lines = document.folded.split("\n")
    return ["".join(line.split()) for line in lines if line.strip() and "\t" not in line]


def reason(data: bytes, options: ReadOptions = DEFAULTS) -> str:
    with pytest.raises(ReadError) as caught:
        read(data, options)
    assert "；" in caught.value.message
    return caught.value.reason


def test_a_printed_report_reads_as_its_docx() -> None:
    """Paragraphs over lines and pages, spans, a form over three pages with a row cut in two."""
    truth, found = read_bytes(report(), "a.docx"), read(FORM.read_bytes())
    assert [cells(table) for table in found.tables] == [cells(table) for table in truth.tables]
    assert paragraphs(found) == paragraphs(truth)
    assert [t.unit for t in found.tables] == [t.unit for t in truth.tables]
    assert [t.caption for t in found.tables] == [t.caption for t in truth.tables]


def test_indentation_of_labels_is_kept() -> None:
    document = read(FORM.read_bytes())
    labels = {cell.text: cell.span.start for cell in document.tables[0].cells if cell.col == 0}
    depth = {
        text: start - 1 - document.text.rindex("\n", 0, start) for text, start in labels.items()
    }
    assert depth["三公经费"] == 0
    assert 0 < depth["1、公务用车运行维护费"] < depth["其中:燃油费"]


def test_origins_tell_page_and_box() -> None:
    document = read(FORM.read_bytes())
    total = next(cell for cell in document.tables[1].cells if cell.text == "97.23")
    (origin,) = document.origins_of(total.span)
    assert (origin.page, origin.table, origin.row, origin.col) == (4, 2, total.row, total.col)
    assert origin.box is not None
    left, top, right, bottom = origin.box
    assert 400 < left < right < 520
    assert 330 < top < bottom < 400
    goal = next(cell for cell in document.tables[1].cells if cell.text.startswith("汛期"))
    assert [origin.page for origin in document.origins_of(goal.span)] == [3, 4]


def test_full_width_text_and_cells() -> None:
    paper = Paper()
    paper.text(72, 80, "２０２３年度整体支出绩效自评报告", 16)
    paper.text(72, 120, "全年巡查１２８次，发现问题36个。Total of 36 cases")
    paper.grid(72, 150, WIDTHS, ROWS)
    document = read(paper.done())
    assert document.text.startswith(
        "２０２３年度整体支出绩效自评报告\n全年巡查１２８次，发现问题36个。Total of 36 cases"
    )
    assert texts(document.tables[0]) == ROWS
    assert document.reader == "pypdfium2"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_alike(turn: int) -> None:
    paper = Paper()
    paper.text(72, 80, "附件2 项目支出明细表")
    paper.grid(72, 100, WIDTHS, ROWS)
    opened = pypdfium2.PdfDocument(paper.done())
    opened[0].set_rotation(turn)
    turned = io.BytesIO()
    opened.save(turned)
    document = read(turned.getvalue())
    assert texts(document.tables[0]) == ROWS


def test_boxes_of_text_set_sideways_are_those_of_the_page_shown() -> None:
    paper = Paper()
    paper.canvas.translate(WIDTH, 0)
    paper.canvas.rotate(90)
    paper.canvas.setFont(FONT, 12)
    paper.canvas.drawString(100, 200, "侧放的一行文字用来核对位置")
    document = read(paper.done())
    (origin,) = document.origins
    assert origin.box is not None
    left, top, right, bottom = origin.box
    assert WIDTH - 212 < left < right < WIDTH - 196
    assert HEIGHT - 100 - 13 * 12 - 2 < top < bottom < HEIGHT - 98


def test_dotted_borders_are_borders() -> None:
    paper = Paper()
    for y in (100, 130, 160):
        for step in range(150):
            paper.canvas.rect(72 + 2 * step, HEIGHT - y, 0.6, 0.6, stroke=0, fill=1)
    for x in (72, 222, 371):
        for step in range(31):
            paper.canvas.rect(x, HEIGHT - 100 - 2 * step, 0.6, 0.6, stroke=0, fill=1)
    for x, y, words in (
        (80, 120, "项目"),
        (230, 120, "金额"),
        (80, 150, "清淤"),
        (230, 150, "62.5"),
    ):
        paper.text(x, y, words)
    assert texts(read(paper.done()).tables[0]) == [["项目", "金额"], ["清淤", "62.5"]]


def test_repeated_headers_go_and_tables_join() -> None:
    paper = Paper()
    paper.text(72, 60, "附表 河湖巡查台账", 12)
    head = ["序号", "河段", "问题数"]
    rows = [[str(k), f"青溪第{k}段", str(k * 3)] for k in range(1, 31)]
    paper.grid(72, 80, [60, 200, 80], [head, *rows[:29]])
    paper.page()
    paper.grid(72, 60, [60, 200, 80], [head, *rows[29:]])
    document = read(paper.done())
    assert [texts(table) for table in document.tables] == [[head, *rows]]
    assert {cell.text for cell in document.tables[0].cells if cell.is_header} == set(head)


def test_the_same_form_on_a_new_page_is_a_new_table() -> None:
    paper = Paper()
    for name in ("河道清淤", "水库加固"):
        paper.grid(72, 80, WIDTHS, [["项目名称", name, "", ""], *ROWS])
        paper.page()
    document = read(paper.done())
    assert [table.rows()[0][1].text for table in document.tables] == ["河道清淤", "水库加固"]


def test_headers_footers_and_page_numbers_go() -> None:
    paper = Paper()
    for page in range(1, 5):
        paper.text(72, 40, "云山县水务局自评材料", 9)
        paper.text(72, 100, f"第{'一二三四'[page - 1]}季度完成{page}项工作。")
        paper.text(72, 130, "2023")
        paper.text(280, 800, f"- {page} -", 9)
        paper.page()
    document = read(paper.done())
    expected = [
        line
        for q in "一二三四"
        for line in (f"第{q}季度完成{'一二三四'.index(q) + 1}项工作。", "2023")
    ]
    assert document.text.split("\n")[:-1] == expected


def test_titles_of_forms_on_every_page_stay() -> None:
    paper = Paper()
    for page in range(3):
        paper.text(200, 60, "项目支出绩效自评表", 16)
        paper.grid(72, 80, WIDTHS, [["项目名称", f"专项{page}", "", ""], *ROWS])
        paper.page()
    document = read(paper.done())
    assert [table.caption for table in document.tables] == ["项目支出绩效自评表"] * 3


def test_paragraphs_end_where_the_writer_ended_them() -> None:
    full = "云山县水务局组织开展农村供水保障工程建设和河湖管护工作并对资金使用情况"
    paper = Paper()
    paper.text(96, 80, full)
    paper.lines(72, 102, ["进行检查，" + full[:31] + "，", "全年培训310人次。"])
    paper.text(96, 145, full)
    paper.text(72, 167, "的检查从六月开始。")
    paper.lines(96, 189, ["（一）下一步工作", "1、细化指标。"])
    document = read(paper.done())
    assert [len(line) for line in document.text.split("\n")[:-1]] == [35 + 37 + 10, 35 + 9, 8, 7]


def test_a_number_without_room_begins_the_next_line() -> None:
    full = "云山县水务局组织开展农村供水保障工程建设和河湖管护工作并对资金使用"
    paper = Paper()
    paper.lines(72, 80, [full, full[:29], "1,286.40万元，执行率97%。", full[:29], "全县均已完成。"])
    first, second = f"{full}{full[:29]}1,286.40万元，执行率97%。", full[:29]
    assert read(paper.done()).text.split("\n")[:3] == [first, second, "全县均已完成。"]


def test_a_line_set_in_begins_a_paragraph() -> None:
    full = "云山县水务局组织开展农村供水保障工程建设和河湖管护工作并对资金使用"
    paper = Paper()
    paper.text(96, 80, full[:31] + "。")
    paper.text(72, 101.6, full[:33] + "。")
    paper.text(96, 123.2, full[:31] + "。")
    paper.text(72, 144.8, full)
    assert [len(line) for line in read(paper.done()).text.split("\n")[:-1]] == [66, 65]


def test_text_outside_of_the_page_is_left_out() -> None:
    paper = Paper()
    paper.text(72, 80, "预算执行率97.28%")
    paper.text(72, -30, "裁切之外的文字")
    paper.text(700, 80, "页边之外的文字")
    assert read(paper.done()).text == "预算执行率97.28%\n"


def test_watermarks_go_and_words_set_upwards_stay() -> None:
    paper = Paper()
    paper.canvas.saveState()
    paper.canvas.translate(150, 300)
    paper.canvas.rotate(45)
    paper.canvas.setFont(FONT, 60)
    paper.canvas.drawString(0, 0, "内部公开")
    paper.canvas.restoreState()
    paper.grid(72, 100, WIDTHS, ROWS, 60)
    paper.canvas.saveState()
    paper.canvas.translate(62 + 120, HEIGHT - 215)
    paper.canvas.rotate(90)
    paper.canvas.setFont(FONT, 10)
    paper.canvas.drawString(0, 0, "续建")
    paper.canvas.restoreState()
    document = read(paper.done())
    assert "公开" not in document.text
    assert document.tables[0].rows()[1][0].text == "河道清淤续建"


def test_doubled_strokes_for_boldness_stand_once() -> None:
    paper = Paper()
    for shift in (0, 0.3, 0.6):
        paper.text(72 + shift, 80, "预算执行率97.28%")
    assert read(paper.done()).text == "预算执行率97.28%\n"


def test_radicals_and_compatibility_forms_are_plain_characters() -> None:
    assert [_character(code) for code in (0x2F00, 0x2F2F, 0xF9FC, 0x00A0, 0x4E00)] == [
        "一", "工", "識", " ", "一",
    ]  # fmt: skip


def test_encrypted_damaged_and_endless_files_are_told() -> None:
    locked = Paper("geheim")
    locked.text(72, 80, "看不见")
    assert reason(locked.done()) == "encrypted"
    assert reason(FORM.read_bytes()[:60_000]) == "damaged"
    assert reason(b"%PDF-1.7\n" + bytes(500)) == "damaged"
    blank = pypdfium2.PdfDocument.new()
    for _ in range(30):
        blank.new_page(WIDTH, HEIGHT)
    stream = io.BytesIO()
    blank.save(stream)
    assert reason(stream.getvalue(), replace(DEFAULTS, max_pages=29)) == "too_large"
    assert reason(stream.getvalue()) == "empty"


def pictured() -> bytes:
    """A page of text, and a page that is a picture."""
    picture = pypdfium2.PdfDocument(FORM)[0].render(scale=1).to_pil()
    paper = Paper()
    paper.text(72, 80, "预算执行率97.28%，较上年提高1.6个百分点。")
    paper.page()
    paper.canvas.drawInlineImage(picture, 0, 0, WIDTH, HEIGHT)
    paper.page()
    return paper.done()


def test_without_the_extra_the_pages_and_the_command_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: False)
    with pytest.raises(ReadError) as caught:
        read(pictured())
    assert caught.value.reason == "missing_extra"
    assert "第 2 页" in caught.value.message
    assert "pip install 'auditor[ocr]'" in caught.value.message


def test_pages_are_passed_over_on_demand() -> None:
    assert read(pictured(), replace(DEFAULTS, ocr="never")).text.startswith("预算执行率97.28%")


def test_fonts_that_don_t_say_their_characters_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: False)
    nameless = FORM.read_bytes().replace(b"/ToUnicode", b"/ToNowhere")
    with pytest.raises(ReadError) as caught:
        read(nameless)
    assert caught.value.reason == "missing_extra"
    assert "字体没有字符编码" in caught.value.message


def test_only_pages_without_words_are_recognised() -> None:
    with pdf._opened(pictured()) as opened:
        assert [pdf._sheet(opened, index)[1] for index in (0, 1)] == [False, True]

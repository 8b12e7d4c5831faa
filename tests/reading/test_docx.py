from __future__ import annotations

from auditor.reading import read_bytes
from tests.reading.docx_files import NS, cell, docx, paragraph, table

TITLE = paragraph("松林县林业局2023年度部门整体支出绩效自评报告")


def test_merged_cells_tile_the_grid() -> None:
    body = TITLE + table(
        cell("指标", merge="start") + cell("名称", span=2) + cell("得分"),
        cell("", merge="down") + cell("造林") + cell("≥100亩") + cell("10"),
        cell("", merge="down") + cell("抚育") + cell("≥50亩") + cell("9"),
    )
    document = read_bytes(docx(body), "a.docx")
    (grid,) = document.tables
    first = grid.rows()[0]
    assert (first[0].row_span, first[0].col_span) == (3, 1)
    assert (first[1].col, first[1].col_span, first[2].col) == (1, 2, 3)
    assert [c.text for c in grid.rows()[2]] == ["抚育", "≥50亩", "9"]
    taken = [
        (c.row + r, c.col + k)
        for c in grid.cells
        for r in range(c.row_span)
        for k in range(c.col_span)
    ]
    assert sorted(taken) == [(r, k) for r in range(3) for k in range(4)]


def test_spans_cut_the_rendered_text() -> None:
    body = TITLE + table(
        cell("名称") + cell("数"),
        cell("造林") + cell(paragraph("产出指标") + paragraph("（50分）")),
    )
    document = read_bytes(docx(body), "a.docx")
    last = document.tables[0].rows()[1][1]
    assert last.text == "产出指标(50分)"
    assert last.span.cut(document.text) == "产出指标\u2028（50分）"


def test_insertions_stay_and_deletions_go() -> None:
    inner = "<w:r><w:t>造林</w:t></w:r><w:ins><w:r><w:t>1200亩</w:t></w:r></w:ins><w:del><w:r><w:delText>900亩</w:delText></w:r></w:del>"
    document = read_bytes(docx(TITLE + paragraph(inner)), "a.docx")
    assert "造林1200亩" in document.text
    assert "900" not in document.text


def test_symbol_font_and_text_boxes() -> None:
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><w:r><w:t>95%</w:t></w:r>'
    box = "<w:r><mc:AlternateContent><mc:Choice><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    text = read_bytes(docx(TITLE + paragraph(symbol) + paragraph(box)), "a.docx").text
    assert "≥95%" in text
    assert text.count("甲") == 1


def test_automatic_numbers_are_written_out() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{NS}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = TITLE + paragraph("部门基本情况", properties) + paragraph("预算支出情况", properties)
    document = read_bytes(docx(body, numbering=numbering), "a.docx")
    assert [s.number for s in document.sections][-2:] == ["一、", "二、"]


def test_content_decides_not_the_name() -> None:
    document = read_bytes(docx(TITLE + paragraph("全年造林1200亩。")), "renamed.txt")
    assert "造林" in document.text

from __future__ import annotations

import time

import pytest

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import read_bytes
from tests.reading.docx_files import NS, cell, docx, paragraph, table

TITLE = paragraph("松林县林业局2023年度部门整体支出绩效自评报告")
HEAD = "松林县林业局2023年度部门整体支出绩效自评报告\n"


def read(body: str, **parts: str) -> Document:
    return read_bytes(docx(TITLE + body, **parts), "a.docx")


def body_of(body: str, **parts: str) -> str:
    """The rendered text below the title."""
    return read(body, **parts).text.removeprefix(HEAD)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def grid(document: Document) -> list[tuple[int, int, int, int, str]]:
    (found,) = document.tables
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in found.cells]


def test_merged_cells_tile_the_grid() -> None:
    document = read(
        table(
            cell("指标", merge="start") + cell("名称", span=2) + cell("得分"),
            cell("", merge="down") + cell("造林") + cell("≥100亩") + cell("10"),
            cell("", merge="down") + cell("抚育") + cell("≥50亩") + cell("9"),
        )
    )
    (found,) = document.tables
    first = found.rows()[0]
    assert (first[0].row_span, first[0].col_span) == (3, 1)
    assert (first[1].col, first[1].col_span, first[2].col) == (1, 2, 3)
    assert [c.text for c in found.rows()[2]] == ["抚育", "≥50亩", "9"]
    taken = [
        (c.row + r, c.col + k)
        for c in found.cells
        for r in range(c.row_span)
        for k in range(c.col_span)
    ]
    assert sorted(taken) == [(r, k) for r in range(3) for k in range(4)]


def test_spans_cut_the_rendered_text() -> None:
    document = read(
        table(
            cell("名称") + cell("数"),
            cell("造林") + cell(paragraph("产出指标") + paragraph("（50分）")),
        )
    )
    last = document.tables[0].rows()[1][1]
    assert last.text == "产出指标(50分)"
    assert last.span.cut(document.text) == "产出指标\u2028（50分）"


def test_every_piece_knows_where_it_stood() -> None:
    document = read(
        paragraph("全年造林1200亩。")
        + table(cell("名称") + cell("数"), cell("造林") + cell("1200"))
    )
    last = document.tables[0].rows()[1][1]
    (origin,) = document.origins_of(last.span)
    assert (origin.table, origin.row, origin.col, origin.paragraph) == (1, 1, 1, 6)
    (sentence,) = document.sentences
    assert [o.paragraph for o in document.origins_of(sentence.span)] == [2]
    assert (document.reader, document.member) == ("docx", None)


def test_insertions_stay_and_deletions_go() -> None:
    inner = (
        f"{run('造林')}<w:ins>{run('1200亩')}</w:ins>"
        "<w:del><w:r><w:delText>900亩</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('。')}</w:moveTo>"
    )
    assert body_of(paragraph(inner)) == "造林1200亩。\n"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    whole = "<w:del><w:r><w:delText>全部删去</w:delText></w:r></w:del>"
    body = paragraph("全年造林", gone) + paragraph("1200亩。") + paragraph(whole, gone)
    assert body_of(body + paragraph("抚育300亩。")) == "全年造林1200亩。\n抚育300亩。\n"


def test_deleted_rows_and_cells_are_gone() -> None:
    rows = (
        cell("名称") + cell("数"),
        "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("900"),
        cell("造林") + cell("1200") + "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p/></w:tc>",
    )
    assert grid(read(table(*rows))) == [
        (0, 0, 1, 1, "名称"), (0, 1, 1, 1, "数"), (1, 0, 1, 1, "造林"), (1, 1, 1, 1, "1200"),
    ]  # fmt: skip


def test_content_controls_at_every_level() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = (
        control(paragraph("块级"))
        + paragraph(run("行") + control(run("内")))
        + f"<w:tbl>{control('<w:tr>' + control(cell('单元')) + cell(control(paragraph('格'))) + '</w:tr>')}"
        f"<w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>"
    )
    document = read(body)
    assert document.text.removeprefix(HEAD) == "块级\n行内\n\n单元\t格\n甲\t乙\n\n"


def test_symbol_font_hidden_text_and_ruby() -> None:
    body = paragraph(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + run("95%")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        + run("看不见", "<w:vanish/>")
        + run("看得见", '<w:vanish w:val="0"/>')
        + f"<w:r><w:ruby><w:rt>{run('zi')}</w:rt><w:rubyBase>{run('字')}</w:rubyBase></w:ruby></w:r>"
    )
    assert body_of(body) == "≥95%☑看得见字\n"


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    inner = f"<w:txbxContent>{paragraph('框一')}{paragraph('框二')}</w:txbxContent>"
    box = f"<w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r>"
    assert (
        body_of(paragraph(run("全年造林") + box + run("1200亩。")))
        == "全年造林1200亩。\n框一\n框二\n"
    )
    alone = "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:t>替代</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert body_of(paragraph(alone)) == "替代\n"


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    inner = table(cell("项目") + cell("金额"), cell("造林") + cell("3.20"))
    document = read(
        table(cell("资金") + cell(paragraph("见下表") + inner), cell("得分") + cell("9"))
    )
    outer, nested = document.tables
    assert [c.text for c in outer.cells] == ["资金", "见下表", "得分", "9"]
    assert [c.text for c in nested.cells] == ["项目", "金额", "造林", "3.20"]
    assert document.text.count("3.20") == 1


def test_a_table_of_one_cell_is_a_frame() -> None:
    document = read(table(cell(paragraph("全年造林1200亩。") + paragraph("抚育300亩。"))))
    assert document.tables == ()
    assert len(document.sentences) == 2


def test_rows_that_begin_later_keep_their_columns() -> None:
    rows = (
        cell("一级") + cell("二级") + cell("分"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("数量") + cell("10"),
    )
    assert grid(read(table(*rows)))[3:] == [(1, 1, 1, 1, "数量"), (1, 2, 1, 1, "10")]


def test_old_style_horizontal_merges() -> None:
    merged = '<w:tc><w:tcPr><w:hMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    rows = (
        merged.format("restart", paragraph("总分"))
        + merged.format("continue", "<w:p/>")
        + cell("98"),
        cell("甲") + cell("乙") + cell("丙"),
    )
    assert grid(read(table(*rows)))[:2] == [(0, 0, 1, 2, "总分"), (0, 2, 1, 1, "98")]


def test_formulas_are_words_too() -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    inner = (
        f'<m:oMath xmlns:m="{math}"><m:r><m:t>执行率=</m:t></m:r><m:f><m:num><m:r><m:t>510.30+120.70</m:t></m:r></m:num>'
        "<m:den><m:r><m:t>650</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert body_of(paragraph(inner)) == "执行率=(510.30+120.70)/650\n"


def test_notes_stand_at_the_end() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes xmlns:w="{NS}"><w:footnote w:id="0">{paragraph("分隔")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含临聘人员3人。")}</w:footnote></w:footnotes>'
    )
    body = paragraph(run("在职22人") + reference + run("。")) + paragraph("末段。")
    assert body_of(body, footnotes=notes) == "在职22人。\n末段。\n含临聘人员3人。\n"


def test_lines_of_a_table_of_contents_are_no_headings() -> None:
    line = (
        run("一、部门基本情况")
        + "<w:r><w:tab/></w:r><w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
        + run("3")
    )
    document = read(paragraph(line) + paragraph("一、部门基本情况") + paragraph("在职22人。"))
    assert [s.title for s in document.sections][1:] == ["部门基本情况"]


def test_content_decides_not_the_name() -> None:
    document = read_bytes(docx(TITLE + paragraph("全年造林1200亩。")), "renamed.txt")
    assert "造林" in document.text


def test_a_strict_document_and_one_whose_main_part_has_another_name() -> None:
    import io
    import zipfile

    strict = docx(TITLE)
    with zipfile.ZipFile(io.BytesIO(strict)) as package:
        xml = package.read("word/document.xml").decode()
    xml = xml.replace(NS, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("_rels/.rels", relations)
        package.writestr("word/document2.xml", xml)
    assert read_bytes(stream.getvalue(), "a.docx").text == HEAD


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<!--" + b"x" * 5000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(
            "utf-16"
        ),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a><a/>',
    ],
)
def test_a_doctype_is_refused_however_it_hides(xml: bytes) -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", xml)
    with pytest.raises(ReadError) as caught:
        read_bytes(stream.getvalue(), "a.docx")
    assert caught.value.reason == "unsafe"


def test_a_small_file_of_much_xml_is_refused() -> None:
    data = docx(TITLE + "<w:p/>" * 25_000_000)
    assert len(data) < 1_000_000
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.docx")
    assert caught.value.reason == "too_large"


def test_endless_nesting_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + paragraph("底") + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(ReadError) as caught:
        read(deep)
    assert caught.value.reason == "damaged"


def test_a_table_of_100_000_cells() -> None:
    row = "".join(cell(str(n)) for n in range(50))
    data = docx(TITLE + table(*[row] * 2000))
    started = time.process_time()
    (found,) = read_bytes(data, "a.docx").tables
    assert (found.n_rows, found.n_cols, len(found.cells)) == (2000, 50, 100_000)
    assert time.process_time() - started < 120


def test_more_cells_than_allowed_are_refused() -> None:
    row = "".join(cell(str(n)) for n in range(100))
    with pytest.raises(ReadError) as caught:
        read(table(*[row] * 2100))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("value", ["-5", "²", "99999999", "", "x"])
def test_odd_numbers_in_the_xml(value: str) -> None:
    properties = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr>'
    rows = (
        f'<w:trPr><w:gridBefore w:val="{value}"/></w:trPr>' + cell("甲") + cell("乙"),
        f'<w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p/></w:tc>' + cell("丙"),
    )
    symbol = f'<w:r><w:sym w:font="Symbol" w:char="{value}"/></w:r>'
    numbering = (
        f'<w:numbering xmlns:w="{NS}"><w:abstractNum w:abstractNumId="{value}"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        f'<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="{value}"><w:abstractNumId w:val="{value}"/></w:num></w:numbering>'
    )
    body = paragraph("造林", properties) + table(*rows) + paragraph(symbol)
    assert "造林" in read(body, numbering=numbering).text

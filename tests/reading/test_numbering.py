from __future__ import annotations

import pytest

from auditor.reading import read_bytes
from auditor.reading.numerals import numeral
from tests.reading.docx_files import NS, docx, paragraph

ABSTRACT = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>'
    "</w:abstractNum>"
)
NUMS = (
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def listed(*items: tuple[str, int, int], styles: str = "") -> list[str]:
    """The lines of paragraphs given as text, numId and level."""
    body = "".join(
        paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        for text, number, level in items
    )
    numbering = f'<w:numbering xmlns:w="{NS}">{ABSTRACT}{NUMS}</w:numbering>'
    return read_bytes(docx(body, numbering=numbering), "a.docx").text.splitlines()


def test_levels_count_and_start_anew() -> None:
    items = [("甲", 3, 0), ("子", 3, 1), ("丑", 3, 1), ("乙", 3, 0), ("寅", 3, 1)]
    assert listed(*items) == ["一、甲", "1.1子", "1.2丑", "二、乙", "2.1寅"]


def test_lists_of_one_definition_run_on_unless_they_say_otherwise() -> None:
    items = [("甲", 3, 0), ("乙", 4, 0), ("丙", 5, 0), ("丁", 5, 0)]
    assert listed(*items) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_style_brings_its_number_and_numid_0_takes_it_away() -> None:
    styles = (
        f'<w:styles xmlns:w="{NS}"><w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Sub"><w:basedOn w:val="H"/></w:style></w:styles>'
    )
    off = '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        paragraph("甲", '<w:pStyle w:val="H"/>')
        + paragraph("乙", '<w:pStyle w:val="Sub"/>')
        + paragraph("丙", off)
    )
    numbering = f'<w:numbering xmlns:w="{NS}">{ABSTRACT}{NUMS}</w:numbering>'
    text = read_bytes(docx(body, numbering=numbering, styles=styles), "a.docx").text
    assert text.splitlines() == ["一、甲", "二、乙", "丙"]


def test_headings_by_number_are_sections() -> None:
    body = "".join(
        paragraph(text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>')
        for text in ("部门基本情况", "预算支出情况")
    )
    numbering = f'<w:numbering xmlns:w="{NS}">{ABSTRACT}{NUMS}</w:numbering>'
    document = read_bytes(docx(body, numbering=numbering), "a.docx")
    assert [s.number for s in document.sections] == ["一、", "二、"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (23, "japaneseCounting", "二十三"),
        (12, "chineseLegalSimplified", "拾贰"),
        (3, "ideographTraditional", "丙"),
        (5, "decimalEnclosedCircleChinese", "⑤"),
        (14, "lowerRoman", "xiv"),
        (2, "upperLetter", "B"),
        (7, "decimalZero", "07"),
        (21, "decimalEnclosedParen", "21"),
        (4, "unheard of", "4"),
    ],
)
def test_numerals(number: int, form: str, text: str) -> None:
    assert numeral(number, form) == text

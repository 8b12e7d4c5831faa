"""What the fuzzer drives: bytes become a document that a reader meets, and laws must hold.

Bytes are turned into texts and trees of the words that the readers know (``_said``), so that the
fuzzer needn't find out zip and XML first. ``ReadError`` is an answer; anything else is a fault.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.engine import analyse
from auditor.quantities import find_quantities
from auditor.reading.base import read_data
from auditor.reading.folding import fold
from auditor.tables import parse_tables
from tests.reading.docx_files import docx

NUMBERS = (*"0123456789.．,，％%‰+-—~～至/×=（）()几余近约超两半十百千万亿零一二三年月日元个人次项",
    "万元", "个百分点", "平方公里", "以上", "不少于", "同比增长", "其中", "合计", "2023", "1,234.50",
    "第", "号", "〔2023〕", "：", "；", "。", "\n", " ", "\u3000", "１２", "①", "Ⅲ", "\u200b", "㎡", "½",
)  # fmt: skip
FORMS = (
    "|", "|", "|", "\n", "\n", "\t", "---", " | ", "\n\n", "单位：万元", "指标", "年度指标值", "实际完成值",
    "分值", "得分", "一级指标", "产出指标", "数量指标", "预算数", "执行数", "合计", "其中：", "基本支出", "100",
    "10", "95%", "≥", "12.5", "表1", "一、", "（一）", "1.", "项目名称", "完成", "。", "造林", "亩", "附件",
)  # fmt: skip
WORD_TAGS = (
    "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:sdt", "w:sdtContent", "w:ins", "w:del",
    "mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:pPr", "w:txbxContent", "w:hyperlink", "w:pict",
)  # fmt: skip
WORD_LEAVES = (
    '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="-1"/>', '<w:gridSpan w:val="999999999"/>', '<w:vMerge/>',
    '<w:vMerge w:val="restart"/>', "<w:br/>", "<w:tab/>", '<w:gridBefore w:val="3"/>', '<w:fldChar w:fldCharType="begin"/>',
    '<w:fldChar w:fldCharType="end"/>', '<w:numPr><w:numId w:val="1"/><w:ilvl w:val="9"/></w:numPr>', '<w:outlineLvl w:val="0"/>',
)  # fmt: skip
PAGE = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th rowspan=2>", "<td colspan=3>", "<td colspan=99999999>",
    "<td rowspan=-1>", "<td rowspan=0>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<h1>", "</h1>", "<br>", "<div hidden>",
    "</div>", '<span style="display:none">', "</span>", "<!--", "-->", "<script>", "</script>", "&nbsp;", "&#x1F600;", "&#0;",
    "<style>", "</style>", "<", ">", '"', "<table", "<ol start=99999999999>", "<caption>", "<pre>", "<!DOCTYPE html>",
)  # fmt: skip
SHEET = (
    '<row r="1">', '<row>', '<row r="1048577">', "</row>", '<c r="A1">', '<c r="B1" t="s">', '<c t="inlineStr">', '<c r="ZZZ9" t="b">',
    '<c r="C1" t="e">', '<c s="1">', "</c>", "<v>0</v>", "<v>1</v>", "<v>12.5</v>", "<v>1e308</v>", "<v>45000</v>", "<v>-1</v>",
    "<v></v>", "<is><t>合计</t></is>", "<f>SUM(A1)</f>", "<v>99999999999999999999</v>",
)  # fmt: skip


def _said(data: bytes, words: Sequence[str]) -> str:
    """One word a byte."""
    return "".join(words[byte % len(words)] for byte in data)


def _text(data: bytes, words: Sequence[str]) -> str:
    """Half of the inputs are words that we know, the others any text."""
    if data[:1] and data[0] % 2:
        return data[1:].decode("utf-8", "ignore")
    return _said(data[1:], words)


def _tree(data: bytes, tags: Sequence[str], leaves: Sequence[str]) -> str:
    """A well-formed tree: 0–63 a tag opens, 64–127 one closes, 128–159 a leaf, above that text."""
    parts: list[str] = []
    open_: list[str] = []
    for byte in data:
        if byte < 64 and len(open_) < 200:
            open_.append(tags[byte % len(tags)])
            parts.append(f"<{open_[-1]}>")
        elif byte < 128 and open_:
            parts.append(f"</{open_.pop()}>")
        elif byte < 160:
            parts.append(leaves[byte % len(leaves)])
        else:
            parts.append(FORMS[byte % len(FORMS)].replace("|", "年"))
    return "".join(parts) + "".join(f"</{tag}>" for tag in reversed(open_))


def _workbook(data: bytes) -> bytes:
    cut = len(data) * 3 // 4
    merged = "".join(
        f'<mergeCell ref="{chr(65 + a % 8)}{b % 9 + 1}:{chr(65 + b % 8)}{a % 9 + 1}"/>'
        for a, b in zip(data[cut::2], data[cut + 1 :: 2], strict=False)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = _said(data[:cut], SHEET)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        package.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{main}"><si><t>指标</t></si><si><t>8</t></si></sst>',
        )
        package.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData><mergeCells>{merged}</mergeCells></worksheet>',
        )
    return stream.getvalue()


def _documents(data: bytes, name: str) -> Iterator[Document]:
    try:
        yield from read_data(data, name)
    except ReadError as error:
        if not error.message or "\n" in error.message:
            raise AssertionError(error.message) from error


def lawful(document: Document) -> None:
    """What holds for any document."""
    size = len(document.text)
    assert len(document.folded) == size
    for piece in (*document.sections, *document.sentences, *document.tables):
        assert 0 <= piece.span.start <= piece.span.end <= size
    for table in document.tables:
        covered: set[tuple[int, int]] = set()
        for cell in table.cells:
            places = {
                (row, col)
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            }
            assert not covered & places
            covered |= places
            assert cell.row + cell.row_span <= table.n_rows
            assert cell.col + cell.col_span <= table.n_cols
            assert cell.span.end <= size


def _read(data: bytes, name: str) -> None:
    for document in _documents(data, name):
        lawful(document)
        parse_tables(document)


def any_bytes(data: bytes) -> None:
    """Whatever it is taken for; half of the inputs are text."""
    _read(data, "x.txt")


def quantities(data: bytes) -> None:
    """Each numeral lies in exactly one span."""
    text = _text(data, NUMBERS)
    found = find_quantities(text)
    spans = sorted([(q.span.start, q.span.end) for q in found.quantities] + [(e.span.start, e.span.end) for e in found.excluded])  # fmt: skip
    for (start, end), (following, _) in pairwise([*spans, (len(text), 0)]):
        assert 0 <= start < end <= following
    for quantity in found.quantities:
        low, high = quantity.bounds.low, quantity.bounds.high
        assert low is None or high is None or low <= high
    assert len(fold(text)) == len(text)


def tables(data: bytes) -> None:
    """Tables of text exports, from characters to indicators and findings."""
    text = "松林县林业局2023年度部门整体支出绩效自评报告\n" + _text(data, FORMS)
    for document in _documents(text.encode(), "x.txt"):
        lawful(document)
        analyse(document)


def word(data: bytes) -> None:
    """docx."""
    _read(docx(_tree(data, WORD_TAGS, WORD_LEAVES)), "x.docx")


def page(data: bytes) -> None:
    """html."""
    _read(f"<html><body>{_text(data, PAGE + FORMS)}".encode(), "x.html")


def workbook(data: bytes) -> None:
    """xlsx."""
    _read(_workbook(data), "x.xlsx")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "bytes": any_bytes,
    "quantities": quantities,
    "tables": tables,
    "docx": word,
    "html": page,
    "xlsx": workbook,
}

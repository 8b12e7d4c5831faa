"""What the fuzzer drives: bytes become a document that a reader meets, and laws must hold.

Bytes are turned into texts and trees of the words that the readers know (``_said``), so that the
fuzzer needn't find out zip and XML first. ``ReadError`` is an answer; anything else is a fault.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import xlwt

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.engine import analyse
from auditor.quantities import find_quantities
from auditor.reading.base import read_data
from auditor.reading.doc import _by_doc2docx
from auditor.reading.folding import fold
from auditor.reading.options import ReadOptions
from auditor.reading.pdf import read_pdf
from auditor.reading.xls import read_xls
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
DRAWN = (
    "BT /F1 12 Tf ", "ET ", "50 700 Td ", "0 -14 Td ", "90 0 Td ", "(100) Tj ", "(12.5%) Tj ", "(budget) Tj ", "(1,234.50) Tj ",
    "50 690 400 0.5 re f ", "50 640 0.5 60 re f ", "250 640 0.5 60 re f ", "50 640 m 450 640 l S ", "50 640 m 50 700 l S ", "1 Tr ", "3 Tr ",
    "q ", "Q ", "1 0 0 1 20 -40 cm ", "0.5 0 0 -0.5 0 0 cm ", "90 Tz ", "/F1 0 Tf ", "/F9 1e9 Tf ", "[(a) -2000 (b)] TJ ", "(\\377\\000) Tj ",
    "1 0 0 1 -1e30 1e30 Tm ", "0 1 -1 0 300 300 Tm ", "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI ", "99 w ", "() Tj ", "1 g ", "T* ",
)  # fmt: skip
_DATA = Path(__file__).parents[1] / "reading" / "data"
_SIZE = "/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
_WHERE = struct.Struct("<HB")


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


def _paper(data: bytes) -> bytes:
    """A PDF of a page or two with what ``data`` draws; its table of objects is left to the reader."""
    cut = len(data) // 2 if data[:1] > b"\x80" else len(data)
    pages = [_said(part, DRAWN) for part in (data[:cut], data[cut:]) if part]
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(pages)}{_SIZE}>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
    ]
    for n, page in enumerate(pages):
        place = 10 + 2 * n
        parts.append(f"{place} 0 obj<</Type/Page/Parent 2 0 R/Contents {place + 1} 0 R>>endobj")
        parts.append(f"{place + 1} 0 obj<</Length {len(page)}>>stream\n{page}\nendstream endobj")
    return "\n".join([*parts, "trailer<</Root 1 0 R>>\n%%EOF"]).encode()


@cache
def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 2, "2023年度项目支出绩效自评表")
    for row, values in enumerate(
        (["指标", "执行数", "执行率"], ["资金", 1234.5, 1], ["造林", 8, 0.5])
    ):
        for col, value in enumerate(values):
            sheet.write(row + 1, col, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def _old_document() -> bytes:
    return (_DATA / "report.doc").read_bytes()


def _changed(sample: bytes, data: bytes) -> bytes:
    """The sample with a byte changed for each three of ``data``, and cut where some are left over."""
    made = bytearray(sample)
    whole = len(data) - len(data) % _WHERE.size
    for place, value in _WHERE.iter_unpack(data[:whole]):
        made[place % len(made)] = value
    left = data[whole:]
    return bytes(made[: len(made) * left[0] // 255]) if left else bytes(made)


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


def paper(data: bytes) -> None:
    """A PDF with text; nothing is recognised in images."""
    _lawful_of(lambda: [read_pdf(_paper(data), ReadOptions(ocr="never"))])


def old_workbook(data: bytes) -> None:
    """xls: a good one with bytes changed."""
    _lawful_of(lambda: read_xls(_changed(_old_workbook(), data)))


def old_document(data: bytes) -> None:
    """doc: a good one with bytes changed, converted without LibreOffice."""
    _lawful_of(lambda: [_by_doc2docx(_changed(_old_document(), data), ReadOptions())])


def _lawful_of(read: Callable[[], Sequence[Document]]) -> None:
    try:
        found = read()
    except ReadError:
        return
    for document in found:
        lawful(document)
        parse_tables(document)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "bytes": any_bytes,
    "quantities": quantities,
    "tables": tables,
    "docx": word,
    "html": page,
    "xlsx": workbook,
    "pdf": paper,
    "xls": old_workbook,
    "doc": old_document,
}

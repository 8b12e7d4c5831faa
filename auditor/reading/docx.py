"""Word documents by our own walk over the OOXML (FORMATS.md: 100 % of cells and spans).

Rendered text: one paragraph a line; a table as one line a row, cells parted by TABs, a merged
cell once; paragraphs inside a cell parted by U+2028. Inserted text stays, deleted text goes, text
boxes stand once, automatic numbers are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Origin
from auditor.core.errors import ReadError
from auditor.core.table import Cell, Table
from auditor.reading.folding import fold
from auditor.reading.grids import caption_above, tidy
from auditor.reading.numbering import Numbering
from auditor.reading.ooxml import MC, Package, W
from auditor.reading.text import document_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INNER_BREAK = "\u2028"
MAX_CELLS = 200_000
_SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"}
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", MC + "Fallback", W + "pPr",
            W + "rPr", W + "sectPr", W + "tblPr", W + "tblGrid", W + "trPr", W + "tcPr"}  # fmt: skip


@dataclass(slots=True)
class _Raw:
    row: int
    col: int
    row_span: int
    col_span: int
    start: int
    end: int
    header: bool


@dataclass(slots=True)
class _Writer:
    numbering: Numbering
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    tables: list[tuple[int, int, int, list[_Raw]]] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    paragraphs: int = 0

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.size += len(text)


def read_docx(data: bytes) -> Document:
    """The document of a .docx; ``ReadError`` for a damaged, encrypted or empty one."""
    package = Package(data)
    root = package.part("word/document.xml")
    if root is None:
        raise ReadError(
            "not_docx",
            "压缩包里没有 Word 正文（word/document.xml）；请用 Word 另存为 docx 后再送审。",
        )
    body = root.find(W + "body")
    numbering = Numbering.of(package.part("word/numbering.xml"), package.part("word/styles.xml"))
    writer = _Writer(numbering)
    if body is not None:
        _blocks(writer, body)
    text = "".join(writer.pieces)
    if not text.strip():
        raise ReadError("empty", "文档里没有任何文字（可能只有图片）；请提供可复制文字的版本。")
    folded = fold(text)
    tables = tuple(
        _table(folded, number, *raw) for number, raw in enumerate(writer.tables, start=1)
    )
    made = document_of(text, folded, tables, media_type=MEDIA_TYPE)
    return replace(made, origins=tuple(writer.origins))


def _blocks(writer: _Writer, parent: etree._Element) -> None:
    for child in parent:
        if child.tag == W + "p":
            _paragraph(writer, child)
        elif child.tag == W + "tbl":
            _grid(writer, child)
        elif child.tag in (W + "sdt", W + "ins", W + "customXml", W + "smartTag"):
            content = child.find(W + "sdtContent")
            _blocks(writer, content if content is not None else child)


def _paragraph(writer: _Writer, node: etree._Element) -> None:
    start = writer.size
    number = writer.numbering.text_for(node.find(W + "pPr"))
    writer.write(number + "".join(_runs(node)))
    writer.paragraphs += 1
    if writer.size > start:
        writer.origins.append(Origin(CharSpan(start, writer.size), paragraph=writer.paragraphs))
    writer.write("\n")


def _runs(node: etree._Element) -> Iterator[str]:
    """Text of a paragraph in order; line breaks inside a paragraph become U+2028."""
    for child in node:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == W + "t":
            yield (child.text or "").replace("\n", " ").replace("\t", " ")
        elif tag == W + "tab":
            yield " "
        elif tag in (W + "br", W + "cr"):
            yield INNER_BREAK
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag == W + "sym":
            yield _SYMBOLS.get(int(child.get(W + "char") or "0", 16) & 0xFF, "")
        elif tag in (W + "p", W + "tbl"):
            yield INNER_BREAK + "".join(_runs(child))
        else:
            yield from _runs(child)


def _grid(writer: _Writer, node: etree._Element) -> None:
    writer.write("\n")
    start = writer.size
    cells: list[_Raw] = []
    open_merges: dict[int, _Raw] = {}
    width = 0
    for row, line in enumerate(_rows(node)):
        col = _before(line)
        header = line.find(f"{W}trPr/{W}tblHeader") is not None
        first = True
        for tc in _cells(line):
            span = max(_int(tc.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(W + "val") in (None, "continue")
            origin = open_merges.get(col)
            if continued and origin is not None and origin.row + origin.row_span == row:
                origin.row_span += 1
            else:
                if not first:
                    writer.write("\t")
                first = False
                begin = writer.size
                writer.write(INNER_BREAK.join(_cell_paragraphs(writer, tc)))
                raw = _Raw(row, col, 1, span, begin, writer.size, header)
                cells.append(raw)
                open_merges.pop(col, None)
                if merge is not None:
                    open_merges[col] = raw
            col += span
        width = max(width, col)
        writer.write("\n")
        if len(cells) > MAX_CELLS:
            raise ReadError(
                "too_large", f"文档中的一张表超过 {MAX_CELLS} 个单元格；请拆分后再送审。"
            )
    if cells and width:
        writer.tables.append((start, max(writer.size - 1, start), width, cells))
    writer.write("\n")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (W + "sdt", W + "ins"):
            content = child.find(W + "sdtContent")
            yield from _rows(content if content is not None else child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _cells(content)


def _cell_paragraphs(writer: _Writer, cell: etree._Element) -> Iterator[str]:
    for child in cell:
        if child.tag == W + "p":
            number = writer.numbering.text_for(child.find(W + "pPr"))
            text = number + "".join(_runs(child))
            if text:
                yield text
        elif child.tag == W + "tbl":
            for line in _rows(child):
                yield " ".join(" ".join(_cell_paragraphs(writer, inner)) for inner in _cells(line))
        elif child.tag in (W + "sdt", W + "ins"):
            content = child.find(W + "sdtContent")
            yield from _cell_paragraphs(writer, content if content is not None else child)


def _before(row: etree._Element) -> int:
    return _int(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _int(node: etree._Element | None, default: int) -> int:
    value = node.get(W + "val") if node is not None else None
    return int(value) if value is not None and value.isdigit() else default


def _table(folded: str, number: int, start: int, end: int, width: int, raws: list[_Raw]) -> Table:
    cells = []
    for raw in raws:
        span, text = tidy(folded, CharSpan(raw.start, raw.end))
        cells.append(Cell(raw.row, raw.col, raw.row_span, raw.col_span, span, text, raw.header))
    caption, caption_span, unit = caption_above(folded, start)
    return Table(
        id=f"t{number}",
        span=CharSpan(start, end),
        caption=caption,
        n_rows=max(cell.row + cell.row_span for cell in cells),
        n_cols=width,
        cells=tuple(cells),
        unit=unit,
        caption_span=caption_span,
    )

"""Word documents by our own walk over the OOXML (FORMATS.md: 100 % of cells and spans).

Rendered text: one paragraph a line; a table as one line a row, cells parted by TABs, a merged
cell once; paragraphs inside a cell parted by U+2028. Inserted text stays, deleted text goes, text
boxes stand once, automatic numbers are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.builder import INNER_BREAK, Builder, GridCell, Piece, Place
from auditor.reading.numbering import Numbering
from auditor.reading.ooxml import MC, Package, W
from auditor.reading.options import DEFAULTS, ReadOptions

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"}
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", MC + "Fallback", W + "pPr",
            W + "rPr", W + "sectPr", W + "tblPr", W + "tblGrid", W + "trPr", W + "tcPr"}  # fmt: skip


@dataclass(slots=True)
class _Cell:
    """A cell while its table is walked: a vertical merge grows it."""

    row: int
    col: int
    row_span: int
    col_span: int
    words: tuple[Piece, ...]
    header: bool


@dataclass(slots=True)
class _Walk:
    numbering: Numbering
    builder: Builder
    paragraphs: int = 0

    def words(self, node: etree._Element) -> Piece:
        """The next paragraph with its automatic number."""
        self.paragraphs += 1
        number = self.numbering.text_for(node.find(W + "pPr"))
        return Piece(number + "".join(_runs(node)), Place(paragraph=self.paragraphs))


def read_docx(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
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
    walk = _Walk(numbering, Builder(options))
    if body is not None:
        _blocks(walk, body)
    return walk.builder.document(MEDIA_TYPE, "docx", empty="文档里没有任何文字（可能只有图片）")


def _blocks(walk: _Walk, parent: etree._Element) -> None:
    for child in parent:
        if child.tag == W + "p":
            walk.builder.paragraph((walk.words(child),))
        elif child.tag == W + "tbl":
            walk.builder.table(_grid(walk, child))
        elif child.tag in (W + "sdt", W + "ins", W + "customXml", W + "smartTag"):
            content = child.find(W + "sdtContent")
            _blocks(walk, content if content is not None else child)


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


def _grid(walk: _Walk, node: etree._Element) -> Iterator[GridCell]:
    cells: list[_Cell] = []
    open_merges: dict[int, _Cell] = {}
    for row, line in enumerate(_rows(node)):
        col = _before(line)
        header = line.find(f"{W}trPr/{W}tblHeader") is not None
        for tc in _cells(line):
            span = max(_int(tc.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(W + "val") in (None, "continue")
            above = open_merges.get(col)
            if continued and above is not None and above.row + above.row_span == row:
                above.row_span += 1
            else:
                cell = _Cell(row, col, 1, span, tuple(_cell_words(walk, tc)), header)
                cells.append(cell)
                open_merges.pop(col, None)
                if merge is not None:
                    open_merges[col] = cell
            col += span
    for cell in cells:
        yield GridCell(cell.row, cell.col, cell.words, cell.row_span, cell.col_span, cell.header)


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


def _cell_words(walk: _Walk, cell: etree._Element) -> Iterator[Piece]:
    first = True
    for piece in _cell_paragraphs(walk, cell):
        if piece.text:
            if not first:
                yield Piece(INNER_BREAK)
            first = False
            yield piece


def _cell_paragraphs(walk: _Walk, cell: etree._Element) -> Iterator[Piece]:
    for child in cell:
        if child.tag == W + "p":
            yield walk.words(child)
        elif child.tag == W + "tbl":
            for line in _rows(child):
                inner = [piece for tc in _cells(line) for piece in _cell_paragraphs(walk, tc)]
                at = inner[0].at if inner else None
                yield Piece(" ".join(piece.text for piece in inner if piece.text), at)
        elif child.tag in (W + "sdt", W + "ins"):
            content = child.find(W + "sdtContent")
            yield from _cell_paragraphs(walk, content if content is not None else child)


def _before(row: etree._Element) -> int:
    return _int(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _int(node: etree._Element | None, default: int) -> int:
    value = node.get(W + "val") if node is not None else None
    return int(value) if value is not None and value.isdigit() else default

"""Word documents by our own walk over the OOXML (FORMATS.md: 100 % of cells and spans).

Inserted text stays, deleted text goes (rows, cells and paragraph marks too); a text box stands
once, behind the paragraph that anchors it; automatic numbers are written out; a table inside a
cell is a table of its own behind the outer one; a table of one cell is only a frame around
paragraphs; notes stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.builder import INNER_BREAK, Builder, GridCell, Piece, Place
from auditor.reading.numbering import Numbering
from auditor.reading.ooxml import MC, Package, W
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.wordruns import Runs, switched_on

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRAPPERS = {W + name for name in ("sdt", "ins", "moveTo", "customXml", "smartTag", "sdtContent")}
_WIDEST = 1_000


@dataclass(slots=True)
class _Cell:
    """A cell while its table is walked: merges grow it."""

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
    notes: list[str] = field(default_factory=list)
    held: list[Piece] = field(default_factory=list)

    def words(self, node: etree._Element) -> tuple[list[Piece], list[etree._Element]]:
        """The next paragraph, and the text boxes that are anchored in it.

        Empty where its mark was deleted: then its words wait for the paragraph behind.
        """
        self.paragraphs += 1
        properties = node.find(W + "pPr")
        runs = Runs()
        text = runs.text(node)
        self.notes += runs.notes
        at = Place(paragraph=self.paragraphs)
        if properties is not None and switched_on(properties.find(f"{W}rPr/{W}del")):
            self.held.append(Piece(text, at))
            return [], runs.boxes
        number = self.numbering.text_for(properties)
        pieces = [Piece(number, at), *self.held, Piece(text, at)]
        self.held = []
        return [piece for piece in pieces if piece.text], runs.boxes


def read_docx(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a .docx; ``ReadError`` for a damaged, encrypted or empty one."""
    package = Package(data)
    main = package.main_part("word/document.xml")
    root = package.part(main)
    if root is None:
        raise ReadError(
            "not_docx",
            "压缩包里没有 Word 正文（word/document.xml）；请用 Word 另存为 docx 后再送审。",
        )
    cells = sum(1 for _ in root.iter(W + "tc"))
    if cells > options.max_cells:
        raise ReadError("too_large", f"文档中的表格有 {cells} 个单元格，超过上限；请拆分后再送审。")
    numbering = Numbering.of(
        package.part(package.beside(main, "numbering.xml")),
        package.part(package.beside(main, "styles.xml")),
    )
    walk = _Walk(numbering, Builder(options))
    body = root.find(W + "body")
    if body is not None:
        _blocks(walk, body)
    if any(piece.text for piece in walk.held):
        walk.builder.paragraph(walk.held)
    _notes(walk, package, main)
    return walk.builder.document(MEDIA_TYPE, "docx", empty="文档里没有任何文字（可能只有图片）")


def _blocks(walk: _Walk, parent: etree._Element) -> None:
    for child in parent:
        if child.tag == W + "p":
            _paragraph(walk, child)
        elif child.tag == W + "tbl":
            _table(walk, child)
        elif child.tag in _WRAPPERS:
            _blocks(walk, child)
        elif child.tag == MC + "AlternateContent":
            form = child.find(MC + "Choice")
            _blocks(walk, child if form is None else form)


def _paragraph(walk: _Walk, node: etree._Element) -> None:
    pieces, boxes = walk.words(node)
    if not walk.held:
        walk.builder.paragraph(pieces)
    for box in boxes:
        _blocks(walk, box)


def _notes(walk: _Walk, package: Package, main: str) -> None:
    """Footnotes and endnotes in the order in which the text refers to them."""
    wanted = dict.fromkeys(walk.notes)
    if not wanted:
        return
    for part, kind in (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")):
        root = package.part(package.beside(main, part))
        nodes = {} if root is None else {n.get(W + "id"): n for n in root.findall(W + kind)}
        for note in wanted:
            node = nodes.get(note[4:]) if note.startswith(kind[:4]) else None
            if node is not None:
                _blocks(walk, node)


def _table(walk: _Walk, node: etree._Element) -> None:
    lines = list(_rows(node))
    cells = list(_cells(lines[0])) if len(lines) == 1 else []
    if len(cells) == 1:
        _blocks(walk, cells[0])
        return
    inner: list[etree._Element] = []
    walk.builder.table(_grid(walk, lines, inner))
    for table in inner:
        _table(walk, table)


def _grid(
    walk: _Walk, lines: list[etree._Element], inner: list[etree._Element]
) -> Iterator[GridCell]:
    cells: list[_Cell] = []
    open_merges: dict[int, _Cell] = {}
    for row, line in enumerate(lines):
        col = _int(line.find(f"{W}trPr/{W}gridBefore"), 0)
        header = switched_on(line.find(f"{W}trPr/{W}tblHeader"))
        for tc in _cells(line):
            properties = tc.find(W + "tcPr")
            span = max(_int(_of(properties, "gridSpan"), 1), 1)
            if _continues(properties, "hMerge") and cells and cells[-1].row == row:
                cells[-1].col_span += span
                col += span
                continue
            above = open_merges.get(col)
            if (
                _continues(properties, "vMerge")
                and above is not None
                and above.row + above.row_span == row
            ):
                above.row_span += 1
            else:
                words = tuple(_cell_words(walk, tc, inner))
                cell = _Cell(row, col, 1, span, words, header)
                cells.append(cell)
                open_merges.pop(col, None)
                if _of(properties, "vMerge") is not None:
                    open_merges[col] = cell
            col += span
    for cell in cells:
        yield GridCell(cell.row, cell.col, cell.words, cell.row_span, cell.col_span, cell.header)


def _continues(properties: etree._Element | None, name: str) -> bool:
    merge = _of(properties, name)
    return merge is not None and merge.get(W + "val") in (None, "continue")


def _of(properties: etree._Element | None, name: str) -> etree._Element | None:
    return None if properties is None else properties.find(W + name)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _cell_words(walk: _Walk, cell: etree._Element, inner: list[etree._Element]) -> Iterator[Piece]:
    """The paragraphs of a cell, parted by breaks."""
    first = True
    for pieces in _cell_paragraphs(walk, cell, inner):
        if pieces:
            if not first:
                yield Piece(INNER_BREAK)
            first = False
            yield from pieces


def _cell_paragraphs(
    walk: _Walk, cell: etree._Element, inner: list[etree._Element]
) -> Iterator[list[Piece]]:
    for child in cell:
        if child.tag == W + "p":
            pieces, boxes = walk.words(child)
            yield pieces
            for box in boxes:
                yield from _cell_paragraphs(walk, box, inner)
        elif child.tag == W + "tbl":
            inner.append(child)
        elif child.tag in _WRAPPERS:
            yield from _cell_paragraphs(walk, child, inner)


def _int(node: etree._Element | None, default: int) -> int:
    try:
        value = int(node.get(W + "val") or default) if node is not None else default
    except ValueError:
        return default
    return min(max(value, 0), _WIDEST)

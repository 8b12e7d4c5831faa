"""HTML → paragraphs and tables in reading order, by one walk that never recurses.

What a browser doesn't show is left out (scripts, hidden elements, deletions), and so are menus:
blocks that are little else than links. Space is collapsed as a browser does; a line break of the
source between two Chinese characters is nothing (CSS Text 3, segment break transformation).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.builder import INNER_BREAK
from auditor.reading.html_hidden import Hidden
from auditor.reading.html_lists import ListCounter, marker_of

MAX_NESTED = 40
"""Tables inside tables; deeper ones are read as plain blocks."""

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre section summary"
    " table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}
_TABLE_PARTS = frozenset({"table", "caption", "tr", "td", "th", "col", *_SECTIONS})
_WIDE = "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6“”‘’…—·"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\f\r\n]*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\f\r\n]+")
_AROUND_BREAK = re.compile(f" ?{INNER_BREAK} ?")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_FIELDS = frozenset({"", "text", "number", "date", "tel"})


@dataclass(slots=True)
class Paragraph:
    """Shown text; forced line breaks in it are U+2028."""

    text: str


@dataclass(slots=True)
class CellNode:
    """A td or th with what stands in it."""

    row_span: int
    col_span: int
    header: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class RowNode:
    """A tr; ``part`` sorts thead before tbody before tfoot."""

    part: int
    hidden: bool
    cells: list[CellNode] = field(default_factory=list)


@dataclass(slots=True)
class TableNode:
    """A table; ``hidden_cols`` are columns that a col element hides."""

    layout: bool
    caption: list[Block] = field(default_factory=list)
    rows: list[RowNode] = field(default_factory=list)
    hidden_cols: set[int] = field(default_factory=set)
    cols: int = 0


Block = Paragraph | TableNode


def blocks_of(root: etree._Element) -> list[Block]:
    """The shown content of a page."""
    return _Walk(Hidden.of(root)).run(root)


class _Walk:
    def __init__(self, hidden: Hidden) -> None:
        self._hidden = hidden
        self._out: list[Block] = []
        self._into: list[list[Block]] = [self._out]
        self._tables: list[TableNode] = []
        self._part = [1]
        self._beyond = 0
        self._text: list[str] = []
        self._lists: list[ListCounter] = []
        self._marker = ""
        self._pre = 0

    def run(self, root: etree._Element) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                self._end(element, tag)
                self._write(element.tail)
            elif self._hidden.drops(element):
                self._dropped(element, tag)
                walker.skip_subtree()
            else:
                self._start(element, tag)
                self._write(element.text)
        self._flush()
        return self._out

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            text = re.sub(r"\r\n?|\n", INNER_BREAK, text)
        self._text.append(text)

    def _dropped(self, element: etree._Element, tag: str) -> None:
        """A hidden row still counts for the cells that reach down over it."""
        if tag == "tr" and self._tables:
            self._tables[-1].rows.append(RowNode(self._part[-1], hidden=True))

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag == "br":
            self._text.append(INNER_BREAK)
        elif tag in ("ol", "ul", "menu"):
            self._lists.append(ListCounter.of(element))
        elif tag == "li":
            self._marker = marker_of(element, self._lists[-1] if self._lists else None)
        elif tag == "pre":
            self._pre += 1
        elif tag in ("input", "select"):
            self._text.append(_field(element, tag))
        elif tag in _TABLE_PARTS:
            self._start_of_table(element, tag)

    def _start_of_table(self, element: etree._Element, tag: str) -> None:
        if tag == "table" and (self._beyond or len(self._tables) >= MAX_NESTED):
            self._beyond += 1
        elif self._beyond or not (self._tables or tag == "table"):
            return
        elif tag == "table":
            table = TableNode(element.get("role") in ("presentation", "none"))
            self._into[-1].append(table)
            self._tables.append(table)
            self._part.append(1)
        elif tag in _SECTIONS:
            self._part[-1] = _SECTIONS[tag]
        elif tag == "tr":
            self._tables[-1].rows.append(RowNode(self._part[-1], hidden=False))
        elif tag == "caption":
            self._into.append(self._tables[-1].caption)
        elif tag == "col":
            self._column(element)
        elif tag in ("td", "th"):
            if not self._tables[-1].rows:
                self._tables[-1].rows.append(RowNode(self._part[-1], hidden=False))
            cell = CellNode(
                _count(element.get("rowspan"), 65_534, zero=65_534),
                _count(element.get("colspan"), 1_000, zero=1),
                tag == "th" or self._part[-1] == 0,
            )
            self._tables[-1].rows[-1].cells.append(cell)
            self._into.append(cell.blocks)

    def _column(self, element: etree._Element) -> None:
        table = self._tables[-1]
        span = _count(element.get("span"), 1_000, zero=1)
        if self._hidden.hides_column(element):
            table.hidden_cols.update(range(table.cols, table.cols + span))
        table.cols += span

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        if self._hidden.drops(element):
            return
        if tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._pre -= 1
        elif self._tables:
            self._end_of_table(tag)

    def _end_of_table(self, tag: str) -> None:
        if self._beyond:
            self._beyond -= tag == "table"
        elif tag in ("td", "th", "caption"):
            self._into.pop()
        elif tag == "table":
            self._tables.pop()
            self._part.pop()
        elif tag in _SECTIONS:
            self._part[-1] = 1

    def _flush(self) -> None:
        """Close the paragraph that is being written, where it holds anything."""
        if not self._text:
            return
        raw = "".join(self._text)
        self._text.clear()
        text = collapse(raw)
        if not text.strip():
            return
        self._into[-1].append(Paragraph(self._marker + text))
        self._marker = ""


def collapse(raw: str) -> str:
    """``raw`` as a browser shows it: source breaks and runs of space collapsed, ends trimmed."""
    text = _SOURCE_BREAK.sub("", raw.translate(_C1))
    text = _AROUND_BREAK.sub(INNER_BREAK, _SPACE.sub(" ", text))
    return text.strip(" " + INNER_BREAK)


def _field(element: etree._Element, tag: str) -> str:
    """What a form field shows: pages of budget systems keep their figures in fields."""
    if tag == "input":
        shown = (element.get("type") or "").lower() in _FIELDS
        return element.get("value") or "" if shown else ""
    options = list(element.iter("option"))
    chosen = next((o for o in options if o.get("selected") is not None), None)
    return (chosen.text or "") if chosen is not None else ""


def _count(value: str | None, limit: int, *, zero: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", value or "")
    number = int(digits.group(1)) if digits else 1
    return min(number, limit) if number else zero

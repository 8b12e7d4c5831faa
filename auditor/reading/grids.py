"""Tables in plain text: cell lines, TAB-separated lines and pipe tables → logical grids.

In the cell-line dialect each cell is a line that begins with a TAB and rows are parted by blank
lines; horizontal spans are lost, so rows differ in width (DOMAIN.md, text dialects of tables).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.core.charspan import CharSpan
from auditor.core.table import Cell, Table
from auditor.reading.lines import Line, lines_of

_INNER = re.compile(r"^\s*[(]?\d{1,3}(?:\.\d+)?分?[)]?\s*$")
_CAPTION_LIKE = re.compile(
    r"表$|表[(]|附件|附表|名单$|情况$|说明|备注|填表|注:|报告$|^[一二三四五六七八九十]+、|^[(][一二三四五六七八九十]"
)
_NOT_CAPTION = re.compile(r"^\s*(?:[(]?\s*(?:金额)?单位\s*:|填表|填报|备注|说明|注:)")
_UNIT_LINE = re.compile(r"(?:金额)?单位\s*:\s*([一-鿿%]{1,4})")
_PIPE_RULE = re.compile(r"^[\s|:+-]+$")


@dataclass(slots=True)
class RawTable:
    """Rows of raw cell spans, and the lines that the table takes."""

    first: int
    last: int
    rows: list[list[CharSpan]] = field(default_factory=list)


def find_tables(lines: Sequence[Line]) -> list[RawTable]:
    """All tables in order; their line ranges don't overlap."""
    tables: list[RawTable] = []
    index = 0
    while index < len(lines):
        found = _pipe(lines, index) or _tabbed(lines, index) or _cell_lines(lines, index)
        if found is None:
            index += 1
            continue
        tables.append(found)
        index = found.last + 1
    return tables


def _pipe(lines: Sequence[Line], index: int) -> RawTable | None:
    table = RawTable(index, index)
    while index < len(lines):
        text = lines[index].text.strip()
        if not (text.startswith("|") and text.endswith("|") and text.count("|") >= 3):
            break
        if not _PIPE_RULE.match(text):
            table.rows.append(_cut(lines[index], "|")[1:-1])
        table.last = index
        index += 1
    return table if len(table.rows) >= 2 else None


def _tabbed(lines: Sequence[Line], index: int) -> RawTable | None:
    table = RawTable(index, index)
    while index < len(lines):
        text = lines[index].text
        tabs = text.count("\t")
        if tabs == 0 or (text.startswith("\t") and tabs == 1):
            break
        table.rows.append(_cut(lines[index], "\t"))
        table.last = index
        index += 1
    return table if len(table.rows) >= 2 else None


def _cut(line: Line, separator: str) -> list[CharSpan]:
    spans: list[CharSpan] = []
    at = line.start
    for piece in line.text.split(separator):
        spans.append(CharSpan(at, at + len(piece)))
        at += len(piece) + 1
    return spans


def _cell_lines(lines: Sequence[Line], index: int) -> RawTable | None:
    if not _starts_cell(lines[index]):
        return None
    table = RawTable(index, index)
    row: list[CharSpan] = []
    blanks = 0
    while index < len(lines):
        line = lines[index]
        if _starts_cell(line):
            if blanks and row:
                table.rows.append(row)
                row = []
            row.append(CharSpan(line.start + 1, line.end))
            table.last, blanks = index, 0
        elif line.blank:
            blanks += 1
        elif blanks == 0 or _continues(lines, index, blanks):
            row[-1] = CharSpan(row[-1].start, line.end)
            table.last, blanks = index, 0
        else:
            break
        index += 1
    if row:
        table.rows.append(row)
    table.rows = _repair(table.rows)
    return table if sum(len(r) for r in table.rows) >= 2 else None


def _starts_cell(line: Line) -> bool:
    return line.text.startswith("\t") and "\t" not in line.text[1:]


def _continues(lines: Sequence[Line], index: int, blanks: int) -> bool:
    """Whether a line behind a blank one still belongs to the cell above it.

    It does when it is short, no caption, and the row goes on right behind it.
    """
    text = lines[index].text.strip()
    if blanks > 1 or len(text) > 12 or _CAPTION_LIKE.search(text):
        return False
    for line in lines[index + 1 : index + 4]:
        if _starts_cell(line):
            return True
        if line.blank or len(line.text.strip()) > 12:
            return False
    return bool(_INNER.match(text)) and index + 1 < len(lines) and _starts_cell(lines[index + 1])


def _repair(rows: list[list[CharSpan]]) -> list[list[CharSpan]]:
    """Join a row that a blank line inside a cell cut in two: 1 + 8 cells over rows of 9."""
    out: list[list[CharSpan]] = []
    index = 0
    while index < len(rows):
        here = rows[index]
        if index + 2 < len(rows):
            following, after = rows[index + 1], rows[index + 2]
            joint = len(here) + len(following)
            if len(here) == 1 and len(following) >= 2 and len(after) == joint:
                out.append(here + following)
                index += 2
                continue
        out.append(here)
        index += 1
    return out


def build_table(raw: RawTable, folded: str, lines: Sequence[Line], table_id: str) -> Table:
    """The logical grid of ``raw`` with caption and unit; ``ragged`` where rows differ in width."""
    cells: list[Cell] = []
    widths = {len(row) for row in raw.rows}
    for number, row in enumerate(raw.rows):
        for col, span in enumerate(row):
            inner, text = tidy(folded, span)
            cells.append(Cell(number, col, 1, 1, inner, text))
    caption, unit = _caption(raw, lines)
    return Table(
        id=table_id,
        span=CharSpan(lines[raw.first].start, lines[raw.last].end),
        caption=caption.text.strip() if caption else "",
        n_rows=len(raw.rows),
        n_cols=max(widths),
        cells=tuple(cells),
        unit=unit,
        ragged=len(widths) > 1,
        caption_span=_stripped(caption) if caption else None,
    )


def tidy(folded: str, span: CharSpan) -> tuple[CharSpan, str]:
    """The span without outer white space, and its text without line breaks inside."""
    piece = span.cut(folded)
    start = span.start + len(piece) - len(piece.lstrip())
    end = max(span.end - (len(piece) - len(piece.rstrip())), start)
    inner = CharSpan(start, end)
    parts = [part.strip() for part in re.split(r"[\r\n\u2028]+", inner.cut(folded))]
    return inner, "".join(part for part in parts if part)


def _stripped(line: Line) -> CharSpan:
    text = line.text
    start = line.start + len(text) - len(text.lstrip())
    return CharSpan(start, max(start, line.start + len(text.rstrip())))


def _caption(raw: RawTable, lines: Sequence[Line]) -> tuple[Line | None, str | None]:
    unit: str | None = None
    for line in reversed(lines[max(0, raw.first - 8) : raw.first]):
        if line.empty:
            continue
        found = _UNIT_LINE.search(line.text)
        if found and len(line.text.strip()) <= 40:
            unit = unit or found.group(1)
            if "表" not in line.text:
                continue
        if _NOT_CAPTION.match(line.text) or "\t" in line.text:
            break
        text = line.text.strip()
        return (line if len(text) <= 60 and "。" not in text else None), unit
    return None, unit


def caption_above(folded: str, start: int) -> tuple[str, CharSpan | None, str | None]:
    """Caption, its span and the unit set above a table that begins at ``start``."""
    begin = max(0, start - 600)
    lines = [
        Line(line.number, line.start + begin, line.end + begin, line.text)
        for line in lines_of(folded[begin:start])
    ]
    found, unit = _caption(RawTable(len(lines), len(lines)), lines)
    if found is None:
        return "", None, unit
    return found.text.strip(), _stripped(found), unit

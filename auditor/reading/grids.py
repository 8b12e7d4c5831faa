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
from auditor.reading.aligned import bare_pipes, spaced
from auditor.reading.captions import caption_of
from auditor.reading.cellbreaks import goes_on_in_cell
from auditor.reading.cellforms import cell_forms
from auditor.reading.crawled import cells_of, crawled, row_end
from auditor.reading.lines import Line, stripped
from auditor.reading.onebar import one_bar_a_cell
from auditor.reading.prose import cells_are_prose, rows_are_prose

_PIPE_RULE = re.compile(r"^[\s|:+-]+$")
_PIPES = 3
"""Bars of a row of two cells."""
_REMARK = re.compile(r"^\s*(?:备\s*注|说\s*明|.{0,6}(?:原因|偏差|措施).{0,12})\s*$")
"""The last column of a form, which most rows leave empty."""
_NARROW = 4
_BREAKS = re.compile(r"[\r\n\u2028]+")


@dataclass(slots=True)
class RawTable:
    """Rows of raw cell spans, and the lines that the table takes, ``last`` included."""

    first: int
    last: int
    rows: list[list[CharSpan]] = field(default_factory=list)


def find_tables(lines: Sequence[Line], folded: str, text: str = "") -> list[RawTable]:
    """All tables in order; their line ranges don't overlap.

    ``text`` is the unfolded text; without it columns parted by wide spaces are not looked for.
    """
    tables: list[RawTable] = []
    forms = {form.first: form for form in cell_forms(lines, folded)}
    index = 0
    while index < len(lines):
        line = lines[index].text
        form = forms.get(index)
        if form is not None:
            tables.append(RawTable(form.first, form.last, form.rows))
            index = form.last + 1
            continue
        if "|" not in line and "\t" not in line:
            run = _spaced(lines, index, text) if text and " " in line else None
            if run is not None:
                tables.append(run)
            index = run.last + 1 if run is not None else index + 1
            continue
        run = (
            _crawled(lines, index, folded)
            or _one_bar(lines, index)
            or _pipe(lines, index, folded)
            or _plain(index, bare_pipes(lines, index))
            or _tabbed(lines, index, folded)
            or _cells(lines, index, folded)
        )
        if run is None:
            index += 1
            continue
        if run.rows:
            tables.append(run)
        index = run.last + 1
    return tables


def _spaced(lines: Sequence[Line], index: int, text: str) -> RawTable | None:
    found = spaced(lines, index, text)
    return RawTable(index, *found) if found is not None else None


def _plain(index: int, rows: list[list[CharSpan]] | None) -> RawTable | None:
    return RawTable(index, index + len(rows) - 1, rows) if rows else None


def _crawled(lines: Sequence[Line], index: int, folded: str) -> RawTable | None:
    if "|" not in lines[index].text:
        return None
    last, rows = crawled(lines, index, folded)
    return RawTable(index, last, rows) if rows else None


def _one_bar(lines: Sequence[Line], index: int) -> RawTable | None:
    first, last, rows = one_bar_a_cell(lines, index)
    return RawTable(first, last, rows) if rows else None


def _pipe(lines: Sequence[Line], index: int, folded: str) -> RawTable | None:
    table = RawTable(index, index)
    rules = bars = 0
    while index < len(lines):
        text = lines[index].text.strip()
        last = _pipe_end(lines, index, bars)
        if last is None:
            break
        if not _PIPE_RULE.match(text):
            bars = bars or text.count("|")
            table.rows.append(cells_of(lines[index : last + 1], folded)[1:-1])
        elif (rules := rules + 1) > len(table.rows) + 1:
            break
        table.last = last
        index = last + 1
    return table if len(table.rows) >= 2 else None


def _pipe_end(lines: Sequence[Line], index: int, bars: int) -> int | None:
    """The last line of the row that begins at ``index``: | 旧区改造⏎数量 | 6 | has two."""
    text = lines[index].text.strip()
    if not text.startswith("|"):
        return None
    if text.endswith("|") and text.count("|") >= _PIPES:
        return index
    return row_end(lines, index, bars) if text.count("|") < bars else None


def _tabbed(lines: Sequence[Line], index: int, folded: str) -> RawTable | None:
    """TAB-cut lines; without rows where they turn out to be indented prose."""
    table = RawTable(index, index)
    while index < len(lines):
        text = lines[index].text
        tabs = text.count("\t")
        if tabs == 0 or (text.startswith("\t") and tabs == 1):
            break
        table.rows.append(_cut(lines[index], "\t"))
        table.last = index
        index += 1
    if len(table.rows) < 2:
        return None
    if rows_are_prose(_texts(table.rows, folded)):
        table.rows = []
    elif not any(line.text.endswith("\t") for line in lines[table.first : table.last + 1]):
        table.rows = _completed(table.rows, folded)
    return table


def _completed(rows: list[list[CharSpan]], folded: str) -> list[list[CharSpan]]:
    """Rows one short under a head that ends in 原因 or 备注 get the empty cell back.

    Editors and mailers cut the TABs at the ends of lines; in such a table no line has one.
    """
    found: list[list[CharSpan]] = []
    width = 0
    for row in rows:
        if _REMARK.search(row[-1].cut(folded)) and len(row) > _NARROW:
            width = len(row)
        elif len(row) == width - 1:
            end = row[-1].end
            row = [*row, CharSpan(end, end)]
        found.append(row)
    return found


def _texts(rows: Sequence[Sequence[CharSpan]], folded: str) -> list[list[str]]:
    return [[span.cut(folded).strip() for span in row] for row in rows]


def _cut(line: Line, separator: str) -> list[CharSpan]:
    spans: list[CharSpan] = []
    at = line.start
    for piece in line.text.split(separator):
        spans.append(CharSpan(at, at + len(piece)))
        at += len(piece) + 1
    return spans


def _cells(lines: Sequence[Line], index: int, folded: str) -> RawTable | None:
    """Cell lines; without rows where they are a single cell or indented prose."""
    if not lines[index].is_cell:
        return None
    table = RawTable(index, index)
    row: list[CharSpan] = []
    widths: set[int] = set()
    blanks = 0
    while index < len(lines):
        line = lines[index]
        if line.is_cell:
            if blanks and row:
                table.rows.append(row)
                widths.add(len(row))
                row = []
            row.append(CharSpan(line.start + 1, line.end))
            table.last, blanks = index, 0
        elif line.blank:
            blanks += 1
        elif blanks == 0 or goes_on_in_cell(lines, index, blanks, row, widths, folded):
            row[-1] = CharSpan(row[-1].start, line.end)
            table.last, blanks = index, 0
        else:
            break
        index += 1
    table.rows.append(row)
    table.rows = _repair(table.rows)
    if sum(len(r) for r in table.rows) < 2 or cells_are_prose(_texts(table.rows, folded)):
        table.rows = []
    return table


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
    caption, unit = caption_of(lines, raw.first)
    return Table(
        id=table_id,
        span=CharSpan(lines[raw.first].start, lines[raw.last].end),
        caption=caption.text.strip() if caption else "",
        n_rows=len(raw.rows),
        n_cols=max(widths),
        cells=tuple(cells),
        unit=unit,
        ragged=len(widths) > 1,
        caption_span=stripped(caption) if caption else None,
    )


def tidy(folded: str, span: CharSpan) -> tuple[CharSpan, str]:
    """The span without outer white space, and its text without line breaks inside."""
    piece = span.cut(folded)
    start = span.start + len(piece) - len(piece.lstrip())
    end = max(span.end - (len(piece) - len(piece.rstrip())), start)
    text = piece.strip()
    if _BREAKS.search(text):
        text = "".join(part.strip() for part in _BREAKS.split(text))
    return CharSpan(start, end), text

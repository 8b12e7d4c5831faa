"""The report's text as HTML: sections, real tables, claims underlined, evidence marked."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from itertools import pairwise

from markupsafe import escape

from auditor.core.charspan import CharSpan
from auditor.core.report import Analysis
from auditor.core.table import Cell, Table


class _Marks:
    """Spans to mark, cut into pieces at all their borders; overlaps are fine."""

    def __init__(self, analysis: Analysis) -> None:
        self._text = analysis.document.text
        self._spans: list[tuple[int, int, str]] = []
        for claim in analysis.claims:
            span = claim.quantity.span
            self._spans.append((span.start, span.end, "c"))
        for finding in analysis.findings:
            for place in finding.tick.evidence:
                end = max(place.span.end, place.span.start + 1)
                self._spans.append(
                    (place.span.start, end, f"e f-{finding.id} s-{finding.severity.value}")
                )
        borders = {b for start, end, _ in self._spans for b in (start, end)}
        self._borders = sorted(borders)
        self._starting: dict[int, list[tuple[int, str]]] = {}
        for start, end, name in self._spans:
            self._starting.setdefault(start, []).append((end, name))

    def html(self, span: CharSpan) -> str:
        """The text of ``span`` with its marks."""
        low = bisect.bisect_right(self._borders, span.start)
        high = bisect.bisect_left(self._borders, span.end)
        cuts = [span.start, *self._borders[low:high], span.end]
        return "".join(self._piece(a, b) for a, b in pairwise(cuts) if b > a)

    def _piece(self, start: int, end: int) -> str:
        text = str(escape(self._text[start:end]))
        names = [
            name
            for begin, opened in self._starting.items()
            if begin <= start
            for stop, name in opened
            if stop >= end
        ]
        if not names:
            return text
        classes = " ".join(dict.fromkeys(" ".join(names).split()))
        return f'<span class="{classes}" id="p{start}">{text}</span>'


def render_text(analysis: Analysis) -> str:
    """The whole report as HTML blocks in reading order."""
    return "\n".join(_blocks(analysis))


def _blocks(analysis: Analysis) -> Iterator[str]:
    document = analysis.document
    marks = _Marks(analysis)
    headings = {section.heading.start: section for section in document.sections}
    at = 0
    for table in sorted(document.tables, key=lambda t: t.span):
        yield from _lines(document.text, marks, at, table.span.start, headings)
        yield _table(marks, table)
        at = table.span.end
    yield from _lines(document.text, marks, at, len(document.text), headings)


def _lines(
    text: str, marks: _Marks, start: int, end: int, headings: Mapping[int, object]
) -> Iterator[str]:
    position = start
    for line in text[start:end].split("\n"):
        span = CharSpan(position, position + len(line))
        position = span.end + 1
        stripped = line.strip()
        if not stripped:
            continue
        lead = span.start + len(line) - len(line.lstrip())
        level = getattr(headings.get(lead), "level", None)
        inner = marks.html(span)
        if level is not None:
            tag = f"h{min(level + 1, 6)}"
            yield f"<{tag}>{inner}</{tag}>"
        else:
            yield f"<p>{inner}</p>"


def _table(marks: _Marks, table: Table) -> str:
    rows = []
    for cells in table.rows():
        inner = "".join(_cell(marks, cell, table, len(cells)) for cell in cells)
        rows.append(f"<tr>{inner}</tr>")
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return f'<div class="grid"><table>{caption}<tbody>{"".join(rows)}</tbody></table></div>'


def _cell(marks: _Marks, cell: Cell, table: Table, width: int) -> str:
    tag = "th" if cell.is_header else "td"
    span = cell.col_span
    if table.ragged and cell.col == width - 1:
        span = table.n_cols - width + 1
    attributes = f' colspan="{span}"' if span > 1 else ""
    if cell.row_span > 1:
        attributes += f' rowspan="{cell.row_span}"'
    shown = CharSpan(cell.span.start, max(cell.span.end, cell.span.start))
    inner = marks.html(shown) if len(shown) else f'<span id="p{cell.span.start}"></span>'
    return f"<{tag}{attributes}>{inner}</{tag}>"

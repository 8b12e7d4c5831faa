"""The report's text as HTML: sections, real tables, claims underlined, evidence marked.

Marks may overlap. The text is cut once at all their borders (n log n in the number of marks),
and each piece carries the classes of every mark over it. Every position that a link points at
becomes an anchor ``p<offset>``; where that offset isn't drawn (a blank line, the gap between two
cells), the anchor moves to the next text that is.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import escape

from auditor.core.charspan import CharSpan
from auditor.core.document import Section
from auditor.core.passage import PassageKind
from auditor.core.report import Analysis
from auditor.core.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """``span`` under ``classes``; where it leads to ``href``, its first piece is a link.

    ``number`` is the finding's number on the page, 0 for none.
    """

    span: CharSpan
    classes: str
    number: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class LinkMark:
    """A link from claims to a cell: ``index`` is its row in the page's list of links."""

    index: int
    claims: tuple[CharSpan, ...]
    cell: CharSpan


def report_marks(
    analysis: Analysis,
    numbers: Mapping[str, int],
    links: Iterable[LinkMark],
    shared: Iterable[tuple[CharSpan, PassageKind]],
) -> list[Mark]:
    """The marks of a report: claims, links, the evidence of its findings, shared passages.

    ``numbers`` gives each finding's number on the page by finding id. Shared passages of one
    kind that touch become one mark, so that a phrase in a hundred reports is marked once.
    """
    own = analysis.document.id
    marks: list[Mark] = []
    for finding in analysis.findings:
        name = f"e f-{finding.id} s-{finding.severity.value}"
        number = numbers.get(finding.id, 0)
        places = (e.span for e in finding.tick.evidence if e.document_id == own)
        marks += [Mark(span, name, number, f"#card-{finding.id}") for span in places]
    marks += [Mark(claim.quantity.span, "c") for claim in analysis.claims]
    for link in links:
        marks += [
            Mark(span, f"k l-{link.index}", 0, f"#p{link.cell.start}") for span in link.claims
        ]
        if link.claims:
            marks.append(Mark(link.cell, f"k l-{link.index}", 0, f"#p{link.claims[0].start}"))
    by_kind: dict[PassageKind, list[CharSpan]] = defaultdict(list)
    for span, kind in shared:
        by_kind[kind].append(span)
    for kind, spans in by_kind.items():
        marks += [Mark(span, f"sp k-{kind.value}") for span in _merged(spans)]
    return marks


def _merged(spans: Iterable[CharSpan]) -> Iterator[CharSpan]:
    last: CharSpan | None = None
    for span in sorted(spans):
        if last is None or span.start > last.end:
            if last is not None:
                yield last
            last = span
        elif span.end > last.end:
            last = CharSpan(last.start, span.end)
    if last is not None:
        yield last


def render_text(analysis: Analysis, marks: Iterable[Mark], targets: Iterable[int]) -> str:
    """The whole report as HTML blocks in reading order, with an anchor for each of ``targets``."""
    document = analysis.document
    lines, tables = _blocks(document.text, sorted(document.tables, key=lambda t: t.span))
    drawn = lines + [cell.span for table in tables for cell in table.cells]
    page = _Page(document.text, marks, targets, drawn)
    headings = {section.heading.start: section for section in document.sections}
    parts: list[str] = []
    todo: list[CharSpan | Table] = [*lines, *tables]
    todo.sort(key=lambda block: block.span if isinstance(block, Table) else block)
    for block in todo:
        if isinstance(block, Table):
            parts.append(_table(page, block))
        else:
            parts.append(_line(page, block, headings.get(block.start)))
    return "\n".join(parts)


def _line(page: _Page, span: CharSpan, section: Section | None) -> str:
    if section is None:
        return f"<p>{page.html(span)}</p>"
    if section.heading.end >= span.end:
        tag = f"h{min(section.level + 2, 6)}"
        return f"<{tag}>{page.html(span)}</{tag}>"
    # A run-in heading: the paragraph goes on behind it.
    rest = CharSpan(section.heading.end, span.end)
    return f"<p><b>{page.html(section.heading)}</b>{page.html(rest)}</p>"


def _blocks(text: str, tables: list[Table]) -> tuple[list[CharSpan], list[Table]]:
    """The stripped lines outside tables, and the tables; one inside another is left out."""
    lines: list[CharSpan] = []
    kept: list[Table] = []
    at = 0
    for table in tables:
        if table.span.start < at:
            continue
        lines += _lines(text, at, table.span.start)
        kept.append(table)
        at = table.span.end
    return lines + list(_lines(text, at, len(text))), kept


def _lines(text: str, start: int, end: int) -> Iterator[CharSpan]:
    position = start
    for line in text[start:end].split("\n"):
        lead = position + len(line) - len(line.lstrip())
        stripped = line.strip()
        if stripped:
            yield CharSpan(lead, lead + len(stripped))
        position += len(line) + 1


class _Page:
    """The text cut at all borders, with what lies over each piece."""

    def __init__(
        self, text: str, marks: Iterable[Mark], targets: Iterable[int], drawn: list[CharSpan]
    ) -> None:
        self._text = text
        self._points: dict[int, list[Mark]] = defaultdict(list)
        self._first: dict[int, list[int]] = defaultdict(list)
        self._hrefs: dict[int, str] = {}
        opening: dict[int, list[Mark]] = defaultdict(list)
        closing: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            start = mark.span.start
            if not len(mark.span):
                self._points[start].append(mark)
                continue
            opening[start].append(mark)
            closing[mark.span.end].append(mark)
            if mark.href:
                self._hrefs.setdefault(start, mark.href)
            if mark.number:
                self._first[start].append(mark.number)
        self._anchors = _placed(targets, drawn)
        self._cuts = sorted({*opening, *closing, *self._anchors})
        self._classes = self._sweep(opening, closing)

    def _sweep(
        self, opening: Mapping[int, list[Mark]], closing: Mapping[int, list[Mark]]
    ) -> list[str]:
        """The classes over the piece that begins at each cut."""
        active: dict[int, Mark] = {}
        found = []
        for cut in self._cuts:
            for mark in closing.get(cut, ()):
                active.pop(id(mark), None)
            for mark in opening.get(cut, ()):
                active[id(mark)] = mark
            names = (name for mark in active.values() for name in mark.classes.split())
            found.append(" ".join(dict.fromkeys(names)))
        return found

    def html(self, span: CharSpan) -> str:
        """The text of ``span`` with its marks and anchors."""
        low = bisect.bisect_right(self._cuts, span.start)
        high = bisect.bisect_left(self._cuts, span.end)
        inside = self._cuts[low:high]
        over = self._classes[low - 1] if low else ""
        classes = [over, *self._classes[low:high]]
        pieces = zip(pairwise([span.start, *inside, span.end]), classes, strict=True)
        return "".join(self._piece(a, b, names) for (a, b), names in pieces if b > a)

    def _piece(self, start: int, end: int, classes: str) -> str:
        own, others = self._ids(start)
        text = str(escape(self._text[start:end]))
        badge, href = self._badge(start), self._hrefs.pop(start, "")
        if href:
            return f'{others}<a class="{classes}" href="{href}"{own}{badge}>{text}</a>'
        if not classes and not own:
            return others + text
        name = f' class="{classes}"' if classes else ""
        return f"{others}<span{name}{own}{badge}>{text}</span>"

    def empty(self, at: int) -> str:
        """What stands in an empty cell at ``at``: its anchors, and a box if it is evidence."""
        own, others = self._ids(at)
        marks = self._points.pop(at, None)
        if not marks:
            return others + (f"<span{own}></span>" if own else "")
        names = dict.fromkeys(name for mark in marks for name in mark.classes.split())
        self._first[at] = [mark.number for mark in marks if mark.number]
        # The link has no text of its own: the finding's number names it.
        label = " ".join(str(number) for number in dict.fromkeys(self._first[at]))
        return (
            f'{others}<a class="{" ".join(names)} empty" href="{marks[0].href}"'
            f' aria-label="问题 {label}"{own}{self._badge(at)}></a>'
        )

    def _ids(self, at: int) -> tuple[str, str]:
        """The ``id`` of the piece at ``at``, and empty anchors for further ids; once each."""
        names = self._anchors.pop(at, [])
        others = "".join(f'<span id="p{name}"></span>' for name in names[1:])
        return (f' id="p{names[0]}"' if names else ""), others

    def _badge(self, at: int) -> str:
        """The numbers of the findings whose evidence begins here."""
        numbers = self._first.pop(at, [])
        if not numbers:
            return ""
        return f' data-n="{" ".join(str(n) for n in dict.fromkeys(sorted(numbers)))}"'


def _placed(targets: Iterable[int], drawn: list[CharSpan]) -> dict[int, list[int]]:
    """Drawn position → offsets whose anchors stand there."""
    spans = sorted(drawn)
    if not spans:
        return {}
    starts = [span.start for span in spans]
    placed: dict[int, list[int]] = defaultdict(list)
    for target in sorted(set(targets)):
        index = bisect.bisect_right(starts, target) - 1
        if index >= 0 and (target < spans[index].end or target == starts[index]):
            placed[target].append(target)
        else:
            placed[starts[min(index + 1, len(starts) - 1)]].append(target)
    return dict(placed)


def _table(page: _Page, table: Table) -> str:
    rows = []
    for cells in table.rows():
        inner = "".join(_cell(page, cell, table, len(cells)) for cell in cells)
        rows.append(f"<tr>{inner}</tr>")
    caption = ""
    if table.caption and table.caption_span is None:
        caption = f"<caption>{escape(table.caption)}</caption>"
    label = escape(table.caption or "表格")
    body = f'<table aria-label="{label}">{caption}<tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="grid" tabindex="0" role="group" aria-label="{label}">{body}</div>'


def _cell(page: _Page, cell: Cell, table: Table, width: int) -> str:
    # An empty heading names nothing: a reader's software would announce it for the whole column.
    tag = "th" if cell.is_header and len(cell.span) else "td"
    span = cell.col_span
    if table.ragged and cell.col == width - 1:
        # The source lost its horizontal spans: the last cell takes what the row leaves over.
        span = table.n_cols - width + 1
    attributes = f' colspan="{span}"' if span > 1 else ""
    if cell.row_span > 1:
        attributes += f' rowspan="{cell.row_span}"'
    inner = page.html(cell.span) if len(cell.span) else page.empty(cell.span.start)
    return f"<{tag}{attributes}>{inner}</{tag}>"

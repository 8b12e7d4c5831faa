"""``ranking.xlsx``: the working papers, the same bytes for the same run.

The head of each column holds the contract's name (``agency``), which programs read, and shows the
reader's word (单位) by its number format. Text from reports is always text, never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from auditor.core.review import Standing
from auditor.core.run import RunResult
from auditor.reporting.grid import Rows, filled
from auditor.reporting.safe import clean, is_formula
from auditor.reporting.sheets import (
    REVIEWS,
    Linked,
    Sheet,
    Value,
    WorkingPapers,
    label_of_column,
    reasons,
)
from auditor.reporting.words import LANGUAGES

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MAX_CELL = 32_000
_MAX_ROWS = 1_000_000
_MAX_LINKS = 60_000
_EXACT_DIGITS = 15
_SHARE, _SCORE, _WHOLE = "0.0%", "0.00", "0"
_FORMATS = {
    **dict.fromkeys(("similarity", "nearest_similarity", "boilerplate_similarity"), _SHARE),
    **dict.fromkeys(("template_share", "common_share", "copied_share"), _SHARE),
    "own_previous_year_share": _SHARE,
    "confidence": "0%",
    "coverage": "0%",
    "contradictions_per_100_claims": _SCORE,
    "priority": _SCORE,
    "fiscal_year": _WHOLE,
    **dict.fromkeys(("chars", "start", "claims", "linked_claims"), "#,##0"),
}
_WIDTHS = {
    **dict.fromkeys(("message", "working", "places", "a_text", "b_text", "reason", "meaning"), 52),
    **dict.fromkeys(("file", "a_file", "b_file", "nearest_file", "title", "level3", "table"), 34),
    **dict.fromkeys(
        ("agency", "stated", "expected", "target", "actual", "comment", "review_reason"), 22
    ),
    **dict.fromkeys(("indicator", "why", "suppressed"), 34),
    **dict.fromkeys(("report_id", "nearest_report_id", "finding_id", "column", "shown_as"), 16),
}
_WRAPPED = ("findings", "passages", "columns")
_LINE, _MAX_LINES = 14.0, 12
_BASE = {"valign": "top", "font_size": 10, "bottom": 1, "bottom_color": "#D8DBE1"}


def workbook_bytes(
    run: RunResult,
    lang: str,
    standings: Mapping[str, Standing] | None = None,
    made: Mapping[str, Callable[[], Iterator[tuple[Value, ...]]]] | None = None,
) -> bytes:
    """The working papers as xlsx, in ``zh`` or ``en`` (any other means ``zh``).

    ``standings`` are what reviewers said so far, by finding id; ``made`` gives the rows of sheets
    that were made already.
    """
    known = lang if lang in LANGUAGES else "zh"
    stream, whole = io.BytesIO(), io.BytesIO()
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _EPOCH})
    writer = _Writer(book, known)
    papers = WorkingPapers(run, known, standings or {}, made or {})
    sheets = [writer.write(sheet) for sheet in papers.sheets()]
    book.close()
    filled(stream, sheets, whole)
    return whole.getvalue()


class _Writer:
    """Makes the sheets; formats are made once."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book = book
        self._lang = lang
        self._text = book.add_format({**_BASE, "text_wrap": True})
        # Keeps a text that looks like a formula a text when somebody edits the cell.
        self._quoted = book.add_format({**_BASE, "text_wrap": True, "quote_prefix": True})
        self._link = book.add_format(
            {**_BASE, "text_wrap": True, "font_color": "#1B559A", "underline": 1}
        )
        self._numbers: dict[str, Any] = {}
        self._places: dict[Any, int] = {}

    def write(self, sheet: Sheet) -> Rows:
        page = self._book.add_worksheet(sheet.title)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for index, name in enumerate(sheet.columns):
            head = self._head(name)
            page.set_column(index, index, _WIDTHS.get(name, 12))
            page.write_string(0, index, name, head)
            self._place(head)
        rows = Rows(len(sheet.columns))
        formats = [self._number(_FORMATS.get(name, "General")) for name in sheet.columns]
        for row in sheet.rows:
            if rows.count > _MAX_ROWS:
                rows.string(0, "… (.jsonl)", self._place(self._text))
                rows.end()
                break
            self._row(rows, row, formats)
            wrapped = sheet.name in _WRAPPED
            rows.end(_LINE * _lines(sheet.columns, row) if wrapped else None)
        last = rows.count - 1
        if rows.links:
            page.write_url(1, 0, "external:index.html", self._link, "x")
        page.autofilter(0, 0, last, len(sheet.columns) - 1)
        for name, entries in (
            ("review", REVIEWS[self._lang]),
            ("review_reason", reasons(self._lang)),
        ):
            if name in sheet.columns and last:
                column = sheet.columns.index(name)
                choices = {"validate": "list", "source": list(entries)}
                page.data_validation(1, column, last, column, choices)
        return rows

    def _row(self, rows: Rows, values: Sequence[Value], formats: Sequence[Any]) -> None:
        linked = len(rows.links) < _MAX_LINKS
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._string(rows, column, value)
            elif isinstance(value, Linked) and linked:
                rows.link(column, _cut(value.text), self._place(self._link), value.target)
            elif isinstance(value, Linked):
                self._string(rows, column, value.text)
            elif isinstance(value, Decimal):
                self._decimal(rows, column, value)
            elif value is not None:
                rows.number(column, value, self._place(formats[column]))

    def _string(self, rows: Rows, column: int, value: str) -> None:
        text = _cut(value)
        rows.string(column, text, self._place(self._quoted if is_formula(text) else self._text))

    def _decimal(self, rows: Rows, column: int, value: Decimal) -> None:
        if len(value.as_tuple().digits) > _EXACT_DIGITS:
            self._string(rows, column, format(value, "f"))
        else:
            rows.number(column, float(value), self._place(self._number(_printed(value))))

    def _place(self, known: Any) -> int:
        """The number of a format in the workbook, given when it is first used."""
        place = self._places.get(known)
        if place is None:
            # The library has no other way to tell it.
            place = self._places[known] = known._get_xf_index()  # noqa: SLF001
        return place

    def _head(self, name: str) -> Any:
        label = label_of_column(name, self._lang).replace('"', "")
        look = {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True}
        return self._book.add_format({**_BASE, **look, "num_format": f';;;"{label}"'})

    def _number(self, form: str) -> Any:
        if form not in self._numbers:
            self._numbers[form] = self._book.add_format({**_BASE, "num_format": form})
        return self._numbers[form]


def _lines(columns: Sequence[str], row: Sequence[Value]) -> int:
    """The lines that the fullest cell of the row takes up; not every program works them out."""
    most = 1
    for name, value in zip(columns, row, strict=True):
        text = value.text if isinstance(value, Linked) else value
        if isinstance(text, str):
            width = _WIDTHS.get(name, 12)
            lines = (sum(1 + (char > "\u2e7f") for char in part) for part in text.split("\n"))
            most = max(most, sum(1 + line // width for line in lines))
    return min(most, _MAX_LINES)


def _cut(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= _MAX_CELL else whole[:_MAX_CELL] + "…"


def _printed(value: Decimal) -> str:
    """A number format with as many places as the report printed."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * places if places else "0"

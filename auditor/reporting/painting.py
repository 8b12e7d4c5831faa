"""Rows of values as rows of a workbook: how each column looks, how tall a row is.

A row doesn't depend on those before it: forms have their numbers from the start, so that several
processes can make the rows of one sheet (``blocks``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from auditor.reporting.grid import LINK, QUOTED, TEXT, Cells, Made
from auditor.reporting.safe import clean, is_formula
from auditor.reporting.sheets import Linked, Value

_MAX_CELL = 32_000
_EXACT_DIGITS = 15
_SHARE, _SCORE, _WHOLE = "0.0%", "0.00", "0"
_GENERAL = "General"
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
WIDTHS = {
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
_WIDE = re.compile("[\u2e80-\U0010ffff]+")
NUMBERS = (
    _GENERAL,
    _SHARE,
    "0%",
    "#,##0",
    *("0." + "0" * places if places else "0" for places in range(_EXACT_DIGITS + 1)),
)
"""The forms of numbers, in their order in the workbook, after those of texts."""
_PLACES = {form: LINK + place for place, form in enumerate(NUMBERS, start=1)}


class Painter:
    """Makes the rows of the sheet ``name``."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        self._cells = Cells(len(columns))
        self._forms = [_PLACES[_FORMATS.get(column, _GENERAL)] for column in columns]
        self._widths = [WIDTHS.get(column, 12) for column in columns]
        self._wrapped = name in _WRAPPED

    def row(self, values: Sequence[Value]) -> Made:
        """The row with ``values``, one a column."""
        cells = self._cells
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = _cut(value)
                cells.string(column, text, _form(text))
            elif isinstance(value, Linked):
                text = _cut(value.text)
                cells.link(column, text, value.target, _form(text))
            elif isinstance(value, Decimal):
                self._decimal(column, value)
            elif value is not None:
                cells.number(column, value, self._forms[column])
        return cells.end(_LINE * self._lines(values) if self._wrapped else None)

    def _decimal(self, column: int, value: Decimal) -> None:
        digits, exponent = value.as_tuple()[1:]
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if max(len(digits), places) > _EXACT_DIGITS:
            self._cells.string(column, format(value, "f"), TEXT)
        else:
            # As many places as the report printed.
            form = _PLACES["0." + "0" * places if places else "0"]
            self._cells.number(column, float(value), form)

    def _lines(self, row: Sequence[Value]) -> int:
        """The lines that the fullest cell takes up; not every program works them out."""
        most = 1
        for width, value in zip(self._widths, row, strict=True):
            text = value.text if isinstance(value, Linked) else value
            if isinstance(text, str):
                parts = text.split("\n") if "\n" in text else (text,)
                most = max(most, sum(1 + _breadth(part) // width for part in parts))
        return min(most, _MAX_LINES)


def _breadth(text: str) -> int:
    """How many narrow characters would take up as much room."""
    return len(text) + sum(map(len, _WIDE.findall(text)))


def _form(text: str) -> int:
    return QUOTED if is_formula(text) else TEXT


def _cut(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= _MAX_CELL else whole[:_MAX_CELL] + "…"

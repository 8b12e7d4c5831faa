"""``ranking.xlsx``: the working papers, the same bytes for the same run.

The head of each column holds the contract's name (``agency``), which programs read, and shows the
reader's word (单位) by its number format. Text from reports is always text, never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any

import xlsxwriter

from auditor.core.review import Standing
from auditor.core.run import RunResult
from auditor.reporting.grid import LINK, Made, Rows, filled
from auditor.reporting.painting import NUMBERS, WIDTHS, Painter
from auditor.reporting.sheets import (
    REVIEWS,
    Sheet,
    WorkingPapers,
    label_of_column,
    reasons,
)
from auditor.reporting.words import LANGUAGES

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MAX_ROWS = 1_000_000
_BASE: dict[str, object] = {
    "valign": "top",
    "font_size": 10,
    "bottom": 1,
    "bottom_color": "#D8DBE1",
}
_TEXTS: tuple[dict[str, object], ...] = (
    {"text_wrap": True},
    # Keeps a text that looks like a formula a text when somebody edits the cell.
    {"text_wrap": True, "quote_prefix": True},
    {"text_wrap": True, "font_color": "#1B559A", "underline": 1},
)


def write_workbook(
    into: IO[bytes],
    run: RunResult,
    lang: str,
    standings: Mapping[str, Standing] | None = None,
    made: Mapping[str, Callable[[], Iterator[Made]]] | None = None,
) -> None:
    """Write the working papers as xlsx ``into`` a file, in ``zh`` or ``en`` (any other means
    ``zh``).

    ``standings`` are what reviewers said so far, by finding id; ``made`` gives the rows of sheets
    that were made already.
    """
    known = lang if lang in LANGUAGES else "zh"
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _EPOCH})
    writer = _Writer(book, known, made or {})
    sheets = [writer.write(sheet) for sheet in WorkingPapers(run, known, standings or {}).sheets()]
    book.close()
    filled(stream, sheets, into)


class _Writer:
    """Makes the sheets; forms are made first, in the order of their numbers."""

    def __init__(
        self, book: Any, lang: str, made: Mapping[str, Callable[[], Iterator[Made]]]
    ) -> None:
        self._book = book
        self._lang = lang
        self._made = made
        formats = [book.add_format({**_BASE, **form}) for form in _TEXTS]
        formats += [book.add_format({**_BASE, "num_format": form}) for form in NUMBERS]
        # The library gives a number to a form when it is first used, and has no other way to.
        numbers = [form._get_xf_index() for form in formats]  # noqa: SLF001
        if numbers != list(range(1, len(formats) + 1)):
            raise RuntimeError("xlsxwriter numbers its formats in another way")
        self._link = formats[LINK - 1]

    def write(self, sheet: Sheet) -> Rows:
        page = self._book.add_worksheet(sheet.title)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for index, name in enumerate(sheet.columns):
            page.set_column(index, index, WIDTHS.get(name, 12))
            page.write_string(0, index, name, self._head(name))
        rows = Rows(len(sheet.columns))
        painter = Painter(sheet.name, sheet.columns)
        made = self._made.get(sheet.name)
        found = made() if made is not None else map(painter.row, sheet.rows)
        for row in islice(found, _MAX_ROWS):
            rows.add(row)
        if next(found, None) is not None:
            rows.add(painter.row(["… (.jsonl)", *[None] * (len(sheet.columns) - 1)]))
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

    def _head(self, name: str) -> Any:
        label = label_of_column(name, self._lang).replace('"', "")
        look = {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True}
        return self._book.add_format({**_BASE, **look, "num_format": f';;;"{label}"'})

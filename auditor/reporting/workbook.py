"""``ranking.csv`` and ``ranking.xlsx``: same figures, safe cells, the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.frames import RANKING_COLUMNS

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL = 32_000
_MAX_ROWS = 200_000
_SHARE = "0.0%"
_FORMATS = {
    "template_share": _SHARE,
    "common_share": _SHARE,
    "copied_share": _SHARE,
    "own_previous_year_share": _SHARE,
    "boilerplate_similarity": _SHARE,
    "nearest_similarity": _SHARE,
    "similarity": _SHARE,
    "contradictions_per_100_claims": "0.00",
    "priority": "0.00",
    "fiscal_year": "0",
}
_WIDTHS = {
    **dict.fromkeys(("message", "working", "places", "a_text", "b_text", "reason"), 52),
    **dict.fromkeys(("file", "a_file", "b_file", "nearest_file", "title", "level3"), 34),
    **dict.fromkeys(("agency", "stated", "expected", "target", "actual"), 22),
}

_TITLES = {
    "zh": ("排名", "问题", "核对", "指标", "相同段落"),
    "en": ("ranking", "findings", "comparisons", "indicators", "passages"),
}


def ranking_csv(run: RunResult) -> bytes:
    """The ranking as CSV, UTF-8 with a byte-order mark so that spreadsheets open it rightly.

    Text that a spreadsheet could take for a formula gets an apostrophe in front.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(RANKING_COLUMNS)
    for record in records.ranking(run):
        writer.writerow([_csv_cell(record[name]) for name in RANKING_COLUMNS])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _csv_cell(value: Any) -> Any:
    if not isinstance(value, str):
        return "" if value is None else value
    clean = _CONTROL.sub("", value)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def workbook_bytes(run: RunResult, lang: str) -> bytes:
    """The working paper as xlsx."""
    book = Workbook()
    book.properties.created = book.properties.modified = _EPOCH.replace(tzinfo=None)
    titles = _TITLES[lang if lang in _TITLES else "zh"]
    files = {a.document.id: a.document.key for a in run.analyses}
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has no sheet")
    first.title = titles[0]
    _fill(first, RANKING_COLUMNS, ([r[c] for c in RANKING_COLUMNS] for r in records.ranking(run)))
    _link(first, [f"reports/{r.document_id}.html" for r in run.ranking], "file")
    sheet = book.create_sheet(titles[1])
    _fill(sheet, _FINDINGS, _findings(run, lang, files))
    _link(sheet, _finding_pages(run, lang), "title")
    _fill(book.create_sheet(titles[2]), _TICKS, _ticks(run, files))
    _fill(book.create_sheet(titles[3]), _INDICATORS, _indicators(run, files))
    _fill(book.create_sheet(titles[4]), _PASSAGES, _passages(run, files))
    stream = io.BytesIO()
    book.save(stream)
    return _stable(stream.getvalue())


_FINDINGS = [
    "file",
    "severity",
    "check",
    "title",
    "message",
    "stated",
    "expected",
    "difference",
    "working",
    "places",
    "finding_id",
]
_TICKS = ["file", "check", "verdict", "stated", "expected", "working"]
_INDICATORS = [
    "file",
    "level1",
    "level2",
    "level3",
    "target",
    "actual",
    "weight",
    "score",
    "reason",
]
_PASSAGES = ["kind", "units", "similarity", "chars", "a_file", "a_text", "b_file", "b_text"]


def _findings(run: RunResult, lang: str, files: dict[str, str]) -> Iterable[list[Any]]:
    for analysis in run.analyses:
        for record in records.findings(analysis, lang):
            places = "\n".join(
                f"[{e['start']}–{e['end']}] {e['text'][:80]}" for e in record["evidence"]
            )
            row = {**record, "file": files[record["report_id"]], "places": places}
            yield [row[name] for name in _FINDINGS]


def _ticks(run: RunResult, files: dict[str, str]) -> Iterable[list[Any]]:
    for analysis in run.analyses:
        for record in records.ticks(analysis):
            row = {**record, "file": files[record["report_id"]]}
            yield [row[name] for name in _TICKS]


def _indicators(run: RunResult, files: dict[str, str]) -> Iterable[list[Any]]:
    for analysis in run.analyses:
        for record in records.indicators(analysis):
            row = {**record, "file": files[record["report_id"]]}
            yield [_text_of(row[name]) for name in _INDICATORS]


def _text_of(value: Any) -> Any:
    return value["text"] if isinstance(value, dict) else value


def _passages(run: RunResult, files: dict[str, str]) -> Iterable[list[Any]]:
    texts = {a.document.id: a.document.text for a in run.analyses}
    for record in records.passages(run):
        a, b = record["a_report_id"], record["b_report_id"]
        row = {
            **record,
            "a_file": files[a],
            "b_file": files[b],
            "a_text": texts[a][record["a_start"] : record["a_end"]],
            "b_text": texts[b][record["b_start"] : record["b_end"]],
        }
        yield [row[name] for name in _PASSAGES]


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    head = PatternFill("solid", fgColor="E8EDF3")
    for number, name in enumerate(columns, start=1):
        cell = sheet.cell(1, number, name)
        cell.font = Font(bold=True)
        cell.fill = head
        width = _WIDTHS.get(name, max(10, len(name) + 4))
        sheet.column_dimensions[get_column_letter(number)].width = width
    formats = [_FORMATS.get(name, "") for name in columns]
    left = 0
    for row, values in enumerate(rows, start=2):
        if row > _MAX_ROWS + 1:
            left += 1
            continue
        for col, value in enumerate(values, start=1):
            _put(sheet.cell(row, col), value, formats[col - 1])
    sheet.auto_filter.ref = sheet.dimensions
    if left:
        sheet.cell(_MAX_ROWS + 2, 1, f"… +{left} (.jsonl)")
    sheet.freeze_panes = "A2"


def _put(cell: Any, value: Any, number_format: str) -> None:
    if isinstance(value, str):
        clean = _CONTROL.sub("", value)
        cell.value = clean if len(clean) <= _MAX_CELL else clean[:_MAX_CELL] + "…"
        cell.data_type = "s"
        # Keeps the text a text when somebody edits the cell.
        cell.quotePrefix = clean.startswith(_FORMULA)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if number_format and value is not None:
        cell.number_format = number_format


def _finding_pages(run: RunResult, lang: str) -> list[str]:
    """The place on the page for each row of the findings sheet."""
    return [
        f"reports/{record['report_id']}.html#card-{record['finding_id']}"
        for analysis in run.analyses
        for record in records.findings(analysis, lang)
    ]


def _link(sheet: Worksheet, pages: Sequence[str], column: str) -> None:
    """Link the cells of ``column`` to ``pages``, row by row; the cells stay text."""
    number = [cell.value for cell in sheet[1]].index(column) + 1
    for row, page in enumerate(pages[:_MAX_ROWS], start=2):
        cell = sheet.cell(row, number)
        cell.hyperlink = page
        cell.font = Font(color="1F5FA8", underline="single")


def _stable(data: bytes) -> bytes:
    """The package with all member times fixed, so that equal runs give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content
                )
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return stream.getvalue()

"""Tables against labels: cells at their places, header rows, parts of rows, fields of indicators.

``tables.json`` holds the tables of each file: ``cells`` row by row (``start, end`` and, where the
source keeps spans, ``col``; otherwise the place in the row is the column), ``header_rows`` from 0
(or ``sections`` with ``header_row`` from 1), ``hierarchy`` (label → labels of its parts) and
``indicators`` with ``level1``, ``level2`` and the fields ``level3, target, actual, weight, score,
reason`` (or ``deviation_reason``), each with offsets or null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.report import Analysis
from auditor.core.table import CellField, IndicatorRow, ParsedTable
from auditor.evaluation.scores import Counts, ScoreRow, score_row
from auditor.reading.folding import fold

Gold = dict[str, list[dict[str, Any]]]
_FIELDS = (
    ("level3", "name"),
    ("target", "target"),
    ("actual", "actual"),
    ("weight", "weight"),
    ("score", "score"),
    ("reason", "reason"),
)
_MEASURES = ("cells", "header rows", "parts of rows", "indicator fields")
_LEAD = re.compile(r"^(?:其中[:：]|[一二三四五六七八九十]、|\d+[、.．]|[（(]\d+[)）])+")


def read_tables(path: Path) -> Gold:
    """The labelled tables by file; none where ``path`` isn't there."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def score_tables(
    gold: Mapping[str, Sequence[Mapping[str, Any]]],
    analysed: Mapping[str, Analysis],
    misses: list[str],
) -> Iterator[ScoreRow]:
    """A row for cells (filled, right row and column), header rows, parts, and indicator fields.

    A labelled table is compared with the table of the tool that shares most cells with it; tables
    of the tool beside them aren't counted.
    """
    counts = {m: {name: Counts() for name in gold} for m in _MEASURES}
    for name, tables in gold.items():
        for table in tables:
            own = _nearest(table, analysed[name].tables)
            compared = _compare(table, own)
            for measure, (wanted, found) in compared.items():
                c = counts[measure][name]
                same = wanted & found
                c.gold += len(wanted)
                c.found += len(found)
                c.right += len(same)
                c.hits += len(same)
                for what, entries in (("missed", wanted - found), ("too much", found - wanted)):
                    misses.extend(
                        f"table {measure} {what}: {name} {table['table']}: {_shown(entry)}"
                        for entry in sorted(entries, key=repr)
                    )
    for measure in _MEASURES:
        if any(c.gold for c in counts[measure].values()):
            yield score_row(f"tables {measure}", counts[measure])


def _shown(entry: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in entry)


def _starts(table: Mapping[str, Any]) -> set[int]:
    return {c["start"] for row in table["cells"] for c in row if c["text"]}


def _nearest(table: Mapping[str, Any], tables: Sequence[ParsedTable]) -> ParsedTable | None:
    wanted = _starts(table)
    shared = [(len(wanted & {c.span.start for c in t.table.cells if c.text}), t) for t in tables]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def _compare(
    table: Mapping[str, Any], own: ParsedTable | None
) -> dict[str, tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]]:
    """For each measure what the labels hold and what the tool gives."""
    rows = table["cells"]
    wanted_cells = {
        (row, cell.get("col", place), cell["start"], cell["end"])
        for row, cells in enumerate(rows)
        for place, cell in enumerate(cells)
        if cell["text"]
    }
    found_cells = (
        {(c.row, c.col, c.span.start, c.span.end) for c in own.table.cells if c.text}
        if own
        else set()
    )
    headers = _header_rows(table)
    own_headers = {(c.row,) for c in own.table.cells if c.is_header} if own else set()
    return {
        "cells": (wanted_cells, found_cells),
        "header rows": (headers, own_headers if headers else set()),
        "parts of rows": _parts(table, own),
        "indicator fields": (
            set(_gold_fields(table.get("indicators") or ())),
            set(_own_fields(own)) if own and table.get("indicators") else set(),
        ),
    }


def _header_rows(table: Mapping[str, Any]) -> set[tuple[int]]:
    if "header_rows" in table:
        return {(row,) for row in table["header_rows"]}
    rows = (section.get("header_row") for section in table.get("sections", ()))
    return {(row - 1,) for row in rows if row}


def _parts(
    table: Mapping[str, Any], own: ParsedTable | None
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    wanted = {
        (_plain(whole), _plain(part))
        for whole, parts in (table.get("hierarchy") or {}).items()
        for part in parts
    }
    if own is None or not wanted:
        return wanted, set()
    rows = own.table.rows()

    def label(row: int) -> str:
        return next((_plain(c.text) for c in rows[row] if c.text), "")

    return wanted, {(label(h.parent), label(p)) for h in own.hierarchy for p in h.parts}


def _plain(text: str) -> str:
    folded = "".join(fold(text).split()).rstrip(":")
    return re.sub(r"\(一个专项一行\)$", "", _LEAD.sub("", folded))


def _gold_fields(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        name = row.get("level3")
        if not name:
            continue
        for key, _ in _FIELDS:
            known = row.get(key) or (row.get("deviation_reason") if key == "reason" else None)
            if known:
                yield name["start"], key, known["start"], known["end"]
        for level in ("level1", "level2"):
            if row.get(level):
                yield name["start"], level, _level(row[level])


def _own_fields(own: ParsedTable) -> Iterator[tuple[Any, ...]]:
    for row in own.indicators:
        at = row.name.span.start
        for key, attribute in _FIELDS:
            known: CellField | None = getattr(row, attribute)
            if known is not None and known.text:
                span: CharSpan = known.span
                yield at, key, span.start, span.end
        yield from _levels(at, row)


def _levels(at: int, row: IndicatorRow) -> Iterator[tuple[Any, ...]]:
    for level in ("level1", "level2"):
        text = _level(getattr(row, level))
        if text:
            yield at, level, text


def _level(text: str) -> str:
    """A level's name without the weight in brackets."""
    return re.sub(r"\(.*?\)", "", "".join(fold(text).split()))

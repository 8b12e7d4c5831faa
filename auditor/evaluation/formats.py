"""How much of a known report each format's reader recovers.

``formats.json`` in a gold folder holds the abstract truth, free of any format::

    {"reports": [{"files": ["a.docx", "a.html"],
                  "text": "all text in reading order, tables cell by cell",
                  "tables": [[[row, col, row_span, col_span, text], …], …],
                  "indicators": [{"level1", "level2", "level3", "target", "actual",
                                  "weight", "score", "reason"}, …]}]}

White space and full-width forms don't count. In a text export that lost its horizontal spans a
cell's column is its place in its row, so the truth is numbered that way too.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from auditor.core.document import Document
from auditor.core.errors import ReadError, UsageError
from auditor.core.report import Analysis
from auditor.core.table import CellField, Table
from auditor.engine import analyse
from auditor.reading import read_path
from auditor.reading.folding import fold

_FIELDS = ("target", "actual", "weight", "score", "reason")
Spans = tuple[int, int]
Grid = dict[tuple[int, int], tuple[str, Spans]]


@dataclass(frozen=True, slots=True)
class FormatScore:
    """Shares from 0 to 1 of one file; ``None`` where the truth holds nothing of the kind.

    ``characters`` is the share of the truth's characters that the reader gives in their order,
    ``clean`` the share of the reader's characters that are the truth's; ``cells`` counts filled
    cells with their exact text at their logical row and column, ``spans`` merged cells with their
    exact spans (``None`` for plain text, which keeps none), ``records`` indicator rows of which all
    eight fields are right. ``seconds`` is the reading alone. A file that can't be read recovers
    nothing; ``reader`` says why then.
    """

    file: str
    reader: str
    characters: float
    clean: float
    cells: float | None
    spans: float | None
    records: float | None
    seconds: float


def evaluate_formats(gold: Path, reports: Path | None = None) -> tuple[FormatScore, ...]:
    """The scores of all files that ``formats.json`` in ``gold`` names; empty where it isn't there.

    ``UsageError`` where a file is missing.
    """
    source = gold / "formats.json"
    if not source.exists():
        return ()
    scores: list[FormatScore] = []
    for truth in json.loads(source.read_text("utf-8"))["reports"]:
        for name in truth["files"]:
            path = (reports or gold) / name
            if not path.exists():
                raise UsageError(
                    f"找不到 formats.json 所指的文件 {path}；请用 --reports 指明文件夹。"
                )
            started = time.perf_counter()
            try:
                document = read_path(path, key=name)
            except ReadError as error:
                scores.append(_unread(name, error))
                continue
            seconds = time.perf_counter() - started
            scores.append(score_reading(truth, analyse(document), name, seconds))
    return tuple(scores)


def _unread(name: str, error: ReadError) -> FormatScore:
    """Nothing recovered; ``reader`` says why."""
    return FormatScore(name, error.message, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def score_reading(
    truth: dict[str, Any], analysis: Analysis, name: str, seconds: float = 0.0
) -> FormatScore:
    """One file against the truth of its report."""
    document = analysis.document
    wanted, found = _plain(truth["text"]), _plain(document.text)
    common = LCSseq.similarity(wanted, found)
    cells, spans = _score_tables(truth["tables"], document)
    return FormatScore(
        file=name,
        reader=document.reader,
        characters=common / len(wanted) if wanted else 1.0,
        clean=common / len(found) if found else 1.0,
        cells=cells,
        spans=spans,
        records=_score_records(truth["indicators"], analysis),
        seconds=seconds,
    )


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _score_tables(
    truth: Sequence[Sequence[Sequence[Any]]], document: Document
) -> tuple[float | None, float | None]:
    left = list(document.tables)
    filled = right = merged = kept = 0
    for cells in truth:
        best: Table | None = None
        best_right: tuple[int, int] = (0, 0)
        for table in left:
            known = _compared(_grid(cells, ragged=table.ragged), table)
            if known > best_right:
                best, best_right = table, known
        if best is not None:
            left.remove(best)
        plain = _grid(cells, ragged=False)
        filled += sum(1 for text, _ in plain.values() if text)
        merged += sum(1 for text, spans in plain.values() if text and spans != (1, 1))
        right += best_right[0]
        kept += best_right[1]
    keeps_spans = document.media_type != "text/plain" and merged
    return (right / filled if filled else None), (kept / merged if keeps_spans else None)


def _grid(cells: Sequence[Sequence[Any]], *, ragged: bool) -> Grid:
    """Place → (text, spans); ``ragged`` numbers the cells of a row, those from above included."""
    if not ragged:
        return {(row, col): (_plain(text), (height, width)) for row, col, height, width, text in cells}  # fmt: skip
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, col, height, _, text in cells:
        for offset in range(height):
            rows.setdefault(row + offset, []).append((col, _plain(text) if not offset else ""))
    return {
        (row, place): (text, (1, 1))
        for row, known in rows.items()
        for place, (_, text) in enumerate(sorted(known))
    }


def _compared(wanted: Grid, table: Table) -> tuple[int, int]:
    """Filled cells with the right text, and merged cells with the right spans too."""
    found: Grid = {
        (cell.row, cell.col): (_plain(cell.text), (cell.row_span, cell.col_span))
        for cell in table.cells
    }
    right = kept = 0
    for place, (text, spans) in wanted.items():
        known = found.get(place)
        if text and known is not None and known[0] == text:
            right += 1
            kept += spans != (1, 1) and known[1] == spans
    return right, kept


def _score_records(truth: Sequence[dict[str, str]], analysis: Analysis) -> float | None:
    if not truth:
        return None
    keys = ("level1", "level2", "level3", *_FIELDS)
    wanted = Counter(tuple(_plain(row.get(key) or "") for key in keys) for row in truth)
    found = Counter(_records(analysis))
    return (wanted & found).total() / max(wanted.total(), found.total())


def _records(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    for parsed in analysis.tables:
        for row in parsed.indicators:
            fields: list[CellField | None] = [getattr(row, name) for name in _FIELDS]
            yield (
                *(_plain(level) for level in (row.level1, row.level2, row.level3)),
                *(_plain(known.text) if known is not None else "" for known in fields),
            )

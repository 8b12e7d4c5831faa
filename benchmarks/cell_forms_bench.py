"""How well forms are read whose cells lost their places: each table printed a cell a line, and others.

``python -m benchmarks.cell_forms_bench REPORT…`` reads each report as it is, prints its tables in
five layouts that keep the order of the cells only, reads them again and compares indicator rows
(all eight fields), their points, rows of funds and totals. What the first reading has is taken for
right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from auditor.core.document import Document
from auditor.core.table import CellField, Table
from auditor.reading import read_path, read_string
from auditor.tables.parse import parse_tables

Texts = tuple[str, ...]
_LINE = 12
"""Characters of a line in the layout with wrapped cells."""


def _wrapped(text: str) -> str:
    return "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))


def _cells(table: Table) -> list[str]:
    return [cell.text for row in table.rows() for cell in row]


LAYOUTS: dict[str, Callable[[Table], str]] = {
    "a cell a line": lambda table: "\n".join(filter(None, _cells(table))),
    "wrapped": lambda table: "\n".join(map(_wrapped, filter(None, _cells(table)))),
    "paragraphs, empty cells kept": lambda table: "\n\n".join(
        text or "\u00a0" for text in _cells(table)
    ),
    "bars between": lambda table: "".join(
        f"{text}\n|\n" if text else "|\n" for text in _cells(table)
    ),
    "a row a line": lambda table: "\n".join(
        " ".join("".join(cell.text.split()) for cell in row if cell.text) for row in table.rows()
    ),
}


def _printed(document: Document, layout: Callable[[Table], str]) -> str:
    parts: list[str] = []
    at = 0
    for table in document.tables:
        parts += [document.text[at : table.span.start], layout(table)]
        at = table.span.end
    return "".join([*parts, document.text[at:]])


def _text(field: CellField | None) -> str:
    return "".join(field.text.split()) if field is not None else ""


def records(document: Document) -> dict[str, Counter[Texts]]:
    """Indicator rows, their points, rows of funds and totals, as texts."""
    found: dict[str, Counter[Texts]] = {
        name: Counter() for name in ("rows", "points", "funds", "totals")
    }
    for table in parse_tables(document):
        for row in table.indicators:
            levels = [name.replace("指标", "") for name in (row.level1, row.level2)]
            points = (_text(row.weight), _text(row.score))
            values = (_text(row.target), _text(row.actual), *points, _text(row.reason))
            found["rows"][(*levels, row.level3, *values)] += 1
            found["points"][points] += 1
        for fund in table.funds:
            amounts = (fund.initial, fund.budget, fund.executed, fund.weight, fund.rate, fund.score)
            found["funds"][(_text(fund.name), *map(_text, amounts))] += 1
        for total in table.totals:
            found["totals"][(_text(total.label), _text(total.weight), _text(total.score))] += 1
    return found


def main(paths: Sequence[str]) -> None:
    """Print for each layout what was there, what was read and what of it is right."""
    documents = [read_path(Path(path)) for path in paths]
    gold = [(document, records(document)) for document in documents]
    gold = [(document, known) for document, known in gold if known["rows"]]
    print(f"{len(gold)} reports with indicator rows")
    for name, layout in LAYOUTS.items():
        again = [records(read_string(_printed(document, layout))) for document, _ in gold]
        figures = []
        for kind in ("rows", "points", "funds", "totals"):
            there = sum(known[kind].total() for _, known in gold)
            read = sum(known[kind].total() for known in again)
            right = sum((a[kind] & b[kind]).total() for (_, a), b in zip(gold, again, strict=True))
            figures.append(f"{kind} {there} read {read} right {right}")
        print(f"{name:30} {'; '.join(figures)}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The report as plain text: cell lines, TABs, pipes."""

from __future__ import annotations

from tests.formats.model import Report, Table, Text


def _plain(text: str) -> str:
    return text.replace("\n", "")


def _cell_lines(table: Table) -> str:
    """A cell a line behind a TAB, a merged one empty in the rows below; rows parted by blank lines."""
    rows = [
        "\n".join("\t" + (placed.cell.text if begins else "") for placed, begins in row)
        for row in table.covering()
    ]
    return "\n\n".join(rows) + "\n"


def _tabs(table: Table) -> str:
    rows = [
        [_plain(p.cell.text) if begins else "" for p, begins in row] for row in table.covering()
    ]
    return "\n".join("\t".join(row) for row in rows) + "\n"


def _pipes(table: Table) -> str:
    width = table.width
    rows = [[""] * width for _ in table.rows]
    for placed in table.placed():
        rows[placed.row][placed.col] = _plain(placed.cell.text)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines) + "\n"


def text_file(report: Report, dialect: str, encoding: str = "utf-8") -> bytes:
    """``dialect`` is ``cells``, ``tabs`` or ``pipes``."""
    write = {"cells": _cell_lines, "tabs": _tabs, "pipes": _pipes}[dialect]
    out: list[str] = []
    for block in report.blocks:
        if isinstance(block, Text):
            out.append(("" if block.level else "　　") + block.text + "\n")
            continue
        out.append(f"\n{block.caption}\n")
        if block.unit:
            out.append(f"单位：{block.unit}\n")
        out.append(("" if dialect == "cells" else "\n") + write(block) + "\n")
    return "".join(out).encode(encoding)

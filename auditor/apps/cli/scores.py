"""``auditor evaluate``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from auditor.evaluation import FormatScore, evaluate_formats, evaluate_gold


def print_scores(gold: Path, reports: Path | None, out: Path | None) -> int:
    """Print precision and recall by kind; ``evaluation.json`` into ``out`` where given.

    For a folder with ``formats.json`` what each format's reader recovers is printed instead.
    """
    console = Console()
    formats = evaluate_formats(gold, reports)
    if formats:
        _print_formats(console, formats, gold)
        _save(out, {"formats": [asdict(score) for score in formats]})
        return 0
    result = evaluate_gold(gold, reports)
    table = Table(title=str(gold))
    for name in ("what", "gold", "found", "right", "precision", "recall"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for row in result.rows:
        table.add_row(
            row.what,
            str(row.gold),
            str(row.found),
            str(row.right),
            _share(row.precision),
            _share(row.recall),
        )
    console.print(table)
    for line in result.misses:
        click.echo(line)
    _save(out, asdict(result))
    return 0


def _save(out: Path | None, result: dict[str, Any]) -> None:
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(result, ensure_ascii=False, indent=2)
        (out / "evaluation.json").write_text(text, "utf-8")


def _print_formats(console: Console, scores: Sequence[FormatScore], gold: Path) -> None:
    table = Table(title=str(gold))
    names = ("file", "reader", "characters", "clean", "cells", "spans", "records", "seconds")
    for name in names:
        table.add_column(name, justify="left" if name in ("file", "reader") else "right")
    for score in scores:
        shares = (score.characters, score.clean, score.cells, score.spans, score.records)
        table.add_row(score.file, score.reader, *map(_share, shares), f"{score.seconds:.2f}")
    console.print(table)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"

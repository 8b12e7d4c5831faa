"""``auditor evaluate``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from auditor.evaluation import evaluate_gold


def print_scores(gold: Path, reports: Path | None, out: Path | None) -> int:
    """Print precision and recall by kind; ``evaluation.json`` into ``out`` where given."""
    result = evaluate_gold(gold, reports)
    console = Console()
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
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(result), ensure_ascii=False, indent=2)
        (out / "evaluation.json").write_text(text, "utf-8")
    return 0


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"

"""``auditor evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from auditor.evaluation import (
    EvaluationResult,
    FormatScore,
    ScoreRow,
    evaluate_formats,
    evaluate_gold,
)
from auditor.evaluation.page import page
from auditor.settings import load_settings


def print_scores(
    gold: Path,
    reports: Path | None,
    out: Path | None,
    *,
    config: Path | None = None,
    linker: str | None = None,
) -> int:
    """Print precision and recall by kind; ``evaluation.json`` and a page into ``out`` where given.

    For a folder with ``formats.json`` what each format's reader recovers is printed instead.
    """
    console = Console()
    formats = evaluate_formats(gold, reports)
    if formats:
        _print_formats(console, formats, gold)
        _save(out, {"formats": [asdict(score) for score in formats]})
        return 0
    result = evaluate_gold(gold, reports, load_settings(config, linker=linker))
    table = Table(title=f"{gold} (linker: {result.linker})" if result.linker else str(gold))
    for name in ("what", "gold", "found", "right", "precision", "recall", "F1", "95 %"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for row in result.rows:
        counts = map(str, (row.gold, row.found, row.right))
        shares = map(_share, (row.precision, row.recall, row.f1))
        table.add_row(row.what, *counts, *shares, _interval(row))
    console.print(table)
    for line in _summary(result):
        click.echo(line)
    for line in result.misses:
        click.echo(line)
    _save(out, _record(result))
    if out is not None:
        (out / "evaluation.html").write_text(page(result, str(gold)), "utf-8")
    return 0


def _interval(row: ScoreRow) -> str:
    """The interval of F1."""
    return next((f"{low:.3f}–{high:.3f}" for name, low, high in row.intervals if name == "f1"), "—")


def _summary(result: EvaluationResult) -> Iterator[str]:
    if result.calibration is not None:
        c = result.calibration
        yield f"calibration of {c.count} links: ECE {c.ece:.4f}"
    if result.clean is not None and result.clean.reports:
        clean = result.clean
        yield f"clean reports: {clean.reports}, high or medium findings on each: {clean.per_report:.3f}"
    if result.ranking is not None and result.ranking.tau is not None:
        r = result.ranking
        yield f"ranking of {r.reports} reports: Kendall τ {r.tau:.3f}, precision in the first tenth {_share(r.precision_top)}"


def _record(result: EvaluationResult) -> dict[str, Any]:
    """Everything, with the shares that the counts give."""
    made = asdict(result)
    for row, record in zip(result.rows, made["rows"], strict=True):
        record.update(precision=row.precision, recall=row.recall, f1=row.f1)
        record["intervals"] = {name: [low, high] for name, low, high in row.intervals}
    if result.clean is not None:
        made["clean"]["per_report"] = result.clean.per_report
    return made


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

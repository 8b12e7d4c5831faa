"""``auditor evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor.apps.cli.screen import screen
from auditor.evaluation import (
    EvaluationResult,
    FormatScore,
    ScoreRow,
    evaluate_formats,
    evaluate_gold,
)
from auditor.evaluation.layout import grouped, interval_of
from auditor.evaluation.page import page
from auditor.settings import load_settings

_MISSES = 40


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
    console = screen()
    formats = evaluate_formats(gold, reports)
    if formats:
        _print_formats(console, formats, gold)
        _save(out, {"formats": [asdict(score) for score in formats]})
        return 0
    result = evaluate_gold(gold, reports, load_settings(config, linker=linker))
    console.print(scores_table(result, gold))
    for line in _summary(result):
        click.echo(line)
    shown = result.misses[:_MISSES]
    for line in shown:
        click.echo(line)
    if len(shown) < len(result.misses):
        rest = len(result.misses) - len(shown)
        click.echo(f"… {rest} more, all of them in {out}/evaluation.json" if out else f"… {rest} more; --out DIR writes all of them")  # fmt: skip
    _save(out, _record(result))
    if out is not None:
        (out / "evaluation.html").write_text(page(result, str(gold)), "utf-8")
    return 0


def scores_table(result: EvaluationResult, gold: Path) -> Table:
    """One table, a heading for each group; where it is narrow, names are folded, not figures."""
    title = f"{gold} (linker: {result.linker})" if result.linker else str(gold)
    table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("", overflow="fold", min_width=16)
    for name in ("gold", "found", "right", "precision", "recall", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("F1, 95 %", justify="right", no_wrap=True, min_width=11)
    for number, group in enumerate(grouped(result.rows)):
        if number:
            table.add_section()
        table.add_row(f"[bold]{group.title}[/bold]")
        for name, row in group.rows:
            counts = map(str, (row.gold, row.found, row.right))
            shares = map(_share, (row.precision, row.recall, row.f1))
            table.add_row(f"  {escape(name)}", *counts, *shares, _interval(row))
    return table


def _interval(row: ScoreRow) -> str:
    """The interval of F1."""
    known = interval_of(row)
    return "—" if known is None else f"{known[0]:.3f}–{known[1]:.3f}"


def _summary(result: EvaluationResult) -> Iterator[str]:
    if result.calibration is not None and result.calibration.count:
        c = result.calibration
        yield f"calibration of {c.count} links: ECE {c.ece:.4f}"
    if result.confidence is not None and result.confidence.count:
        c = result.confidence
        yield f"confidence of {c.count} high and medium findings: ECE {c.ece:.4f}"
        for b in c.bins:
            yield f"  confidence {b.low:.1f}–{b.high:.1f}: {b.count} findings, mean {b.mean:.3f}, right {b.share_right:.3f}"
        for known in result.reliability:
            yield f"  {known.check}: right {known.right} of {known.found}, mean confidence {known.confidence:.3f}"
    if result.clean is not None and result.clean.reports:
        clean = result.clean
        yield f"clean reports: {clean.reports}, high or medium findings on each: {clean.per_report:.3f}"
    if result.ranking is not None and result.ranking.tau is not None:
        r = result.ranking
        yield f"ranking of {r.reports} reports: Kendall τ {r.tau:.3f}, precision in the first tenth {_share(r.precision_top)}"


def _record(result: EvaluationResult) -> dict[str, Any]:
    """Everything, with the shares that the counts give."""
    made = asdict(result)
    groups = {row.what: group.title for group in grouped(result.rows) for _, row in group.rows}
    for row, record in zip(result.rows, made["rows"], strict=True):
        record["group"] = groups[row.what]
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

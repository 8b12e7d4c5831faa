"""``auditor quantities``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.text import Text

from auditor.apps.cli.screen import screen
from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.interval import show
from auditor.core.quantity import Dimension, Quantity
from auditor.quantities import Extraction, find_quantities
from auditor.reading import read_path

_COLOURS = {
    Dimension.MONEY: "bold green",
    Dimension.PEOPLE: "bold cyan",
    Dimension.COUNT: "bold blue",
    Dimension.PERCENT: "bold magenta",
    Dimension.POINTS: "bold magenta",
    Dimension.RATIO: "bold magenta",
    Dimension.SCORE: "bold yellow",
    Dimension.NONE: "bold",
}
_OTHER, _EXCLUDED, _FORMULA = "bold red", "dim", "underline"
_NAMES = {
    "money": "金额", "people": "人数", "count": "件次", "percent": "比率", "percentage_points": "百分点",
    "ratio": "比例", "score": "分值", "none": "无单位",
}  # fmt: skip


def show_quantities(file: Path, *, as_json: bool, excluded: bool) -> int:
    """Print the text with its quantities coloured by kind; 3 where the file can't be read."""
    try:
        document = read_path(file)
    except ReadError as error:
        click.echo(f"{file}: {error.message}", err=True)
        return 3
    found = find_quantities(document.text, folded=document.folded)
    if as_json:
        for quantity in found.quantities:
            click.echo(json.dumps(_record(quantity), ensure_ascii=False))
        return 0
    console = screen(highlight=False)
    console.print(_legend())
    console.print(_coloured(document, found, excluded=excluded), soft_wrap=True)
    console.print(
        f"数量 {len(found.quantities)}，不是数量的数字 {len(found.excluded)}，算式 {len(found.formulas)}"
    )
    return 0


def _legend() -> Text:
    text = Text()
    for dimension, colour in _COLOURS.items():
        if dimension.value in _NAMES:
            text.append(_NAMES[dimension.value], style=colour).append("  ")
    text.append("其他计量", style=_OTHER).append("  ")
    return text.append("不是数量", style=_EXCLUDED).append("\n")


def _coloured(document: Document, found: Extraction, *, excluded: bool) -> Text:
    text = Text(document.text)
    for item in found.excluded:
        text.stylize(_EXCLUDED, item.span.start, item.span.end)
    for quantity in found.quantities:
        style = _COLOURS.get(quantity.dimension, _OTHER)
        text.stylize(style, quantity.span.start, quantity.span.end)
    for formula in found.formulas:
        text.stylize(_FORMULA, formula.span.start, formula.span.end)
    if not excluded:
        return text
    notes = Text("\n")
    for quantity in found.quantities:
        unit = quantity.unit.name if quantity.unit else "—"
        notes.append(f"{quantity.span.start:>7} {quantity.text}  {unit} {show(quantity.bounds)}\n")
    for item in found.excluded:
        notes.append(f"{item.span.start:>7} {item.text}  {item.reason}\n", style=_EXCLUDED)
    return text.append_text(notes)


def _record(quantity: Quantity) -> dict[str, object]:
    bounds = quantity.bounds
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "text": quantity.text,
        "value": str(quantity.value),
        "unit": quantity.unit.name if quantity.unit else None,
        "dimension": quantity.dimension.value,
        "low": None if bounds.low is None else str(bounds.low),
        "high": None if bounds.high is None else str(bounds.high),
        "hedge": quantity.hedge,
        "comparator": quantity.comparator,
    }

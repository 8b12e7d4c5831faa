"""Quantity labels (``corpus/labels/quantities/README.md``) against the extractor.

A label set is ``sentences.jsonl``, ``heldout.jsonl`` or ``second.jsonl`` (texts with their
labels), or ``reports.jsonl`` (labels by offsets into reports). Spans are scored exactly; value, unit and bounds on the matched spans.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.core.quantity import Quantity
from auditor.evaluation.scores import ScoreRow
from auditor.quantities import find_quantities
from auditor.reading.folding import fold
from auditor.reading.text import decode

_PLACES = Decimal("1e-20")
Label = dict[str, Any]


@dataclass(slots=True)
class _Tally:
    gold: int = 0
    found: int = 0
    spans: int = 0
    value: int = 0
    unit: int = 0
    bounds: int = 0
    misses: list[str] = field(default_factory=list)

    def rows(self, name: str) -> Iterator[ScoreRow]:
        """Spans, then what is right on the matched ones."""
        yield ScoreRow(f"{name}: spans", self.gold, self.found, self.spans, self.spans)
        for what in ("value", "unit", "bounds"):
            right = getattr(self, what)
            yield ScoreRow(f"{name}: {what} of matches", self.spans, self.spans, right, right)


def score_quantities(
    folder: Path, reports: Path | None
) -> tuple[tuple[ScoreRow, ...], tuple[str, ...]]:
    """Rows and a line for each miss; labels over reports only where ``reports`` holds the files."""
    rows: list[ScoreRow] = []
    misses: list[str] = []
    for name, texts in (
        ("sentences", _sentences(folder / "sentences.jsonl")),
        ("heldout", _sentences(folder / "heldout.jsonl")),
        ("second", _sentences(folder / "second.jsonl")),
        ("reports", _reports(folder / "reports.jsonl", reports)),
    ):
        tally = _Tally()
        for key, text, labels in texts:
            _compare(tally, key, text, labels)
        if tally.gold:
            rows.extend(tally.rows(f"quantities in {name}"))
            misses.extend(tally.misses)
    return tuple(rows), tuple(misses)


def _lines(path: Path) -> Iterator[Label]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _sentences(path: Path) -> Iterator[tuple[str, str, list[Label]]]:
    for record in _lines(path):
        yield record["id"], record["text"], record["labels"]


def _reports(path: Path, root: Path | None) -> Iterator[tuple[str, str, list[Label]]]:
    if root is None:
        return
    files: dict[str, list[Label]] = {}
    for label in _lines(path):
        files.setdefault(label["file"], []).append(label)
    for name, labels in sorted(files.items()):
        if (root / name).exists():
            yield name, decode((root / name).read_bytes()), labels


def _compare(tally: _Tally, key: str, text: str, labels: list[Label]) -> None:
    gold = {(g["start"], g["end"]): g for g in labels if g["kind"] != "excluded"}
    made = {(q.span.start, q.span.end): q for q in find_quantities(text).quantities}
    tally.gold += len(gold)
    tally.found += len(made)
    for start, end in sorted(gold.keys() | made.keys()):
        label, quantity = gold.get((start, end)), made.get((start, end))
        place = f"{key} [{start}, {end}) …{text[max(0, start - 6) : end + 4]}…".replace("\n", "⏎")
        if label is None:
            tally.misses.append(f"no quantity in the labels: {place}")
        elif quantity is None:
            tally.misses.append(f"quantity missed: {place}")
        else:
            _match(tally, place, label, quantity)


def _match(tally: _Tally, place: str, label: Label, quantity: Quantity) -> None:
    tally.spans += 1
    unit = quantity.unit.name if quantity.unit is not None else None
    right = {
        "value": _same(quantity.value, label["value"]),
        "unit": unit == (fold(label["unit"]) if label.get("unit") else None),
        "bounds": _same_bounds(label, quantity),
    }
    for what, is_right in right.items():
        setattr(tally, what, getattr(tally, what) + is_right)
        if not is_right:
            tally.misses.append(f"{what} differs: {place}")


def _same_bounds(label: Label, quantity: Quantity) -> bool:
    made = quantity.bounds
    low, high = label.get("low"), label.get("high")
    if not (_same(made.low, low) and _same(made.high, high)):
        return False
    opens = (low is None or made.low_open == label["low_open"]) and (
        high is None or made.high_open == label["high_open"]
    )
    return bool(opens)


def _same(made: Decimal | None, label: str | None) -> bool:
    if made is None or label is None:
        return made is None and label is None
    return abs(made - Decimal(label)) <= abs(made) * _PLACES

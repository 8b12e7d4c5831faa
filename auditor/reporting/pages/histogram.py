"""Counts of values as columns of a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 320.0, 96.0


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of a histogram: its box in the drawing and the count that it stands for."""

    x: float
    y: float
    width: float
    height: float
    low: str
    high: str
    count: int


def histogram(values: Iterable[float], edges: Sequence[float], unit: str = "") -> list[Column]:
    """Counts between neighbouring ``edges``; the last column takes its upper edge in."""
    counts = [0] * (len(edges) - 1)
    for value in values:
        index = sum(value >= edge for edge in edges[1:-1])
        counts[index] += 1
    top = max(counts, default=0) or 1
    step = _WIDTH / len(counts)
    return [
        Column(
            x=round(index * step + 1, 1),
            y=round(_HEIGHT * (1 - count / top), 1),
            width=round(step - 2, 1),
            height=round(_HEIGHT * count / top, 1),
            low=f"{edges[index]:g}{unit}",
            high=f"{edges[index + 1]:g}{unit}",
            count=count,
        )
        for index, count in enumerate(counts)
    ]

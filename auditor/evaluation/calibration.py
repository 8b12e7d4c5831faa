"""Whether probabilities are frequencies: the reliability curve and its expected error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """``count`` predictions with probabilities in [low, high): their mean and how often right."""

    low: float
    high: float
    count: int
    mean: float
    share_right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """``ece`` is the mean gap between probability and share right, weighted by the bins' counts."""

    what: str
    count: int
    ece: float
    bins: tuple[Bin, ...]


def calibrate(what: str, predictions: Sequence[tuple[float, bool]]) -> Calibration:
    """The curve over ten bins of equal width; empty bins are left out, 1.0 falls into the last."""
    bins: list[Bin] = []
    error = 0.0
    for place in range(_BINS):
        low, high = place / _BINS, (place + 1) / _BINS
        inside = [p for p in predictions if min(int(p[0] * _BINS), _BINS - 1) == place]
        if not inside:
            continue
        mean = sum(chance for chance, _ in inside) / len(inside)
        share = sum(1 for _, right in inside if right) / len(inside)
        bins.append(Bin(low, high, len(inside), round(mean, 4), round(share, 4)))
        error += abs(mean - share) * len(inside)
    ece = error / len(predictions) if predictions else 0.0
    return Calibration(what, len(predictions), round(ece, 4), tuple(bins))

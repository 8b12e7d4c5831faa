"""A row of scores, with the interval that drawing the reports anew gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_DRAWS = 1_000
_SEED = 20_250_101
_NAMES = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Counts of one kind; ``found`` counts what the tool said, ``right`` what of it is labelled.

    ``hits`` are labels that something found. Precision is ``right/found``, recall ``hits/gold``.
    ``intervals`` are 95 % bootstrap intervals (name, low, high) over reports, where they are known.
    """

    what: str
    gold: int
    found: int
    right: int
    hits: int
    intervals: tuple[tuple[str, float, float], ...] = ()

    @property
    def precision(self) -> float | None:
        """``None`` where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """``None`` where nothing is labelled."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean; ``None`` where precision or recall is."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Counts:
    """The counts of one report, to be added up."""

    gold: int = 0
    found: int = 0
    right: int = 0
    hits: int = 0


def score_row(what: str, by_report: Mapping[str, Counts]) -> ScoreRow:
    """The sums over all reports with percentile intervals of 1,000 draws of as many reports.

    A single report tells nothing of the spread: then there are no intervals.
    """
    table = np.array([[c.gold, c.found, c.right, c.hits] for c in by_report.values()])
    table = table.reshape(-1, 4).astype(np.int64)
    gold, found, right, hits = table.sum(axis=0).tolist()
    return ScoreRow(what, gold, found, right, hits, _intervals(table))


def _intervals(table: npt.NDArray[np.int64]) -> tuple[tuple[str, float, float], ...]:
    size = len(table)
    if size < 2:
        return ()
    # The same draws each time, so that equal inputs give equal bytes.
    chance = np.random.default_rng(_SEED)
    sums = np.array([table[chance.integers(0, size, size)].sum(axis=0) for _ in range(_DRAWS)])
    gold, found, right, hits = sums.T.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = right / found, hits / gold
        f1 = 2 * precision * recall / (precision + recall)
    made = []
    for name, values in zip(_NAMES, (precision, recall, f1), strict=True):
        known = values[~np.isnan(values)]
        if len(known):
            low, high = np.percentile(known, [2.5, 97.5]).tolist()
            made.append((name, round(low, 4), round(high, 4)))
    return tuple(made)

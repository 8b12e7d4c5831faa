"""Whether reports with more planted contradictions rank higher."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import kendalltau

_TOP = 0.1


@dataclass(frozen=True, slots=True)
class RankingScore:
    """``tau`` is Kendall's τ-b between the ranking and the planted contradictions of each report.

    ``precision_top`` is the share of the first tenth of the ranking that belongs there: reports
    with at least as many planted contradictions as the last of the truth's first tenth.
    ``None`` where nothing tells the reports apart.
    """

    reports: int
    tau: float | None
    precision_top: float | None


def score_ranking(ranked: Sequence[str], planted: Mapping[str, int]) -> RankingScore:
    """``ranked`` are report names, first rank first; a report without planted faults has none."""
    truth = [planted.get(name, 0) for name in ranked]
    if len(set(truth)) < 2:
        return RankingScore(len(ranked), None, None)
    statistic = float(kendalltau([-place for place in range(len(ranked))], truth).statistic)
    top = max(1, math.ceil(len(ranked) * _TOP))
    least = max(sorted(truth, reverse=True)[top - 1], 1)
    right = sum(1 for count in truth[:top] if count >= least)
    tau = None if math.isnan(statistic) else round(statistic, 4)
    return RankingScore(len(ranked), tau, round(right / top, 4))

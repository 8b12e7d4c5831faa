"""From features to a probability. The rule scorer; a trained one comes behind the same door."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

WEIGHTS: Mapping[str, float] = {
    "label_words_in_indicator": 2.2,
    "label_words_in_clause": 2.4,
    "indicator_words_in_label": 2.0,
    "characters": 1.2,
    "same_phrase": 2.0,
    "unit": 1.4,
    "period": 0.4,
    "role": 1.2,
    "sum": -0.3,
}
BIAS = -5.6


class LinkScorer(Protocol):
    """Anything that turns the features of a pair into a probability with its explanation."""

    @property
    def name(self) -> str:
        """What ``links.jsonl`` gives as source."""
        ...

    def score(self, features: Mapping[str, float]) -> Scored:
        """The probability that the pair is about one fact."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """``probability`` = logistic of the sum of ``contributions`` (the bias among them)."""

    probability: float
    contributions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RuleScorer:
    """A linear score with hand-set weights, squeezed by the logistic function."""

    name: str = "rules"

    def score(self, features: Mapping[str, float]) -> Scored:
        """The probability that the pair is about one fact."""
        parts = [("bias", BIAS)]
        parts += [(key, round(WEIGHTS[key] * value, 4)) for key, value in features.items()]
        total = sum(value for _, value in parts)
        return Scored(round(1 / (1 + math.exp(-total)), 4), tuple(p for p in parts if p[1]))

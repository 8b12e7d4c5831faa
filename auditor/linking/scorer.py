"""From features to a probability, linearly: by hand-set weights or by learned ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from auditor.linking.context import add_context
from auditor.linking.features import FEATURES, Pairs
from auditor.linking.lexis import FloatArray

RULES: Mapping[str, float] = {
    "label_words_in_indicator": 2.2,
    "label_words_in_clause": 2.4,
    "indicator_words_in_label": 2.0,
    "characters": 1.2,
    "same_phrase": 2.0,
    "unit": 1.4,
    "period": 0.4,
    "role": 1.2,
    "sum": 0.2,
    "sum_spread": -2.0,
    "tells_one_addend": -3.0,
    "one_of_addends": -0.3,
    "part_of_rival": -0.6,
}
_PLACES = 4


@dataclass(frozen=True)
class LinkScorer:
    """A linear score of named features, squeezed by the logistic function.

    ``first`` are the weights of a first look at the pairs by themselves, whose chances the features
    of context are made of; without it there is no second look. ``name`` is what ``links.jsonl``
    gives as source, ``card`` the id of the model behind it, ``encoder`` the folder of the user's
    encoder that it was trained with.
    """

    name: str = "rules"
    weights: Mapping[str, float] = field(default_factory=lambda: RULES)
    bias: float = -5.6
    card: str = "rules"
    first: Mapping[str, float] = field(default_factory=dict)
    first_bias: float = 0.0
    encoder: str = ""

    @cached_property
    def _vector(self) -> FloatArray:
        return np.array([self.weights.get(name, 0.0) for name in FEATURES])

    @cached_property
    def _first(self) -> FloatArray:
        return np.array([self.first.get(name, 0.0) for name in FEATURES])

    def judge(self, pairs: Pairs) -> FloatArray:
        """Log-odds that each pair is about one fact, after a second look where there is one.

        Fills the features of context in ``pairs.values``.
        """
        if self.first:
            add_context(pairs, chances(pairs.values @ self._first + self.first_bias))
        return self.logits(pairs.values)

    def logits(self, values: FloatArray) -> FloatArray:
        """Log-odds by features alone; ``values`` has a column a feature."""
        found: FloatArray = values @ self._vector + self.bias
        return found

    def contributions(self, values: FloatArray) -> tuple[tuple[str, float], ...]:
        """What each feature of one pair adds to its log-odds, the bias first; zeros left out."""
        parts = (values * self._vector).tolist()
        told = [(name, round(x, _PLACES)) for name, x in zip(FEATURES, parts, strict=True) if x]
        return tuple([part for part in (("bias", round(self.bias, _PLACES)), *told) if part[1]])


def chances(logits: FloatArray) -> FloatArray:
    """The probabilities of log-odds."""
    found: FloatArray = 1 / (1 + np.exp(-logits))
    return found


def probability(logit: float) -> float:
    """The probability of log-odds, to four places."""
    return round(float(1 / (1 + np.exp(-logit))), _PLACES)

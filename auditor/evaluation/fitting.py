"""Two looks at the pairs, each one logistic regression, judged on forms and trades held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from auditor.core.errors import UsageError
from auditor.evaluation.trainset import BoolArray, IntArray, TrainingSet
from auditor.linking.assign import assigned
from auditor.linking.context import add_context
from auditor.linking.features import BASE, FEATURES
from auditor.linking.lexis import FloatArray
from auditor.linking.scorer import chances

C = 0.1
"""Inverse strength of the regularisation; chosen on the development part."""
FAMILY_FOLDS, AGENCY_FOLDS = 4, 3
_LOW = 0.1
"""Pairs likelier than this compete when links are made to calibrate on."""
_AGAINST = frozenset(
    {
        "no_word_shared",
        "better_column",
        "of_a_project",
        "narrowed",
        "sum_spread",
        "tells_one_addend",
        "one_of_addends",
        "part_of_rival",
        "surer_fact_for_cell",
        "surer_cell_for_fact",
    }
)
_EITHER = frozenset(
    {"sum", "role_unknown", "bare_number", "target_cell", "indicator_row", "same_classifier"}
)
_SIGNS = np.array([0 if n in _EITHER else -1 if n in _AGAINST else 1 for n in FEATURES])
"""What each feature must say if it says anything: 1 for a link, −1 against it, 0 either."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the estimator and its log-odds for pairs of forms and trades not seen in fitting."""

    estimator: Any
    held_out: FloatArray

    @property
    def weights(self) -> FloatArray:
        """Log-odds a unit of each feature."""
        found: FloatArray = self.estimator.coef_[0]
        return found

    @property
    def bias(self) -> float:
        """Log-odds of nothing."""
        return float(self.estimator.intercept_[0])


def fit(data: TrainingSet, apart: TrainingSet | None = None) -> tuple[Look, Look]:
    """The first look at the pairs by themselves, and the second with the context that it gives.

    The second is calibrated on the links that an assignment makes of pairs that it was not fitted
    on: those of ``apart``, reports of other forms and trades, or else the held-out ones of
    ``data``. Fills the features of context in both.
    """
    truth = data.truth()
    known = truth >= 0
    splits = list(folds(data))
    first = _look(data.values(), truth, known, splits, len(BASE))
    for block, found in zip(data.blocks, data.parts(chances(first.held_out)), strict=True):
        add_context(block.pairs, found)
    second = _look(data.values(), truth, known, splits, len(FEATURES))
    if apart is None:
        return first, _calibrated(second, data, second.held_out)
    return first, _calibrated(second, apart, _seen(first, second, apart))


def folds(data: TrainingSet) -> Iterator[tuple[BoolArray, BoolArray]]:
    """Pairs to fit on and to judge: no family of forms and no kind of agency is in both.

    ``UsageError`` for fewer than two reports.
    """
    if len(data.files) < 2:
        raise UsageError("训练至少需要两份带标注的报告。")
    file_of = data.file_of()
    family = _numbered(data.families, FAMILY_FOLDS)[file_of]
    agency = _numbered(data.agencies, AGENCY_FOLDS)[file_of]
    for f in range(int(family.max()) + 1):
        for a in range(int(agency.max()) + 1):
            judged = (family == f) & (agency == a)
            fitted = (family != f) & (agency != a)
            if judged.any():
                yield (fitted if fitted.any() else ~judged), judged


def _numbered(kinds: Sequence[str], most: int) -> IntArray:
    """Kinds dealt out to at most ``most`` folds, the commonest first."""
    names, counts = np.unique(np.array(kinds), return_counts=True)
    order = names[np.argsort(-counts, kind="stable")].tolist()
    place = {name: number % min(most, len(order)) for number, name in enumerate(order)}
    return np.array([place[kind] for kind in kinds], dtype=np.intp)


def _look(
    values: FloatArray,
    truth: np.ndarray,
    known: BoolArray,
    splits: Sequence[tuple[BoolArray, BoolArray]],
    width: int,
) -> Look:
    """The fit on all pairs, and the log-odds of each pair by fits on other forms and trades."""
    held_out = np.zeros(len(truth))
    whole = _fit(values[known], truth[known] == 1, width)
    near = np.append(whole.coef_[0], whole.intercept_)
    for fitted, judged in splits:
        line = _fit(values[fitted & known], truth[fitted & known] == 1, width, near)
        held_out[judged] = line.decision_function(values[judged])
    return Look(whole, held_out)


def _fit(values: FloatArray, linked: BoolArray, width: int, near: FloatArray | None = None) -> Any:
    """A regression on the first ``width`` features whose weights keep the signs of their meaning.

    Evidence that speaks for a link in general but against it in these reports is a quirk of these
    reports; its weight is 0. ``near`` is where the search begins.
    """
    from scipy.optimize import minimize
    from sklearn.linear_model import LogisticRegression

    signs = np.where(linked, 1.0, -1.0)
    free = np.arange(len(FEATURES)) < width
    bounds = [
        (0.0 if not on or sign > 0 else None, 0.0 if not on or sign < 0 else None)
        for on, sign in zip(free.tolist(), _SIGNS.tolist(), strict=True)
    ]

    def loss(found: Any) -> Any:
        weights, bias = found[:-1], found[-1]
        margins = signs * (values @ weights + bias)
        slopes = -signs * chances(-margins)
        size = float(np.logaddexp(0.0, -margins).sum() + weights @ weights / (2 * C))
        return size, np.append(slopes @ values + weights / C, slopes.sum())

    start = np.zeros(len(FEATURES) + 1) if near is None else near
    limits = [*bounds, (None, None)]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"ftol": 1e-8})
    line = LogisticRegression(C=C)
    line.classes_ = np.array([False, True])
    line.coef_, line.intercept_ = best.x[None, :-1], best.x[-1:]
    line.n_features_in_ = len(FEATURES)
    return line


def _seen(first: Look, second: Look, data: TrainingSet) -> FloatArray:
    """The second look's log-odds of the pairs of ``data``, after the context of the first."""
    early = data.parts(first.estimator.decision_function(data.values()))
    for block, found in zip(data.blocks, early, strict=True):
        add_context(block.pairs, chances(found))
    logits: FloatArray = second.estimator.decision_function(data.values())
    return logits


def _calibrated(look: Look, data: TrainingSet, found_of_pairs: FloatArray) -> Look:
    """The look with its log-odds stretched and shifted so that the links that are made of ``data``
    are as often right as it says.
    """
    from sklearn.linear_model import LogisticRegression

    logits, truth = [], []
    for block, found in zip(data.blocks, data.parts(found_of_pairs), strict=True):
        chosen = [k for k in assigned(block.pairs, found, _LOW) if block.truth[k] >= 0]
        logits.extend(found[chosen].tolist())
        truth.extend((block.truth[chosen] == 1).tolist())
    if len(set(truth)) < 2:
        return look
    sigmoid = LogisticRegression(C=1e6).fit(np.array(logits)[:, None], truth)
    stretch, shift = float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
    line = look.estimator
    line.coef_ = line.coef_ * stretch
    line.intercept_ = line.intercept_ * stretch + shift
    return Look(line, look.held_out * stretch + shift)


def links_made(data: TrainingSet, look: Look, threshold: float) -> tuple[int, int, int]:
    """Of held-out pairs: links made, right ones among them, and links wanted."""
    made = right = 0
    for block, found in zip(data.blocks, data.parts(look.held_out), strict=True):
        chosen = [k for k in assigned(block.pairs, found, threshold) if block.truth[k] >= 0]
        made += len(chosen)
        right += int((block.truth[chosen] == 1).sum())
    return made, right, int((data.truth() == 1).sum())

"""A claim-cell linker as a scikit-learn classifier.

It takes one look at pairs, each by itself; the shipped linker (``auditor train``) takes a second
one with what the first made of their rivals. Its log-odds are one linear function of the features,
so a fitted one can be written down as a ``LinkScorer`` and audit without scikit-learn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from auditor.linking import LinkScorer
from auditor.linking.features import FEATURES

FloatArray = npt.NDArray[np.float64]
_NOTHING = 1e-9


class LinkClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression with a sigmoid calibration over held-out folds; two classes.

    Parameters
    ----------
    C : inverse strength of the penalty.
    signs : what each feature must say if it says anything, a number a feature: 1 for the second
        class, −1 against it, 0 either; ``None`` leaves all free. Features that learn the wrong
        sign are left out one by one, the worst first: evidence that speaks for a link in general
        but against it in these reports is a quirk of these reports.
    folds : folds of the calibration at most; fewer where a class or the groups are few.

    Attributes
    ----------
    ``coef_`` (n_features,), ``intercept_``: log-odds of the second of ``classes_``;
    ``held_out_`` (n_samples,): its probability where the sample was held out;
    ``estimator_``: the calibrated classifier behind it; ``n_features_in_``,
    ``feature_names_in_`` as everywhere in scikit-learn.
    """

    def __init__(self, C: float = 0.1, signs: Any = None, folds: int = 5) -> None:  # noqa: N803
        self.C = C
        self.signs = signs
        self.folds = folds

    def fit(self, X: Any, y: Any, groups: Any = None) -> LinkClassifier:  # noqa: N803
        """Fit on pairs. ``groups`` (a number a sample: its report) keeps reports together.

        ``ValueError`` where there are not two classes with two samples (or two groups) each.
        """
        values, labels = validate_data(self, X, y, dtype=np.float64)
        kind = type_of_target(labels, input_name="y", raise_unknown=True)
        if kind != "binary":
            raise ValueError(
                f"Only binary classification is supported. The type of the target is {kind}."
            )
        self.classes_, truth = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("The data holds one class only; two are needed to fit a linker.")
        kept = self._kept(values, truth)
        self._calibrate(values * kept, truth, groups)
        (fitted,) = self.estimator_.calibrated_classifiers_
        (sigmoid,) = fitted.calibrators
        line = fitted.estimator
        self.coef_: FloatArray = -sigmoid.a_ * line.coef_[0]
        self.intercept_ = float(-(sigmoid.a_ * line.intercept_[0] + sigmoid.b_))
        return self

    def decision_function(self, X: Any) -> FloatArray:  # noqa: N803
        """Log-odds of the second class."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False)
        logits: FloatArray = values @ self.coef_ + self.intercept_
        return logits

    def predict_proba(self, X: Any) -> FloatArray:  # noqa: N803
        """Probabilities of both classes, (n_samples, 2)."""
        chance = 1 / (1 + np.exp(-np.clip(self.decision_function(X), -500, 500)))
        return np.column_stack([1 - chance, chance])

    def predict(self, X: Any) -> npt.NDArray[Any]:  # noqa: N803
        """The likelier class; the audit's own threshold is a setting of the audit."""
        second = self.decision_function(X) > 0
        found: npt.NDArray[Any] = self.classes_[second.astype(int)]
        return found

    def to_scorer(self, name: str = "estimator") -> LinkScorer:
        """For ``link_claims(scorer=…)``. ``ValueError`` where it was fitted on other features."""
        check_is_fitted(self)
        if self.n_features_in_ != len(FEATURES):
            raise ValueError(f"fitted on {self.n_features_in_} features, not {len(FEATURES)}")
        weights = dict(zip(FEATURES, self.coef_.tolist(), strict=True))
        return LinkScorer(name, weights, self.intercept_, name)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def _kept(self, values: FloatArray, truth: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        kept = np.ones(values.shape[1], dtype=bool)
        if self.signs is None:
            return kept
        signs = np.asarray(self.signs, dtype=np.float64)
        if signs.shape != kept.shape:
            raise ValueError(f"signs has shape {signs.shape}, the data {values.shape[1]} features")
        while True:
            weights = self._line().fit(values * kept, truth).coef_[0]
            wrong = np.maximum(-weights * signs, 0.0)
            if wrong.max() < _NOTHING:
                return kept
            kept[int(wrong.argmax())] = False

    def _calibrate(self, values: FloatArray, truth: npt.NDArray[np.intp], groups: Any) -> None:
        if groups is None:
            known = min(self.folds, int(np.bincount(truth).min()))
            fold: Any = StratifiedKFold(max(known, 2))
        else:
            known = min(self.folds, len(np.unique(groups)))
            if known < 2:
                raise ValueError("Samples of at least two groups are needed.")
            fold = GroupKFold(known)
        splits = list(fold.split(values, truth, groups))
        # One estimator on all data with one sigmoid over held-out scores: it stays linear in
        # log-odds, which an ensemble of calibrated folds would not.
        model = CalibratedClassifierCV(self._line(), method="sigmoid", cv=splits, ensemble=False)
        model.fit(values, truth)
        raw = cross_val_predict(self._line(), values, truth, cv=splits, method="decision_function")
        (sigmoid,) = model.calibrated_classifiers_[0].calibrators
        self.held_out_: FloatArray = np.asarray(sigmoid.predict(raw))
        # The splits were lists of row numbers, which have no place in a model file.
        model.cv = fold.get_n_splits()
        self.estimator_ = model

    def _line(self) -> LogisticRegression:
        return LogisticRegression(C=self.C, solver="newton-cholesky")

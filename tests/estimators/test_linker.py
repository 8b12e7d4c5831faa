from __future__ import annotations

import numpy as np
import pytest
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from auditor.estimators import LinkClassifier
from auditor.linking.features import FEATURES

RNG = np.random.default_rng(3)
X = RNG.normal(size=(300, 4))
Y = (X[:, 0] - 0.5 * X[:, 1] + 0.3 * RNG.normal(size=300)) > 0
GROUPS = np.arange(300) % 10


def test_log_odds_are_one_line_and_agree_with_the_calibrated_estimator() -> None:
    model = LinkClassifier().fit(X, Y, GROUPS)
    assert model.decision_function(X) == pytest.approx(X @ model.coef_ + model.intercept_)
    assert model.predict_proba(X) == pytest.approx(model.estimator_.predict_proba(X))
    assert (model.predict(X) == Y).mean() > 0.9


def test_a_feature_of_the_wrong_sign_is_left_out() -> None:
    model = LinkClassifier(signs=[1, 1, 0, 0]).fit(X, Y)
    assert model.coef_[1] == pytest.approx(0)
    assert model.coef_[0] > 1
    assert LinkClassifier(signs=[1, -1, 0, 0]).fit(X, Y).coef_[1] < -0.5
    with pytest.raises(ValueError, match="signs"):
        LinkClassifier(signs=[1, 1]).fit(X, Y)


def test_held_out_probabilities_are_of_other_groups() -> None:
    """A feature that tells the group, and the group the label, is worthless when held out."""
    label = GROUPS % 2 == 0
    told = np.eye(10)[GROUPS]
    together = LinkClassifier(C=100.0).fit(told, label)
    apart = LinkClassifier(C=100.0).fit(told, label, GROUPS)
    assert ((together.held_out_ > 0.5) == label).mean() == 1
    assert ((apart.held_out_ > 0.5) == label).mean() < 0.7
    with pytest.raises(ValueError, match="two groups"):
        LinkClassifier().fit(told, label, np.zeros(300))


def test_it_fits_in_a_pipeline() -> None:
    pipeline = make_pipeline(StandardScaler(), LinkClassifier())
    scores = cross_val_score(pipeline, X, Y, cv=GroupKFold(5), groups=GROUPS)
    assert scores.mean() > 0.85


def test_a_fitted_one_links_without_scikit_learn() -> None:
    wide = np.zeros((300, len(FEATURES)))
    wide[:, :4] = X
    model = LinkClassifier().fit(wide, Y)
    scorer = model.to_scorer("mine")
    assert scorer.logits(wide) == pytest.approx(model.decision_function(wide))
    assert scorer.name == "mine"
    with pytest.raises(ValueError, match="features"):
        LinkClassifier().fit(X, Y).to_scorer()

"""The estimator API, by scikit-learn's own checks where they apply.

Its checks feed arrays of numbers; for estimators of texts those that feed no data are run here
and the rest of the convention in ``test_reports``.
"""

from __future__ import annotations

from typing import Any

import pytest
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from auditor.estimators import BoilerplateVectorizer, LinkClassifier, ReportMeasures

WITHOUT_DATA = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
)


@parametrize_with_checks([LinkClassifier(), LinkClassifier(C=10.0, folds=3)])
def test_scikit_learn_s_checks(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("name", WITHOUT_DATA)
@pytest.mark.parametrize("kind", [BoilerplateVectorizer, ReportMeasures])
def test_checks_without_data(kind: type, name: str) -> None:
    getattr(estimator_checks, name)(kind.__name__, kind())

"""The trained linker: the shipped coefficients, their explanation, and what it refuses to load."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import auditor
from auditor.core.errors import UsageError
from auditor.linking import linker_named
from auditor.linking.features import BASE, FEATURES
from auditor.linking.scorer import LinkScorer, probability
from auditor.linking.wording import WORDING

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "cell_linker"


def test_the_shipped_coefficients_are_those_of_the_model_folder() -> None:
    shipped = Path(auditor.__file__).parent / "linking" / "cell_linker.json"
    assert shipped.read_bytes() == (MODEL / "linker.json").read_bytes()


def test_skops_file_and_coefficients_say_the_same() -> None:
    pytest.importorskip("skops")
    from auditor.evaluation.training import load_estimators

    looks = load_estimators(MODEL / "cell_linker.skops")
    linker = linker_named("model")
    pairs = np.random.default_rng(5).random((200, len(FEATURES)))
    expected = looks["second_look"].predict_proba(pairs)[:, 1]
    made = [probability(logit) for logit in linker.logits(pairs)]
    assert made == pytest.approx(expected.tolist(), abs=2e-4)
    early = looks["first_look"]
    assert list(linker.first.values()) == pytest.approx(
        early.coef_[0][: len(BASE)].tolist(), abs=1e-5
    )
    assert linker.first_bias == pytest.approx(float(early.intercept_[0]), abs=1e-5)
    assert not early.coef_[0][len(BASE) :].any()


def test_contributions_add_up_to_the_log_odds() -> None:
    linker = linker_named("model")
    pair = np.random.default_rng(6).random(len(FEATURES))
    total = sum(value for _, value in linker.contributions(pair))
    logit = float(linker.logits(pair[None, :])[0])
    assert total == pytest.approx(logit, abs=len(FEATURES) * 5e-5)
    assert probability(logit) == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)


def test_rules_by_hand() -> None:
    """All words, the same unit and role: -5.6 + 2.2 + 2.4 + 2.0 + 1.2 + 2.0 + 1.4 + 0.4 + 1.2."""
    told = (*WORDING, "unit", "period", "role")
    pair = np.array([1.0 if name in told else 0.0 for name in FEATURES])
    assert float(LinkScorer().logits(pair[None, :])[0]) == pytest.approx(7.2)


def test_evidence_has_its_sign() -> None:
    weights = linker_named("model").weights
    assert weights["better_column"] < 0
    assert weights["of_a_project"] < 0
    assert all(weights[name] >= 0 for name in ("same_phrase", "same_unit", "role", "both_ways"))


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    data = json.loads((MODEL / "linker.json").read_text("utf-8"))
    del data["weights"]["same_unit"]
    (tmp_path / "linker.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(UsageError, match="特征与本版本不同"):
        linker_named(str(tmp_path))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="无法读取链接模型"):
        linker_named(str(tmp_path))


def test_an_audit_needs_no_learning_library() -> None:
    code = (
        "import sys; from auditor.engine import analyse; from auditor.reading import read_bytes;"
        "analyse(read_bytes('# 报告\\n培训3800人次。'.encode(), 'a.txt'));"
        "sys.exit(bool({'sklearn', 'skops'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT)
    assert done.returncode == 0

"""The fit brings the mean confidence to the share that was right."""

from __future__ import annotations

import pytest

from auditor.ranking.confidence import calibrated, fitted, reliability_of, shifted


def test_a_fit_brings_the_mean_to_the_share_right() -> None:
    findings = [(0.9, i % 2 == 0) for i in range(400)]
    known = fitted("X", findings)
    assert (known.found, known.right) == (400, 200)
    assert shifted(0.9, known.shift) == pytest.approx(0.5, abs=0.01)


def test_a_fit_keeps_the_order() -> None:
    known = fitted("X", [(0.6, True), (0.9, True), (0.7, False)] * 30)
    assert shifted(0.6, known.shift) < shifted(0.7, known.shift) < shifted(0.9, known.shift)


def test_few_findings_move_little() -> None:
    assert shifted(0.7, fitted("X", [(0.7, True)]).shift) == pytest.approx(0.8, abs=0.01)
    assert shifted(0.7, fitted("X", [(0.7, True)] * 100).shift) > 0.95


def test_an_unknown_check_keeps_its_own_confidence() -> None:
    assert reliability_of("XXX99") is None
    assert calibrated("XXX99", 0.83) == 0.83

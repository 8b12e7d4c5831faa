"""Targets that stand only beside their result."""

from __future__ import annotations

import pytest

from auditor.core.claim import Claim
from auditor.core.period import Role
from tests.helpers import analysed


def claim(text: str, number: str) -> Claim:
    return next(c for c in analysed(text).claims if c.quantity.text == number)


@pytest.mark.parametrize(
    "text",
    ["全年清理河道784公里，超过年初确定的750公里。", "对照750公里的目标，清理河道784公里。"],
)
def test_a_target_is_about_its_result(text: str) -> None:
    target, result = claim(text, "750公里"), claim(text, "784公里")
    assert (target.role, result.role) == (Role.TARGET, Role.ACTUAL)
    assert target.indicator == result.indicator == "清理河道"


def test_another_unit_is_another_thing() -> None:
    assert claim("清理河道784公里，超过年初确定的750万元。", "750万元").indicator != "清理河道"


def test_exceeding_last_year_is_no_target() -> None:
    assert claim("清理河道784公里，超过上年的750公里。", "750公里").role is not Role.TARGET


def test_last_years_figure_beside_this_years() -> None:
    text = "公务接待费13.20万元，上年为15.80万元。"
    assert claim(text, "15.80万元").indicator == claim(text, "13.20万元").indicator

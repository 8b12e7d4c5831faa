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


@pytest.mark.parametrize(
    "said",
    [
        "，达到750公里的目标",
        "，完成年初计划750公里",
        "（目标750公里）",
        "，目标值为750公里",
        "，指标值为750公里",
        "，高于预期指标值750公里",
        "，比年度任务750公里略多",
        "，其中干渠300公里、支渠484公里，完成计划750公里",
    ],
)
def test_words_of_measure_alone_make_a_target_of_the_result(said: str) -> None:
    target = claim(f"全年清理河道784公里{said}。", "750公里")
    assert (target.role, target.indicator) == (Role.TARGET, "清理河道")


def test_a_page_break_before_the_target() -> None:
    text = "四是清理河道784公里，\n\n超过年初确定的750公里。五是栽植树苗90株。"
    assert claim(text, "750公里").indicator == "清理河道"


@pytest.mark.parametrize(
    "text", ["清理河道784公里；计划750公里。", "清理河道784公里。计划750公里。"]
)
def test_a_target_of_another_sentence_is_not_taken_for_it(text: str) -> None:
    assert claim(text, "750公里").indicator != "清理河道"


def test_how_much_of_a_target_was_reached_is_no_target() -> None:
    assert claim("合格率96%，完成目标的102%。", "102%").role is not Role.TARGET


def test_as_planned_is_a_result() -> None:
    assert claim("按计划接收档案6340卷。", "6340卷").role is Role.ACTUAL


def test_another_unit_is_another_thing() -> None:
    assert claim("清理河道784公里，超过年初确定的750万元。", "750万元").indicator != "清理河道"


def test_exceeding_last_year_is_no_target() -> None:
    assert claim("清理河道784公里，超过上年的750公里。", "750公里").role is not Role.TARGET


def test_last_years_figure_beside_this_years() -> None:
    text = "公务接待费13.20万元，上年为15.80万元。"
    assert claim(text, "15.80万元").indicator == claim(text, "13.20万元").indicator

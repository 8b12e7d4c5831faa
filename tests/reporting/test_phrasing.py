"""Messages: short, place and arithmetic, complete in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks import CHECKS, Check, sections_of_doc
from auditor.core.finding import Finding, Severity, Tick, Verdict
from auditor.reporting.phrasing import (
    also_of,
    ask_of,
    hint_of,
    message_of,
    slug_of,
    statement_of,
    title_of,
    wordings,
)
from tests.helpers import analysed, found

BARE = Tick("XXX99", Verdict.INCONSISTENT, "9人", "8人", "5 + 3 = 8 ≠ 9", ())


def test_every_check_is_worded_in_both_languages() -> None:
    assert set(wordings()) - {"fallback"} == {check.id for check in CHECKS}
    for words in wordings().values():
        assert set(words["zh"]) == {"message", "ask"}
        assert set(words["en"]) == {"title", "message", "ask"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_nothing_is_missing_in_the_message_of_a_real_finding(check: Check) -> None:
    (tick,) = found(analysed(sections_of_doc(check.doc)["违反示例"]), check.id)
    for lang, limit in (("zh", 140), ("en", 290)):
        message = message_of(tick, lang)
        assert "—" not in message
        assert "{" not in message
        assert len(message) <= limit
        assert "None" not in message


def test_place_and_arithmetic_of_a_sum() -> None:
    (tick,) = found(
        analysed("全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。"), "SUM01"
    )
    assert statement_of(tick, "zh") == (
        "“支出”合计900.00万元，各项（基本支出、项目支出）相加为910万元："
        "600 + 310 = 910 ≠ 900 (万元)，相差10万元。"
    )
    assert ask_of(tick, "zh") == "请核实合计或分项。"


def test_a_difference_has_no_sign_and_that_of_percentages_is_in_points() -> None:
    tick = replace(BARE, difference="-6.34%")
    assert "相差6.34个百分点" in statement_of(tick, "zh")
    assert "a difference of 6.34 percentage points" in statement_of(tick, "en")
    assert "相差" not in statement_of(BARE, "zh")


def test_that_rounding_was_allowed_for_is_said_where_it_has_a_part() -> None:
    money = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。"
    (tick,) = found(analysed(money), "SUM01")
    assert "相差10万元（已按四舍五入放宽）。请核实" in message_of(tick, "zh")
    assert "10万元. Rounding was allowed for. Please" in message_of(tick, "en")
    (tick,) = found(analysed("年末实有人数50人，其中：在职人员30人，离退休人员22人。"), "SUM01")
    assert "四舍五入" not in message_of(tick, "zh")
    assert "ounding" not in message_of(tick, "en")


def test_the_difference_of_two_percentages_is_in_points_in_the_record_too() -> None:
    form = """
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 满意度指标 | 群众满意度 | ≥90% | 93% | 10 | 10 |
"""
    (tick,) = found(analysed("经问卷调查，群众满意度为95.5%。\n" + form), "NAR01")
    assert tick.difference == "2.5个百分点"
    assert "相差2.5个百分点" in message_of(tick, "zh")
    assert "a difference of 2.5 percentage points" in message_of(tick, "en")


LOADED = (
    *("套用", "抄袭", "造假", "虚假", "错误", "违规", "只填", "却", "竟", "应为", "应得", "多半"),
    *("wrong", "false", "fake", "yet ", "only says", "copied", "should", "must"),
)


def test_the_texts_are_neutral() -> None:
    for check, words in wordings().items():
        for text in (*words["zh"].values(), *words["en"].values()):
            assert [word for word in LOADED if word in text] == [], check
        assert words["zh"]["ask"].startswith("请")
        assert words["zh"]["ask"].endswith("。")
        assert words["en"]["ask"].startswith(("Please", "Which", "What", "How", "Are", "Is"))


def test_braces_in_a_report_are_no_placeholders() -> None:
    tick = replace(BARE, stated="{working} {0}")
    assert "{working} {0}" in statement_of(tick, "zh")


def test_an_unknown_check_is_worded_too() -> None:
    assert "9人" in message_of(BARE, "zh")
    assert title_of("XXX99", "zh") == "XXX99"
    assert slug_of("XXX99") == "xxx99"


def test_hints() -> None:
    assert hint_of("unit:万元", "zh") == "若单位改为“万元”则各数相符。"
    assert hint_of("unit:万元", "en") == "With the unit “万元” the figures agree."
    assert hint_of("other", "zh") == "other"
    assert hint_of(None, "zh") is None


def test_hints_of_single_slips_name_both_readings() -> None:
    assert hint_of("unit:40元→40万元", "zh") == "若“40元”改为“40万元”（改单位），则各数相符。"
    assert hint_of("swap:41.19万元→14.19万元", "en") == (
        "Were “41.19万元” “14.19万元” (two digits swapped), the figures would agree."
    )
    assert hint_of("sign:8.45%→-8.45%", "zh") == "若“8.45%”的增减方向相反，则各数相符。"


def test_what_fails_along_with_a_finding_is_told_once() -> None:
    other = replace(BARE, check_id="RAT02", working="8 ÷ 9 ≠ 95%")
    finding = Finding("1", "d", BARE, Severity.HIGH, "f", contradiction=True, also=(other, other))
    assert also_of(finding, "zh") == (
        "因同一处数字，下列关系也不成立，不另列：执行率、控制率、完成率与金额算出的不符 8 ÷ 9 ≠ 95%。"
    )
    assert also_of(replace(finding, also=()), "zh") is None

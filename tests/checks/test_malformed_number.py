"""What a malformed number is called: the words before it, or its row."""

from __future__ import annotations

from auditor.reporting.phrasing import statement_of
from tests.helpers import analysed, found

TABLE = """

| 项目 | 预算数（万元） | 决算数（万元） |
| --- | --- | --- |
| 会议费 | 1.20 | 1.10 |
| 培训费 | 3.40 | 3.1.5 |
| 差旅费 | 2.60 | 2.45 |
"""


def said(body: str) -> list[str]:
    return [statement_of(tick, "zh") for tick in found(analysed(body), "NUM01")]


def test_the_words_before_it() -> None:
    assert said("全年项目支出1.2.3万元。") == [
        "“全年项目支出”写为1.2.3万元：“1.2.3”不止一个小数点。"
    ]
    assert said("办培训班，共3,80人。") == [
        "“办培训班,共”写为3,80人：“3,80”逗号后的数字不是三位一组。"
    ]
    assert said("12..5万元用于培训。")[0].startswith("“12..5万元”写为12..5万元：")


def test_the_row_of_a_cell_and_the_cell_is_no_number_for_other_checks() -> None:
    assert said("2023年度基础数据表" + TABLE) == ["“培训费”写为3.1.5：“3.1.5”不止一个小数点。"]


def test_money_weighs_more_than_counts() -> None:
    ticks = found(analysed("项目支出1.2.3万元，培训3,80人。"), "NUM01")
    assert [tick.severity for tick in ticks] == ["medium", "low"]

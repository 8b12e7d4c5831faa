"""Long and hostile texts: reading stays linear.

Sizes are such that a quadratic step took minutes; the limit is generous for slow machines.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from auditor.core.errors import ReadError
from auditor.reading import read_bytes

TITLE = "测试县某局2023年度部门整体支出绩效自评报告\n"
SECONDS = 60
TEXTS: dict[str, Callable[[], str]] = {
    "lines": lambda: "造林一亩\n" * 150_000,
    "wrapped lines": lambda: ("造林" * 15 + "\n") * 100_000,
    "headings of one level": lambda: "一、基本情况\n" * 120_000,
    "headings of all levels": lambda: "一、情况\n（一）职能\n1、概况\n（1）方法\n" * 30_000,
    "protected pairs in one paragraph": lambda: "（造林。）" * 150_000,
    "quotations in one paragraph": lambda: "“。”" * 300_000,
    "open brackets": lambda: "（“《" * 300_000 + "。" * 300_000,
    "nested brackets": lambda: "（" * 400_000 + "。" + "）" * 400_000,
    "tables": lambda: "表\n\t甲\n\t乙\n\n\t1\n\t2\n\n说明文字\n" * 10_000,
    "rules of pipe tables": lambda: "|---|---|\n" * 150_000,
    "lines below a lone cell": lambda: "\t甲\n" + "乙\n" * 150_000,
    "blank lines in cells": lambda: "\t甲造林\n\n" + "\t乙造林\n\n1.乙方。\n" * 30_000,
    "spaces behind a label": lambda: "填报单位" + " " * 1_500_000 + "x",
    "spaces before a heading": lambda: " " * 1_500_000 + "一、",
    "heads with a cell a line": lambda: "一级指标\n二级指标\n三级指标\n分值\n得分\n" * 20_000,
    "rows with a cell a line": lambda: (
        "一级指标\n二级指标\n三级指标\n分值\n得分\n产出指标\n" + "巡查次数\n8\n" * 70_000
    ),
    "forms with a cell a line": lambda: (
        "项目名称\n修缮\n一级指标\n二级指标\n三级指标\n分值\n得分\n产出指标\n巡查\n8\n" * 10_000
    ),
    "funds with a cell a line": lambda: (
        "年初预算数\n全年预算数\n全年执行数\n得分\n" + "资金总额\n1\n2\n3\n4\n" * 25_000
    ),
    "heads of funds": lambda: "年初预算数\n全年预算数\n得分\n资金总额\n" * 15_000,
    "empty bookmarks": lambda: "[bookmark:" * 150_000,
}


UNTITLED = ("lines", "spaces behind a label")


@pytest.mark.parametrize(
    ("name", "title"), [*((name, TITLE) for name in TEXTS), *((name, "") for name in UNTITLED)]
)
def test_time_grows_with_length_only(name: str, title: str) -> None:
    data = (title + TEXTS[name]()).encode()
    started = time.process_time()
    read_bytes(data, "a.txt")
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("text", ["x\n" * 500_000, "x\r" * 500_000, "甲\t乙\n" * 150_000])
def test_more_than_a_report_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(text.encode(), "a.txt")
    assert caught.value.reason == "too_large"

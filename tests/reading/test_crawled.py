"""Pipe tables of web crawlers: rows by their bars, cells back into their columns."""

from __future__ import annotations

from auditor.reading.text import read_text
from auditor.tables.parse import parse_tables

FORM = """云澜县农村公路项目自评情况
绩效目标自评表 | |||||||||
（2023年度） | |||||||||
项目名称 | 村道养护 | 主管部门 | 县交通运输局 | ||||||
资金情况（万元） |
全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | ||||
年度资金总额： | 86.50 | 77.85 | 10 | 90% | 9 | ||||
其中：本年财政拨款 | 86.50 | 77.85 | 10 | 90% | 9 | ||||
年度总体目标 | 预期目标 | 实际完成情况 | |||||||
养护村道42公里 | 养护村道40公里 | ||||||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 | |
产出指标
（50分） |
数量指标 | 养护村道 | ≥42公里 | 40公里 | 20 | 19 | 雨季停工 | ||
其中硬化路段 | ≥30公里 | 31公里 | |||||||
更换标志牌 | 55块 | 10 | 10 | ||||||
质量指标 |
验收合格率 | ≥95% | 98% | 20 | 20 | ||||
时效指标 | |||||||||
效益指标 | 社会效益指标 | 受益人口 | ≥8000人 | 8120人 | 30 | 30 | |||
满意度指标 | 服务对象满意度 | 村民满意度 | ≥90% | 93% | 10 | 10 | |||
总分 | 100 | 98 | |||||||
填表人：某某
"""

LED = """| 单位名称 | 松泽区图书馆 |
| ||
| 一级指标 | 二级指标 | 三级指标 | 分值 | 得分 |
| 决策（20分） | 目标（10分） | 明确性 | 5 | 5 |
| 合理性 | 5 | 4 |
| |
| 过程（80分） | 预算（40分） | 编制 | 20 | 18 |
| 执行 | 20 |
| ||
| 公开 |
| |||
"""


def test_rows_end_where_their_bars_are_complete() -> None:
    table = read_text(FORM.encode()).tables[0]
    widths = [len(row) for row in table.rows()]
    assert widths[:7] == [1, 1, 4, 6, 6, 6, 3]
    assert [len(row) for row in table.rows() if "标志牌" in row[0].text] == [5]
    assert set(widths[8:11] + widths[12:]) == {9}
    assert [cell.text for cell in table.rows()[3]][:2] == ["资金情况(万元)", "全年预算数"]


def test_cells_go_back_to_their_columns() -> None:
    (parsed,) = parse_tables(read_text(FORM.encode()))
    rows = [
        (
            row.level1,
            row.level2,
            row.level3,
            *(field and field.text for field in (row.target, row.actual, row.weight, row.score)),
        )
        for row in parsed.indicators
    ]
    assert rows == [
        ("产出指标", "数量指标", "养护村道", "≥42公里", "40公里", "20", "19"),
        ("产出指标", "数量指标", "其中硬化路段", "≥30公里", "31公里", "", ""),
        ("产出指标", "质量指标", "验收合格率", "≥95%", "98%", "20", "20"),
        ("效益指标", "社会效益指标", "受益人口", "≥8000人", "8120人", "30", "30"),
        ("满意度指标", "服务对象满意度", "村民满意度", "≥90%", "93%", "10", "10"),
    ]
    assert parsed.indicators[0].reason is not None
    assert parsed.indicators[0].reason.text == "雨季停工"


def test_a_row_that_fits_in_two_ways_gives_no_record() -> None:
    (parsed,) = parse_tables(read_text(FORM.encode()))
    assert "更换标志牌" not in {row.level3 for row in parsed.indicators}


def test_funds_and_goals_keep_their_columns() -> None:
    (parsed,) = parse_tables(read_text(FORM.encode()))
    total = parsed.funds[0]
    assert (total.budget and total.budget.text, total.executed and total.executed.text) == (
        "86.50",
        "77.85",
    )
    goals = read_text(FORM.encode()).tables[0].rows()[7]
    assert [cell.text for cell in goals] == ["", "养护村道42公里", "养护村道40公里"]


def test_spans_stand_where_the_text_stands() -> None:
    document = read_text(FORM.encode())
    for cell in document.tables[0].cells:
        piece = document.folded[cell.span.start : cell.span.end]
        assert "".join(piece.split()) == "".join(cell.text.split())


def test_rows_with_a_bar_at_the_beginning() -> None:
    document = read_text((LED + "填表说明").encode())
    rows = [[cell.text for cell in row] for row in document.tables[0].rows()]
    assert rows[1] == ["一级指标", "二级指标", "三级指标", "分值", "得分"]
    assert ["", "", "合理性", "5", "4"] in rows
    assert "填表说明" not in {cell.text for cell in document.tables[0].cells}


def test_markdown_with_its_empty_cells_in_place_is_read_as_before() -> None:
    text = "| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 甲 |  | 3 |\n| 乙 | 4 |  |\n| 丙 | | |\n"
    rows = read_text(text.encode()).tables[0].rows()
    assert [[cell.text for cell in row] for row in rows][1:] == [
        ["甲", "", "3"],
        ["乙", "4", ""],
        ["丙", "", ""],
    ]


def test_compact_markdown_with_empty_cells_at_its_end_is_read_as_before() -> None:
    text = "|一级|三级指标|分值|得分|备注|\n|---|---|---|---|---|\n" + "|产出|管网|8|8||\n" * 4
    rows = read_text(text.encode()).tables[0].rows()
    assert {len(row) for row in rows} == {5}


def test_prose_with_bars_is_no_table() -> None:
    text = "首页 | 公开 | 预算 ||\n正文写在这里。\n\n甲 || 乙 ||\n"
    assert not read_text(text.encode()).tables


SYSTEM = """项目支出绩效自评表 | |||||||||
项目名称 | 法治宣传 | 主管部门 | 县司法局 | ||||||
预算执行情况
（10分） | 年度预算数（万元） | 年初预算 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因 | ||
总额 | 20.00 | 18.00 | 90.00% | 10 | 9.00 | 两场活动取消 | |||
其中：财政资金 | 20.00 | 18.00 | 90.00% | / | / | ||||
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 原因 |
产出指标 | 数量指标 | 举办讲座 | ≥ | 2000 | 人次 | 2140 | 50 | 50 | |
时效指标 | 举办时限 | 定性 | 及时 | 及时 | 40 | 40 | |||
"""


def test_sign_and_unit_columns_make_one_target() -> None:
    (parsed,) = parse_tables(read_text(SYSTEM.encode()))
    talk, deadline = parsed.indicators
    assert talk.target is not None
    assert talk.target.quantity is not None
    assert (talk.target.text, talk.target.quantity.comparator) == ("≥2000人次", ">=")
    assert talk.actual is not None
    assert talk.actual.text == "2140人次"
    assert deadline.target is not None
    assert deadline.target.text == "及时"


def test_rows_of_funds_under_a_head_over_their_labels() -> None:
    (parsed,) = parse_tables(read_text(SYSTEM.encode()))
    total = parsed.funds[0]
    found = [f and f.text for f in (total.name, total.executed, total.rate, total.score)]
    assert found == ["总额", "18.00", "90.00%", "9.00"]

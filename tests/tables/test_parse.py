from __future__ import annotations

from auditor.core.period import Role
from auditor.core.table import TableKind
from auditor.engine import analyse
from auditor.reading import read_bytes
from tests.helpers import analysed
from tests.reading.docx_files import cell, docx, paragraph, table

FORM = """2023年度部门整体支出绩效自评表
\t预算部门名称
\t松林县林业局

\t年度预算申请（万元）
\t
\t年初预算数
\t全年预算数
\t全年执行数
\t分值
\t执行率
\t得分

\t
\t年度资金总额
\t700.00
\t800.00
\t600.00
\t10
\t75%
\t7.5

\t
\t按支出性质分：
\t其中：基本支出：400.00

\t绩效指标

\t一级指标
\t二级指标
\t三级指标
\t年度指标值
\t实际完成值
\t分值
\t得分
\t偏差原因

\t
\t产出指标
\t数量指标
\t造林面积
\t≥1000亩
\t1200亩
\t50
\t50
\t

\t
\t
\t
\t防火巡查
\t≥200次
\t188次
\t40
\t35
\t雨天多

\t总分
\t100
\t92.5
\t
"""


def test_funds_block_and_indicator_rows() -> None:
    (parsed,) = analysed(FORM, title="").tables
    (fund,) = parsed.funds
    assert fund.is_total
    assert fund.executed is not None
    assert fund.executed.text == "600.00"
    assert fund.rate is not None
    assert fund.rate.text == "75%"
    first, second = parsed.indicators
    assert (first.level1, first.level2, first.level3) == ("产出指标", "数量指标", "造林面积")
    assert (second.level1, second.level3) == ("产出指标", "防火巡查")
    assert second.actual is not None
    assert second.actual.quantity is not None
    assert str(second.actual.quantity.value) == "188"
    assert second.reason is not None
    assert second.reason.text == "雨天多"
    (total,) = parsed.totals
    assert total.weight is not None
    assert total.score is not None
    assert (total.weight.text, total.score.text) == ("100", "92.5")


def test_units_roles_and_paths_of_numbers() -> None:
    (parsed,) = analysed(FORM, title="").tables
    by_text = {n.quantity.text: n for n in parsed.numbers}
    initial = by_text["700.00"]
    assert initial.role is Role.INITIAL_BUDGET
    assert initial.quantity.unit is not None
    assert initial.quantity.unit.name == "万元"
    assert initial.block is TableKind.FUNDS
    labelled = by_text["400.00"]
    assert labelled.indicator == "基本支出"
    assert labelled.quantity.unit is not None
    assert labelled.quantity.unit.name == "万元"


def test_hierarchy_by_numbers_and_among() -> None:
    text = """2023年度基础数据表
\t经费控制情况（万元）
\t2022年决算数
\t2023年决算数

\t三公经费
\t9.00
\t8.00

\t   1、公务用车购置和维护经费
\t4.00
\t3.00

\t       其中：公车购置
\t0
\t0

\t             公车运行维护
\t4.00
\t3.00

\t   2、出国经费
\t0
\t0

\t   3、公务接待
\t5.00
\t5.00

\t公用经费
\t50.00
\t40.00

\t    其中：办公经费
\t3.00
\t2.00
"""
    (parsed,) = analysed(text, title="").tables
    groups = {g.parent: (g.parts, g.complete) for g in parsed.hierarchy}
    assert groups == {1: ((2, 5, 6), True), 2: ((3, 4), False), 7: ((8,), False)}
    years = {n.quantity.text: n.period.year for n in parsed.numbers if n.row == 1}
    assert years == {"9.00": 2022, "8.00": 2023}


def test_docx_form_with_merged_cells() -> None:
    body = paragraph("松林县林业局2023年度部门整体支出绩效自评报告") + table(
        cell("一级指标")
        + cell("二级指标")
        + cell("三级指标")
        + cell("指标值")
        + cell("全年实际值")
        + cell("分值")
        + cell("得分"),
        cell("产出指标", merge="start")
        + cell("数量指标", merge="start")
        + cell("造林面积")
        + cell("≥1000亩")
        + cell("1200亩")
        + cell("60")
        + cell("60"),
        cell("", merge="down")
        + cell("", merge="down")
        + cell("抚育面积")
        + cell("≥300亩")
        + cell("350亩")
        + cell("40")
        + cell("40"),
        cell("总分", span=5) + cell("100") + cell("100"),
    )
    (parsed,) = analyse(read_bytes(docx(body), "a.docx")).tables
    assert [row.level3 for row in parsed.indicators] == ["造林面积", "抚育面积"]
    assert [row.level2 for row in parsed.indicators] == ["数量指标", "数量指标"]
    assert parsed.totals[0].score is not None
    assert parsed.totals[0].score.text == "100"


def test_a_project_form_knows_its_project() -> None:
    text = "2023年度项目支出绩效自评表\n\n| 项目名称 | 造林补助 | 主管部门 | 松林县林业局 |\n| --- | --- | --- | --- |\n| 指标 | 年初预算数 | 全年预算数 | 全年执行数 |\n"
    (parsed,) = analysed(text, title="").tables
    assert parsed.subject == "造林补助"


def test_goals_that_are_scored_are_names_and_targets() -> None:
    report = analysed(
        "产出指标完成情况\n\n| 绩效目标 | 完成情况 | 分值 | 得分 |\n| --- | --- | --- | --- |\n"
        "| 读者满意率90%以上 | 回访200人，满意190人，满意率95% | 10 | 10 |\n"
        "| 新购图书不少于3000册 | 新购3120册 | 10 | 10 |\n| 小计 | | 20 | 20 |\n"
    )
    first, second = report.tables[0].indicators
    told = [row.actual.quantity for row in (first, second) if row.actual is not None]
    assert [quantity.text for quantity in told if quantity is not None] == ["95%", "3120册"]
    assert first.target is not None
    assert first.target.text == "读者满意率90%以上"


def test_marks_by_dimension_are_a_form_without_the_word() -> None:
    report = analysed(
        "各部分得分如下：\n\n| 评价维度 | 分值 | 得分 | 得分率 |\n| --- | --- | --- | --- |\n"
        "| 过程 | 40 | 38.00 | 95.00% |\n| 产出 | 60 | 57.00 | 95.00% |\n| 合计 | 100 | 95.00 | 95.00% |\n"
    )
    parsed = report.tables[0]
    assert [row.level3 for row in parsed.indicators] == ["过程", "产出"]
    assert len(parsed.totals) == 1

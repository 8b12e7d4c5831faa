"""Forms of four provinces as web crawlers print them; places and figures are made up."""

from __future__ import annotations

from auditor.core.table import IndicatorRow
from auditor.reading.text import read_text
from auditor.tables.parse import parse_tables
from tests.helpers import analysed

CELL_A_LINE = """绩效目标自评表（2022年度） |
||||||||
项目名称 |
临时救助 |
|
|
|||||
资金情况（万元） |
|
全年预算数（A） |
全年执行数（B） |
分值 |
执行率（B/A） |
得分 |
||
|
年度资金总额： |
28 |
28 |
10 |
100% |
10 |
||
|
一级指标 |
二级指标 |
三级指标 |
分值 |
年度指标值 |
全年实际值 |
得分 |
未完成原因 |
|
产出指标（50分） |
数量指标 |
特困人员供养人数 |
30 |
>=4700人 |
4604人 |
30 |
|
|
|
质量指标 |
救助标准 |
20 |
<=5200元/户 |
5100元/户 |
20 |
|
"""

TWO_LINE_HEAD = """| 2022年度项目支出绩效自评表 | ||||||||||
| 项目名称 | 卫片执法补助 | |||||||||
| 项目资金 （万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | ||||
| 年度资金总额 | 6.20 | 6.20 | 6.20 | 10.00 | 100% | 10.00 | ||||
| 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | |||||
|
一级 指标 |
二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | |||||
| 产出指标 | 数量指标 | 图斑核查 | ≥ | 120 | 个 | 126 | 40.00 | 39.00 | ||
| 时效指标 | 及时率 | ﹦ | 100 | % | 100 | 20.00 | 20.00 | |||
| 效益指标 | 社会效益指标 | 责停率 | ≥ | 95 | % | 96 | 30.00 | 30.00 | ||
"""

WITHOUT_POINTS = """预算执行情况(万元) | 预算数: | 86 | 执行数: | 86 | |
其中-财政拨款: | 86 | 其中-财政拨款: | 86 | ||
绩效指标完成情况 | 一级指标 | 二级指标 | 三级指标 | 预期指标值(包含数字及文字描述) | 实际完成指标值(包含数字及文字描述) |
项目完成指标 | 数量指标 | 查处违法行为 | 3万起 | 2.6万起 | |
成本指标 | 执法经费 | 86万元以内 | 86万元 | ||
满意度指标 | 服务对象满意度指标 | 群众满意度 | 90% | 92% | |
"""

TWO_FORMS = """绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析 |
产出指标 | 数量指标 | 采购设备 | ≥ | 30 | 台 | 30 | 90 | 90 | ||
合计 | 100 | 100 | ||||||||
部门预算项目支出绩效自评表（2023年度） | ||||||||||
项目名称 | 安全设备更新 | |||||||||
主管部门 | 青泽县司法局 | 实施单位 | 青泽县司法局 | |||||||
预算执行情况（10分） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因 | ||
总额 | 0.00 | 3.40 | 3.40 | 100.00% | 10 | 10 | 1.预算执行率=预算执行数/调整后预算数,未达到90%的需说明原因. | |||
其中：财政资金 | 0.00 | 3.40 | 3.40 | 100.00% | / | / | ||||
"""

THREE_PUBLIC = """一、2023年三公经费支出预算表
单位：万元
“三公”经费合计 |
因公出国（境）费 |
公务用车购置及运行费 |
公务 接待费 |
||
小计 |
公务用车购置费 |
公务用车运行费 |
|||
64 |
0 |
60 |
40 |
20 |
4 |
"""

LOST_CELL = """项目名称 | 冷库续建 | |||||||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 | |
产出指标(50分) | 数量指标 | 冷库仓储 | ≥1200平方米 | 1200平方米 | 20 | 20 | |||
烘干设备 | 5 | 20 | 20 | ||||||
时效指标 | 完成时限 | ≤10月 | 10月 | 10 | 10 | ||||
效益指标(40分) | 社会效益指标 | 受益户 | ≥80户 | 82户 | 40 | 40 | |||
总分 | 100 | 90 | |||||||
"""


def _rows(text: str) -> tuple[IndicatorRow, ...]:
    (parsed,) = parse_tables(read_text(text.encode()))
    return parsed.indicators


def _fields(row: IndicatorRow) -> list[str]:
    held = (row.target, row.actual, row.weight, row.score)
    return [row.level3, *(field.text if field is not None else "—" for field in held)]


def test_empty_cells_stand_in_their_places_where_each_line_is_a_cell() -> None:
    rows = _rows(CELL_A_LINE)
    assert [_fields(row) for row in rows] == [
        ["特困人员供养人数", ">=4700人", "4604人", "30", "30"],
        ["救助标准", "<=5200元/户", "5100元/户", "20", "20"],
    ]
    assert rows[1].level1 == "产出指标"
    assert rows[1].level2 == "质量指标"


def test_a_head_of_two_lines_is_one() -> None:
    assert [_fields(row) for row in _rows(TWO_LINE_HEAD)] == [
        ["图斑核查", "≥120个", "126个", "40.00", "39.00"],
        ["及时率", "=100%", "100%", "20.00", "20.00"],
        ["责停率", "≥95%", "96%", "30.00", "30.00"],
    ]


def test_a_head_without_points() -> None:
    assert [_fields(row)[:3] for row in _rows(WITHOUT_POINTS)] == [
        ["查处违法行为", "3万起", "2.6万起"],
        ["执法经费", "86万元以内", "86万元"],
        ["群众满意度", "90%", "92%"],
    ]


def test_a_reason_that_begins_with_a_number_is_no_amount() -> None:
    tables = parse_tables(read_text(TWO_FORMS.encode()))
    funds = [fund for table in tables for fund in table.funds if fund.name.text == "总额"]
    assert [
        (f.budget.text, f.executed.text, f.rate.text, f.weight.text, f.score.text)
        for f in funds
        if f.budget and f.executed and f.rate and f.weight and f.score
    ] == [("3.40", "3.40", "100.00%", "10", "10")]


def test_cells_of_a_second_head_line_stand_under_the_cell_they_divide() -> None:
    (table,) = read_text(THREE_PUBLIC.encode()).tables
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows[0] == [
        "“三公”经费合计",
        "因公出国(境)费",
        "公务用车购置及运行费",
        "",
        "",
        "公务 接待费",
    ]
    assert rows[1] == ["", "", "小计", "公务用车购置费", "公务用车运行费", ""]
    assert rows[2] == ["64", "0", "60", "40", "20", "4"]


def test_a_row_that_fits_nowhere_leaves_the_sums_open() -> None:
    ticks = [t for t in analysed(LOST_CELL).ticks if t.check_id in ("SCO01", "SCO03")]
    assert not [t for t in ticks if t.verdict.value == "inconsistent"]
    whole = LOST_CELL.replace("烘干设备 | 5 | 20", "烘干设备 | ≥5台 | 5台 | 15").replace(
        "20 | ||||||", "15 | |||||"
    )
    found = [t for t in analysed(whole).ticks if t.check_id == "SCO03"]
    assert [t.verdict.value for t in found if "产出" in t.stated] == ["inconsistent"]


GOALS = """绩效目标表（2022年度） | |||||
项目名称 | 清扫保洁 | ||||
绩 效 指 标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | |
产出指标 | 数量指标 | 保洁面积 | 85.20万平方米 | ||
保洁道路 | 46条 | ||||
时效指标 | 考核 | 1次/月 | |||
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% |
- 在手机打开当前页
"""


def test_a_form_of_goals_and_its_last_row_without_padding() -> None:
    assert [(_fields(row)[:2], row.level2) for row in _rows(GOALS)] == [
        (["保洁面积", "85.20万平方米"], "数量指标"),
        (["保洁道路", "46条"], "数量指标"),
        (["考核", "1次/月"], "时效指标"),
        (["群众满意度", "≥90%"], "服务对象满意度指标"),
    ]

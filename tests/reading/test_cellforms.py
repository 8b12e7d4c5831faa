"""Forms copied from a page with a cell a line; places and figures are made up."""

from __future__ import annotations

from auditor.core.document import Document
from auditor.core.table import IndicatorRow, ParsedTable
from auditor.reading import read_string
from auditor.tables.parse import parse_tables
from tests.helpers import found, read

LINES = """附件2
项目支出绩效自评表
（2023年度）
项目名称
乡镇卫生院设备更新
主管部门
云渡县卫生健康局
实施单位
云渡县卫生健康局
项目资金
（万元）
年初
预算数
全年预算数
全年执行数
分值
执行率
得分
年度资金总额
120.00
128.50
122.40
10
95.25%
9.53
其中：当年财政拨款
120.00
128.50
122.40
—
95.25%
—
上年结转资金
其他资金
年度总体目标
预期目标
实际完成情况
为8家卫生院更换检查设备。
8家卫生院的设备已更换并投入使用。
绩效指标
一级指标
二级指标
三级指标
年度指标值
实际完成值
分值
得分
偏差原因分析及改进措施
产出指标
数量指标
更换设备的卫生院
≥8家
8家
15
15
更换检查设备
≥20台
19台
15
14.25
1台设备到货延迟
质量指标
设备验收合格率
100%
100%
20
20
效益指标
社会效益
指标
县域内就诊率
≥85%
86.2%
30
30
满意度指标
服务对象满意度指标
就诊群众满意度
≥90%
93%
10
10
总分
100
98.78
"""


def parsed(text: str) -> tuple[ParsedTable, ...]:
    return parse_tables(read_string(text))


def records(table: ParsedTable) -> list[tuple[str, ...]]:
    def shown(row: IndicatorRow) -> tuple[str, ...]:
        fields = (row.target, row.actual, row.weight, row.score, row.reason)
        texts = (field.text if field is not None else "" for field in fields)
        return (row.level1, row.level2, row.level3, *texts)

    return [shown(row) for row in table.indicators]


def apart(text: str) -> str:
    """The cells as paragraphs with an empty line between them."""
    return text.replace("\n", "\n\n")


EXPECTED = [
    ("产出指标", "数量指标", "更换设备的卫生院", "≥8家", "8家", "15", "15", ""),
    ("产出指标", "数量指标", "更换检查设备", "≥20台", "19台", "15", "14.25", "1台设备到货延迟"),
    ("产出指标", "质量指标", "设备验收合格率", "100%", "100%", "20", "20", ""),
    ("效益指标", "社会效益指标", "县域内就诊率", "≥85%", "86.2%", "30", "30", ""),
    ("满意度指标", "服务对象满意度指标", "就诊群众满意度", "≥90%", "93%", "10", "10", ""),
]


def test_cells_a_line() -> None:
    (table,) = parsed(LINES)
    assert records(table) == EXPECTED
    assert table.table.caption == "项目支出绩效自评表"
    assert table.subject == "乡镇卫生院设备更新"
    (total,) = table.totals
    assert (total.weight.text, total.score.text) == ("100", "98.78")  # type: ignore[union-attr]


def test_cells_apart_are_read_alike() -> None:
    (table,) = parsed(apart(LINES))
    assert records(table) == EXPECTED


def test_empty_cells_kept_as_white_space() -> None:
    kept = apart(
        LINES.replace("\n15\n15\n", "\n15\n15\n\u00a0\n").replace(
            "上年结转资金", "上年结转资金" + "\n\u00a0" * 6
        )
    )
    (table,) = parsed(kept)
    assert records(table) == EXPECTED
    assert [fund.name.text for fund in table.funds][2:] == ["上年结转资金", "其他资金"]


def test_funds() -> None:
    (table,) = parsed(LINES)
    whole, of_this_year, carried, other = table.funds
    fields = (whole.initial, whole.budget, whole.executed, whole.weight, whole.rate, whole.score)
    assert [field.text for field in fields if field] == [
        "120.00",
        "128.50",
        "122.40",
        "10",
        "95.25%",
        "9.53",
    ]
    assert of_this_year.executed is not None
    assert of_this_year.executed.text == "122.40"
    assert carried.executed is not None
    assert other.executed is not None
    assert (carried.executed.text, other.executed.text) == ("", "")


def test_every_cell_is_where_its_span_says() -> None:
    document: Document = read_string(LINES)
    (table,) = document.tables
    for cell in table.cells:
        assert "".join(document.folded[cell.span.start : cell.span.end].split()) == "".join(
            cell.text.split()
        )
    assert document.text[table.span.start : table.span.end].startswith("项目名称")
    assert document.text[table.span.start : table.span.end].endswith("98.78")


def test_wrong_total_is_found_and_a_right_one_is_not() -> None:
    assert not found(read(LINES), "SCO01")
    (tick,) = found(read(LINES.replace("98.78", "99.78")), "SCO01")
    assert (tick.stated, tick.expected) == ("99.78", "98.78")


def amounts(text: str) -> list[str]:
    document = read_string(text)
    return [
        f"{number.quantity.value} {number.quantity.unit.name if number.quantity.unit else ''}"
        for table in parse_tables(document)
        for number in table.numbers
        if "年度资金总额" in number.row_path
    ][:3]


def test_the_unit_of_the_block_goes_to_its_amounts() -> None:
    assert amounts(LINES) == ["120.00 万元", "128.50 万元", "122.40 万元"]


def test_a_value_that_may_stand_in_two_columns_leaves_the_block_unread() -> None:
    document = read_string(LINES.replace("≥20台\n", ""))
    (table,) = parse_tables(document)
    assert table.funds
    assert not table.indicators
    assert not table.totals
    assert table.table.span.end < document.text.index("一级指标")


def test_points_that_no_column_has_leave_the_block_unread() -> None:
    lines = LINES.replace("分值\n得分\n偏差原因分析及改进措施\n", "")
    assert not any(table.indicators for table in parsed(lines))


def test_a_total_told_with_funds_that_are_not_read_is_left_out() -> None:
    odd = LINES.replace("120.00\n128.50\n122.40\n10\n95.25%\n9.53\n", "128.50\n122.40\n10\n9.53\n")
    (table,) = parsed(odd)
    assert records(table) == EXPECTED
    assert (table.funds, table.totals) == ((), ())


def test_goals_in_several_paragraphs_are_left_out() -> None:
    """Nobody knows which of them tells of a goal and which of what was reached."""
    goals = "为8家卫生院更换检查设备。\n培训操作人员24名。\n"
    (table,) = parsed(LINES.replace("为8家卫生院更换检查设备。\n", goals))
    assert records(table) == EXPECTED
    assert not any("培训" in cell.text for cell in table.table.cells)


def test_two_forms_below_each_other() -> None:
    second = LINES.replace("乡镇卫生院设备更新", "村卫生室修缮").replace("98.78", "99.00")
    first, other = parsed(LINES + second)
    assert (first.subject, other.subject) == ("乡镇卫生院设备更新", "村卫生室修缮")
    assert len(first.indicators) == len(other.indicators) == 5


def test_prose_with_the_words_of_a_head_stays_prose() -> None:
    text = (
        "我局按一级指标、二级指标和三级指标自评。\n\n一级指标\n\n共有3个，分值100分。\n\n年度资金总额\n\n为120万元。\n"
        * 3
    )
    document = read_string(text)
    assert not document.tables
    assert any("120万元" in document.text[s.span.start : s.span.end] for s in document.sentences)


def test_bars_on_lines_of_their_own() -> None:
    """A second bar is an empty cell's; the lines between two bars are one cell."""
    whole = LINES[LINES.index("项目名称") :].replace("\n（万元）", "（万元）")
    cells = whole.replace("社会效益\n", "社会效益").replace("年初\n", "年初").splitlines()
    text = "项目支出绩效自评表\n" + "".join(f"{cell}\n|\n" for cell in cells)
    text = text.replace("其他资金\n|\n", "其他资金\n|\n" + "|\n" * 6).replace(
        "县域内就诊率", "县域内\n就诊率"
    )
    (table,) = parsed(text)
    assert records(table) == EXPECTED
    assert len(table.funds) == 4


ROWS = """项目名称 村道养护
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因
产出指标 数量指标 养护里程 ≥36公里 37公里 30 30
修补路面 ≥900平方米 860平方米 30 28.67 雨季停工
效益指标 社会效益指标 沿线出行 便利 便利 30 30
总分 90 88.67
"""


def test_a_row_a_line_with_a_blank_between_the_cells() -> None:
    document = read_string("绩效自评表\n" + ROWS + "以上数据由养护站提供。\n")
    (table,) = parse_tables(document)
    assert records(table) == [
        ("产出指标", "数量指标", "养护里程", "≥36公里", "37公里", "30", "30", ""),
        ("产出指标", "数量指标", "修补路面", "≥900平方米", "860平方米", "30", "28.67", "雨季停工"),
        ("效益指标", "社会效益指标", "沿线出行", "便利", "便利", "30", "30", ""),
    ]
    assert document.text[table.table.span.end :].strip() == "以上数据由养护站提供。"
    assert any("养护站" in document.text[s.span.start : s.span.end] for s in document.sentences)


def test_a_form_that_shares_a_line_with_other_words_is_left_alone() -> None:
    assert not read_string("本表由养护站填报。 " + ROWS.replace("\n", " ")).tables


def test_rows_that_begin_within_lines_are_a_wrong_reading() -> None:
    head, *rows = ROWS.splitlines()[1:-1]
    cells = " ".join(rows).split()
    lines = [" ".join(cells[at : at + 5]) for at in range(0, len(cells), 5)]
    assert not read_string("\n".join([head, *lines])).tables


def test_chapters_between_particulars_and_a_form_stay_text() -> None:
    block = (
        "一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分\n"
        "产出指标\n数量指标\n巡查次数\n≥12次\n14次\n30\n30\n"
        "质量指标\n处置率\n≥95%\n96%\n30\n30\n"
        "效益指标\n社会效益指标\n投诉下降\n≥5%\n6%\n40\n39\n总分\n100\n99\n"
    )
    document = read_string(
        "2023年度部门整体支出绩效自评报告\n\n一、基本情况\n\n单位名称\n云渡县城市管理局\n联系人\n何×\n\n"
        "二、履职情况\n\n（一）市容管理。全年开展市容巡查14次，清理占道经营320处，规范临时摊点26个，群众投诉明显减少。\n\n"
        "三、自评表\n\n" + block
    )
    (table,) = document.tables
    assert document.text[table.span.start :].startswith("一级指标")
    assert any("市容巡查14次" in s.span.cut(document.text) for s in document.sentences)

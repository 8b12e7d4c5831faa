from __future__ import annotations

from auditor.core.table import ParsedTable
from auditor.reading import read_string
from auditor.tables import parse_tables

HEAD = "自评表\n\n指标名称\t年度指标值\t实际完成值\t分值\t得分\t扣分说明\n"
ROWS = (
    "一、产出指标\t——\t——\t60\t57\t\n"
    "巡护里程\t≥300公里\t312公里\t40\t40\t\n"
    "补植面积\t≥50亩\t46亩\t20\t17\t苗木到货晚\n"
    "二、效益指标\t/\t\t40\t40\t\n"
    "护林员增收\t≥2000元\t2100元\t40\t40\t\n"
    "合计\t——\t——\t100\t97\t\n"
)


def _parsed(rows: str) -> ParsedTable:
    (table,) = parse_tables(read_string(HEAD + rows))
    return table


def test_heads_are_levels_and_parts() -> None:
    table = _parsed(ROWS)
    assert [(row.level1, row.level3) for row in table.indicators] == [
        ("产出指标", "巡护里程"),
        ("产出指标", "补植面积"),
        ("效益指标", "护林员增收"),
    ]
    assert [
        (total.label.text, total.score and total.score.text, total.is_part)
        for total in table.totals
    ] == [("一、产出指标", "57", True), ("二、效益指标", "40", True), ("合计", "97", False)]


def test_weights_that_do_not_add_up_leave_the_rows() -> None:
    table = _parsed(ROWS.replace("\t60\t57", "\t50\t57"))
    assert len(table.indicators) == 5
    assert [total.is_part for total in table.totals] == [False]


def test_one_row_without_target_is_an_indicator() -> None:
    rows = ROWS.replace("一、产出指标\t——\t——", "工作机制\t——\t——")
    table = _parsed(rows.replace("二、效益指标\t/\t\t40\t40\t\n", ""))
    assert "工作机制" in [row.level3 for row in table.indicators]


def test_indicators_without_targets_are_no_heads() -> None:
    table = _parsed(
        "制度建设\t——\t——\t50\t50\t\n资金管理\t——\t——\t50\t49\t凭证不全\n合计\t——\t——\t100\t99\t\n"
    )
    assert [row.level3 for row in table.indicators] == ["制度建设", "资金管理"]

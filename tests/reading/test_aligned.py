from __future__ import annotations

from auditor.core.table import Table
from auditor.reading import read_bytes

LEVELS = """三、自评得分表

一级指标          二级指标          三级指标              分值    自评得分
预算编制          编制质量          编制规范性            6       6
                                    预决算差异率          4       3
                  小计                                    10      9
合计                                                      100     93
"""


def _table(text: str) -> Table:
    return read_bytes(text.encode(), "report.txt").tables[0]


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def test_empty_cells_go_back_under_their_head() -> None:
    table = _table(LEVELS)
    assert _rows(table)[1:] == [
        ["预算编制", "编制质量", "编制规范性", "6", "6"],
        ["", "", "预决算差异率", "4", "3"],
        ["", "小计", "", "10", "9"],
        ["合计", "", "", "100", "93"],
    ]
    assert not table.ragged


def test_cells_off_by_a_blank_or_set_to_the_right_are_still_under_it() -> None:
    table = _table(
        "得分表\n\n"
        "三级指标      指标分值      自评得分      备注\n"
        "馆藏整理            40            38\n"
        "                   60            57\n"
        "合计               100            95\n"
    )
    assert _rows(table)[2] == ["", "60", "57", ""]


def test_cells_between_two_columns_leave_the_rows_as_they_are() -> None:
    table = _table(LEVELS.replace("                  小计     ", "          小计             "))
    assert table.ragged
    assert _rows(table)[3] == ["小计", "10", "9"]


def test_a_line_of_ten_thousand_pieces_is_no_form() -> None:
    table = _table("得分表\n\n" + "分值  得分  " * 5_000 + "\n" + ("1  " * 10_000 + "\n") * 3)
    assert table.n_cols == 10_000


RULED = """附表3              2023年项目资金使用情况
                                              单位：万元
------------------------------------------------------------
项    目              金  额      占比        备  注
------------------------------------------------------------
河道清淤                40.00    40.00%       已完工
护岸加固                60.00    60.00%
------------------------------------------------------------
合  计                 100.00   100.00%
------------------------------------------------------------

三、结论
"""


def test_lines_of_dashes_part_rows_and_words_set_apart_are_one_cell() -> None:
    table = _table(RULED)
    assert [["".join(cell.split()) for cell in row] for row in _rows(table)] == [
        ["项目", "金额", "占比", "备注"],
        ["河道清淤", "40.00", "40.00%", "已完工"],
        ["护岸加固", "60.00", "60.00%", ""],
        ["合计", "100.00", "100.00%", ""],
    ]
    assert table.caption.startswith("附表3")
    assert table.unit == "万元"


def test_what_stands_under_the_last_cell_alone_goes_on_with_it() -> None:
    table = _table(
        "支出情况表\n单位：万元\n"
        "┌ 项目名称 ┬ 全年预算 ┬ 全年支出 ┬ 备注 ┐\n"
        "  绿道建设          96.00      93.00    步道、\n"
        "                                       座椅\n"
        "  公园管护         112.00     112.00    按季支付\n"
        "  合    计         208.00     205.00\n"
    )
    assert _rows(table)[1:] == [
        ["绿道建设", "96.00", "93.00", "步道、座椅"],
        ["公园管护", "112.00", "112.00", "按季支付"],
        ["合    计", "208.00", "205.00", ""],
    ]


def test_rows_tell_where_a_column_stands_that_the_head_names_farther_off() -> None:
    table = _table(
        "自评表\n\n"
        "三级指标            目标值     实际完成值   分值    得分\n"
        "培训期数            ≥6期       7期          60      60\n"
        "学员满意度          ≥90%       95%          40      40\n"
        "合计                                      100    100\n"
    )
    assert _rows(table)[3] == ["合计", "", "", "100", "100"]
    assert not table.ragged

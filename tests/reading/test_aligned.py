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

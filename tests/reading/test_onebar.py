"""Tables of amounts with one cell and one bar a line."""

from __future__ import annotations

from auditor.reading.text import read_text

FRAMED = """云澜县水利局2023年度三公经费支出决算表
单位：万元
|
项 目 |
预算数 |
决算数 |
|
合计 |
24.00 |
18.50 |
|
公务接待费 |
4.00 |
2.50 |
|
公务用车购置费 |
|
|
|
公务用车运行维护费 |
20.00 |
16.00 |
以上为全年数。
"""
OPEN = """单位：万元
项目 |
预算数 |
合计 |
24 |
公务接待费 |
4 |
公务用车运行维护费 |
20 |

全年未出国。
"""


def _grid(text: str) -> list[list[str]]:
    (table,) = read_text(text.encode()).tables
    return [[cell.text for cell in row] for row in table.rows()]


def test_rows_with_a_bar_of_their_own() -> None:
    assert _grid(FRAMED) == [
        ["项 目", "预算数", "决算数"],
        ["合计", "24.00", "18.50"],
        ["公务接待费", "4.00", "2.50"],
        ["公务用车购置费", "", ""],
        ["公务用车运行维护费", "20.00", "16.00"],
    ]


def test_rows_without_any_mark() -> None:
    assert _grid(OPEN) == [
        ["项目", "预算数"],
        ["合计", "24"],
        ["公务接待费", "4"],
        ["公务用车运行维护费", "20"],
    ]


def test_words_instead_of_figures_are_no_such_table() -> None:
    text = "首页 |\n政务公开 |\n通知公告 |\n联系我们 |\n网站地图 |\n在线访谈 |\n"
    assert not read_text(text.encode()).tables


def test_bars_on_lines_of_their_own() -> None:
    text = "单位：万元\n项 目\n|\n预算数\n|\n合计\n|\n24\n|\n公务接待费\n|\n4\n|\n因公出国费\n|\n|\n全年未出国。\n"
    assert _grid(text) == [
        ["项 目", "预算数"],
        ["合计", "24"],
        ["公务接待费", "4"],
        ["因公出国费", ""],
    ]


def test_full_rows_with_a_bar_at_the_end() -> None:
    text = "乡镇 | 已下达 | 本次 |\n云澜镇 | 12 | 3 |\n松林镇 | 8.5 | 2 |\n合计 | 20.5 | 5 |\n"
    assert _grid(text) == [
        ["乡镇", "已下达", "本次"],
        ["云澜镇", "12", "3"],
        ["松林镇", "8.5", "2"],
        ["合计", "20.5", "5"],
    ]

"""Funds blocks printed a cell a line."""

from __future__ import annotations

from auditor.core.charspan import CharSpan
from auditor.reading.cellfunds import funds_at
from auditor.reading.cellstream import Piece

HEAD = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


def read(*texts: str, at: int = 0) -> list[list[str]] | None:
    """The words of the block's cells, each piece being one line of as many characters."""
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    line = "\n".join(texts)
    stream = [
        Piece(n, n, CharSpan(start, start + len(text)), text)
        for n, (start, text) in enumerate(zip(starts, texts, strict=True))
    ]
    found = funds_at(stream, at)
    return None if found is None else [[span.cut(line) for span in row] for row in found.rows]


def test_amounts_alone_and_with_a_rate() -> None:
    rows = read(
        *HEAD,
        "年度资金总额",
        "50",
        "60",
        "54",
        "10",
        "90%",
        "9",
        "当年财政拨款",
        "50",
        "60",
        "54",
        "其他资金",
        "0",
        "0",
        "0",
        "0%",
    )
    assert rows is not None
    assert rows[1:] == [
        ["年度资金总额", "50", "60", "54", "10", "90%", "9"],
        ["当年财政拨款", "50", "60", "54", "", "", ""],
        ["其他资金", "0", "0", "0", "", "0%", ""],
    ]


def test_two_of_three_amounts_are_not_placed() -> None:
    assert (
        read(*HEAD, "年度资金总额", "50", "60", "54", "10", "90%", "9", "当年财政拨款", "50", "60")
        is None
    )


def test_a_rate_is_no_amount() -> None:
    assert read(*HEAD, "年度资金总额", "50", "60", "90%", "10", "54", "9") is None


def test_the_name_over_the_labels_is_no_column() -> None:
    head = (
        "年度预算数(万元)",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
    )
    rows = read(
        *head,
        "总额",
        "50",
        "60",
        "54",
        "90%",
        "10",
        "9",
        "工期延后",
        "其中:财政资金",
        "50",
        "60",
        "54",
        "90%",
        "/",
        "/",
    )
    assert rows is not None
    assert rows[0][0] == "年度预算数(万元)"
    assert rows[1] == ["总额", "50", "60", "54", "90%", "10", "9", "工期延后"]
    assert rows[2] == ["其中:财政资金", "50", "60", "54", "90%", "/", "/", ""]


def test_a_table_without_rate_or_points_is_none() -> None:
    assert read("年初预算数", "全年预算数", "全年执行数", "合计", "50", "60", "54") is None


def test_another_source_of_money_is_a_row() -> None:
    rows = read(
        *HEAD,
        "资金总额",
        "50",
        "60",
        "54",
        "10",
        "90%",
        "9",
        "彩票公益金",
        "50",
        "60",
        "54",
        "总体目标",
        "完成修缮",
    )
    assert rows is not None
    assert [row[0] for row in rows[1:]] == ["资金总额", "彩票公益金"]

"""Indicator blocks printed a cell a line: where they end and whether they are certain."""

from __future__ import annotations

from auditor.core.charspan import CharSpan
from auditor.reading.cellblocks import block_at
from auditor.reading.cellstream import Piece, head_at

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROWS = (
    "产出指标", "数量指标", "巡查次数", "≥12次", "14次", "30", "30",
    "质量指标", "处置率", "≥95%", "96%", "30", "30",
    "效益指标", "社会效益指标", "投诉下降", "≥5%", "6%", "30", "29",
)  # fmt: skip


def read(*texts: str, whole: bool = True) -> list[list[str]] | None:
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    line = "\n".join(texts)
    stream = [
        Piece(n, n, CharSpan(start, start + len(text)), text)
        for n, (start, text) in enumerate(zip(starts, texts, strict=True))
    ]
    head = head_at(stream, 0)
    block = block_at(stream, head, whole=whole) if head is not None else None
    if block is None or not block.rows:
        return None
    return [[span.cut(line).replace("\n", "") for span in row] for row in block.rows]


def test_a_total_of_two_numbers() -> None:
    rows = read(*HEAD, *ROWS, "总分", "100", "99", "备注:无")
    assert rows is not None
    assert (len(rows), rows[-1]) == (5, ["总分", "", "", "", "", "100", "99"])


def test_one_number_goes_where_the_points_add_up_to_it() -> None:
    rows = read(*HEAD, *ROWS, "总分", "99")
    assert rows is not None
    assert rows[-1] == ["总分", "", "", "", "", "", "99"]


def test_one_number_that_fits_no_column_is_left_out() -> None:
    rows = read(*HEAD, *ROWS, "总分", "95")
    assert rows is not None
    assert len(rows) == 4


def test_a_total_of_more_than_was_read_is_left_out() -> None:
    assert len(read(*HEAD, *ROWS, "总分", "100", "99", whole=False) or []) == 4
    assert len(read(*HEAD, *ROWS, "总分", "90", "89", whole=False) or []) == 5


def test_a_head_printed_again_is_no_row() -> None:
    rows = read(*HEAD, *ROWS[:13], *HEAD, *ROWS[13:])
    assert rows is not None
    assert [row[2] for row in rows[1:]] == ["巡查次数", "处置率", "投诉下降"]


def test_words_behind_the_last_points_are_none_of_it() -> None:
    rows = read(*HEAD, *ROWS, "打印本页", "关闭窗口")
    assert rows is not None
    assert (len(rows), rows[-1][2]) == (4, "投诉下降")


def test_satisfaction_by_itself_is_of_the_level_that_the_points_tell() -> None:
    own = read(*HEAD, *ROWS, "满意度指标", "群众满意", "≥90%", "91%", "10", "10")
    weighed = [
        text + "(60分)" * (text == "产出指标") + "(40分)" * (text == "效益指标") for text in ROWS
    ]
    below = read(*HEAD, *weighed, "满意度指标", "群众满意", "≥90%", "91%", "10", "10")
    assert own is not None
    assert below is not None
    assert (own[-1][:2], below[-1][:2]) == (["满意度指标", ""], ["", "满意度指标"])


def test_more_points_than_can_be_had_in_many_rows_is_a_wrong_reading() -> None:
    odd = [
        text.replace("30", "3") if n % 7 in (3, 5) and text == "30" else text
        for n, text in enumerate(ROWS)
    ]
    assert read(*HEAD, *odd) is None


def test_without_points_all_cells_have_to_be_there() -> None:
    head, rows = (
        HEAD[:4],
        ("产出指标", "数量指标", "巡查", "12次", "岗位", "3个", "质量指标", "处置率", "95%"),
    )
    assert read(*head, *rows) is not None
    assert read(*head, *rows, "响应", "及时处理群众反映的各类问题") is None

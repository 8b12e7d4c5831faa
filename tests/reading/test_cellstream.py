"""Lines → cells, and the heads among them."""

from __future__ import annotations

from auditor.reading.cellstream import head_at, pieces_of
from auditor.reading.lines import lines_of


def texts(text: str, sign: int = 0) -> list[str]:
    return [piece.text for piece in pieces_of(list(lines_of(text)), sign)]


def head(*names: str) -> list[str] | None:
    pieces = pieces_of(list(lines_of("\n".join([*names, "产出指标"]))))
    at = next(n for n, piece in enumerate(pieces) if piece.text.startswith("一级"))
    found = head_at(pieces, at)
    return None if found is None else [column.text for column in found.columns]


def test_lines_without_an_empty_one_between_are_a_cell_of_their_own_or_one() -> None:
    assert texts("甲\n乙\n丙") == ["甲", "乙", "丙"]
    assert texts("甲\n乙\n\n丙\n\n丁\n\n戊") == ["甲乙", "丙", "丁", "戊"]


def test_white_space_is_an_empty_cell() -> None:
    assert texts("甲\n\n \n\n乙\n\n丙") == ["甲", "", "乙", "丙"]


def test_a_second_bar_is_an_empty_cell() -> None:
    assert texts("甲\n|\n乙\n丙\n|\n|\n丁\n|\n||\n") == ["甲", "乙丙", "", "丁", "", ""]


def test_wrapped_names_are_joined() -> None:
    names = (
        "一级",
        "指标",
        "二级指标",
        "三级指标",
        "年度",
        "指标值",
        "分值",
        "偏差原因分析",
        "及改进措施",
    )
    assert head(*names) == [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "分值",
        "偏差原因分析及改进措施",
    ]


def test_two_lines_of_a_head_are_one() -> None:
    upper = ("年度指标值", "实际完成值", "分值", "得分")
    lower = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位")
    assert head(*upper, *lower) == [*lower, "实际完成值", "分值", "得分"]


def test_points_between_the_levels_are_not_read() -> None:
    assert head("一级指标", "权重", "二级指标", "权重", "三级指标", "权重") is None

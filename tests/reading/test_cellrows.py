"""Streams of cells under a head."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.core.charspan import CharSpan
from auditor.reading.cellrows import aligned, level_at
from auditor.reading.cellstream import Column, Piece
from auditor.reading.formwords import LEVEL1, LEVEL2, kind_of

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")


def pieces(*texts: str) -> list[Piece]:
    return [Piece(n, n, CharSpan(n, n), text) for n, text in enumerate(texts)]


def read(*texts: str, head: tuple[str, ...] = HEAD) -> list[list[str]] | None:
    """For each row the words of its columns."""
    stream = pieces(*texts)
    rows = aligned(stream, [Column(kind_of(name), name, CharSpan(0, 0)) for name in head])
    if rows is None:
        return None
    return [
        ["".join(p.text for p in stream[slice(*row.get(n, (0, 0)))]) for n in range(len(head))]
        for row in rows
    ]


def test_levels_are_told_once() -> None:
    assert read(
        "产出指标",
        "数量指标",
        "巡查次数",
        "≥12次",
        "14次",
        "20",
        "20",
        "新增岗位",
        "≥3个",
        "3个",
        "10",
        "10",
    ) == [
        ["产出指标", "数量指标", "巡查次数", "≥12次", "14次", "20", "20", ""],
        ["", "", "新增岗位", "≥3个", "3个", "10", "10", ""],
    ]


def test_a_reason_stands_behind_lost_points() -> None:
    rows = read(
        "产出指标",
        "数量指标",
        "巡查",
        "12次",
        "11次",
        "20",
        "18",
        "雨季停工",
        "岗位",
        "3个",
        "3个",
        "10",
        "10",
    )
    assert rows is not None
    assert [row[-1] for row in rows] == ["雨季停工", ""]


def test_a_wrapped_name_is_one() -> None:
    rows = read(
        "产出指标", "质量指标", "新购消防器材验收一次", "合格率", "100%", "100%", "20", "20"
    )
    assert rows == [
        ["产出指标", "质量指标", "新购消防器材验收一次合格率", "100%", "100%", "20", "20", ""]
    ]


def test_a_lost_value_is_nowhere() -> None:
    assert read("产出指标", "数量指标", "巡查次数", "12次", "20", "20") is None


def test_a_kept_empty_cell_has_its_place() -> None:
    rows = read("产出指标", "数量指标", "巡查次数", "", "12次", "20", "20")
    assert rows == [["产出指标", "数量指标", "巡查次数", "", "12次", "20", "20", ""]]


def test_an_unknown_second_level_behind_a_first() -> None:
    rows = read("管理", "队伍建设", "培训覆盖率", "100%", "100%", "20", "20")
    assert rows == [["管理", "队伍建设", "培训覆盖率", "100%", "100%", "20", "20", ""]]


def test_points_before_the_values() -> None:
    head = ("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分")
    rows = read("产出指标", "时效指标", "完工时间", "10", "6月底前", "5月20日", "10", head=head)
    assert rows == [["产出指标", "时效指标", "完工时间", "10", "6月底前", "5月20日", "10"]]


def test_a_level_takes_its_wrapped_rest_and_its_points() -> None:
    assert level_at(pieces("经济效益", "指标", "(10分)", "亩均收益"), 0, LEVEL2) == 3
    assert level_at(pieces("产出指标", "数量指标"), 0, LEVEL1) == 1
    assert level_at(pieces("亩均收益"), 0, LEVEL2) == 0


NAMES = st.lists(
    st.text("巡查整治培训修缮维护采购覆盖受益", min_size=2, max_size=8), min_size=1, max_size=6
)


@given(NAMES, st.data())
def test_full_rows_come_back_as_they_were(names: list[str], data: st.DataObject) -> None:
    rows = []
    for n, name in enumerate(names):
        value = data.draw(st.integers(1, 500))
        points = data.draw(st.integers(1, 30))
        levels = ["产出指标", "数量指标"] if n == 0 else ["", ""]
        rows.append([*levels, name, f"≥{value}个", f"{value}个", str(points), str(points), ""])
    assert read(*(cell for row in rows for cell in row if cell)) == rows

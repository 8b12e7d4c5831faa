from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum

import pytest

from auditor.core.codec import decode, dumps, encode
from auditor.core.interval import Interval
from auditor.core.report import Analysis
from tests.helpers import analysed


def test_an_analysis_survives_the_store() -> None:
    analysis = analysed("2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出130.70万元。")
    assert analysis.findings
    data = json.loads(json.dumps(encode(analysis), ensure_ascii=False))
    assert decode(Analysis, data) == analysis


def test_wrong_data_is_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        decode(Interval, ["1", "2"])
    with pytest.raises(TypeError):
        decode(str, 7)


def test_text_in_one_step_is_the_text_of_two() -> None:
    analysis = analysed(
        "2023年“三公”经费3.07万元，同比下降5.2%。\n\n| 项目 | 金额 |\n| --- | --- |\n| 接待 | 1 |"
    )
    assert analysis.tables
    assert dumps((analysis,)) == json.dumps(encode((analysis,)), ensure_ascii=False)


def test_a_type_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError):
        dumps(object())


class Shape(Enum):
    ROUND = "round"
    NONE = ""


@dataclass(frozen=True)
class Tree:
    name: str
    place: tuple[str, int] | None = None
    shapes: tuple[Shape, ...] = ()
    children: tuple[Tree, ...] = ()


def test_a_type_that_holds_its_own_kind() -> None:
    tree = Tree("a", ("b", 1), (Shape.NONE, Shape.ROUND), (Tree("c"), Tree("d", None)))
    assert decode(Tree, json.loads(dumps(tree))) == tree
    assert decode(tuple[tuple[str, int], ...], [["a", 1], ["b", 2]]) == (("a", 1), ("b", 2))


@pytest.mark.parametrize(
    "data",
    [
        ["a", None, []],
        ["a", None, [], [], 1],
        ["a", None, ["square"], []],
        ["a", ["b"], [], []],
        [7, None, [], []],
        ["a", None, 7, []],
        ["a", None, [], [["c", None, [], [[]]]]],
        None,
    ],
)
def test_data_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        decode(Tree, data)

from __future__ import annotations

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.period import Role
from auditor.core.table import Cell
from auditor.engine import analyse
from auditor.reading import read_bytes
from auditor.tables.grid import stretch
from tests.formats.model import Report, Table, Text
from tests.formats.text import text_file
from tests.formats.web import page
from tests.tables.forms import row


def cells(*texts: str) -> list[Cell]:
    return [Cell(0, n, 1, 1, CharSpan(0, 0), text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("upper", "lower", "places"),
    [
        (["项目", "2022年", "2023年", "备注"], ["", "", "预算", "决算", ""], {0: 0, 1: 1, 2: 2, 3: 2, 4: 3}),
        (["项目", "2022年", "2023年"], ["", "预算", "决算", "预算", "决算"], {0: 0, 1: 1, 2: 1, 3: 2, 4: 2}),
        (["项目", "人员", "单位", "经费"], ["", "编制", "实有", "", "预算", "决算"], {0: 0, 1: 1, 2: 1, 3: 2, 4: 3, 5: 3}),
        (["名", "甲", "乙", "注"], ["", "a", "b", "c", "d", "e", ""], {0: 0, 6: 3}),
        (["甲", "乙"], ["a", "b"], {}),
        (["甲", "乙"], ["a", "b", "c"], {}),
        (["甲", "乙", "丙"], ["", "b"], {}),
    ],
)  # fmt: skip
def test_header_rows_stretch_over_the_places_below(
    upper: list[str], lower: list[str], places: dict[int, int]
) -> None:
    assert stretch(cells(*upper), cells(*lower)) == places


BASE = Table(
    "2023年度基础数据表",
    (
        row(("项目", 2, 1), ("2022年\n决算数", 2, 1), ("2023年", 1, 2), ("增减额", 2, 1)),
        row("预算数", "决算数"),
        row("三公经费", "9.10", "8.60", "8.20", "-0.90"),
    ),
    "万元",
)


@pytest.mark.parametrize("shape", ["grid", "pipes", "tabs", "cells"])
def test_merged_heads_mean_the_same_in_every_shape(shape: str) -> None:

    report = Report((Text("松林县交通运输局2023年度部门整体支出绩效自评报告", 1), BASE))
    data = page(report) if shape == "grid" else text_file(report, shape)
    (parsed,) = analyse(read_bytes(data, "a.html" if shape == "grid" else "a.txt")).tables
    assert [(n.quantity.text, n.col_path, n.period.year, n.role) for n in parsed.numbers] == [
        ("9.10", ("2022年决算数",), 2022, Role.FINAL),
        ("8.60", ("2023年", "预算数"), 2023, Role.BUDGET),
        ("8.20", ("2023年", "决算数"), 2023, Role.FINAL),
        ("-0.90", ("增减额",), 2023, Role.CHANGE),
    ]
    assert {n.quantity.unit.name for n in parsed.numbers if n.quantity.unit} == {"万元"}

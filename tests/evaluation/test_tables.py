"""Tables against labels, on a form that the labels get wrong in known ways."""

from __future__ import annotations

import copy
from typing import Any

from auditor.core.report import Analysis
from auditor.evaluation.scores import ScoreRow
from auditor.evaluation.tables import score_tables
from tests.helpers import TITLE, analysed

ROWS = (
    ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "修建水渠", "≥3公里", "4公里", "50", "50"),
    ("", "巡查渔港", "≥20次", "21次", "40", "39"),
)
BODY = "\n附表 绩效自评表\n" + "\n".join("\t".join(row) for row in ROWS) + "\n"


def truth() -> dict[str, Any]:
    """The table as it stands, by hand: offsets are found by counting through the lines."""
    at = len(TITLE) + BODY.index(ROWS[0][0])
    rows = []
    for row in ROWS:
        cells = []
        for text in row:
            cells.append({"text": text, "start": at, "end": at + len(text)})
            at += len(text) + 1
        rows.append(cells)
    fields = ("level3", "target", "actual", "weight", "score")
    return {
        "table": "绩效自评表",
        "cells": rows,
        "header_rows": [0],
        "indicators": [
            {"level1": "产出指标", **dict(zip(fields, cells[1:], strict=True))}
            for cells in rows[1:]
        ],
    }


def scored(*tables: dict[str, Any]) -> tuple[dict[str, ScoreRow], list[str]]:
    report: Analysis = analysed(BODY)
    misses: list[str] = []
    rows = score_tables({"r.txt": tables}, {"r.txt": report}, misses)
    return {row.what.removeprefix("tables "): row for row in rows}, misses


def test_a_table_as_labelled() -> None:
    rows, misses = scored(truth())
    assert misses == []
    assert {what: (row.gold, row.found, row.right) for what, row in rows.items()} == {
        "cells": (17, 17, 17),
        "header rows": (1, 1, 1),
        "indicator fields": (12, 12, 12),
    }


def test_a_cell_in_another_row_counts_as_missed_and_as_too_much() -> None:
    moved = truth()
    moved["cells"].insert(2, [])
    rows, misses = scored(moved)
    assert (rows["cells"].gold, rows["cells"].right) == (17, 12)
    assert len([m for m in misses if m.startswith("table cells missed: r.txt 绩效自评表: 3 ")]) == 5
    assert len([m for m in misses if m.startswith("table cells too much")]) == 5


def test_target_and_actual_confused() -> None:
    wrong = copy.deepcopy(truth())
    row = wrong["indicators"][0]
    row["target"], row["actual"] = row["actual"], row["target"]
    assert scored(wrong)[0]["indicator fields"].right == 10


def test_header_rows_are_numbered_from_one_in_sections() -> None:
    other = truth()
    del other["header_rows"]
    other["sections"] = [{"header_row": 1}, {"header_row": None}]
    assert scored(other)[0]["header rows"].right == 1


def test_a_table_that_the_tool_has_not_is_missed_whole() -> None:
    elsewhere = truth()
    for row in elsewhere["cells"]:
        for cell in row:
            cell["start"], cell["end"] = cell["start"] + 9000, cell["end"] + 9000
    row = scored(elsewhere)[0]["cells"]
    assert (row.gold, row.found, row.f1) == (17, 0, None)


def test_parts_of_rows_by_their_labels() -> None:
    body = "\n基础数据表\n经费（万元）\t2022年决算数\t2023年决算数\n三公经费\t9.00\t8.40\n1、公务用车购置和运行维护费\t5.40\t5.20\n2、因公出国（境）费\t0\t0\n3、公务接待费\t3.60\t3.20\n"
    report = analysed(body)
    text = report.document.text
    cell = {"text": "9.00", "start": text.index("9.00"), "end": text.index("9.00") + 4}
    table = {
        "table": "t",
        "cells": [[], [{"text": "", "start": 0, "end": 0}, cell]],
        "hierarchy": {"三公经费": ["公务用车购置和运行维护费", "因公出国（境）费", "公务接待"]},
    }
    misses: list[str] = []
    rows = {r.what: r for r in score_tables({"r": [table]}, {"r": report}, misses)}
    assert (rows["tables parts of rows"].gold, rows["tables parts of rows"].right) == (3, 2)
    assert "table parts of rows missed: r t: 三公经费 公务接待" in misses

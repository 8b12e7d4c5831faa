"""Runs in an environment where this package and auditor are installed."""

from __future__ import annotations

import auditor
from auditor.checks import sections_of_doc
from auditor.core.finding import Verdict
from auditor.engine import analyse
from auditor.reading import read_string
from auditor_plugin_template.reception_over_limit import reception_over_limit


def verdicts(text: str) -> list[Verdict]:
    report = analyse(read_string(f"一、支出情况\n　　{text}\n"))
    return [tick.verdict for tick in report.ticks if tick.check_id == "LOC01"]


def test_examples() -> None:
    parts = sections_of_doc(reception_over_limit.doc)
    assert verdicts(parts["违反示例"]) == [Verdict.INCONSISTENT]
    assert verdicts(parts["符合示例"]) == [Verdict.CONSISTENT]


def test_unit() -> None:
    (found,) = auditor.find_quantities("流转土地20垧。").quantities
    assert found.base_value == 300

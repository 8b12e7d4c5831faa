"""One fault planted into a clean report at a time (faults.jsonl): found by a check of its kind.

``checks`` are the checks that may say it; ``missed`` marks what is known not to be found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.core.finding import Severity
from auditor.engine import analyse
from auditor.reading import read_bytes

HERE = Path(__file__).parent


def _faults() -> list[Any]:
    found = []
    for line in (HERE / "faults.jsonl").read_text("utf-8").splitlines():
        fault = json.loads(line)
        marks = [pytest.mark.xfail(strict=True)] if fault.get("missed") else []
        name = f"{fault['report']}-{fault['new'][:24]}".replace("\n", " ")
        found.append(pytest.param(fault, id=name, marks=marks))
    return found


@pytest.mark.parametrize("fault", _faults())
def test_fault_is_found(fault: dict[str, Any]) -> None:
    clean = (HERE / f"{fault['report']}.txt").read_text("utf-8")
    assert clean.count(fault["old"]) == 1
    text = clean.replace(fault["old"], fault["new"])
    found = analyse(read_bytes(text.encode(), "report.txt")).findings
    serious = [f for f in found if f.severity in (Severity.HIGH, Severity.MEDIUM)]
    said = {tick.check_id for f in serious for tick in (f.tick, *f.also)}
    assert said & set(fault["checks"])

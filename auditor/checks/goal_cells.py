"""The block of a form that sets goals beside their results (预期目标 | 实际完成情况)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.core.table import Cell, ParsedTable

_LONGEST_HEAD = 12


def goal_and_result(
    table: ParsedTable, expected: re.Pattern[str], achieved: re.Pattern[str]
) -> Iterator[tuple[Cell, Cell]]:
    """The cells of a goal and its result, each below its head: ``expected``, ``achieved``."""
    names = "\n".join([c.text for c in table.table.cells if len(c.text) <= _LONGEST_HEAD])
    if not expected.search(names) or not achieved.search(names):
        return
    for above, below in pairwise(table.table.rows()):
        heads = [c for c in above if len(c.text) <= _LONGEST_HEAD]
        wanted = [c for c in heads if expected.search(c.text)]
        done = [c for c in heads if achieved.search(c.text)]
        if not wanted or not done:
            continue
        goal = next((c for c in below if c.col == wanted[-1].col), None)
        actual = next((c for c in below if c.col == done[-1].col and c is not goal), None)
        if goal is not None and actual is not None:
            yield goal, actual

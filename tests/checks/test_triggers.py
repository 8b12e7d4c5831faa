"""Whatever a pattern matches has one of the words that are looked for before it."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def names(check: str) -> dict[str, Any]:
    return vars(import_module(f"auditor.checks.{check}"))


_SLIPS = names("misspelt_words")
TRIGGERS: list[tuple[re.Pattern[str], tuple[str, ...]]] = [
    (names("targets")["_BY_DAY"], ("每",)),
    (names("targets")["_CONDITION"], ("说明",)),
    (names("flows")["_LEFT"], ("余",)),
    (names("another_unit_named")["_LED"], names("another_unit_named")["_LEADERS"]),
    (names("instruction_left_in")["_WITHIN"], names("instruction_left_in")["_TOLD_WITHIN"]),
    (
        names("headcount_exceeds_establishment")["_EXPLAINED"],
        names("headcount_exceeds_establishment")["_EXCUSES"],
    ),
    (names("task_without_result")["_TASK"], ("任务", "目标")),
    *(
        (re.compile(pattern), (bare,))
        for (pattern, _), bare in zip(_SLIPS["_WORDS"], _SLIPS["_BARE"], strict=True)
    ),
]


@pytest.mark.parametrize(("pattern", "words"), TRIGGERS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_match_has_a_trigger(
    pattern: re.Pattern[str], words: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert any(word in text for word in words)

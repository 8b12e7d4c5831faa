"""No pattern takes a long time over a long hostile text (ReDoS).

Every pattern of the package, compiled at import, meets lines made of what it looks for, repeated.
Cubic and exponential time shows; steps that are quadratic only when a pattern is searched for from
every place do not: ``reading/test_long_inputs`` and ``quantities`` hold whole texts to linear time.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import auditor

SIZE = 2_000
SECONDS = 3.0
SKIPPED = ("auditor.apps", "auditor.__main__", "auditor.nlp")


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
        if module.name.startswith(SKIPPED):
            continue
        try:
            names = vars(importlib.import_module(module.name))
        except ImportError:
            continue
        found |= {
            one.pattern: one
            for value in names.values()
            for one in _within(value)
            if isinstance(one.pattern, str)
        }
    return found


def _within(value: Any) -> list[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, tuple | list | frozenset | set) and len(value) < 500:
        return [one for part in value for one in _within(part)]
    return []


def words(tree: Any) -> set[str]:
    """Characters and runs that stand in a parsed pattern, one a repeat and one a class."""
    found: set[str] = set()
    run = ""
    for op, value in tree:
        if op is _constants.LITERAL:
            run += chr(value)
            continue
        if run:
            found.add(run)
            run = ""
        if op is _constants.IN:
            found |= {_of_class(part) for part in value[:6]} - {""}
        elif op is _constants.ANY:
            found.add("甲")
        else:
            found |= _below(value)
    return found | ({run} if run else set())


def _of_class(part: tuple[Any, Any]) -> str:
    op, value = part
    if op is _constants.LITERAL:
        return chr(value)
    if op is _constants.RANGE:
        return chr((value[0] + value[1]) // 2)
    if op is _constants.CATEGORY:
        return {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "字"}.get(
            str(value), ""
        )
    return "甲" if op is _constants.NEGATE else ""


def _below(value: Any) -> set[str]:
    if isinstance(value, _parser.SubPattern):
        return words(value)
    if isinstance(value, tuple | list):
        return {word for part in value for word in _below(part)}
    return set()


PATTERNS = patterns()


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 200


class TooSlowError(Exception):
    """Raised inside of a match."""


def give_up(*_: object) -> None:
    raise TooSlowError


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
@pytest.mark.parametrize("source", sorted(PATTERNS), ids=lambda s: ascii(s)[:40])
def test_no_blow_up(source: str) -> None:
    pattern = PATTERNS[source]
    known = sorted(words(_parser.parse(source, pattern.flags)), key=len)[:12]
    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for unit in filter(None, [*known, "".join(known), " ", "1", "甲", "甲1"]):
            text = (unit * (SIZE // len(unit) + 1))[:SIZE] + "\x00"
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            for _ in pattern.finditer(text):
                pass
            pattern.fullmatch(text)
    except TooSlowError:
        pytest.fail(f"{source} over {unit!r}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

"""Titles and messages of findings, in Chinese and English; data in ``phrasing.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from auditor.checks import CHECKS
from auditor.core.finding import Severity, Tick

SEVERITY_NAMES = {
    "zh": {Severity.HIGH: "高", Severity.MEDIUM: "中", Severity.LOW: "低", Severity.NOTE: "提示"},
    "en": {
        Severity.HIGH: "high",
        Severity.MEDIUM: "medium",
        Severity.LOW: "low",
        Severity.NOTE: "note",
    },
}
_BY_ID = {check.id: check for check in CHECKS}


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


@cache
def wordings() -> dict[str, dict[str, str]]:
    """The wording table by check id: ``zh``, ``en`` and ``title_en``."""
    text = (files("auditor.reporting") / "phrasing.toml").read_text("utf-8")
    return dict(tomllib.loads(text))


def title_of(check_id: str, lang: str) -> str:
    """What a finding of the check is called."""
    if lang == "en":
        return wordings()[check_id]["title_en"]
    return _BY_ID[check_id].title


def slug_of(check_id: str) -> str:
    """The check's slug."""
    return _BY_ID[check_id].slug


def message_of(tick: Tick, lang: str) -> str:
    """The sentence for the reviewer: what is stated, what follows, what to ask."""
    facts = _Known(
        stated=tick.stated,
        expected=tick.expected,
        working=tick.working,
        difference=tick.difference or "—",
        hint=tick.hint or "",
    )
    facts.update({key: value or "—" for key, value in tick.facts})
    return wordings()[tick.check_id][lang].format_map(facts)

"""Titles and messages of findings, in Chinese and English; data in ``phrasing.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.checks import Check, all_checks
from auditor.core.finding import Finding, Severity, Tick
from auditor.plugins import values

SEVERITY_NAMES = {
    "zh": {Severity.HIGH: "高", Severity.MEDIUM: "中", Severity.LOW: "低", Severity.NOTE: "提示"},
    "en": {
        Severity.HIGH: "high",
        Severity.MEDIUM: "medium",
        Severity.LOW: "low",
        Severity.NOTE: "note",
    },
}
_FALLBACK = "fallback"
_GAP = {"zh": "，相差{}", "en": ", a difference of {}"}
_POINTS = {"zh": "个百分点", "en": " percentage points"}
_ROUNDED = {"zh": "（已按四舍五入放宽）。", "en": ". Rounding was allowed for."}
_STOP = {"zh": "。", "en": "."}
_IN_TABLE = {"zh": "（{}）", "en": " ({})"}
_HINT = {
    "zh": {
        "unit": "若单位改为“{}”则各数相符。",
        "points": "“{}”不止一个小数点。",
        "groups": "“{}”逗号后的数字不是三位一组。",
        "joined": "“{}”两个点号连写。",
        "ending": "“{}”小数点后没有数字。",
        "digit": "若“{}”改为“{}”（改一个数字），则各数相符。",
        "swap": "若“{}”改为“{}”（相邻两位互换），则各数相符。",
        "point": "若“{}”改为“{}”（移小数点），则各数相符。",
        "sign": "若“{}”的增减方向相反，则各数相符。",
    },
    "en": {
        "unit": "With the unit “{}” the figures agree.",
        "points": "“{}” has more than one decimal point.",
        "groups": "“{}” has a group of digits behind a comma that is not of three.",
        "joined": "“{}” has two marks in a row.",
        "ending": "“{}” ends with a decimal point.",
        "digit": "Were “{}” “{}” (one digit), the figures would agree.",
        "swap": "Were “{}” “{}” (two digits swapped), the figures would agree.",
        "point": "Were “{}” “{}” (the decimal point), the figures would agree.",
        "sign": "Had “{}” the opposite direction, the figures would agree.",
    },
}
_OTHER_UNIT = {
    "zh": "若“{}”改为“{}”（改单位），则各数相符。",
    "en": "Were “{}” “{}” (the unit), the figures would agree.",
}
_ALSO = {
    "zh": "因同一处数字，下列关系也不成立，不另列：{}。",
    "en": "The same number also makes these fail; they are not listed again: {}.",
}


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


@cache
def wordings() -> dict[str, dict[str, dict[str, str]]]:
    """The wording table: check id → ``zh`` / ``en`` → ``title`` (en), ``message``, ``ask``.

    With the tables of plug-ins (group ``auditor.wordings``), which can't word checks of ours.

    The Chinese title is the first line of the check's docstring. ``fallback`` words a check that
    the table doesn't know.
    """
    text = (files("auditor.reporting") / "phrasing.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    for plugin, text in values("auditor.wordings", str):
        theirs = tomllib.loads(text)
        if not found.keys().isdisjoint(theirs):
            raise plugin.refuse("wordings of checks that aren't its own")
        found |= theirs
    return found


@cache
def _by_id() -> dict[str, Check]:
    return {check.id: check for check in all_checks()}


def title_of(check_id: str, lang: str) -> str:
    """What a finding of the check is called; for an unknown check, its id."""
    if lang == "en":
        return wordings().get(check_id, {}).get("en", {}).get("title", check_id)
    known = _by_id().get(check_id)
    return known.title if known else check_id


def slug_of(check_id: str) -> str:
    """The check's slug; for an unknown check, its id in lower case."""
    known = _by_id().get(check_id)
    return known.slug if known else check_id.lower()


def message_of(tick: Tick, lang: str) -> str:
    """What is stated, what follows, that rounding was allowed for where it has a part in it, what
    is asked of the unit.
    """
    language = "en" if lang == "en" else "zh"
    statement = statement_of(tick, language)
    if _rounded(tick) and statement.endswith(_STOP[language]):
        statement = statement.removesuffix(_STOP[language]) + _ROUNDED[language]
    return (" " if language == "en" else "").join((statement, ask_of(tick, language)))


def _rounded(tick: Tick) -> bool:
    bounds = (tick.stated_bounds, tick.expected_bounds)
    return all(bounds) and not all(known is None or known.is_exact for known in bounds)


def statement_of(tick: Tick, lang: str) -> str:
    """The place and the arithmetic in one sentence."""
    return _filled(tick, lang, "message")


def ask_of(tick: Tick, lang: str) -> str:
    """What the unit is asked for."""
    return _filled(tick, lang, "ask")


def _filled(tick: Tick, lang: str, part: str) -> str:
    language = "en" if lang == "en" else "zh"
    words = wordings().get(tick.check_id, wordings()[_FALLBACK])[language]
    named = {key: value for key, value in tick.facts if value}
    first = tick.evidence[0].label if tick.evidence else ""
    facts = _Known(
        stated=tick.stated,
        expected=tick.expected,
        limit=tick.expected.lstrip("≤ "),
        working=tick.working,
        difference=tick.difference or "—",
        gap=_GAP[language].format(_size(tick.difference, language)) if tick.difference else "",
        hint=hint_of(tick.hint, language) or "",
        label=first or title_of(tick.check_id, language),
        in_table=_IN_TABLE[language].format(named["table"]) if "table" in named else "",
    )
    facts.update(named)
    return words[part].format_map(facts)


def _size(difference: str, lang: str) -> str:
    """A difference without its sign; one of two percentages is in percentage points."""
    size = difference.lstrip("+-−")
    for points in ("%", _POINTS["zh"]):
        if size.endswith(points):
            return size.removesuffix(points) + _POINTS[lang]
    return size


def hint_of(hint: str | None, lang: str) -> str | None:
    """A hint (``unit:万元``, ``digit:9.1→9.7``) as a sentence; of an unknown kind as it stands."""
    if not hint:
        return None
    language = "en" if lang == "en" else "zh"
    kind, _, value = hint.partition(":")
    template = _HINT[language].get(kind)
    values = value.split("→")
    if kind == "unit" and len(values) == 2:
        template = _OTHER_UNIT[language]
    return template.format(*values) if template and value else hint


def also_of(finding: Finding, lang: str) -> str | None:
    """What else fails for the same reason, one working a relation; ``None`` for nothing."""
    if not finding.also:
        return None
    language = "en" if lang == "en" else "zh"
    sign = "; " if language == "en" else "；"
    listed = dict.fromkeys(f"{title_of(t.check_id, lang)} {t.working}" for t in finding.also)
    return _ALSO[language].format(sign.join(listed))

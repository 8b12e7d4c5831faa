"""What stands above a table: its caption and the unit that “单位：万元” sets for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line, lines_of, stripped

_LOOKED_AT = 8
_REACH = 600
_LONGEST = 60
_NOT_CAPTION = re.compile(r"^\s*(?:[(]?\s*(?:金额)?单位\s*:|填表|填报|备注|说明|注:)")
_NAMED = re.compile(
    r"^\s*(?:(?:填报|填表|预算|申报|实施|主管|项目)(?:单位|部门)(?:名称)?(?:\([^()]{1,6}\))?|项目(?:支出)?名称|(?:单位|部门)名称|填[报表]日期)\s*:"
)
_YEAR_ONLY = re.compile(r"^\s*\(?\s*\d{4}\s*年度?\s*\)?\s*$")
_RULE = re.compile(r"[-—─━=_┄┈]{6,}")
_UNIT_MARK = re.compile(r"单位[^\S\n]{0,8}:((?:(?!单位)[^\n]){1,30})")
_MONEY = re.compile(r"(?:人民币)?(十?[百千]?[万亿]?元)")
_COUNT = re.compile(
    r"%|‰|[百千]?[万亿]?(?:人次|人|户|亩|公里|平方米|公顷|吨|个|项|次|辆|台|套|件|份|分|天|㎡)"
)
_BETWEEN = re.compile(r"[、,/;()\s]+|[和及与或]")


def unit_marked(text: str) -> str | None:
    """The unit that a folded line such as ``(单位:万元)`` sets, money before others.

    ``None`` where what follows is no unit: ``填报单位:…`` names an agency.
    """
    return next(filter(None, map(_unit_in, _UNIT_MARK.findall(text))), None)


def _unit_in(words: str) -> str | None:
    other: str | None = None
    for word in _BETWEEN.split(words.strip(" (")):
        money = _MONEY.fullmatch(word)
        if money:
            return money.group(1)
        if not _COUNT.fullmatch(word):
            break
        other = other or word
    return other


def caption_of(lines: Sequence[Line], first: int) -> tuple[Line | None, str | None]:
    """The caption line and the unit above the table that begins at line ``first``."""
    unit: str | None = None
    for at in range(first - 1, max(-1, first - 1 - _LOOKED_AT), -1):
        line = lines[at]
        if line.empty:
            continue
        text = line.text.strip() if len(line.text) <= 4 * _LONGEST else line.text
        if _RULE.fullmatch(text):
            continue
        found = unit_marked(text) if len(" ".join(text.split())) <= 40 else None
        if found:
            unit = unit or found
            if "表" not in text:
                continue
        if _NAMED.match(text) or _YEAR_ONLY.match(text):
            continue
        if _NOT_CAPTION.match(text) or "\t" in text or text.count("|") > 1:
            break
        return (line if len(text) <= _LONGEST and "。" not in text else None), unit
    return None, unit


def caption_above(folded: str, start: int) -> tuple[str, CharSpan | None, str | None]:
    """Caption, its span and the unit set above a table that begins at ``start``."""
    begin = max(0, start - _REACH)
    lines = [
        Line(line.number, line.start + begin, line.end + begin, line.text)
        for line in lines_of(folded[begin:start])
    ]
    found, unit = caption_of(lines, len(lines))
    if found is None:
        return "", None, unit
    return found.text.strip(), stripped(found), unit

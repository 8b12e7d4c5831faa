"""What stands behind a numeral: 余, a scale word, a unit, 半."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from auditor.core.quantity import Unit
from auditor.quantities.units import rate_at, scale_at, unit_at, unit_named

_MORE = re.compile(" {0,2}([余多来几])")
_POINTS = re.compile("个 ?百 ?分 ?点")
_NOT_ALONE = frozenset("方家里物象全不一头")
_HALF_UNITS = frozenset(
    {"年", "天", "小时", "个小时", "个月", "吨", "米", "斤", "公斤", "亩", "公里", "成"}
)


class Number(NamedTuple):
    """A number with its unit: ``[start, end)``, without hedges in front and words behind.

    ``chinese`` is the numeral as written when it is Chinese. ``exact`` for fractions and halves.
    """

    start: int
    end: int
    value: Decimal
    decimals: int
    unit: Unit | None
    more: str | None = None
    chinese: str = ""
    exact: bool = False
    high: Decimal | None = None
    place: Decimal | None = None


class Measure(NamedTuple):
    """What stands behind a numeral: the end, the unit's name, 余 or 多, whether 半 follows."""

    end: int
    name: str | None
    more: str | None
    half: bool = False


def measured(text: str, at: int) -> Measure:
    """[余多] [scale] [余多] [unit] [半] [余多] behind a numeral that ends at ``at``."""
    size = len(text)
    if at >= size:
        return Measure(at, None, None)
    char = text[at]
    more: str | None = None
    end = at
    if char in "余多来几" or (char == " " and text[at + 1 : at + 3].strip()[:1] in "余多来几"):
        match = _MORE.match(text, at)
        if match is not None:
            more, end = match.group(1), match.end()
    name, end, more = _unit(text, end, more)
    if name is None:
        if more in ("余", "多") and _stops(text, end):
            return Measure(end, None, more)
        return Measure(at, None, None)
    if end < size:
        char = text[end]
        follow = text[end + 1 : end + 2]
        if char == "半" and name in _HALF_UNITS and not (follow and follow in "径年月天日数"):
            return Measure(end + 1, name, more, half=True)
        if char in "余多" and more is None and _stops(text, end + 1):
            return Measure(end + 1, name, char)
    return Measure(end, name, more)


def _stops(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in " ,;。、)\n\t时的来间"


def _unit(text: str, at: int, more: str | None) -> tuple[str | None, int, str | None]:
    start = at
    at = _past_blanks(text, at, 4)
    if at >= len(text):
        return None, start, more
    if text[at] == "个":
        apart = _parted(text, at, more)
        if apart is not None:
            return apart
    found = unit_at(text, at)
    if found is not None:
        return (*rate_at(text, *found), more)
    scale = scale_at(text, at)
    return (None, start, more) if scale is None else _scaled(text, at, start, scale, more)


def _past_blanks(text: str, at: int, most: int) -> int:
    end = at
    while end < len(text) and text[end] == " " and end - at < most:
        end += 1
    return end


def _parted(text: str, at: int, more: str | None) -> tuple[str, int, str | None] | None:
    """2个多月, 3个半小时, 2.4个百分 点: a unit with something between its characters."""
    inner = text[at + 1 : at + 2]
    if (inner == "多" and more is None) or inner == "半":
        for name in ("个月", "个小时", "个百分点", "个工作日", "个星期"):
            if text.startswith(name[1:], at + 2):
                return name, at + 1 + len(name), inner
    points = _POINTS.match(text, at)
    return None if points is None else ("个百分点", points.end(), more)


def _scaled(
    text: str, at: int, start: int, scale: str, more: str | None
) -> tuple[str | None, int, str | None]:
    """A scale word with the unit behind it (万余人), or by itself (1169.49万)."""
    end = here = at + len(scale)
    inner = more
    if more is None:
        match = _MORE.match(text, end)
        if match is not None and match.group(1) in "余多":
            inner, here = match.group(1), match.end()
    here = _past_blanks(text, here, 3)
    found = unit_at(text, here)
    if found is not None and unit_named(scale + found[0]) is not None:
        name, stop = rate_at(text, *found)
        if unit_named(scale + name) is not None:
            return scale + name, stop, inner
    if unit_named(scale) is not None and (end >= len(text) or text[end] not in _NOT_ALONE):
        return scale, (here if inner != more else end), inner
    return None, start, more

"""Numbers that no way of writing numbers allows: 1.2.3万元, 3,80人, 12..5%.

A run of digits, points and commas in front of a unit is a number. It is well formed as digits with
at most one decimal point, or in groups of three digits parted by commas. Section numbers, dates,
addresses, versions, clauses and lists have such runs too and are left alone, and so is every run
that may be two numbers with a comma between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from auditor.core.quantity import DISCRETE, Dimension, Unit
from auditor.quantities.units import unit_at, unit_named

_SIGN: Final = re.compile(r"[0-9]{1,18}(?:,[0-9]|\.(?:[.,]|[0-9]{1,18}[.,][0-9]| ?[万亿]?元|%))")
"""What only some malformed numbers, and well-formed groups, have; cheap to look for."""

_RUN: Final = re.compile(r"[0-9](?:[0-9.,]*[0-9])?(?:\.(?= ?[万亿]?元|%))?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}[.,]")
_ADDRESS: Final = re.compile(
    r"(?:25[0-5]|2[0-4]\d|1?\d{1,2})(?:\.(?:25[0-5]|2[0-4]\d|1?\d{1,2})){3}"
)
_NUMBERED: Final = re.compile(
    r"(?:[A-Za-z/:〔\[(#-]|第|版本?|编号|序号|代码|表|图|附件|条款?|章|节|(?<![借贷存罚拨付汇还欠缴税货赔捐])款|标准|规范|见|号|地址|目录|指标|任务) ?$"
)
_LISTED: Final = re.compile(r"(?:分别|依次|各)[^。;\n]{0,12}$")
_TYPED_COMMA: Final = re.compile(r"[一-鿿],[一-鿿]")
_MEASURES: Final = frozenset(
    {
        Dimension.MONEY,
        Dimension.PERCENT,
        Dimension.POINTS,
        Dimension.AREA,
        Dimension.LENGTH,
        Dimension.WEIGHT,
        Dimension.VOLUME,
        Dimension.ENERGY,
        Dimension.POWER,
    }
)
_COUNTS: Final = frozenset({Dimension.PEOPLE, Dimension.COUNT, Dimension.SCORE})
_CLAUSES: Final = frozenset(
    {"条", "款", "项", "章", "节", "号", "版", "级", "期", "点", "目", "批", "次"}
)


class Malformed(NamedTuple):
    """``[start, end)`` with the unit; the number alone ends at ``number_end``.

    ``fault``: ``points`` (more than one decimal point), ``groups`` (a group of digits behind a
    comma that hasn't three), ``joined`` (two marks in a row), ``ending`` (a mark and no digit).
    """

    start: int
    end: int
    number_end: int
    fault: str
    unit: Unit


def find_malformed(folded: str, text: str) -> list[Malformed]:
    """The malformed numbers of ``text`` by position. A full-width comma parts clauses, not digits.

    ``folded`` is the length-preserving folded form. Linear in the length.
    """
    typed: bool | None = None
    found = []
    for match in _runs(folded):
        fault = fault_of(match.group())
        if fault is None:
            continue
        unit = _unit(folded, match.end())
        if unit is None or _is_numbered(folded, match, unit[0]):
            continue
        if "," in match.group():
            if "，" in text[match.start() : match.end()]:
                continue
            if typed is None:
                typed = _TYPED_COMMA.search(text) is not None
            if not _one_number(folded, match, unit[0], typed=typed):
                continue
        elif not _measured(folded, match, unit, numbers=fault == "points"):
            continue
        found.append(Malformed(match.start(), unit[1], match.end(), fault, unit[0]))
    return found


def _runs(folded: str) -> Iterator[re.Match[str]]:
    sign = _SIGN.search(folded)
    while sign is not None:
        match = _RUN.match(folded, sign.start())
        if match is None:
            return
        if sign.start() == 0 or folded[sign.start() - 1] not in "0123456789.,":
            yield match
        sign = _SIGN.search(folded, max(match.end(), sign.end()))


def fault_of(run: str) -> str | None:
    """What is wrong with a run of digits, points and commas; ``None`` for a well-formed number."""
    if run[-1] in ".,":
        return "ending"
    if re.search(r"[.,]{2}", run):
        return "joined" if re.search(r"[.,]{3}", run) is None else None
    if "," not in run:
        return "points" if run.count(".") > 1 else None
    if run.count(".") > 1:
        return "points"
    return None if _GROUPED.fullmatch(run) else "groups"


def _unit(folded: str, at: int) -> tuple[Unit, int] | None:
    while folded[at : at + 1] == " ":
        at += 1
    found = unit_at(folded, at)
    unit = unit_named(found[0]) if found is not None else None
    if found is None or unit is None or unit.dimension not in _MEASURES | _COUNTS:
        return None
    return unit, found[1]


def _is_numbered(folded: str, match: re.Match[str], unit: Unit) -> bool:
    """Whether the run is a date, an address (of no amount of money), or numbers what stands before it."""
    run, start = match.group(), match.start()
    if run.endswith(".") and not "一" <= folded[start - 1 : start] <= "鿿":
        return True
    address = _ADDRESS.fullmatch(run) and unit.dimension is not Dimension.MONEY
    if _YEAR.match(run) or address:
        return True
    return _NUMBERED.search(folded, max(0, start - 4), start) is not None


def _measured(folded: str, match: re.Match[str], unit: tuple[Unit, int], *, numbers: bool) -> bool:
    """Whether points can only be decimal ones: the unit measures, or ends the clause.

    At the start of a line, 1.2.3 ``numbers`` a section unless the line or cell ends with the unit.
    """
    kind, end = unit
    if kind.name in _CLAUSES or kind.dimension is Dimension.COUNT:
        return False
    ends = not folded[end : end + 1] or not "一" <= folded[end] <= "鿿"
    line = folded.rfind("\n", 0, match.start()) + 1
    if numbers and not folded[line : match.start()].strip(" \t(|"):
        return not folded[end : end + 2].strip() or folded[end : end + 2].strip()[:1] == "|"
    return ends or (kind.dimension in _MEASURES or len(kind.name) > 1)


def _one_number(folded: str, match: re.Match[str], unit: Unit, *, typed: bool) -> bool:
    """Whether the commas can't part two numbers.

    ``typed`` says that the text puts ASCII commas between clauses; then only a group that begins
    with 0, or ill groups beside a decimal point or a good group, are sure to be one number.
    """
    if _LISTED.search(folded, max(0, match.start() - 16), match.start()):
        return False
    whole, _, decimals = match.group().partition(".")
    first, *groups = whole.split(",")
    if "," in decimals or any(g.startswith("0") and len(g) != 3 for g in groups if g):
        return True
    sizes = [len(group) for group in groups]
    if len(sizes) > 1:
        return 3 in sizes and unit.dimension in _MEASURES
    if typed or len(first) > 3:
        return bool(decimals) and not typed and unit.dimension in _MEASURES
    if sizes[0] >= 4:
        return True
    if unit.dimension in DISCRETE:
        return sizes[0] == 2 and len(first) == 1
    return sizes[0] == 2 or len(first) > 1

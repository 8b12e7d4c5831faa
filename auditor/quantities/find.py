"""Quantities of a text and of a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from auditor.core.charspan import CharSpan
from auditor.core.quantity import Dimension, Excluded, Quantity, Unit
from auditor.quantities.exclusions import find_exclusions
from auditor.quantities.intervals import COMPARATORS, bounds
from auditor.quantities.numerals import CHINESE, decimals_of, parse_arabic, parse_chinese
from auditor.quantities.units import SCALES, alternation, unit_named
from auditor.reading.folding import fold


@dataclass(frozen=True, slots=True)
class Extraction:
    """Quantities and excluded numerals, each sorted by position; no two spans overlap."""

    quantities: tuple[Quantity, ...]
    excluded: tuple[Excluded, ...]


_BEFORE = "不低于|不少于|不小于|不超过|不高于|不大于|不多于|不足|不到|至少|最多|超过|突破|大于|小于|高于|低于|多于|少于|逾|超|>=|<=|≥|≤|>|<|="
_HEDGE = "大约|约为|约|将近|接近|近"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AFTER = r"及?以上|及?以下|以内|之内|左右|上下"
_COUNTER = "个|名|项|件|次|场|期|份|家|人|条|类|批|起|处|所|支|套|台|篇|部|本|届|周|倍|位|户|种|天|辆|座|座|轮|张|间|栋|大"
_VETO_BEFORE = frozenset("第之统每唯同进逐专划首某任不万另单独于合归互以初末")
_VETO_AFTER = re.compile(
    r"一个?(?:方面|系列|定|些|般|线|批|律|旦|直|时|切|致|起|体|样|种|下|味|流|手|次性|度|道|点|刻|向|心|贯|并|经|再|家亲)"
    r"|一(?:个|次|项|种|类|条|部|件|大|期|份|本|场|处|位|张|家人)|[一二三]大队|万人(?:坑|空巷)|百家|千家|万家"
    r"|(?:一二|二三)线|三人行|百年|千年|万名|百名|千名|百人|千人|万人"
)


@cache
def _arabic() -> re.Pattern[str]:
    scales = "|".join(sorted(SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?P<cmp>{_BEFORE})?[ ]?(?P<hedge>{_HEDGE})?[ ]?(?P<rank>前|第)?(?P<neg>(?<![\d)\w])-)?"
        rf"(?P<num>{_ARABIC})(?:%?[ ]?[-—~–至到][ ]?(?P<num2>{_ARABIC})(?=[ ]?(?:{scales})?(?:{alternation()})))?"
        rf"[ ]?(?P<more>余|多|来|几)?(?:[ ]?(?P<unit>{alternation()})|[ ]?(?P<scale>{scales})(?P<more2>余|多)?[ ]?(?P<unit2>{alternation()})|(?P<bare>[万亿]))?"
        rf"(?P<more3>余|多(?=[,;。、)]|$))?(?P<after>{_AFTER})?"
    )


@cache
def _chinese() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<hedge>{_HEDGE})?(?<![{CHINESE}点])(?P<num>[{CHINESE}]{{1,16}}(?:点[{CHINESE}]{{1,8}})?)(?P<more>余|多|来|几)?"
        rf"(?P<unit>万元|亿元|元|人次|场次|批次|个月|年|{_COUNTER})(?P<after>{_AFTER})?"
        rf"|百分之(?P<pct>[{CHINESE}]{{1,8}}(?:点[{CHINESE}]{{1,8}})?)|(?P<tenth>[一二三四五六七八九])成(?=[以,;。、)])"
    )


_NUMERAL = re.compile(rf"[\d{CHINESE}]+")
_ONLY_DIGIT = re.compile(r"\d")


def find_quantities(
    text: str, *, folded: str | None = None, default_unit: Unit | None = None
) -> Extraction:
    """All quantities of ``text`` and all numerals that are none.

    ``folded`` is the length-preserving folded form, made here if not given. A bare number takes
    ``default_unit``; without one it is excluded as ``bare number``. Never raises.
    """
    plain = folded if folded is not None else fold(text)
    excluded = list(find_exclusions(plain))
    rest = _blank(plain, excluded)
    quantities: list[Quantity] = []
    for match in _arabic().finditer(rest):
        made = _from_arabic(text, match, default_unit, bare=default_unit is not None)
        if made is not None:
            quantities.append(made)
    rest = _blank(rest, quantities)
    for match in _chinese().finditer(rest):
        made = _from_chinese(text, rest, match)
        if made is not None:
            quantities.append(made)
    rest = _blank(rest, quantities)
    for match in _NUMERAL.finditer(rest):
        reason = "bare number" if _ONLY_DIGIT.match(match.group()) else "numeral in a word"
        span = CharSpan(match.start(), match.end())
        excluded.append(Excluded(span, span.cut(text), reason))
    return Extraction(
        tuple(sorted(quantities, key=lambda q: q.span)),
        tuple(sorted(excluded, key=lambda e: e.span)),
    )


def _blank(text: str, spans: Sequence[Excluded | Quantity]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for item in sorted(spans, key=lambda s: s.span):
        pieces.append(text[at : item.span.start])
        pieces.append("□" * len(item.span))
        at = item.span.end
    pieces.append(text[at:])
    return "".join(pieces)


def parse_cell(
    text: str, default_unit: Unit | None = None, offset: int = 0
) -> tuple[Quantity, ...]:
    """Quantities of a table cell, bare numbers included; spans are moved by ``offset``.

    前3名 is a rank here; dates, document numbers and list numbers stay out.
    """
    plain = fold(text)
    if not _ONLY_DIGIT.search(plain):
        found = find_quantities(text, folded=plain).quantities
        return tuple(_moved(q, offset) for q in found)
    excluded = [
        e
        for e in find_exclusions(plain)
        if e.reason != "ordinal" and not (e.reason == "list number" and _measured(plain))
    ]
    rest = _blank(plain, excluded)
    quantities = []
    for match in _arabic().finditer(rest):
        made = _from_arabic(text, match, default_unit, bare=True)
        if made is not None:
            quantities.append(_moved(made, offset))
    return tuple(quantities)


def _measured(plain: str) -> bool:
    """Whether a cell begins with a number that is no list number: 96.8万人次, 3.5 (not 3、接待)."""
    return bool(re.match(r"\s*\d+(?:\.\d+)?\s*(?:[一-鿿%].*|[\d.,%()-]*)$", plain))


def _moved(quantity: Quantity, offset: int) -> Quantity:
    if not offset:
        return quantity
    return Quantity(
        quantity.span.shift(offset), quantity.text, quantity.value, quantity.unit,
        quantity.decimals, quantity.bounds, quantity.hedge, quantity.comparator,
    )  # fmt: skip


def _from_arabic(
    text: str, match: re.Match[str], default: Unit | None, *, bare: bool
) -> Quantity | None:
    number = match.group("num")
    value = parse_arabic(number)
    if match.group("neg"):
        value = -value
    unit = _unit_of(match, default)
    if unit is None and not bare:
        return None
    hedge = _hedge_of(match)
    after = match.group("after")
    words = match.group("cmp") or (after if after in COMPARATORS else None)
    comparator = COMPARATORS.get(words) if words else None
    end = match.end() if unit is not None or after or hedge else match.end("num")
    decimals = decimals_of(number)
    span = CharSpan(_start(match), max(end, match.end("num")))
    span = CharSpan(span.start, span.start + len(span.cut(text).rstrip()))
    limits = bounds(value, decimals, unit, hedge, comparator)
    if match.group("num2"):
        other = parse_arabic(match.group("num2"))
        if other > value:
            limits = bounds(value, decimals, unit, None, ">=").__class__(value, other)
    return Quantity(span, span.cut(text), value, unit, decimals, limits, hedge, comparator)


def _start(match: re.Match[str]) -> int:
    return next(
        match.start(name)
        for name in ("cmp", "hedge", "rank", "neg", "num")
        if match.group(name) is not None
    )


def _unit_of(match: re.Match[str], default: Unit | None) -> Unit | None:
    name = match.group("unit") or match.group("unit2")
    if match.group("rank") and name in ("名", "位"):
        return Unit("名", Dimension.RANK, Decimal(1), "名次")
    if match.group("bare"):
        scale = match.group("bare")
        if default is not None and default.dimension is Dimension.MONEY:
            return unit_named(scale + "元")
        return unit_named(scale)
    if name is None:
        return default
    return unit_named((match.group("scale") or "") + name)


def _hedge_of(match: re.Match[str]) -> str | None:
    more = match.group("more") or match.group("more2") or match.group("more3")
    before = match.group("hedge")
    after = match.group("after")
    near = after if after in ("左右", "上下") else None
    parts = [part for part in (before, more or near) if part]
    return "".join(parts) if parts else None


def _from_chinese(text: str, rest: str, match: re.Match[str]) -> Quantity | None:
    span = CharSpan(match.start(), match.end())
    if match.group("pct"):
        return _simple(text, span, parse_chinese(match.group("pct")), "%")
    if match.group("tenth"):
        tenth = parse_chinese(match.group("tenth"))
        return _simple(text, span, tenth * 10 if tenth else None, "%")
    before = rest[match.start("num") - 1 : match.start("num")]
    if before in _VETO_BEFORE and before:
        return None
    if _VETO_AFTER.match(rest, match.start("num")):
        return None
    name = match.group("unit")
    number = match.group("num")
    if name == "大":
        after = rest[match.end() : match.end() + 1]
        if len(number) > 1 or number == "一" or not ("一" <= after <= "鿿"):
            return None
        name = "个"
    if name == "年" and len(number) > 2:
        return None
    value = parse_chinese(number)
    return _simple(
        text, span, value, name, match.group("hedge"), match.group("more"), match.group("after")
    )


def _simple(
    text: str,
    span: CharSpan,
    value: Decimal | None,
    unit_name: str,
    hedge: str | None = None,
    more: str | None = None,
    after: str | None = None,
) -> Quantity | None:
    if value is None:
        return None
    unit = unit_named(unit_name)
    words = "".join(part for part in (hedge, more) if part) or None
    comparator = COMPARATORS.get(after) if after else None
    limits = bounds(value, 0, unit, words, comparator)
    return Quantity(span, span.cut(text), value, unit, 0, limits, words, comparator)

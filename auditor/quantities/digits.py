"""The numeral that begins with an Arabic digit: an exclusion or a quantity."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.core.quantity import Dimension, Unit
from auditor.quantities.exclusions import annex_number, digit_exclusion, label_number
from auditor.quantities.measures import Number
from auditor.quantities.numbers import arabic
from auditor.quantities.numerals import CHINESE, quotient
from auditor.quantities.state import State
from auditor.quantities.units import names_a_class, unit_at, unit_named
from auditor.quantities.words import LEAD_LAST

_PLAIN = re.compile(
    r"(\d{1,12}(?:\.\d{1,6})?)(万元|%|人次|个百分点|元|人|名|个|次|项|亿元|场次|批次|家|件|户|期|份|条|台|套|场|处"
    r"|公里|亩|天|分|篇|所|支|本|张|万人次|万人|万亩|平方米|吨|批|座|只|株|辆)"
    r"(?![以之左上及含开余多半角毛年次 (\-—–~至到/·级式型制期天台])"
)
_NEED_A_LOOK = (LEAD_LAST - frozenset("为有合概")) | frozenset("第前上负每从由自近-.:/(")
_AFTER_ABOUT = frozenset("为有合概")
_DIGITS_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_RATIO = re.compile(r"(\d{1,6}(?:\.\d+)?) ?: ?(\d{1,6}(?:\.\d+)?)(?![\d:.])")
_CODE = re.compile(r"[\dA-Za-z.-]*[\dA-Za-z]")
_ORDINAL = re.compile(
    rf"(?:\d+(?:\.\d{{1,2}}){{0,3}}|[{CHINESE}]{{1,16}})(?:(?:[、,]|[至到~—–-])(?:第)?(?:\d{{1,9}}|[{CHINESE}]{{1,16}})){{0,20}} {{0,3}}(?:[名位届次批期季度条章节款个项]|季度)?"
)
_CLAUSE = frozenset(" ,;:。、)\n\t\r|!?%")
_AMOUNT_BEFORE = frozenset("为是达得共约计到至≥≤<>=:率额")
_OPERATORS = frozenset("+-—~×*/÷=<>≥≤(至到")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d$")
_CODE_LABEL = re.compile(
    "(?:邮编|邮政编码|代码|编码|账号|电话|证号|传真|手机|尾号|科目|批号|工号|单号)[为是: ]{0,2}$"
)
_ANNEX_LAST = frozenset("件表录号 :")
_LISTS_BEFORE = frozenset("\n\t (。;:,、")
_LASTING = frozenset({"以内", "以上", "以下", "之内", "左右", "之久"})
_LASTS = ("续", "期", "提前", "累计", "共", "历时", "超", "过", "≤", "≥", "<", ">")
_RATIO_UNIT = Unit(":", Dimension.RATIO, Decimal(1), ":")


def take_digit(state: State, at: int) -> int:
    """Take the numeral whose first digit stands at ``at``; where to go on."""
    s = state.s
    before = s[at - 1] if at else "\n"
    if "一" <= before <= "鿿" or before in ",、":
        end = _plain(state, at, before)
        if end:
            return end
    if before == "第" and at > state.floor:
        return take_ordinal(state, at)
    if before in _LISTS_BEFORE:
        end = state.listed(at)
        if end:
            return end
    end = _excluded(state, at, before)
    return end or _quantity(state, at, before)


def _plain(state: State, at: int, before: str) -> int:
    """The common case, a number and its unit with no word around them; 0 where it isn't sure."""
    s = state.s
    if before in _NEED_A_LOOK or (before in _AFTER_ABOUT and s[at - 2 : at - 1] in ("约", "大")):
        return 0
    match = _PLAIN.match(s, at)
    if match is None:
        return 0
    printed, name = match.groups()
    end = match.end()
    unit = unit_named(name)
    if unit is None or unit_at(s, end - len(name)) != (name, end):
        return 0
    if name == "分" and s[end : end + 1].isdigit():
        return 0
    return state.emit_plain(at, end, printed, unit)


def take_ordinal(state: State, at: int) -> int:
    """第3名, 第一、第二: set apart, 第 included."""
    match = _ORDINAL.match(state.s, at)
    return state.exclude(at - 1, match.end() if match is not None else at + 1, "ordinal")


def _excluded(state: State, at: int, before: str) -> int:
    s = state.s
    found = digit_exclusion(s, at)
    if found is not None and not (found.reason == "time" and "比" in s[max(0, at - 3) : at]):
        start = at - 1 if before in "〔[【(" and found.reason == "document number" else at
        return state.exclude(start, found.end, found.reason)
    if before.isascii() and (
        (before.isalpha() and not _measured(state, at))
        or (before == "-" and s[at - 2 : at - 1].isalpha() and s[at - 2].isascii())
    ):
        return _code(state, at)
    return 0


_ABBREVIATION = re.compile("(?<![A-Za-z])(?!PM|DN|GB|HJ)[A-Z]{2,4}$")
_AMOUNTS = frozenset({Dimension.WEIGHT, Dimension.MONEY, Dimension.COUNT, Dimension.AREA})


def _measured(state: State, at: int) -> bool:
    """Whether an abbreviation stands before an amount: COD1.37万吨, CT1台."""
    if _ABBREVIATION.search(state.s, max(0, at - 5), at) is None:
        return False
    number = arabic(state.s, at)
    unit = number.unit if number is not None else None
    return unit is not None and unit.dimension in _AMOUNTS and not unit.name.isascii()


def _code(state: State, at: int) -> int:
    s, start = state.s, at
    while (
        start > state.floor
        and s[start - 1].isascii()
        and (s[start - 1].isalnum() or s[start - 1] == "-")
    ):
        start -= 1
    match = _CODE.match(s, at)
    return state.exclude(start, match.end() if match is not None else at + 1, "code")


def _quantity(state: State, at: int, before: str) -> int:
    s = state.s
    if before in _ANNEX_LAST and annex_number(s, at):
        match = _DIGITS_RUN.match(s, at)
        return state.exclude(at, match.end() if match is not None else at + 1, "list number")
    number = ratio(s, at) or arabic(s, _first(state, at, before), state.default)
    if number is None:
        match = _DIGITS_RUN.match(s, at)
        return state.exclude(at, match.end() if match is not None else at + 1, "code")
    number = state.ranged(number)
    if number.unit is None or number.unit is state.default:
        end = _bare(state, at, number)
        if end:
            return end
    if before in "×*xX" and s[number.end - 4 : number.end] == "100%":
        return state.exclude(at, number.end, "formula")
    if number.unit is not None:
        if names_a_class(s, number.end, number.unit.name):
            return state.exclude(at, number.end + 1, "name")
        end = _calendar(state, number)
        if end:
            return end
    return state.emit(number)


def _first(state: State, at: int, before: str) -> int:
    """Where the number begins: at the point of .5, else at the digit."""
    if before != "." or at <= state.floor:
        return at
    if at == 1 or not (state.s[at - 2].isalnum() or state.s[at - 2] == "."):
        return at - 1
    return at


def ratio(s: str, at: int) -> Number | None:
    """1:3 (a time has been excluded before)."""
    match = _RATIO.match(s, at)
    if match is None:
        return None
    value = quotient(Decimal(match.group(1)), Decimal(match.group(2)))
    if value is None:
        return None
    return Number(at, match.end(), value, 0, _RATIO_UNIT, exact=True)


def _bare(state: State, at: int, number: Number) -> int:
    """Exclude a number without a unit where it states no amount; 0 where it does."""
    s, end = state.s, number.end
    before = s[at - 1] if at else "\n"
    follow = s[end : end + 1]
    stands = not follow or follow in _CLAUSE
    if stands and end - at == 4 and not state.default and _YEAR.match(s[at:end]):
        return state.exclude(at, end, "date")
    if label_number(s, at):
        return state.exclude(at, end, "list number")
    if _CODE_LABEL.search(s, max(0, at - 6), at) is not None:
        return state.exclude(at, end, "code")
    if number.decimals == 1 and "一" <= before <= "鿿" and s[end - 2 : end] == ".0":
        return state.exclude(at, end, "version")
    if number.exact or number.decimals or state.cell or stands or follow in _OPERATORS:
        return 0
    if before in _AMOUNT_BEFORE and not "一" <= follow <= "鿿":
        return 0
    return state.exclude(at, end, "bare number")


def _calendar(state: State, number: Number) -> int:
    """15日 is a date and 近3年 a period; 30日内, 连续15日 and 45日 are durations."""
    s, name = state.s, number.unit.name if number.unit is not None else ""
    if name == "年" and s[number.start - 1 : number.start] == "近" and not number.decimals:
        return state.exclude(number.start - 1, number.end, "period")
    if name != "日":
        return 0
    follow = s[number.end : number.end + 2]
    if s[number.start - 1 : number.start] == "\t" and follow[:1] in ("\t", "\n"):
        return 0
    before = s[max(0, number.start - 3, state.floor) : number.start]
    if follow[:1] == "内" or follow in _LASTING or number.value > 31:
        return 0
    if any(word in before for word in _LASTS):
        return 0
    return state.exclude(number.start, number.end, "date")

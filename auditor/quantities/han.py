"""The numeral that begins with a Chinese numeral character: an exclusion or a quantity."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.core.quantity import Dimension
from auditor.quantities.digits import take_ordinal
from auditor.quantities.exclusions import Match, chinese_exclusion
from auditor.quantities.measures import Number
from auditor.quantities.numbers import chinese, stands_with_chinese
from auditor.quantities.numerals import CHINESE, DIGITS
from auditor.quantities.state import State
from auditor.quantities.units import first_characters, names_a_class, unit_named
from auditor.quantities.words import lead, tail

_GOES_ON = frozenset(CHINESE + " 点又余多来几分成折-—–~至到,;。、)\n\t") | first_characters()
_CALENDAR = frozenset({"年", "天", "周", "个月"})
_BELOW_ZERO = re.compile(r"零下(?=\d{1,2}(?:\.\d)? ?(?:℃|°C|摄氏度))")
_GROUPED = frozenset("分共等为成计")
_NUMBERED = frozenset("期班届批层版集轮")
"""Units that a range of Chinese numerals names and does not count: 一至三期."""
_IN_WORD = frozenset("统唯专逐归合划惟之如")
"""Before 一: 统一, 唯一, 逐一; 推进四项 counts."""
_RUN = re.compile(rf"[{CHINESE}]{{1,64}}")
_FOLD_AGAIN = re.compile(r"翻(?:了?近?([一两二三四五六七八九1-9])番|番)")
_HALF = re.compile("半数|半(?:年|天|小时|个月|个小时|个工作日|公里|亩)(?!度)|半百|半[成折]")
_SOFT_BEFORE = frozenset("是每同任某这那哪另唯统单头前后上下逐")
_SOFT_AFTER = re.compile(
    "[个项件种类条]?(?:方面|系列|共同|整体|统一|样)|次性|个个|件件|项项|条龙|定"
)
_SOFT_UNITS = frozenset("个次项种条件类部场份层方面轮届批期")
_HALVED = ("年", "天", "小", "个", "径")
_CLAUSE = frozenset(" ,;:。、)\n\t\r|!?%")
_NEGATED = re.compile(
    "(?:未|没有?|无|不|零)(?:再?发生|出现|发现|有|产生|收到|接到|引发|造成|漏|落)?过?$"
)


def take_half(state: State, at: int) -> int:
    """Take 半年, 半数, 翻番, 打对折 at ``at``; where to go on."""
    s = state.s
    if s[at] == "折":
        if s[at - 2 : at] != "打对":
            return at + 1
        return state.emit(Number(at - 1, at + 1, Decimal(50), 0, unit_named("%")))
    if s[at] == "翻":
        match = _FOLD_AGAIN.match(s, at)
        if match is None:
            return at + 1
        times = match.group(1) or "一"
        value = Decimal(2) ** (DIGITS[times] if times in DIGITS else int(times))
        return state.emit(Number(at, match.end(), value, 0, unit_named("倍"), exact=True))
    before = s[at - 1] if at else ""
    if before in ("上", "下") and s[at + 1 : at + 2] == "年":
        return state.exclude(at - 1, at + 2, "date")
    if before == "每":
        return state.exclude(at - 1, min(at + 2, len(s)), "period")
    if before == "一":
        return at + 1
    match = _HALF.match(s, at)
    if match is None:
        return at + 1
    return _halves(state, at, match.group())


def _halves(state: State, at: int, written: str) -> int:
    end = at + len(written)
    percent = unit_named("%")
    if written == "半数":
        return state.emit(Number(at, at + 2, Decimal(50), -1, percent))
    if written == "半成":
        return state.emit(Number(at, end, Decimal(5), 0, percent))
    if written == "半折":
        return state.emit(Number(at, end, Decimal(50), 0, percent))
    if written == "半百":
        return state.emit(Number(at, end, Decimal(50), 0, None))
    return state.emit(Number(at, end, Decimal("0.5"), 1, unit_named(written[1:]), exact=True))


def take_chinese(state: State, at: int) -> int:
    """Take the numeral whose first Chinese character stands at ``at``; where to go on."""
    s = state.s
    before = s[at - 1] if at else "\n"
    if before == "第" and at > state.floor:
        return take_ordinal(state, at)
    if s[at] == "零" and _BELOW_ZERO.match(s, at) is not None:
        return at + 2
    if before in "\n\t (。;:,、)一”":
        listed = state.listed(at)
        if listed:
            return listed
    if s.startswith("一半", at) and s[at + 2 : at + 3] not in _HALVED:
        return state.emit(Number(at, at + 2, Decimal(50), -1, unit_named("%")))
    follow = s[at + 1 : at + 2]
    if follow and (
        follow not in _GOES_ON or (s[at] == "一" and before in _IN_WORD and follow not in CHINESE)
    ):
        return _in_word(state, at)
    run = _RUN.match(s, at)
    end = run.end() if run is not None else at + 1
    written = s[at:end]
    number = chinese(s, at)
    if number is not None and _fraction(state, number):
        return state.emit(number)
    found = chinese_exclusion(s, at)
    if found is not None and not _outweighs(state, number, found):
        longest = end if found.reason == "word" else min(end, found.end + 8)
        return state.exclude(at, max(found.end, longest), found.reason)
    if number is None or end - at > 16:
        return state.exclude(at, end, "word")
    return _judged(state, at, end, before, written, number)


def _in_word(state: State, at: int) -> int:
    """A single numeral in front of a character that no amount goes on with."""
    found = chinese_exclusion(state.s, at)
    if found is None:
        return state.exclude(at, at + 1, "word")
    return state.exclude(at, found.end, found.reason)


def _fraction(state: State, number: Number) -> bool:
    """百分之九十, 三分之二, 三成: no word can be meant."""
    if number.exact and number.unit is None and number.high is None:
        return True
    return number.unit is not None and number.unit.name in ("%", "‰")


def _outweighs(state: State, number: Number | None, found: Match) -> bool:
    """Whether a quantity longer than the excluded word stands there: 十分 against 十分钟."""
    if number is None or number.unit is None:
        return False
    if found.reason in ("name", "word") and number.end >= found.end and _counted(state, number):
        return True
    if found.reason in ("name", "date"):
        return False
    if number.chinese and number.chinese[0] in "百千万" and found.reason == "word":
        return _hedged(state, found.start, number)
    if state.s.startswith("一起", found.start):
        follow = state.s[number.end : number.end + 1]
        front = state.s[max(0, found.start - 2) : found.start]
        return front == "其中" or front[-1:] == "无" or (bool(follow) and follow in "案事投纠火")
    return number.end > found.end and len(number.chinese) > 1


_COUNTING = re.compile(
    "(?:历时|为期|共有?|共计|累计|查出|查处|发现|排查出?|整改|新[建增设]|建成|设[立置]|购[置买]|采购|添置|配备"
    "|流转|种植|养殖|饲养|发放|印发|行程|全[长程])了?$"
)
_COUNTED = frozenset(
    {Dimension.COUNT, Dimension.AREA, Dimension.LENGTH, Dimension.DURATION, Dimension.WEIGHT}
)


def _counted(state: State, number: Number) -> bool:
    """Whether the word in front asks for an amount, so that no name is meant: 流转三亩, 历时四周."""
    unit = number.unit
    return (
        unit is not None
        and unit.dimension in _COUNTED
        and stands_with_chinese(unit.name) != "-"
        and _COUNTING.search(state.s, max(0, number.start - 5), number.start) is not None
    )


def _judged(state: State, at: int, end: int, before: str, written: str, number: Number) -> int:
    reason = _veto(state, at, end, before, written, number)
    if reason is not None:
        return state.exclude(at, end, reason)
    if number.unit is None and number.high is None:
        joined = state.ranged(number)
        if joined.unit is not None and joined.unit.name not in _NUMBERED:
            return state.emit(joined)
        return _bare_chinese(state, at, end, written, number)
    return state.emit(state.ranged(number))


def _veto(state: State, at: int, end: int, before: str, written: str, number: Number) -> str | None:
    """Why the Chinese numeral at ``at`` counts nothing, or ``None`` where it may."""
    s = state.s
    if number.unit is not None and names_a_class(s, number.end, number.unit.name):
        return "word"
    if (
        before in "初"
        or s[at - 2 : at] in ("星期", "礼拜", "每周", "每月")
        or (before == "周" and len(written) == 1)
    ):
        return "period"
    if before == "近" and s[end : end + 1] == "年":
        return "period"
    if before in "数几好" and written[0] in "十百千万亿":
        return "indefinite"
    if before in "另其某任每同":
        return "indefinite"
    if written[0] in "百千万亿" and not _hedged(state, at, number):
        return "word"
    return _counts(state, at, before, written, number) if number.unit is not None else None


def _counts(state: State, at: int, before: str, written: str, number: Number) -> str | None:
    """Why a numeral with a unit behind it counts nothing, or ``None`` where it does."""
    s, unit = state.s, number.unit
    follow = s[number.end : number.end + 1]
    if unit is None:
        return None
    if written == "二" and unit.dimension is Dimension.COUNT and not number.more:
        return "ordinal"
    if written == "一" and unit.name in _CALENDAR and _turning(s, at, follow):
        return "period"
    if written == "一" and (_soft(state, at, number) or _NEGATED.search(s, max(0, at - 5), at)):
        return "indefinite"
    if unit.name == "年" and follow == "来":
        return "period"
    if unit.name == "班" and before not in _GROUPED:
        return "ordinal"
    kind = stands_with_chinese(unit.name)
    if kind == "-" or (kind == "2" and written == "一"):
        known = len(written) > 2 or number.more or s.startswith("一起", at)
        return None if known or lead(s, at, state.floor).start < at else "word"
    return None


def _turning(s: str, at: int, follow: str) -> bool:
    """上一年, 新的一年, 一年度: the calendar, not a duration."""
    return (
        s[at - 1 : at] in ("上", "下", "新", "这", "前", "后")
        or s[at - 2 : at] == "新的"
        or follow == "度"
    )


def _hedged(state: State, at: int, number: Number) -> bool:
    if number.more or not set(number.chinese) <= set("百千万亿兆"):
        return True
    if lead(state.s, at, state.floor).start < at or tail(state.s, number.end).end > number.end:
        return True
    return state.upwards(number).start < at


def _soft(state: State, at: int, number: Number) -> bool:
    """Whether 一个, 一项 … is an article and no number."""
    s = state.s
    unit = number.unit.name if number.unit is not None else ""
    if unit not in _SOFT_UNITS:
        return False
    if _SOFT_AFTER.match(s, at + 1) is not None:
        return True
    before = s[at - 1 : at]
    return (bool(before) and before in _SOFT_BEFORE) or s[at - 2 : at] in ("作为", "成为", "视为")


def _bare_chinese(state: State, at: int, end: int, written: str, number: Number) -> int:
    """A numeral without a unit: an amount only where it is long and stands by itself."""
    s = state.s
    follow = s[number.end : number.end + 1]
    alone = not follow or follow in _CLAUSE
    before = s[at - 1 : at]
    opens = not before or before in " \n\t,;:。、(负為为是达共计到至约近还有和"
    written = number.chinese or written
    if len(written) == 1:
        whole = len(s) < 40 and s.strip() == written
        return state.emit(number) if whole else state.exclude(at, end, "word")
    placed = any(c in "十百千万亿兆" for c in written) or "点" in number.chinese
    if placed and alone and (opens or "点" in number.chinese):
        return state.emit(state.ranged(number))
    return state.exclude(at, end, "word")

"""One number with its unit at a place of a normal text: the grammar below hedges and ranges."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.core.quantity import Dimension, Unit
from auditor.quantities.measures import Measure, Number, measured
from auditor.quantities.numerals import (
    CHINESE,
    DIGITS,
    LARGE,
    decimals_of,
    parse_arabic,
    parse_chinese,
    quotient,
)
from auditor.quantities.units import SCALES, entries, unit_at, unit_named

_ARABIC = re.compile(
    r"\d{1,3}(?:,\d{3}){1,8}(?:\.\d+)?(?!\d)|[1-9]\d{0,2}(?:, \d{3}){1,4}(?:\.\d{1,2})?(?= ?[万亿]?元)|\d{1,3}(?: \d{3}){1,8}(?:\.\d{1,2})?(?![\d.%])(?= ?[余多]?[㎡a-zA-Z一-鿿])|\d+ ?\. ?\d+(?![\d.])(?= ?[万亿元%])|\d+(?:\.\d+)?|\.\d+"
)
_POWER = re.compile(r"[eE]([+-]?\d{1,3})(?![\dA-Za-z])|\^([+-]{0,2}\d{1,3})(?!\d)")
_MORE_PLACES = re.compile(r"(?: ?\d{1,12}(?:\.\d{1,6})? ?[亿万千百十]){1,6}(?: ?\d(?!\d))?")
_PLACE = re.compile(r"(\d+(?:\.\d+)?) ?([亿万千百十]?)")
_HAN = re.compile(
    rf"[{CHINESE}]{{1,64}}(?: {{1,2}}[{CHINESE}]{{1,8}}){{0,8}}(?: ?点 ?[零〇一二两三四五六七八九]{{1,16}}(?: [零〇一二两三四五六七八九]{{1,4}}){{0,4}})?"
)
_FRACTION_ARABIC = re.compile(r"(?:(\d+) )?(\d+) ?/ ?(\d+)(?![\d/.]| ?[十百千万亿])")
_PARTS = re.compile(r" {0,2}分 {0,2}之 {0,2}(负?)")
_UNUSUAL = frozenset(" /分又eE^亿万千百")


def arabic(text: str, at: int, default: Unit | None = None) -> Number | None:
    """The number that begins with the digit (or the point) at ``at``."""
    match = _ARABIC.match(text, at)
    if match is None or match.end() - at > 40:
        return None
    end = match.end()
    printed = match.group()
    value, decimals = parse_arabic(printed), decimals_of(printed)
    follow = text[end : end + 1]
    if follow and follow in _UNUSUAL:
        unusual = _unusual(text, at, end, value, default)
        if unusual is not None:
            return unusual
    return _with_unit(text, at, end, value, decimals, default)


def _unusual(text: str, at: int, end: int, value: Decimal, default: Unit | None) -> Number | None:
    """Fractions, powers and numbers in several places that begin with the number ``value``."""
    follow = text[end]
    found: Number | None = None
    if follow in " /":
        found = _fraction(text, at)
    if found is None and follow in "分 ":
        found = _of_parts(text, at, value, end)
    if found is None and (follow == "又" or text[end : end + 2] == " 又"):
        found = _whole_and_part(text, at, text.index("又", end) + 1, value)
    if found is None and follow in "eE^":
        found = _power(text, at, end, value)
    if found is None and follow in "亿万千百 ":
        found = _in_places(text, at, end, default)
    return found


def _in_places(text: str, at: int, end: int, default: Unit | None) -> Number | None:
    placed = _places(text, at, end)
    if placed is None:
        return None
    value, decimals, end, scale = placed
    unit = unit_at(text, end) if scale in ("万", "亿") else None
    if unit is not None and unit_named(scale + unit[0]) is not None:
        return _with_unit(text, at, end - 1, value / SCALES[scale], decimals, default)
    return _with_unit(text, at, end, value, decimals, default)


def _with_unit(
    text: str, at: int, end: int, value: Decimal, decimals: int, default: Unit | None
) -> Number:
    measure = measured(text, end)
    if measure.name is None:
        tenths = _tenths(text, at, end, value, decimals)
        if tenths is not None:
            return tenths
        return Number(
            at, measure.end if measure.more else end, value, decimals, default, measure.more
        )
    unit = unit_named(measure.name)
    if (
        unit is not None
        and measure.name in ("万", "亿")
        and default is not None
        and default.base == "元"
    ):
        unit = unit_named(measure.name + "元")
    if measure.half or measure.more == "半":
        return Number(at, measure.end, value + Decimal("0.5"), 1, unit, exact=True)
    return Number(at, measure.end, value, decimals, unit, measure.more)


def _places(text: str, at: int, end: int) -> tuple[Decimal, int, int, str] | None:
    """7万5千4百 as one number, with its last scale word; ``None`` for a single scale word."""
    match = _MORE_PLACES.match(text, at)
    if match is None:
        return None
    total, last, count, word = Decimal(0), Decimal(10) ** 16, 0, ""
    for number, word in _PLACE.findall(match.group()):
        place = SCALES[word] if word else last / 10
        if place >= last or (count and Decimal(number) * place >= last):
            return None
        total += Decimal(number) * place
        last, count = place, count + 1
    stop = match.end()
    if count < 2 or text[stop : stop + 1].isdigit() or text[stop : stop + 1] == ".":
        return None
    return total, 0, stop, word


def _power(text: str, at: int, end: int, value: Decimal) -> Number | None:
    match = _POWER.match(text, end)
    if match is None:
        return None
    if match.group(1) is not None:
        return Number(at, match.end(), value.scaleb(int(match.group(1))), 0, None, exact=True)
    exponent = int(match.group(2).replace("--", "").replace("+", ""))
    if not value:
        return None
    return Number(at, match.end(), value**exponent, 0, None, exact=True)


def _fraction(text: str, at: int) -> Number | None:
    match = _FRACTION_ARABIC.match(text, at)
    if match is None:
        return None
    whole, upper, lower = match.groups()
    if len(upper) > 9 or len(lower) > 9 or len(whole or "") > 9:
        return None
    value = quotient(Decimal(upper), Decimal(lower))
    if value is None:
        return None
    return Number(at, match.end(), value + Decimal(whole or 0), 0, None, exact=True)


def _of_parts(text: str, at: int, lower: Decimal | None, end: int) -> Number | None:
    """X分之Y at ``at``: a percentage for 百分之, ‰ for 千分之, else a fraction."""
    match = _PARTS.match(text, end)
    if match is None or lower is None:
        return None
    start = match.end()
    upper = numeral(text, start)
    if upper is None:
        return None
    value, decimals, stop, _ = upper
    written = text[at:end].replace(" ", "")
    while text[stop : stop + 1] == " " and text[stop + 1 : stop + 2] in ("k", "K", "M"):
        stop += 1
    scale = text[stop : stop + 1]
    if scale in ("k", "K", "M"):
        value, decimals, stop = value * (1000 if scale in "kK" else 10**6), 0, stop + 1
    if match.group(1):
        value = -value
    if written in ("百", "千"):
        unit = unit_named("%" if written == "百" else "‰")
        return Number(at, stop, value, decimals, unit)
    share = quotient(value, lower)
    return None if share is None else Number(at, stop, share, 0, None, exact=True)


def numeral(text: str, at: int) -> tuple[Decimal, int, int, str] | None:
    """The plain numeral at ``at``: value, decimals, end, and the written form if Chinese."""
    match = _ARABIC.match(text, at)
    if match is not None:
        if match.end() - at > 40:
            return None
        return parse_arabic(match.group()), decimals_of(match.group()), match.end(), ""
    match = _HAN.match(text, at)
    if match is None or match.end() - at > 60:
        return None
    written = match.group().replace(" ", "")
    value = parse_chinese(written)
    if value is None:
        return None
    return value, len(written.partition("点")[2]), match.end(), written


_TENTHS = re.compile(r" {0,2}(成|折)(?: ?(半|[一二三四五六七八九](?![一-鿿]))|(多))?")
_NO_TENTH = {"成": "立果为员效熟功交长本品人型就绩都份语才千套例分批", "折": "合叠扣旧算射腾线"}


def _tenths(text: str, at: int, end: int, value: Decimal, decimals: int) -> Number | None:
    """三成, 七成六, 九折, 75折 in percent."""
    match = _TENTHS.match(text, end)
    if match is None:
        return None
    word, rest = match.group(1), match.group(2)
    follow = text[match.end() : match.end() + 1]
    if (follow and follow in _NO_TENTH[word]) or value > 100 or (word == "成" and value > 10):
        return None
    percent = value * 10 if value <= 10 else value
    if rest:
        percent += 5 if rest == "半" else DIGITS[rest]
    size = 0 if rest or value > 10 else decimals - 1
    unit = unit_named("%")
    return Number(at, match.end(), percent, size, unit, match.group(3), text[at:end])


_RANGE = {"一二": (1, 2), "两三": (2, 3), "二三": (2, 3), "三四": (3, 4), "三五": (3, 5), "四五": (4, 5),
          "五六": (5, 6), "六七": (6, 7), "七八": (7, 8), "八九": (8, 9)}  # fmt: skip
_PAIR = re.compile(
    r"(十|[二三四五六七八九]十)?(一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)([十百千]?)"
)


def chinese(text: str, at: int, end_of_run: int | None = None) -> Number | None:
    """The Chinese number that begins at ``at``, with a unit if one stands behind it."""
    match = _HAN.match(text, at)
    if match is None or match.end() - at > 60:
        return None
    end = match.end() if end_of_run is None else end_of_run
    written = text[at:end].replace(" ", "")
    mixed = _mixed(text, at, end, written)
    if mixed is not None:
        return mixed
    low, high = _pair(written)
    if low is not None:
        measure = measured(text, end)
        if text[end : end + 1] == "成" and high is not None:
            return Number(at, end + 1, low * 10, 0, unit_named("%"), None, written, True, high * 10)
        unit = unit_named(measure.name) if measure.name else None
        return Number(
            at, measure.end if measure.name else end, low, 0, unit, None, written, True, high
        )
    return _counted(text, at, end, written)


def _mixed(text: str, at: int, end: int, written: str) -> Number | None:
    """百分之五, 三分之二, 三又二分之一."""
    follow = text[end : end + 2].strip()[:1]
    if follow == "又":
        whole = parse_chinese(written)
        return _whole_and_part(text, at, text.index("又", end) + 1, whole, written)
    if follow != "分" and text[end : end + 3].strip()[:1] != "分":
        return None
    return _of_parts(text, at, parse_chinese(written), end)


def _whole_and_part(
    text: str, at: int, here: int, whole: Decimal | None, written: str = ""
) -> Number | None:
    """The fraction behind 又 added to the whole number in front."""
    while text[here : here + 1] == " ":
        here += 1
    lower = numeral(text, here)
    part = _of_parts(text, here, lower[0], lower[2]) if lower is not None else None
    if part is None or part.unit is not None or whole is None:
        return None
    return Number(at, part.end, whole + part.value, 0, None, None, written, exact=True)


def _pair(written: str) -> tuple[Decimal | None, Decimal | None]:
    match = _PAIR.fullmatch(written)
    if match is None:
        return None, None
    tens, pair, place = match.groups()
    if tens and place:
        return None, None
    low, high = _RANGE[pair]
    base = parse_chinese(tens) if tens else Decimal(0)
    scale = SCALES[place] if place else Decimal(1)
    return (base or Decimal(0)) + low * scale, (base or Decimal(0)) + high * scale


def _counted(text: str, at: int, end: int, written: str) -> Number | None:
    """A numeral, its last 万 or 亿 given to the unit where one follows: 二十万元 is 20 万元."""
    if len(written) > 1 and written[-1] == "两" and written[-2] not in "零〇点":
        measure = Measure(end, "两", None)
        value = parse_chinese(written[:-1])
        return Number(at, end, value, 0, unit_named("两"), None, written) if value else None
    if written[-1] == "千" and len(written) == 2:
        kilo = _kilo(text, at, end, written)
        if kilo is not None and kilo.unit is not None and kilo.unit.base != "元":
            return kilo
    head, scale = written[:-1], written[-1:]
    joint = head and scale in LARGE and not any(c in LARGE for c in head) and "点" not in head
    measure = measured(text, end)
    if joint and measure.name:
        unit = unit_named(scale + measure.name)
        value = parse_chinese(head)
        if unit is not None and value is not None and head[-1] not in "零〇":
            places = _said_places(head)
            return Number(at, measure.end, value, places, unit, measure.more, written)
    value = parse_chinese(written)
    if value is None:
        return _kilo(text, at, end, written)
    decimals = _said_places(written)
    if measure.name is None:
        tenths = _tenths(text, at, end, value, decimals)
        if tenths is not None:
            return tenths
        stop = measure.end if measure.more else end
        return Number(at, stop, value, decimals, None, measure.more, written)
    if measure.half or measure.more == "半":
        value, decimals = value + Decimal("0.5"), 1
        return Number(
            at, measure.end, value, decimals, unit_named(measure.name), None, written, True
        )
    return Number(at, measure.end, value, decimals, unit_named(measure.name), measure.more, written)


def _said_places(written: str) -> int:
    """Decimal places of the last place that is said: 六千 → −3, 二十 → −1, 一点五 → 1."""
    _, point, fraction = written.partition("点")
    if point:
        return len(fraction)
    return {"十": -1, "百": -2, "千": -3}.get(written[-1], 0)


def _kilo(text: str, at: int, end: int, written: str) -> Number | None:
    """一百千瓦: the last 千 belongs to the unit."""
    if written[-1] != "千" or len(written) < 2:
        return None
    value, found = parse_chinese(written[:-1]), unit_at(text, end - 1)
    if value is None or found is None:
        return None
    return Number(at, found[1], value, 0, unit_named(found[0]), None, written[:-1])


_CENTS = re.compile(
    r"又?([1-9一二两三四五六七八九])(角|毛|美分|分)(?:([1-9一二三四五六七八九])分)?(?![一-鿿])"
)
_TENTH_OF = {"角": "0.1", "毛": "0.1", "美分": "0.01", "分": "0.01"}


def with_cents(text: str, number: Number) -> Number:
    """``number`` with the 角 and 分 behind its 元: 五元三毛 is 5.3元."""
    unit = number.unit
    if unit is None or unit.name not in ("元", "美元", "欧元") or number.decimals > 0:
        return number
    match = _CENTS.match(text, number.end)
    if match is None:
        return number
    tenths, word, cents = match.groups()
    value = number.value + (parse_chinese(tenths) or Decimal(tenths)) * Decimal(_TENTH_OF[word])
    if cents:
        value += (parse_chinese(cents) or Decimal(cents)) / 100
    decimals = 2 if cents or "分" in word else 1
    return number._replace(end=match.end(), value=value, decimals=decimals)


_CLOCK = re.compile(
    r"(\d{1,2})(分钟?)(?:(\d{1,2}(?:\.\d{1,3})?)(秒钟?))?(?![\d之])|(\d{1,2}(?:\.\d{1,3})?)(秒钟?)"
)
_HOURS = frozenset({"小时", "个小时"})
CLOCK = _HOURS | {"分", "分钟"}


def with_minutes(text: str, number: Number) -> Number:
    """``number`` with the 分 and 秒 behind it, in the last unit: 1小时30分 is 90分, 4分20秒 260秒."""
    match = _CLOCK.match(text, number.end)
    if match is None or number.unit is None or number.more or number.decimals or number.exact:
        return number
    minutes, minute, seconds, second, only, only_second = match.groups()
    if (number.unit.name in _HOURS) != (only is None):
        return number
    value, last = number.value * 60 + Decimal(minutes or only), only_second or minute
    if seconds:
        value, last = value * 60 + Decimal(seconds), second
    unit = Unit(last, Dimension.DURATION, Decimal(1), "秒" if last[0] == "秒" else "分钟")
    places = decimals_of(seconds or only or "")
    return number._replace(end=match.end(), value=value, decimals=places, unit=unit)


def stands_with_chinese(name: str) -> str:
    """How a Chinese numeral goes with the unit ``name``: ``y``, ``2`` or ``-``."""
    known = entries().get(name) or entries().get(name.lstrip("十百千万亿"))
    return known.chinese if known is not None else "-"

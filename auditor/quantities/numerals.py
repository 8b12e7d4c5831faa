"""Numerals → ``Decimal``: Arabic with separators, Chinese, financial and traditional forms.

Everything here works on *normal* text: folded (``reading.folding``) and with the numeral
characters of other styles (壹 貳 萬 億 點 …) written in the plain ones, one for one.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
CHINESE = "零〇一二两三四五六七八九十百千万亿兆"

_STYLES = {
    "壹": "一", "貳": "二", "贰": "二", "叁": "三", "參": "三", "肆": "四", "伍": "五", "陆": "六",
    "陸": "六", "柒": "七", "捌": "八", "玖": "九", "拾": "十", "佰": "百", "仟": "千", "萬": "万",
    "億": "亿", "兩": "两", "倆": "两", "俩": "两", "點": "点", "負": "负", "個": "个", "餘": "余",
    "幾": "几", "雙": "双", "對": "对", "圓": "元", "○": "〇",
}  # fmt: skip
_PLAIN = {ord(odd): plain for odd, plain in _STYLES.items()}
_TRADITIONAL = re.compile("[貳參陸萬億兩倆點負個餘幾雙對圓]")
_FINANCIAL = "壹贰叁肆伍陆柒捌玖拾佰仟俩○"
_FINANCIAL_RUN = re.compile(
    f"[之又负 ]{{0,2}}[{CHINESE}{_FINANCIAL}]+(?:[又分点成折打]|(?= [又分点成折]))?"
)
_ANY_FINANCIAL = re.compile(f"[{_FINANCIAL}]")
_ANY_STYLE = re.compile(f"[{''.join(_STYLES)}]")
_SEPARATORS = re.compile(r"[,\s]")


def normal(folded: str) -> str:
    """``folded`` with numerals of other styles in plain characters; the length stays.

    壹 to 仟 are turned only where they stand with another numeral character (肆佰陸拾; not 陆续,
    队伍, 收拾); traditional forms always.
    """
    if _ANY_STYLE.search(folded) is None:
        return folded
    text = folded.translate(_PLAIN_TRADITIONAL) if _TRADITIONAL.search(folded) else folded
    if not _ANY_FINANCIAL.search(text):
        return text
    return _FINANCIAL_RUN.sub(_plain_run, text)


_PLAIN_TRADITIONAL = {code: c for code, c in _PLAIN.items() if _TRADITIONAL.match(chr(code))}


def _plain_run(match: re.Match[str]) -> str:
    run = match.group()
    bare = run.strip(" ")
    follows = match.string[match.end() : match.end() + 1] == " "
    if len(bare) > 1 or (follows and bare in "壹贰叁肆伍陆柒捌玖拾" and len(match.string) < 20):
        return run.translate(_PLAIN)
    return run


def parse_arabic(text: str) -> Decimal:
    """``1,234.50`` → ``Decimal('1234.50')``, ``2.5e3`` → 2500; the printed places are kept."""
    return Decimal(text if text.isdigit() else _SEPARATORS.sub("", text))


def decimals_of(text: str) -> int:
    """Printed decimal places of an Arabic numeral."""
    point = text.rfind(".")
    return 0 if point < 0 else len(text) - point - 1 - text.count(" ", point)


def parse_chinese(text: str) -> Decimal | None:
    """``两千零三`` → 2003, ``二〇二三`` → 2023, ``一点五`` → 1.5; ``None`` where it is no number.

    A last digit without its place takes the one below (一万三 → 13000, 两千四百五 → 2450), as it
    is said; 万 and 亿 multiply what stands before them (四万万, 五千六百万亿).
    """
    whole, point, fraction = text.partition("点")
    if point:
        left = parse_chinese(whole)
        if left is None or not fraction or any(c not in DIGITS for c in fraction):
            return None
        return left + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _placed(text)


def _placed(text: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    last, zero = 1, False
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
            zero = zero or digit == 0
            continue
        if char in SMALL:
            place = SMALL[char]
            if section and place >= last:
                return None
            section += (digit or 1) * place
        elif char in LARGE:
            place = LARGE[char]
            total = _multiplied(total, section + (digit or 0), place)
            section = 0
        else:
            return None
        digit, last, zero = None, place, False
    if digit:
        section += digit if zero or last == 1 else digit * last // 10
    return Decimal(total + section)


def _multiplied(total: int, section: int, place: int) -> int:
    """``total`` and the ``section`` behind it, as 万, 亿 or 兆 takes them."""
    below = total % place
    if not section and not below:
        return total * place if total else place
    return total - below + (below + section) * place


def to_chinese(number: int) -> str:
    """``number`` (0 ≤ n < 10**16) in plain Chinese numerals: 10250 → 一万零二百五十."""
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} is not between 0 and 10**16")
    said = _said(number) if number else "零"
    return said[1:] if said.startswith("一十") else said


def _said(number: int) -> str:
    for place, word in ((10**12, "兆"), (10**8, "亿"), (10**4, "万")):
        if number >= place:
            head, rest = divmod(number, place)
            gap = "零" if rest and rest < place // 10 else ""
            return _said(head) + word + gap + (_said(rest) if rest else "")
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    parts: list[str] = []
    gap = False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            parts.append(("零" if gap and parts else "") + "零一二三四五六七八九"[digit] + word)
            gap = False
        else:
            gap = True
    return "".join(parts)


def quotient(upper: Decimal, lower: Decimal) -> Decimal | None:
    """``upper ÷ lower`` to 28 places; ``None`` for a zero divisor."""
    if not lower:
        return None
    with localcontext() as context:
        context.prec = 28
        return upper / lower

"""Numerals → ``Decimal``: Arabic with separators, Chinese, and mixtures."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零〇一二两三四五六七八九十百千万亿"


def parse_arabic(text: str) -> Decimal:
    """``1,234.50`` → ``Decimal('1234.50')``; the printed places are kept."""
    return Decimal(re.sub(r"[,\s]", "", text))


def decimals_of(text: str) -> int:
    """Printed decimal places of an Arabic numeral."""
    plain = re.sub(r"[,\s]", "", text)
    return len(plain.split(".")[1]) if "." in plain else 0


def parse_chinese(text: str) -> Decimal | None:
    """``两千零三`` → 2003, ``二〇二三`` → 2023, ``一点五`` → 1.5; ``None`` where it is no number."""
    if "点" in text:
        whole, _, fraction = text.partition("点")
        left = parse_chinese(whole)
        if left is None or not fraction or any(c not in _DIGITS for c in fraction):
            return None
        return left + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    if not text or any(c not in CHINESE for c in text):
        return None
    if all(c in _DIGITS for c in text) and len(text) > 1:
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (
                (total + section + digit) * _LARGE[char]
                if char == "亿"
                else (total + (section + digit or 1) * _LARGE[char])
            )
            section = digit = 0
    return Decimal(total + section + digit)

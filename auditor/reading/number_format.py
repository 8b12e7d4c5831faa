"""A workbook's number as its cell shows it: 1 under ``0%`` is 100%, 1234.5 under ``#,##0.00`` is 1,234.50.

Number format codes by ECMA-376 part 1, 18.8.30 and 18.8.31; ids without a code are those of the
Chinese locale there. Width plays no part (no ####), fractions and Chinese numerals ([DBNum1]) are
written in plain Arabic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from auditor.reading.date_format import DATE_KINDS, moment, render_date

GENERAL = "General"
_GENERAL_WIDTH = 11
_PLAIN_DIGITS = 15

_DAY = 'm"月"d"日"'
_YEAR_MONTH, _FULL_DAY = 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"'
_MINUTES, _SECONDS = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
_NOON, _NOON_SECONDS = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
BUILTIN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: _YEAR_MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: _FULL_DAY,
    32: _MINUTES, 33: _SECONDS, 34: _NOON, 35: _NOON_SECONDS, 36: _YEAR_MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: _YEAR_MONTH,
    51: _DAY, 52: _YEAR_MONTH, 53: _DAY, 54: _DAY, 55: _NOON, 56: _NOON_SECONDS, 57: _YEAR_MONTH,
    58: _DAY,
}  # fmt: skip

_SYSTEM_DATE = re.compile(r"\[\$-F800\]", re.I)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|aaaa?|e+|g+|b+)|(?P<slot>[0#?])|(?P<sign>[.,%@/])|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a code: its tokens as (kind, text), and its condition."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    @property
    def is_date(self) -> bool:
        """Whether the section shows a point in time."""
        return any(kind in DATE_KINDS for kind, _ in self.tokens)

    def has(self, kind: str) -> bool:
        """Whether a token of that kind stands in it."""
        return any(known == kind for known, _ in self.tokens)


@lru_cache(maxsize=1_000)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code."""
    if _SYSTEM_DATE.search(code):
        code = _FULL_DAY
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match.group(kind)
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text.strip())
            if condition:
                conditions[-1] = (condition.group(1), Decimal(condition.group(2)))
            elif _ELAPSED.fullmatch(text):
                parts[-1].append(("elapsed", text.lower()))
            elif text.startswith("$"):
                parts[-1].append(("literal", text[1:].partition("-")[0]))
        elif kind == "date":
            parts[-1].append(("date", text.lower()))
        elif kind in ("quoted", "escaped", "other"):
            parts[-1].append(("literal", text))
        elif kind == "space":
            parts[-1].append(("literal", " "))
        elif kind != "fill":
            parts[-1].append((kind, text))
    return tuple(
        Section(tuple(part), known) for part, known in zip(parts[:4], conditions, strict=False)
    )


def shown_text(value: str, code: str) -> str:
    """A text as its cell shows it: ``@"元"`` adds its letters."""
    for section in reversed(sections_of(code)):
        if section.has("sign") and ("sign", "@") in section.tokens:
            return "".join(
                value if token == ("sign", "@") else token[1]
                for token in section.tokens
                if token[0] in ("sign", "literal")
            ).strip(" ")
    return value


def shown_number(value: float, code: str, *, date1904: bool = False) -> str:
    """A number as its cell shows it, without the spaces that only align it."""
    number = Decimal(format(value, f".{_PLAIN_DIGITS}g"))
    sections = sections_of(code)
    section, signed = _chosen(sections, number)
    if not section.tokens:
        return ""
    if section.is_date:
        at = moment(number, date1904=date1904)
        return render_date(section.tokens, number, at) if at is not None else general(number)
    shown = abs(number)
    if section.has("general"):
        text = "".join(
            general(shown) if kind == "general" else text
            for kind, text in section.tokens
            if kind in ("general", "literal")
        )
    elif not section.has("slot"):
        if ("sign", "@") in section.tokens:
            return general(number)
        return "".join(text for kind, text in section.tokens if kind == "literal").strip(" ")
    elif section.has("power"):
        text = _scientific(section, shown)
    elif ("sign", "/") in section.tokens:
        text = general(shown)
    else:
        text = _fixed(section, shown)
    return ("-" if signed and number < 0 else "") + text.strip(" ")


def general(number: Decimal) -> str:
    """A number without a format: at most eleven characters, whole numbers in full."""
    if number == number.to_integral_value():
        return str(number.quantize(Decimal(1))) if abs(number) < 10**_PLAIN_DIGITS else str(number)
    whole = len(str(abs(int(number))))
    rounded = round_to(number, max(_GENERAL_WIDTH - 1 - whole, 0))
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def round_to(number: Decimal, places: int) -> Decimal:
    """Rounded half away from zero, as workbooks do."""
    try:
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return number


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, bool]:
    """The section for a number, and whether the minus is still to be written."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for index, section in enumerate(numeric):
            if section.condition is None:
                if index == len(numeric) - 1:
                    return section, True
            elif _holds(section.condition, number):
                return section, section.condition != ("<", Decimal(0))
        return numeric[-1], True
    if len(numeric) == 1:
        return numeric[0], True
    if number < 0:
        return numeric[1], False
    return numeric[2 if number == 0 and len(numeric) == 3 else 0], False


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": number < limit,
        ">": number > limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


def _fixed(section: Section, number: Decimal) -> str:
    """Digits laid into the slots; literals between the slots stay where they stand."""
    tokens = section.tokens
    point = next((i for i, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
    slots = [i for i, (kind, _) in enumerate(tokens) if kind == "slot"]
    left = [i for i in slots if i < point]
    right = [i for i in slots if i > point]
    commas = [i for i, token in enumerate(tokens) if token == ("sign", ",")]
    scale = sum(1 for i in commas if i > max(slots))
    grouped = any(left and left[0] < i < left[-1] for i in commas)
    percent = sum(1 for token in tokens if token == ("sign", "%"))
    number = round_to(number * 100**percent / Decimal(1000) ** scale, len(right))
    whole, _, decimals = format(number, "f").partition(".")
    digits = _whole_digits([tokens[i][1] for i in left], whole.lstrip("0"), grouped=grouped)
    digits += _decimal_digits([tokens[i][1] for i in right], decimals)
    at = dict(zip([*left, *right], digits, strict=True))
    kept = any(at[i].strip() for i in right)
    out: list[str] = []
    if not left and whole.strip("0"):
        out.append(whole)
    for i, (kind, text) in enumerate(tokens):
        if kind == "slot":
            out.append(at[i])
        elif kind == "literal" or text == "%":
            out.append(text)
        elif i == point and (kept or not right):
            out.append(".")
    return "".join(out)


def _whole_digits(slots: list[str], digits: str, *, grouped: bool) -> list[str]:
    """One string for each slot before the point; the first takes what is left over."""
    out: list[str] = []
    for index, slot in enumerate(reversed(slots)):
        last = index == len(slots) - 1
        taken = digits if last else digits[-1:]
        digits = "" if last else digits[:-1]
        text = taken or {"0": "0", "?": " ", "#": ""}[slot]
        out.append(_grouped(text, index) if grouped else text)
    return out[::-1]


def _grouped(text: str, place: int) -> str:
    """``text`` with separators; its last digit stands ``place`` digits left of the point."""
    out = ""
    for offset, digit in enumerate(reversed(text)):
        if digit.isdigit() and (place + offset) % 3 == 0 and place + offset > 0:
            out = "," + out
        out = digit + out
    return out


def _decimal_digits(slots: list[str], digits: str) -> list[str]:
    digits = digits.ljust(len(slots), "0")
    last = max((i for i, (s, d) in enumerate(zip(slots, digits, strict=False)) if s == "0" or d != "0"), default=-1)  # fmt: skip
    return [d if i <= last else " " * (slots[i] == "?") for i, d in enumerate(digits[: len(slots)])]


def _scientific(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    power = next(i for i, (kind, _) in enumerate(tokens) if kind == "power")
    point = next((i for i, token in enumerate(tokens) if token == ("sign", ".")), power)
    places = sum(1 for i, (kind, _) in enumerate(tokens) if kind == "slot" and point < i < power)
    digits = sum(1 for kind, _ in tokens[power:] if kind == "slot")
    mantissa, _, exponent = format(number, f".{places}E").partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(digits)}"

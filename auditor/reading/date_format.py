"""Dates and times of a workbook by the tokens of their number format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

DATE_KINDS = frozenset({"date", "elapsed", "half"})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"
_LAST = 2_958_466
"""The first serial number after 9999-12-31."""


def moment(serial: Decimal, *, date1904: bool) -> datetime | None:
    """The point in time of a serial number, ``None`` where there is none."""
    if not 0 <= serial < _LAST:
        return None
    # 1900 counts as a leap year in the 1900 system, so early days are one off
    base = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not date1904 and serial < 60:
        base += timedelta(days=1)
    seconds = int((serial % 1 * 86_400).quantize(Decimal(1)))
    try:
        return base + timedelta(days=int(serial), seconds=seconds)
    except OverflowError:
        return None


def render_date(tokens: Sequence[tuple[str, str]], serial: Decimal, at: datetime) -> str:
    """``at`` under the tokens of one section."""
    half = any(kind == "half" for kind, _ in tokens)
    out: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            out.append(_part(text, at, half=half, minutes=_is_minutes(tokens, index)))
        elif kind == "elapsed":
            out.append(_elapsed(text, serial))
        elif kind == "half":
            words = text.split("/")
            out.append(words[at.hour >= 12])
        elif kind == "literal" or text in "/.,":
            out.append(text)
        elif kind == "slot":
            out.append("0")
    return "".join(out).strip(" ")


def _is_minutes(tokens: Sequence[tuple[str, str]], index: int) -> bool:
    """An m behind hours or before seconds means minutes."""
    if tokens[index][1] not in ("m", "mm"):
        return False
    before = next((t for k, t in reversed(tokens[:index]) if k in ("date", "elapsed")), "")
    after = next((t for k, t in tokens[index + 1 :] if k in ("date", "elapsed")), "")
    return before.startswith("h") or after.startswith("s")


def _part(code: str, at: datetime, *, half: bool, minutes: bool) -> str:
    letter, size = code[0], len(code)
    if letter in "ye":
        return str(at.year) if size > 2 or letter == "e" else f"{at.year % 100:02d}"
    if letter == "m" and not minutes:
        if size >= 3:
            name = _MONTHS[at.month - 1]
            return {3: name[:3], 5: name[0]}.get(size, name)
        return str(at.month).zfill(size)
    if letter == "d":
        if size >= 3:
            name = _DAYS[at.weekday()]
            return name[:3] if size == 3 else name
        return str(at.day).zfill(size)
    if letter == "a":
        return ("星期" if size == 4 else "周") + _WEEK[at.weekday()]
    if letter in "gb":
        return ""
    hour = (at.hour + 11) % 12 + 1 if half else at.hour
    number = {"h": hour, "m": at.minute, "s": at.second}[letter]
    return str(number).zfill(min(size, 2))


def _elapsed(code: str, serial: Decimal) -> str:
    unit = {"h": 3_600, "m": 60, "s": 1}[code[0]]
    seconds = int((serial * 86_400).quantize(Decimal(1)))
    return str(seconds // unit).zfill(len(code))

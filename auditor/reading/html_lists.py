"""Automatic numbers of HTML lists as a browser writes them: ``1. ``, ``一、``, ``a. ``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from auditor.reading.numerals import numeral

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}  # fmt: skip
_CHINESE = frozenset(
    {
        "cjk-ideographic",
        "simp-chinese-informal",
        "simp-chinese-formal",
        "trad-chinese-informal",
        "cjk-decimal",
        "japanese-informal",
    }
)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)


@dataclass(slots=True)
class ListCounter:
    """A running list; ``form`` is a CSS list style, empty for bullets."""

    form: str
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: etree._Element) -> ListCounter:
        """The counter of an ol, ul or menu."""
        if element.tag != "ol":
            return cls(_style(element) or "")
        form = _style(element) or _TYPES.get(element.get("type") or "1", "decimal")
        step = -1 if element.get("reversed") is not None else 1
        start = _int(element.get("start"))
        if start is None:
            start = 1 if step > 0 else sum(1 for child in element if child.tag == "li")
        return cls(form, start, step)


def marker_of(item: etree._Element, counter: ListCounter | None) -> str:
    """The marker in front of the item, empty for bullets; the counter moves on."""
    if counter is None or _style(item) == "none":
        return ""
    own = _int(item.get("value"))
    number = own if own is not None else counter.next
    counter.next = number + counter.step
    form = _style(item) or counter.form
    if form in _CHINESE:
        return numeral(number, "chineseCounting") + "、"
    if form.endswith(("alpha", "latin")):
        letter = chr(97 + (number - 1) % 26)
        return (letter.upper() if form.startswith("upper") else letter) + ". "
    if form.endswith("roman"):
        roman = _roman(number)
        return (roman.upper() if form.startswith("upper") else roman) + ". "
    if form.startswith("decimal"):
        return f"{number}. "
    return ""


def _style(element: etree._Element) -> str | None:
    found = _STYLE.search(element.get("style") or "")
    return found.group(1).lower() if found else None


def _int(value: str | None) -> int | None:
    found = re.match(r"\s*(-?\d{1,6})", value or "")
    return int(found.group(1)) if found else None


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out

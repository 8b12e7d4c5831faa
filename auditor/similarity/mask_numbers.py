"""Where numbers and dates stand, found on arrays; only what may be a date is matched as text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.similarity.mask_classes import (
    AFTER_YEAR,
    COUNTER,
    DIGIT,
    HAN_DIGIT,
    POINT,
    TENS,
    Classes,
)
from auditor.similarity.mask_words import DATE, DATES, NUMBER

Array = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]
Tokens = tuple[Array, Array, Codes]
"""Starts, ends and slots of what is masked, ascending and apart."""

_LONGEST = 12
_FIRST_OF_YEAR = 4
_N, _Y = ord(NUMBER), ord(DATE)
_NTH, _PERCENT = ord("第"), ord("%")


def numbers(text: str, codes: Codes, classes: Classes) -> Tokens:
    """Numbers in digits, with 万 or 亿 and %; those in characters before a counter or after 第;
    dates with a year. ``codes`` are those of ``text`` with their ``classes``, ended by what is no number.
    """
    start, end = _runs(classes & (DIGIT | POINT) > 0)
    start = _first_digits(classes, start, end)
    figured = start < end
    start, end = start[figured], end[figured]
    end = end + (classes[end] & TENS > 0)
    end = end + (codes[end] == _PERCENT)
    low, high = _runs(classes & HAN_DIGIT > 0)
    # 万 of 10万 belongs to the digits, and with it what stands behind it.
    at = np.searchsorted(start, low)
    free = (
        (at == 0) | (end[np.maximum(at, 1) - 1] <= low) if len(start) else np.ones(len(low), bool)
    )
    low, high = low[free], high[free]
    nth = (low > 0) & (codes[low - 1] == _NTH)
    counted = (high - low <= _LONGEST) & (classes[high] & COUNTER > 0)
    yearly = high - low >= _FIRST_OF_YEAR
    some = nth | counted | yearly
    low, high, said = low[some], high[some], (nth | counted)[some]
    high = np.minimum(high, low + _LONGEST)
    dated = _dates(text, classes, np.concatenate([start, low[high - low >= _FIRST_OF_YEAR]]))
    low, high = low[said], high[said]
    return _together((np.concatenate([start, low]), np.concatenate([end, high])), dated)


def _runs(flags: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    edges = np.flatnonzero(flags[1:] != flags[:-1]) + 1
    if len(flags) and flags[0]:
        edges = np.concatenate([[0], edges])
    return edges[::2], edges[1::2]


def _first_digits(classes: Classes, start: Array, end: Array) -> Array:
    """The first digit of each run, or its end."""
    start = start.copy()
    while np.any(point := (start < end) & (classes[start] & POINT > 0)):
        start += point
    return start


def _dates(text: str, classes: Classes, starts: Array) -> list[tuple[int, int]]:
    after = np.minimum(starts + _FIRST_OF_YEAR, len(classes) - 1)
    found = []
    for place in np.sort(starts[classes[after] & AFTER_YEAR > 0]).tolist():
        match = DATES.match(text, place)
        if match:
            found.append(match.span())
    return found


def _together(plain: tuple[Array, Array], dated: list[tuple[int, int]]) -> Tokens:
    start, end = plain
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    slots = np.full(len(start), _N, np.uint16)
    if not dated:
        return start, end, slots
    low, high = np.array(dated, dtype=np.int64).T
    at = np.searchsorted(low, start, side="right") - 1
    kept = (at < 0) | (high[np.maximum(at, 0)] <= start)
    start = np.concatenate([start[kept], low])
    order = np.argsort(start, kind="stable")
    slots = np.concatenate([slots[kept], np.full(len(low), _Y, np.uint16)])
    return start[order], np.concatenate([end[kept], high])[order], slots[order]

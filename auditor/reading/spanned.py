"""Heads of two lines whose merged cells were printed once: the second line goes under its cell.

A crawler prints 合计 | 甲费 | 乙费 | 丙费 and below it 小计 | 乙购置费 | 乙运行费 over rows of six; the three
stand under 乙费, the only cell that they share words with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan

_AMOUNT = re.compile(r"-?\d[\d.,]*%?$|[-—–/]+$")
_SHARED = 2
"""Length of the pieces that a cell below has in common with the one that it belongs to."""


def under_heads(rows: Sequence[list[CharSpan]], folded: str) -> list[list[CharSpan]]:
    """``rows`` with such a head spread to the width of the amounts below it."""
    out = [list(row) for row in rows]
    for index in range(len(rows) - 2):
        upper, lower, amounts = (_texts(rows[index + step], folded) for step in range(3))
        width = len(amounts)
        fits = len(upper) - 1 + len(lower) == width and 1 < len(lower) < width
        if not fits or len(upper) < 2 or not all(map(_AMOUNT.match, amounts[1:])):
            continue
        if any(map(_AMOUNT.match, (*upper, *lower))):
            continue
        shared = [sum(_alike(name, below) for below in lower) for name in upper]
        if max(shared) and shared.count(max(shared)) == 1:
            at = shared.index(max(shared))
            before, after = rows[index][: at + 1], rows[index][at + 1 :]
            extra = len(lower) - 1
            out[index] = [*before, *_empty(before[-1].end, extra), *after]
            first, last = rows[index + 1][0].start, rows[index + 1][-1].end
            rest = width - at - len(lower)
            out[index + 1] = [*_empty(first, at), *rows[index + 1], *_empty(last, rest)]
    return out


def _texts(row: Sequence[CharSpan], folded: str) -> list[str]:
    return [re.sub(r"\s", "", span.cut(folded)) for span in row]


def _alike(name: str, below: str) -> int:
    return sum(below[at : at + _SHARED] in name for at in range(len(below) - _SHARED + 1))


def _empty(at: int, count: int) -> list[CharSpan]:
    return [CharSpan(at, at)] * count

"""Whether text behind a blank line still belongs to the cell above it (cell-line dialect).

A blank line parts rows and, inside a cell, paragraphs; on the spot the two look alike. The row's
expected width and running list numbers tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line

_INNER = re.compile(r"^\s*[(]?\d{1,3}(?:\.\d+)?分?[)]?\s*$")
_TITLE_LIKE = re.compile(r"表$|表[(]|附件|附表|名单$|说明|备注|填表|填报|注:|报告$|单位\s?:")
_CAPTION_LIKE = re.compile(
    _TITLE_LIKE.pattern + r"|情况$|^[一二三四五六七八九十]+、|^[(][一二三四五六七八九十]"
)
_ITEM = re.compile(
    r"^(?P<head>[^\d一二三四五六七八九十,。;]{0,4}?)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<tail>[、.)是:])"
)
_WORDS = re.compile(r"[一-鿿].*[一-鿿]")
_AHEAD = 40
_LONGEST = 4000
_CN = "零一二三四五六七八九"


def goes_on_in_cell(
    lines: Sequence[Line],
    index: int,
    blanks: int,
    row: Sequence[CharSpan],
    widths: Collection[int],
    folded: str,
) -> bool:
    """Whether line ``index``, ``blanks`` blank lines below the last cell of ``row``, is in it.

    ``widths`` are those of the rows above. Looks a bounded number of lines ahead.
    """
    if _is_short_tail(lines, index, blanks):
        return True
    above = row[-1].cut(folded)
    if blanks > 2 or not _WORDS.search(above[-200:].replace("\n", " ")):
        return False
    at = _next_cell(lines, index)
    if at is None:
        return False
    if _completes_row(lines, at, len(row), widths):
        return True
    return _counts_on(above, lines[index].text)


def _is_short_tail(lines: Sequence[Line], index: int, blanks: int) -> bool:
    """Such as (50分) below 产出指标: short, no caption, and the row goes on right behind it."""
    text = lines[index].text.strip()
    if blanks > 1 or len(text) > 12 or _CAPTION_LIKE.search(text):
        return False
    for line in lines[index + 1 : index + 4]:
        if line.is_cell:
            return True
        if line.blank or len(line.text.strip()) > 12:
            return False
    return bool(_INNER.match(text)) and index + 1 < len(lines) and lines[index + 1].is_cell


def _next_cell(lines: Sequence[Line], index: int) -> int | None:
    """The next cell line, unless a title or a page of text stands before it."""
    size = 0
    for at in range(index, min(index + _AHEAD, len(lines))):
        line = lines[at]
        if line.is_cell:
            return at
        size += len(line.text)
        if size > _LONGEST or "\t" in line.text:
            return None
        text = line.text.strip()
        if len(text) <= 60 and _TITLE_LIKE.search(text):
            return None
    return None


def _completes_row(lines: Sequence[Line], at: int, have: int, widths: Collection[int]) -> bool:
    """Whether the cells from line ``at`` on fill the row up to a width that was seen above."""
    if lines[at - 1].blank:
        return False
    count = 0
    end = min(at + _AHEAD, len(lines))
    while at < end and not lines[at].blank:
        count += lines[at].is_cell
        at += 1
    while at < end and lines[at].blank:
        at += 1
    if at < end and not lines[at].is_cell:
        return any(have + count <= width for width in widths)
    return have + count in widths


def _counts_on(above: str, below: str) -> bool:
    """Whether ``below`` is the list item after the last one of the cell: 目标1…。 and 目标2…。"""
    here = _ITEM.match(below.strip())
    if here is None:
        return False
    last = None
    for part in above[-_LONGEST:].split("\n"):
        last = _ITEM.match(part.strip()) or last
    if last is None or (last["head"], last["tail"]) != (here["head"], here["tail"]):
        return False
    return _value(here["number"]) == _value(last["number"]) + 1


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (
        (_CN.find(tens) if tens else len(ten)) * 10 + max(_CN.find(ones), 0)
        if ten
        else _CN.find(number)
    )

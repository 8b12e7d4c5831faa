"""What conversion does to a report: decayed numbering, stray marks, lines broken by the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from auditor.synthesis.model import Block, Cell, Grid, Para, Rich

_HEAD = re.compile(r"^（([一二三四五六七])）|^([一二三四五六七])、")
_HAN = "零一二三四五六七"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_SPLIT = re.compile(r"[，、；]")


def noisy(blocks: Sequence[Block], rng: Random, *, plain_text: bool) -> list[Block]:
    """The blocks with some noise; only plain text breaks paragraphs by the page."""
    steps: list[Callable[[Para, Random], Para]] = [_decayed, _spaced_year, _bold, _stuttered]
    if plain_text:
        steps.append(_broken)
    chosen = [step for step in steps if rng.random() < 0.35]
    bookmark = plain_text and rng.random() < 0.3
    wide = rng.random() < 0.3
    digits = plain_text and rng.random() < 0.15
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Para):
            for step in chosen:
                block = step(block, rng)
            found.append(block)
        else:
            found.append(_grid(block, rng, bookmark=bookmark, wide=wide, digits=digits))
    return found


def _decayed(para: Para, rng: Random) -> Para:
    """（三） becomes （3）, 一、 becomes 1、: Word's automatic numbers on their way to text."""
    match = _HEAD.match(para.content.text)
    if match is None or para.level < 2 or rng.random() < 0.4:
        return para
    inner, outer = match.groups()
    number = str(_HAN.index(inner or outer))
    head = f"（{number}） " if inner else f"{number}、 "
    moved = Rich(head) + _cut(para.content, match.end())
    return Para(moved, para.level)


def _cut(content: Rich, at: int) -> Rich:
    marks = tuple(replace(m, start=m.start - at, end=m.end - at) for m in content.marks)
    return Rich(content.text[at:], marks)


def _free(content: Rich, at: int) -> bool:
    """Whether ``at`` lies in no number."""
    return not any(m.start < at < m.end for m in content.marks if m.value is not None)


def _spaced_year(para: Para, rng: Random) -> Para:
    content = para.content
    for match in reversed(list(re.finditer(r"20\d\d年", content.text))):
        if _free(content, match.start() + 4) and rng.random() < 0.5:
            content = content.insert(match.start() + 4, " ")
    return Para(content, para.level)


def _bold(para: Para, rng: Random) -> Para:
    """A bold run left as ``**`` marks around the first clause."""
    content = para.content
    match = re.match(r"[一二三四]是[^，。；]{4,30}", content.text)
    if match is None or para.level or rng.random() < 0.5:
        return para
    return Para(content.insert(match.end(), "**").insert(0, "**"), para.level)


def _stuttered(para: Para, rng: Random) -> Para:
    """分别是分别是: words that a conversion doubles."""
    at = next(
        (para.content.text.find(w) for w in ("分别是", "分别为") if w in para.content.text), -1
    )
    if at < 0 or rng.random() < 0.7:
        return para
    return Para(para.content.insert(at, para.content.text[at : at + 3]), para.level)


def _broken(para: Para, rng: Random) -> Para:
    """A paragraph cut by a page: a blank line in the middle."""
    content = para.content
    places = [m.end() for m in _SPLIT.finditer(content.text) if _free(content, m.end())]
    if para.level or len(content.text) < 90 or not places or rng.random() < 0.5:
        return para
    return Para(content.insert(rng.choice(places), "\n\n"), para.level)


def _grid(grid: Grid, rng: Random, *, bookmark: bool, wide: bool, digits: bool) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        cells: list[Cell] = []
        for cell in row:
            content = cell.content
            if wide and content.marks and rng.random() < 0.2:
                content = content + "　"
            if digits and content.marks and rng.random() < 0.05:
                content = Rich(content.text.translate(_FULL), content.marks)
            if bookmark and content.marks and rng.random() < 0.02:
                content = Rich("[bookmark: _GoBack]") + content
            cells.append(replace(cell, content=content))
        rows.append(tuple(cells))
    return replace(grid, rows=tuple(rows))

"""Paragraphs over hard line breaks and page ends, and their sentences and ；-clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.core.charspan import CharSpan
from auditor.core.document import Sentence
from auditor.reading.lines import Line

_LIST = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.]|\(\s*[一二三四五六七八九十\d]{1,3}\s*\)|\d{1,2}[、.](?!\d)|[①-⑳]|附件|表[一二三\d])"
)
_CLOSED = re.compile(r"[。!?;:]['\"”’)]*\s*$")
_END = re.compile(r"[。!?;]+[”’\")》]*")
_PAIRS = {")": "(", "”": "“", "》": "《"}
_BRACKET = re.compile(r"[()“”《》]")
_LONGEST = {"(": 300, "“": 200, "《": 120}
"""How far apart a pair may stand to hold one sentence together; a farther one is a slip."""

_WRAPPED = 24
_NOTE = re.compile(r"^\s*(?:填表人|填报人|填报日期|联系电话|单位负责人)")


def paragraphs(lines: Sequence[Line], body: Sequence[bool]) -> Iterator[CharSpan]:
    """Spans of paragraphs; ``body[i]`` tells whether line ``i`` is narrative.

    A line that stops in mid-sentence goes on in the next narrative line, over blank lines at a
    page end too, unless that one is indented or numbered.
    """
    start = end = -1
    last: Line | None = None
    for line in lines:
        if line.empty:
            continue
        if not body[line.number]:
            if start >= 0:
                yield CharSpan(start, end)
            start, last = -1, None
            continue
        if last is not None and _goes_on(last, line):
            end = line.end
        else:
            if start >= 0:
                yield CharSpan(start, end)
            start, end = line.start, line.end
        last = line
    if start >= 0:
        yield CharSpan(start, end)


def _goes_on(last: Line, line: Line) -> bool:
    if _CLOSED.search(last.text) or _LIST.match(line.text) or _NOTE.match(line.text):
        return False
    if line.indent >= 2:
        return False
    return len(last.text.strip()) >= _WRAPPED


def sentences_of(span: CharSpan, folded: str) -> Iterator[CharSpan]:
    """Sentences and ；-clauses of one paragraph, without outer white space."""
    text = span.cut(folded)
    protected = _protected(text)
    at = start = 0
    for match in _END.finditer(text):
        here, end = match.span()
        while at < len(protected) and protected[at][1] < end:
            at += 1
        if at < len(protected) and _held(text, protected[at], here, end):
            continue
        yield from _trimmed(span.start, start, end, text)
        start = end
    yield from _trimmed(span.start, start, len(text), text)


def _held(text: str, pair: tuple[int, int], here: int, end: int) -> bool:
    """Whether a pair keeps the mark ``[here, end)`` from ending a sentence.

    A full stop ends one inside quotation marks and right before a closing bracket.
    """
    if not (pair[0] < here and end <= pair[1]):
        return False
    return text[here] != "。" or (end < pair[1] and text[pair[0]] == "(")


def _protected(text: str) -> list[tuple[int, int]]:
    """Outermost balanced pairs of brackets and quotation marks that aren't too long, in order."""
    if not _BRACKET.search(text):
        return []
    pending: list[tuple[str, int]] = []
    count = dict.fromkeys(_LONGEST, 0)
    pairs: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        mark = match.group()
        if mark in count:
            pending.append((mark, match.start()))
            count[mark] += 1
            continue
        opening = _PAIRS[mark]
        while count[opening]:
            found, start = pending.pop()
            count[found] -= 1
            if found == opening:
                if match.end() - start <= _LONGEST[opening]:
                    pairs.append((start, match.end()))
                break
    return _outermost(pairs)


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if not kept or pair[0] >= kept[-1][1]:
            kept.append(pair)
    return kept


def _trimmed(offset: int, start: int, end: int, text: str) -> Iterator[CharSpan]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if lead < len(piece):
        yield CharSpan(offset + start + lead, offset + start + len(piece.rstrip()))


def number_sentences(
    paragraph: CharSpan, number: int, section: int | None, folded: str
) -> Iterator[Sentence]:
    """The sentences of one paragraph as ``Sentence``."""
    for span in sentences_of(paragraph, folded):
        yield Sentence(span, section, number)

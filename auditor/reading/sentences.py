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
_PROTECTED = re.compile(r"\([^()]{0,300}\)|《[^》]{0,120}》|“[^”]{0,200}”")
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
        if not body[line.index]:
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
    indent = len(line.text) - len(line.text.lstrip())
    if indent >= 2:
        return False
    return len(last.text.strip()) >= _WRAPPED


def sentences_of(span: CharSpan, folded: str) -> Iterator[CharSpan]:
    """Sentences and ；-clauses of one paragraph, without outer white space."""
    text = span.cut(folded)
    protected = [m.span() for m in _PROTECTED.finditer(text)]
    start = 0
    for match in _END.finditer(text):
        inside = any(a < match.start() and match.end() <= b for a, b in protected)
        if inside and match.group()[0] != "。":
            continue
        if inside and any(
            a < match.start() and match.end() < b and text[a] == "(" for a, b in protected
        ):
            continue
        yield from _trimmed(span.start, start, match.end(), text)
        start = match.end()
    yield from _trimmed(span.start, start, len(text), text)


def _trimmed(offset: int, start: int, end: int, text: str) -> Iterator[CharSpan]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield CharSpan(offset + start, offset + end)


def number_sentences(
    paragraph: CharSpan, number: int, section: int | None, folded: str
) -> Iterator[Sentence]:
    """The sentences of one paragraph as ``Sentence``."""
    for span in sentences_of(paragraph, folded):
        yield Sentence(span, section, number)

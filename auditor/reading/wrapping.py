"""Whether a printed line was broken only because it was full, and how broken lines are joined."""

from __future__ import annotations

import re

from auditor.reading.layout import TextLine
from auditor.reading.pages import Box

_UNIT = re.compile(r"[\w.,%+\-/:@#&]+", re.ASCII)
_HANGING = "，。、；：！？）》】,.;:!?)%‰℃"
_OPENING = "（《【([“‘"
_QUOTES = "“”‘’"
_LETTER = re.compile(r"[A-Za-z]")
_PADDING = 10.8


def first_width(line: TextLine) -> float:
    """The width of what can't be parted at the head of a line: a word or number, or one character.

    Punctuation behind it stays with it.
    """
    head = _head(line.text)
    return sum(0.5 if char.isascii() else 1.0 for char in head) * line.size


def _head(text: str) -> str:
    """What a line can't be broken within: Chinese quotation marks hold on to both neighbours."""
    at = 0
    while at < len(text):
        if text[at] in _OPENING:
            at += 1
            continue
        match = _UNIT.match(text, at)
        at = match.end() if match else at + 1
        while at < len(text) and text[at] in _HANGING:
            at += 1
        if at >= len(text) or (text[at] not in _QUOTES and text[at - 1] not in _QUOTES):
            break
        at += text[at] in _QUOTES
    return text[:at]


def is_full(line: TextLine, following: TextLine, box: Box, padding: float = _PADDING) -> bool:
    """Whether the head of the following line had no room any more behind ``line`` in ``box``."""
    room = (box[2] - box[0]) - padding - (line.box[2] - line.box[0])
    return room < first_width(following) + 0.35 * line.size


def glue(before: str, after: str) -> str:
    """What stands between two joined lines: a space between words of letters, else nothing."""
    if not before or not after:
        return ""
    if _LETTER.match(before[-1]) and _LETTER.match(after[0]):
        return " "
    if before[-1] in ",;:." and _LETTER.match(after[0]) and before[-2:-1].isascii():
        return " "
    return ""

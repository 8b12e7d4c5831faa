"""Text that only looks like a table: paragraphs indented by a TAB, list marks followed by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile(
    r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]{1,2}|[①-⑳●■◆※]|第[一二三四五六七八九十\d]{1,3}[章节条]"
)
_LONG = 30
_READS_ON = re.compile(r"[。;:!?][”’)]?$")


def cells_are_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells of a line each are paragraphs: no label, no number and no gap among them."""
    single = all(len(row) == 1 for row in rows)
    texts = [text for row in rows for text in row]
    if single:
        return any(_is_sentence(text) for text in texts)
    if not all(_is_paragraph(text) for text in texts):
        return False
    return any(len(text) >= 20 and _is_sentence(text) for text in texts)


def rows_are_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether TAB-cut lines are paragraphs: deeply indented, or a list mark and its text."""
    sentences = 0
    for row in rows:
        texts = [text for text in row if text]
        if len(texts) == 2 and row[0] == texts[0] and _MARK.fullmatch(texts[0]):
            texts = texts[1:]
        elif len(texts) == 1 and row[-1] != texts[0]:
            return False
        if len(texts) != 1:
            return False
        sentences += _is_sentence(texts[0])
    return 2 * sentences > len(rows)


def _is_sentence(text: str) -> bool:
    return len(text) >= _LONG or (len(text) >= 8 and _READS_ON.search(text) is not None)


def _is_paragraph(text: str) -> bool:
    if not text:
        return False
    return _is_sentence(text) or (len(text) >= 4 and _MARK.match(text) is not None)

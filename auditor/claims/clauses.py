"""Full sentences, their clauses, and the brackets that hide boundaries."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Sentence
from auditor.core.swift import swift

BOUNDARY = frozenset(",;。!?:、()\n\t，；：（）")
_HARD = re.compile(r"[,;。!?:()\n\t]")
_ANY_BOUNDARY = re.compile(r"[,;。!?:、()\d]")
_INLINE = re.compile(r"(?<=[一-鿿])\(([一-鿿]{1,3})\)(?=[一-鿿])")
_OPENING = {"《": "》", "“": "”", "〔": "〕", "【": "】", "‘": "’"}
_CLOSING = frozenset(_OPENING.values())


_JOINTS = re.compile(r"[\r\n\u2028]")
_CUT_WORD = re.compile(r"(?<=[一-鿿])([\r\n]{1,2})([一-鿿]+)")
_PIECE = re.compile(r"[^。\n;；\u2028]+")
_DIGIT = re.compile(r"\d")


@swift
@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a statement stands: most hold no number, and then their text isn't looked at."""

    span: CharSpan
    section: int | None
    sentences: tuple[Sentence, ...]
    cell: tuple[str, int, int] | None = None

    def read(self, document: Document) -> Statement:
        """The statement with its text."""
        plain = self.span.cut(document.folded)
        if self.cell is None:
            plain = _JOINTS.sub(" ", rejoined(plain))
        return Statement(
            self.span, self.section, self.sentences, mask_titles(plain), plain, self.cell
        )


@swift
@dataclass(frozen=True, slots=True)
class Statement:
    """One full sentence (its ；-clauses together), cut at 。 only.

    ``masked`` is the folded text of ``span`` with the inside of 《》 “” 〔〕 blanked by ``〇``-free
    filler, so that commas in titles are no boundaries; same length as the span.
    """

    span: CharSpan
    section: int | None
    sentences: tuple[Sentence, ...]
    masked: str
    plain: str
    cell: tuple[str, int, int] | None = None

    def at(self, offset: int) -> str:
        """The masked character at a document offset."""
        return self.masked[offset - self.span.start]

    def words(self, start: int, end: int) -> str:
        """The folded text between two document offsets, quotations included."""
        first, last = start - self.span.start, end - self.span.start
        return self.plain[first if first > 0 else 0 : last if last > 0 else 0]

    def between(self, start: int, end: int) -> str:
        """The masked text between two document offsets."""
        first, last = start - self.span.start, end - self.span.start
        return self.masked[first if first > 0 else 0 : last if last > 0 else 0]


def rejoined(wrapped: str) -> str:
    """``wrapped`` with words that a line end cut put together; the length stays.

    The characters up to the next figure or mark move to the line end and the gap goes behind them
    (比去⏎年增加 5 → 比去年增加⏎ 5), so that figures and marks keep their places.
    """
    return _CUT_WORD.sub(r"\2\1", wrapped)


def mask_titles(folded: str) -> str:
    """``folded`` with everything inside title and quotation marks replaced by ``□``.

    A bracket inside a word (出国（境）费) is no boundary either.
    """
    folded = _INLINE.sub(r"□\1□", folded)
    if not any(mark in folded for mark in _OPENING):
        return folded
    out = list(folded)
    closing: str | None = None
    begin = 0
    for index, char in enumerate(folded):
        if closing is None:
            if char in _OPENING:
                closing, begin = _OPENING[char], index + 1
        elif char == closing:
            if not _names_indicator(folded, begin, index):
                out[begin:index] = "□" * (index - begin)
            closing = None
        elif char in "。\n" and index - begin > 60:
            closing = None
    return "".join(out)


def _names_indicator(folded: str, begin: int, end: int) -> bool:
    """“维修及时率”指标：目标值…: what the numbers behind it are about."""
    return folded.startswith("指标", end + 1) and not _ANY_BOUNDARY.search(folded, begin, end)


def stretches(document: Document) -> Iterator[Stretch]:
    """The narrative as full sentences: neighbouring ；-clauses of a paragraph joined."""
    run: list[Sentence] = []
    for sentence in document.sentences:
        if run and not _goes_on(document, run[-1], sentence):
            yield _stretch(run)
            run = []
        run.append(sentence)
    if run:
        yield _stretch(run)


def _goes_on(document: Document, last: Sentence, following: Sentence) -> bool:
    if last.paragraph != following.paragraph or last.section != following.section:
        return False
    return document.folded[last.span.end - 1 : last.span.end] in {";", ","}


def _stretch(run: list[Sentence]) -> Stretch:
    return Stretch(CharSpan(run[0].span.start, run[-1].span.end), run[0].section, tuple(run))


def cell_stretches(document: Document, min_chars: int = 12) -> Iterator[Stretch]:
    """Free text inside table cells, one stretch for each 。-sentence."""
    starts = [sentence.span.start for sentence in document.sentences]
    for table in document.tables:
        for cell in table.cells:
            if len(cell.text) < min_chars or not _DIGIT.search(cell.text):
                continue
            at = bisect.bisect_left(starts, cell.span.start)
            section = document.sentences[at - 1].section if at else None
            for piece in _PIECE.finditer(cell.span.cut(document.folded)):
                span = CharSpan(cell.span.start + piece.start(), cell.span.start + piece.end())
                place = (table.id, cell.row, cell.col)
                yield Stretch(span, section, (Sentence(span, section),), place)


def hard_start(statement: Statement, offset: int) -> int:
    """Start of the comma clause that ends at ``offset``."""
    begin = statement.span.start
    ends = _hard_ends(statement.masked)
    at = bisect.bisect_right(ends, offset - begin)
    return begin + ends[at - 1] if at else begin


@lru_cache(maxsize=64)
def _hard_ends(masked: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _HARD.finditer(masked))


def soft_end(statement: Statement, offset: int, limit: int = 14) -> int:
    """End of the words behind ``offset``: the next boundary of any kind, at most ``limit`` on."""
    stop = min(offset + limit, statement.span.end)
    for position in range(offset, stop):
        if statement.at(position) in BOUNDARY:
            return position
    return stop


def bracketed(statement: Statement) -> list[CharSpan]:
    """The spans of brackets that hold no other."""
    return [
        CharSpan(statement.span.start + m.start(), statement.span.start + m.end())
        for m in re.finditer(r"\([^()]*\)", statement.masked)
    ]

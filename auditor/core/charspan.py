"""Half-open code-point spans into ``Document.text``, the one offset convention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from auditor.core.swift import swift


@swift
@dataclass(frozen=True, slots=True, order=True)
class CharSpan:
    """``[start, end)`` in code points; ``ValueError`` where ``0 <= start <= end`` fails."""

    SURE: ClassVar[str] = "0 <= start <= end"

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """The piece of ``text`` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: CharSpan) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: CharSpan) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> CharSpan:
        """The span moved by ``by`` code points."""
        return CharSpan(self.start + by, self.end + by)


def cover(spans: Iterable[CharSpan]) -> CharSpan:
    """The smallest span that holds all of ``spans``; ``ValueError`` where there is none."""
    known = tuple(spans)
    if not known:
        raise ValueError("nothing to cover")
    return CharSpan(min(s.start for s in known), max(s.end for s in known))

"""Lines of a text with their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break: ``[start, end)`` in the text, folded content."""

    index: int
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing at all stands in the line; a lone ideographic space does stand there."""
        return not self.text

    @property
    def empty(self) -> bool:
        """Whether the line holds white space at most."""
        return not self.text.strip()


def lines_of(folded: str) -> Iterator[Line]:
    r"""The lines of ``folded``, cut at ``\n``, ``\r\n`` and ``\r``."""
    start = index = 0
    size = len(folded)
    while start <= size:
        end = folded.find("\n", start)
        stop = size if end < 0 else end
        text = folded[start:stop]
        trimmed = text[:-1] if text.endswith("\r") else text
        yield Line(index, start, start + len(trimmed), trimmed)
        if end < 0:
            return
        start, index = end + 1, index + 1

"""Lines of a text with their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.core.charspan import CharSpan


class Line(NamedTuple):
    """A line without its line break: ``[start, end)`` in the text, folded content.

    A named tuple, because a long text has hundreds of thousands of them.
    """

    number: int
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
        return not self.text or self.text.isspace()

    @property
    def is_cell(self) -> bool:
        """Whether the line is one cell of the cell-line dialect: one TAB, at its beginning."""
        return self.text[:1] == "\t" and "\t" not in self.text[1:]

    @property
    def indent(self) -> int:
        """How many white-space characters stand before the first word; a TAB counts four."""
        lead = len(self.text) - len(self.text.lstrip())
        return lead + 3 * self.text.count("\t", 0, lead)


def lines_of(folded: str) -> Iterator[Line]:
    r"""The lines of ``folded``, cut at ``\n`` and ``\r\n``; at ``\r`` where no ``\n`` stands."""
    separator = "\n" if "\n" in folded or "\r" not in folded else "\r"
    start = 0
    for number, text in enumerate(folded.split(separator)):
        after = start + len(text) + 1
        if text.endswith("\r"):
            text = text[:-1]
        yield Line(number, start, start + len(text), text)
        start = after


def stripped(line: Line) -> CharSpan:
    """The span of the line without white space around it."""
    start = line.start + len(line.text) - len(line.text.lstrip())
    return CharSpan(start, max(start, line.start + len(line.text.rstrip())))

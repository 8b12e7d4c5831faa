"""A page as positioned text and ruled lines, upright, in points from the top left corner.

What a PDF page (``characters``, ``drawings``) and a recognised picture have in common.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """Text at a place: one character of a PDF, or one recognised line of a scan.

    ``base`` is the baseline, ``size`` the font size; y grows downwards.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float


class Ruling(NamedTuple):
    """A straight ruled line: its constant coordinate and its extent along the other axis."""

    at: float
    low: float
    high: float


Box = tuple[float, float, float, float]
Affine = tuple[float, float, float, float, float, float]
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Page:
    """What stands on one upright page.

    ``number`` counts from 1; ``back`` leads from the upright page to the page as displayed;
    ``picture`` is the share of the page under images, ``drawn`` the number of drawn shapes,
    ``unmapped`` the number of characters whose font doesn't say what they are; ``hidden`` says
    that all text is invisible (the text layer of a scan).
    """

    number: int
    width: float
    height: float
    back: Affine = IDENTITY
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    picture: float = 0.0
    drawn: int = 0
    unmapped: int = 0
    hidden: bool = False

    def shown(self, box: Box) -> Box:
        """``box`` of the upright page in the coordinates of the page as displayed."""
        x0, y0, x1, y1 = box
        corners = [apply(self.back, x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1))


class Frame(NamedTuple):
    """From the page's own coordinates to the upright page, after ``quarter`` clockwise turns."""

    left: float
    bottom: float
    right: float
    top: float
    quarter: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own coordinates on the upright page."""
        if self.quarter == 0:
            return x - self.left, self.top - y
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.quarter % 2 == 0 else (height, width)


def way_back(turn: int, width: float, height: float) -> Affine:
    """From a page laid upright by ``turn`` clockwise quarters to the page as displayed."""
    if turn == 1:
        return (0.0, -1.0, 1.0, 0.0, 0.0, width)
    if turn == 2:
        return (-1.0, 0.0, 0.0, -1.0, width, height)
    if turn == 3:
        return (0.0, 1.0, -1.0, 0.0, height, 0.0)
    return IDENTITY


def apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """The point ``x, y`` mapped."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f

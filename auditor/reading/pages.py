"""A PDF page as positioned text and ruled lines, upright, in points from the top left corner.

Only what the lattice and the paragraphs need: characters with their baselines, horizontal and
vertical rulings (strokes, thin rectangles, edges of stroked boxes), and how much of the page is
picture. A turned page (``/Rotate`` or text set sideways) is laid upright first.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

THIN = 3.2
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 60_000
MAX_CHARS = 200_000
_MAX_DEPTH = 6
_INVISIBLE = 3
_DOTS = 6
_DOT_STEP = 4.0


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
        corners = [_apply(self.back, x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1))


class _Frame(NamedTuple):
    """From the page's own coordinates to the upright page, after ``quarter`` clockwise turns."""

    left: float
    bottom: float
    right: float
    top: float
    quarter: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarter == 0:
            return x - self.left, self.top - y
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.quarter % 2 == 0 else (height, width)


def page_of(page: Any, number: int) -> Page:
    """The content of an open pypdfium2 page."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    chars, unmapped = _chars(page)
    quarter = _sideways(chars) if chars else rotation
    frame = _Frame(bounds.left, bounds.bottom, bounds.right, bounds.top, quarter)
    width, height = frame.size()
    back = _back((quarter - rotation) % 4, width, height)
    found = Page(number, width, height, back, unmapped=unmapped)
    found.glyphs = [glyph for char in chars if (glyph := _glyph(char, frame)) is not None]
    _Objects(frame, found).walk(page)
    return found


def _back(turn: int, width: float, height: float) -> Affine:
    """From a page laid upright by ``turn`` clockwise quarters to the page as displayed."""
    if turn == 1:
        return (0.0, -1.0, 1.0, 0.0, 0.0, width)
    if turn == 2:
        return (-1.0, 0.0, 0.0, -1.0, width, height)
    if turn == 3:
        return (0.0, 1.0, -1.0, 0.0, height, 0.0)
    return IDENTITY


class _Char(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float
    x: float
    y: float
    a: float
    b: float
    size: float


def _chars(page: Any) -> tuple[list[_Char], int]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], 0
    try:
        return _read_chars(text_page)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _read_chars(text_page: Any) -> tuple[list[_Char], int]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[_Char] = []
    unmapped = 0
    high = 0
    for index in range(min(pdfium.FPDFText_CountChars(text_page), MAX_CHARS)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        failed = pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        unmapped += failed or code in (0, 0xFFFD) or 0xE000 <= code < 0xF900
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        scale = (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
        found.append(
            _Char(_character(code), box.left, box.right, box.bottom, box.top, x.value, y.value,
                  matrix.a, matrix.b, size * scale)
        )  # fmt: skip
    return found, unmapped


def _character(code: int) -> str:
    """The character of a code point; radicals and compatibility forms as their plain ideographs."""
    if code in (2, 0xFFFE, 0xAD):
        return "-"
    if code < 32 or code == 0x7F:
        return ""
    text = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", text)
    return " " if text.isspace() and text != "\u3000" else text


def _sideways(chars: list[_Char]) -> int:
    """Quarter turns clockwise that lay most of the text upright."""
    votes: Counter[int] = Counter()
    for char in chars[:: max(len(chars) // 400, 1)]:
        if abs(char.a) >= abs(char.b):
            votes[0 if char.a >= 0 else 2] += 1
        else:
            votes[1 if char.b > 0 else 3] += 1
    return votes.most_common(1)[0][0] if votes else 0


def _glyph(char: _Char, frame: _Frame) -> Glyph | None:
    if not char.text:
        return None
    x0, y0 = frame.point(char.left, char.bottom)
    x1, y1 = frame.point(char.right, char.top)
    _, base = frame.point(char.x, char.y)
    left, right = min(x0, x1), max(x0, x1)
    size = char.size if char.size > 0.5 else abs(y1 - y0)
    width, height = frame.size()
    if not (0 <= (left + right) / 2 <= width and 0 <= base <= height + size):
        return None
    return Glyph(char.text, left, right, base, size)


class _Objects:
    """Walks the page objects, forms included, and notes rulings and pictures."""

    def __init__(self, frame: _Frame, page: Page) -> None:
        self.frame = frame
        self.page = page
        self.seen = 0
        self.segments = 0
        self.dots: list[tuple[float, float]] = []
        self.shown_text = 0
        self.hidden_text = 0

    def walk(self, page: Any) -> None:
        count = pdfium.FPDFPage_CountObjects(page)
        for index in range(min(count, MAX_OBJECTS)):
            self._object(pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0)
        self.page.across.extend(_dotted((y, x) for x, y in self.dots))
        self.page.down.extend(_dotted(self.dots))
        self.page.hidden = self.hidden_text > 0 and self.shown_text == 0
        self.page.picture = min(self.page.picture, 1.0)

    def _object(self, item: Any, matrix: Affine, depth: int) -> None:
        self.seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.page.drawn += 1
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            self.hidden_text += mode == _INVISIBLE
            self.shown_text += mode != _INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = self._bounds(item, matrix)
            width = max(min(x1, self.page.width) - max(x0, 0.0), 0.0)
            height = max(min(y1, self.page.height) - max(y0, 0.0), 0.0)
            self.page.picture += width * height / max(self.page.width * self.page.height, 1.0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(_matrix(item), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                if self.seen > MAX_OBJECTS:
                    return
                self._object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _bounds(self, item: Any, matrix: Affine) -> Box:
        sides = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(item, *sides)
        left, bottom, right, top = (side.value for side in sides)
        corners = [
            self.frame.point(*_apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _path(self, item: Any, matrix: Affine) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        x0, y0, x1, y1 = self._bounds(item, matrix)
        if y1 - y0 <= THIN and x1 - x0 > THIN:
            self.page.across.append(Ruling((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= THIN and y1 - y0 > THIN:
            self.page.down.append(Ruling((x0 + x1) / 2, y0, y1))
        elif x1 - x0 <= THIN:
            self.dots.append(((x0 + x1) / 2, (y0 + y1) / 2))
        else:
            self._outline(item, _times(_matrix(item), matrix), bool(stroke.value))

    def _outline(self, item: Any, matrix: Affine, stroked: bool) -> None:
        """Sides of a path: stroked ones are rulings; a filled one only where it is a thin bar."""
        x, y = ctypes.c_float(), ctypes.c_float()
        bars: list[list[tuple[float, float]]] = []
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            self.segments += 1
            if self.segments > MAX_SEGMENTS:
                return
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.frame.point(*_apply(matrix, x.value, y.value))
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not bars:
                bars.append([point])
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                bars[-1].append(point)
            else:
                bars.append([point])
            if pdfium.FPDFPathSegment_GetClose(segment) and len(bars[-1]) > 2:
                bars[-1].append(bars[-1][0])
        for points in bars:
            if stroked:
                for start, end in pairwise(points):
                    self._side(start, end)
            elif len(points) >= 4:
                self._bar(points)

    def _side(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= 1.0 and abs(x1 - x0) > THIN:
            self.page.across.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1.0 and abs(y1 - y0) > THIN:
            self.page.down.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _bar(self, points: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= THIN < x1 - x0:
            self.page.across.append(Ruling((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= THIN < y1 - y0:
            self.page.down.append(Ruling((x0 + x1) / 2, y0, y1))


def _dotted(dots: Iterable[tuple[float, float]]) -> Iterator[Ruling]:
    """Dotted lines: many dots at one place, close behind each other."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for at, along in dots:
        rows.setdefault(round(at * 2), []).append((along, at))
    for row in rows.values():
        row.sort()
        start = 0
        for index in range(1, len(row) + 1):
            if index < len(row) and row[index][0] - row[index - 1][0] <= _DOT_STEP:
                continue
            if index - start >= _DOTS:
                yield Ruling(row[start][1], row[start][0], row[index - 1][0])
            start = index


def _matrix(item: Any) -> Affine:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Affine, outer: Affine) -> Affine:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)  # fmt: skip


def _apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f

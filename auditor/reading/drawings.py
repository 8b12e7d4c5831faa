"""The ruled lines of a PDF page (strokes, thin bars, dotted lines) and how much of it is picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from auditor.reading.pages import IDENTITY, Affine, Box, Frame, Page, Ruling, apply

THIN = 3.2
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 60_000
_MAX_DEPTH = 6
_INVISIBLE = 3
_DOTS = 6
_DOT_STEP = 4.0


def draw(page: Any, frame: Frame, found: Page) -> None:
    """Note the rulings and pictures of an open pypdfium2 page in ``found``."""
    _Objects(frame, found).walk(page)


class _Objects:
    """Walks the page objects, forms included, and notes rulings and pictures."""

    def __init__(self, frame: Frame, page: Page) -> None:
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
            self.frame.point(*apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)
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
            point = self.frame.point(*apply(matrix, x.value, y.value))
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

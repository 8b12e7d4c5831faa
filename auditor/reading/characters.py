"""The characters of a PDF page: where they stand, how large, and whether they mean anything."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from auditor.reading.drawings import draw
from auditor.reading.pages import Frame, Glyph, Page, way_back

MAX_CHARS = 200_000
_SLANT = 0.1
_AHEAD = ((1, 0), (0, 1), (-1, 0), (0, -1))


def page_of(page: Any, number: int) -> Page:
    """The content of an open pypdfium2 page."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    chars, unmapped = _chars(page)
    quarter = _sideways(chars) if chars else rotation
    frame = Frame(bounds.left, bounds.bottom, bounds.right, bounds.top, quarter)
    width, height = frame.size()
    back = way_back((quarter - rotation) % 4, width, height)
    found = Page(number, width, height, back, unmapped=unmapped)
    found.glyphs = _glyphs(chars, frame)
    draw(page, frame, found)
    return found


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


def _glyphs(chars: list[_Char], frame: Frame) -> list[Glyph]:
    """The characters on the upright page; words set sideways as one glyph, watermarks left out."""
    found: list[Glyph] = []
    sideways: list[tuple[_Char, Glyph]] = []
    for char in chars:
        glyph = _glyph(char, frame)
        if glyph is None:
            continue
        lean = _lean(char, frame)
        if lean == 0:
            found.append(glyph)
            continue
        if sideways and not _beside(sideways[-1][1], glyph):
            found.append(_stood(sideways))
            sideways = []
        if lean is not None:
            sideways.append((char, glyph))
    if sideways:
        found.append(_stood(sideways))
    return found


def _lean(char: _Char, frame: Frame) -> int | None:
    """Quarter turns of a character against the upright page; ``None`` for a slanting one."""
    right, up = _AHEAD[frame.quarter]
    ahead = char.a * right + char.b * up
    if abs(char.a * up - char.b * right) < _SLANT * ahead:
        return 0
    turns = math.atan2(char.b, char.a) / (math.pi / 2) - frame.quarter
    whole = round(turns)
    return whole % 4 if abs(turns - whole) < _SLANT else None


def _beside(last: Glyph, glyph: Glyph) -> bool:
    """Whether two characters set sideways stand in one line of their own."""
    reach = 1.8 * max(last.size, glyph.size)
    return abs(last.x0 - glyph.x0) < 0.6 * glyph.size and abs(last.base - glyph.base) < reach


def _stood(run: list[tuple[_Char, Glyph]]) -> Glyph:
    """Words that run up or down the page as one glyph at their middle."""
    glyphs = [glyph for _, glyph in run]
    size = max(glyph.size for glyph in glyphs)
    middle = (min(g.base for g in glyphs) + max(g.base for g in glyphs)) / 2
    text = "".join(glyph.text for glyph in glyphs)
    return Glyph(text, min(g.x0 for g in glyphs), max(g.x1 for g in glyphs), middle, size)


def _glyph(char: _Char, frame: Frame) -> Glyph | None:
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

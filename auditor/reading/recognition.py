"""Pictures of pages → positioned text and rulings, by RapidOCR with the models in its wheel.

The angle classifier stays off: it reads 98 as 86 with full confidence (a number upside down is a
number). Whole pages are turned instead, by how well their words are read. Nothing is downloaded:
the model files are named, and must be there.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from auditor.core.errors import ReadError
from auditor.reading.formats import missing, require
from auditor.reading.lattice import grids_of
from auditor.reading.layout import Sheet, sheet_of
from auditor.reading.options import ReadOptions
from auditor.reading.pages import Affine, Box, Glyph, Page
from auditor.reading.perspective import affine_of, squared
from auditor.reading.progress import alive
from auditor.reading.raster import (
    Grey,
    ink_box,
    ink_of,
    rulings_of,
    shrunk,
    skew_of,
    speck_of,
    straightened,
    text_bands,
    wiped,
)

DPI = 200
GAP = 6.0
LONG_SIDE = 842.0
MAX_SIDE = 4_000
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_WHAT = "扫描件或图片"
_PARTS = ("rapidocr", "onnxruntime", "cv2")
_LEAST_SCORE = 0.5
_SURE = 0.85
_TELLING = 4
_WIDE = r"[\u2e80-\uffef]"
_LOOSE = re.compile(rf"(?<={_WIDE})\s|\s(?={_WIDE})")
_MARK = re.compile(rf"(?<={_WIDE})[,;:!?()]|[,;:!?()](?={_WIDE})")
_DOTS = 3
_DETECT = 1_440


def installed() -> bool:
    """Whether everything that recognition needs is there."""
    return all(importlib.util.find_spec(part) is not None for part in _PARTS)


@functools.cache
def _engine() -> Any:
    if not installed():
        raise missing(_WHAT, "ocr")
    folder = Path(str(require("rapidocr", _WHAT, "ocr").__file__)).parent / "models"
    params: dict[str, Any] = {
        "Global.use_cls": False,
        "Global.log_level": "error",
        "Global.max_side_len": MAX_SIDE,
        "Global.text_score": _LEAST_SCORE,
    }
    for part, name in _MODELS.items():
        if not (folder / name).is_file():
            raise ReadError(
                "missing_extra",
                f"文字识别的模型文件 {name} 不在已安装的 rapidocr 里；请运行 pip install --force-reinstall 'auditor[ocr]'",
            )
        params[f"{part}.model_path"] = str(folder / name)
    engine = require("rapidocr", _WHAT, "ocr").RapidOCR(params=params)
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return engine


def pdf_pages(pdf: Any, wanted: Sequence[int], options: ReadOptions) -> Iterator[tuple[int, Sheet]]:
    """Pages of an open PDF, rendered and recognised; their boxes are in points."""
    limit_pages(len(wanted), options)
    _engine()
    for index in wanted:
        page = pdf[index]
        width, height = page.get_size()
        scale = min(DPI / 72, MAX_SIDE / max(width, height, 1.0))
        grey = np.asarray(page.render(scale=scale, grayscale=True).to_numpy()).squeeze()
        page.close()
        yield index, recognised(grey.astype(np.uint8), index + 1, 1 / scale, 1 / scale)


def limit_pages(count: int, options: ReadOptions) -> None:
    """``ReadError`` (``too_large``) for more pages than may be recognised."""
    if count > options.max_ocr_pages:
        raise ReadError(
            "too_large",
            f"需要识别的扫描页有 {count} 页，超过上限 {options.max_ocr_pages} 页；请拆分后再送审。",
        )


def recognised(grey: Grey, number: int, unit: float, shown: float = 1.0) -> Sheet:
    """The text and the tables of a grey picture, which may lie on its side or upside down.

    ``unit`` is the number of points in a pixel, ``shown`` the number of the units in which boxes
    are told (1 for pixels).
    """
    attempt = _Attempt(grey, 0, unit)
    if attempt.sideways:
        attempt = _Attempt(grey, 1, unit)
    glyphs, score = attempt.read()
    if score < _SURE:
        other = _Attempt(grey, attempt.quarter + 2, unit)
        turned, better = other.read()
        if better > score + 0.05:
            attempt, glyphs = other, turned
    height, width = attempt.straight.shape
    back = _back(grey, attempt, shown)
    page = Page(number, width * unit, height * unit, back)
    page.across, page.down, page.glyphs = attempt.across, attempt.down, glyphs
    alive()
    return sheet_of(page, GAP)


def _back(grey: Grey, attempt: _Attempt, shown: float) -> Affine:
    """From points of the straightened page to the picture as it came."""
    quarter, angle, unit = attempt.quarter, attempt.angle, attempt.unit
    height, width = grey.shape if quarter % 2 == 0 else grey.shape[::-1]
    turn = np.deg2rad(-angle)
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    to_pixels = np.array([[1 / unit, 0, 0], [0, 1 / unit, 0], [0, 0, 1]])
    middle_x, middle_y = width / 2, height / 2
    unskew = np.array([
        [cos, sin, middle_x - cos * middle_x - sin * middle_y],
        [-sin, cos, middle_y + sin * middle_x - cos * middle_y],
        [0, 0, 1],
    ])  # fmt: skip
    quarters = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]),
        3: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]]),
    }[quarter]
    whole = (
        np.diag([shown, shown, 1.0])
        @ quarters
        @ unskew
        @ np.linalg.inv(attempt.flattened)
        @ to_pixels
    )
    (a, c, e), (b, d, f) = whole[0].tolist(), whole[1].tolist()
    return (a, b, c, d, e, f)


def _colours(grey: Grey) -> Any:
    return np.repeat(grey[:, :, None], 3, axis=2)


def _cut(grey: Grey, box: Box) -> Grey:
    x0, y0, x1, y1 = (max(round(side), 0) for side in box)
    return grey[y0:y1, x0:x1]


def _detected(grey: Grey) -> list[Box]:
    """Upright boxes, in pixels, round the lines of text."""
    small, ratio = shrunk(grey, _DETECT)
    found = _engine()(_colours(small), use_det=True, use_cls=False, use_rec=False)
    if found is None or getattr(found, "boxes", None) is None:
        return []
    boxes: list[Box] = []
    for quad in np.asarray(found.boxes) / ratio:
        (x0, y0), (x1, y1) = quad.min(axis=0).tolist(), quad.max(axis=0).tolist()
        boxes.append((x0, y0, x1, y1))
    return boxes


def _words(crops: Sequence[Grey]) -> list[tuple[str, float]]:
    """The text and the confidence of each picture of a line."""
    if not crops:
        return []
    found = _engine().recognize_txt([_colours(crop) for crop in crops])
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _mended(text: str) -> str:
    """Recognised text without spaces beside Chinese characters, with full-width marks there."""
    tight = _LOOSE.sub("", text.strip()).replace("m²", "㎡")
    return _MARK.sub(lambda match: chr(ord(match.group()) + 0xFEE0), tight)


def _evened(glyphs: list[Glyph]) -> list[Glyph]:
    """The lines with their sizes evened out: ink alone is taller in a line with brackets."""
    rest = sorted(glyph.size for glyph in glyphs for _ in glyph.text)
    levels: list[float] = []
    while rest:
        middle = rest[len(rest) // 2]
        levels.append(middle)
        rest = [size for size in rest if not 0.84 * middle <= size <= 1.19 * middle]
    return [
        glyph._replace(size=min(levels, key=lambda level: abs(level - glyph.size)))
        for glyph in glyphs
    ]


def _all_within(ink: Box, boxes: Sequence[Box]) -> bool:
    """Whether ``boxes`` together reach as high and as low as ``ink``."""
    if not boxes:
        return False
    return min(box[1] for box in boxes) <= ink[1] + 2 and max(box[3] for box in boxes) >= ink[3] - 2


class _Attempt:
    """One way round: the picture turned, straightened, its lines wiped out and its text found."""

    def __init__(self, grey: Grey, quarter: int, unit: float) -> None:
        turned = np.ascontiguousarray(np.rot90(grey, -quarter))
        self.quarter = quarter
        self.unit = unit
        self.angle = skew_of(turned)
        self.straight = straightened(turned, self.angle)
        ink = ink_of(self.straight)
        self.flattened: Any = np.eye(3)
        square = squared(self.straight, ink)
        if square is not None:
            self.flattened = affine_of(square[1], self.straight.shape)
            self.straight = square[0]
            ink = ink_of(self.straight)
        self.across, self.down = rulings_of(ink, unit)
        self.grids = grids_of(self.across, self.down, GAP)
        self.clean, self.dark = wiped(self.straight, ink, self.grids, unit)
        self.speck = speck_of(self.clean)
        self.owners = [grid.owners() for grid in self.grids]
        self.boxes = _detected(self.clean)

    @property
    def sideways(self) -> bool:
        """Whether most lines run up or down."""
        tall = sum(1 for x0, y0, x1, y1 in self.boxes if y1 - y0 > 1.5 * (x1 - x0))
        wide = sum(1 for x0, y0, x1, y1 in self.boxes if x1 - x0 > 1.5 * (y1 - y0))
        return tall > wide

    def read(self) -> tuple[list[Glyph], float]:
        """All printed lines, each as one glyph, and the mean confidence in the longer ones."""
        boxes: list[Box] = []
        covered: dict[tuple[int, int], list[Box]] = {}
        for box in self.boxes:
            for part, cell in self._parts(box):
                boxes.append(part)
                if cell is not None:
                    covered.setdefault(cell, []).append(part)
        boxes.extend(self._missed(covered))
        tight = [(box, ink_box(self.dark, box, self.speck)) for box in boxes]
        known = [(box, ink) for box, ink in tight if ink is not None and _cut(self.clean, box).size]
        words = _words([_cut(self.clean, box) for box, _ in known])
        glyphs: list[Glyph] = []
        for (_, ink), (text, score) in zip(known, words, strict=True):
            sign = self._sign(ink)
            if sign or (text.strip() and score >= _LEAST_SCORE):
                glyphs.append(self._glyph(sign or _mended(text), ink))
        sure = [score for text, score in words if len(text) >= _TELLING]
        return _evened(glyphs), sum(sure) / len(sure) if sure else 1.0

    def _parts(self, box: Box) -> Iterator[tuple[Box, tuple[int, int] | None]]:
        """The box cut where it runs over borders of cells."""
        x0, y0, x1, y1 = (side * self.unit for side in box)
        middle = (y0 + y1) / 2
        for number, grid in enumerate(self.grids):
            if not grid.holds((x0 + x1) / 2, middle):
                continue
            row, first = grid.place(x0, middle)
            _, last = grid.place(x1, middle)
            slots = list(dict.fromkeys(self.owners[number][row, c] for c in range(first, last + 1)))
            for at in slots:
                left, top, right, bottom = grid.box_of(grid.slots[at])
                part = (max(x0, left), max(y0, top), min(x1, right), min(y1, bottom))
                if part[2] - part[0] > 3 and part[3] - part[1] > 3:
                    pixels = tuple(side / self.unit for side in part)
                    yield (pixels[0], pixels[1], pixels[2], pixels[3]), (number, at)
            return
        yield box, None

    def _missed(self, covered: dict[tuple[int, int], list[Box]]) -> Iterator[Box]:
        """Printed lines in cells that were not detected: lone digits are easily missed."""
        least = 4.0 / self.unit
        inset = 1.5 / self.unit
        for number, grid in enumerate(self.grids):
            for at, slot in enumerate(grid.slots):
                known = covered.get((number, at), [])
                left, top, right, bottom = (side / self.unit for side in grid.box_of(slot))
                inner = (left + inset, top + inset, right - inset, bottom - inset)
                found = ink_box(self.dark, inner, self.speck)
                if found is None or _all_within(found, known):
                    continue
                for low, high in text_bands(self.dark, found):
                    line = ink_box(self.dark, (found[0], low, found[2], high), self.speck)
                    if line is None:
                        continue
                    edge = min(line[1] - top, bottom - line[3])
                    if line[3] - line[1] < least and (edge < least or not self._sign(line)):
                        continue
                    if any(
                        min(high, box[3]) - max(low, box[1]) > 0.3 * (high - low) for box in known
                    ):
                        continue
                    pad = max(0.25 * (line[3] - line[1]), 2.0)
                    yield line[0] - 1.5 * pad, line[1] - pad, line[2] + 1.5 * pad, line[3] + pad

    def _sign(self, ink: Box) -> str:
        """A row of dots or a dash, which recognition leaves out: a form means something by them."""
        x0, y0, x1, y1 = ink
        if (y1 - y0) * self.unit > 3.0 or (x1 - x0) * self.unit < 8.0:
            return ""
        inked = _cut(self.dark, ink).any(axis=0)
        if inked.mean() > 0.6:
            return "——" if (x1 - x0) * self.unit > 14.0 else "—"
        dots = int(np.count_nonzero(np.diff(inked.astype(np.int8)) == -1)) + 1
        return "……" if dots >= _DOTS else ""

    def _glyph(self, text: str, ink: Box) -> Glyph:
        x0, y0, x1, y1 = (side * self.unit for side in ink)
        wide = any(ord(char) > 0x2E80 for char in text)
        size = (y1 - y0) / (0.95 if wide else 0.74)
        base = y1 - (0.1 * size if wide else 0.0)
        return Glyph(text, x0, x1, base, size)

"""Pictures of pages → positioned text and rulings, by RapidOCR with the models in its wheel.

The angle classifier stays off: it reads 98 as 86 with full confidence (a number upside down is a
number). Whole pages are turned instead, by how well their words are read. Nothing is downloaded:
the model files are named, and must be there.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from auditor.core.errors import ReadError
from auditor.reading.formats import missing, require
from auditor.reading.lattice import Grid, grids_of
from auditor.reading.layout import Sheet, sheet_of
from auditor.reading.options import ReadOptions
from auditor.reading.pages import Affine, Box, Glyph, Page
from auditor.reading.raster import (
    Grey,
    ink_box,
    ink_of,
    rulings_of,
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
_SAMPLE = 8


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


def pdf_pages(
    pdf: Any, wanted: Sequence[int], options: ReadOptions
) -> Iterator[tuple[int, Sheet]]:
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
    """The text and the tables of a grey picture.

    ``unit`` is the number of points in a pixel, ``shown`` the number of the units in which boxes
    are told (1 for pixels).
    """
    quarter, angle = _orientation(grey)
    upright = np.ascontiguousarray(np.rot90(grey, -quarter))
    straight = straightened(upright, angle)
    ink = ink_of(straight)
    across, down = rulings_of(ink, unit)
    grids = grids_of(across, down, GAP)
    clean, dark = wiped(straight, ink, grids, unit)
    reader = _Reader(clean, dark, grids, unit)
    height, width = straight.shape
    page = Page(number, width * unit, height * unit, _back(grey, quarter, angle, unit, shown))
    page.across, page.down = across, down
    page.glyphs = reader.read()
    return sheet_of(page, GAP)


def _orientation(grey: Grey) -> tuple[int, float]:
    """Clockwise quarter turns that lay the page upright, and its skew in degrees after them."""
    boxes = _detected(grey)
    tall = sum(1 for x0, y0, x1, y1 in boxes if y1 - y0 > 1.5 * (x1 - x0))
    wide = sum(1 for x0, y0, x1, y1 in boxes if x1 - x0 > 1.5 * (y1 - y0))
    turns = (1, 3) if tall > wide else (0, 2)
    first = _legible(grey, turns[0])
    if first >= _SURE or not boxes:
        turn = turns[0]
    else:
        turn = turns[1] if _legible(grey, turns[1]) > first + 0.05 else turns[0]
    return turn, skew_of(np.ascontiguousarray(np.rot90(grey, -turn)))


def _legible(grey: Grey, quarter: int) -> float:
    """The mean confidence in the longest lines of the picture turned by ``quarter``."""
    picture = np.ascontiguousarray(np.rot90(grey, -quarter))
    boxes = sorted(_detected(picture), key=lambda b: b[0] - b[2])[:_SAMPLE]
    crops = [_cut(picture, box) for box in boxes]
    scores = [score for _, score in _words([crop for crop in crops if crop.size])]
    return sum(scores) / len(scores) if scores else 0.0


def _back(grey: Grey, quarter: int, angle: float, unit: float, shown: float) -> Affine:
    """From points of the straightened page to the picture as it came."""
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
    whole = np.diag([shown, shown, 1.0]) @ quarters @ unskew @ to_pixels
    (a, c, e), (b, d, f) = whole[0].tolist(), whole[1].tolist()
    return (a, b, c, d, e, f)


def _colours(grey: Grey) -> Any:
    return np.repeat(grey[:, :, None], 3, axis=2)


def _cut(grey: Grey, box: Box) -> Grey:
    x0, y0, x1, y1 = (max(round(side), 0) for side in box)
    return grey[y0:y1, x0:x1]


def _detected(grey: Grey) -> list[Box]:
    """Upright boxes, in pixels, round the lines of text."""
    found = _engine()(_colours(grey), use_det=True, use_cls=False, use_rec=False)
    if found is None or getattr(found, "boxes", None) is None:
        return []
    return [
        (float(quad[:, 0].min()), float(quad[:, 1].min()), float(quad[:, 0].max()), float(quad[:, 1].max()))
        for quad in found.boxes
    ]  # fmt: skip


def _words(crops: Sequence[Grey]) -> list[tuple[str, float]]:
    """The text and the confidence of each picture of a line."""
    if not crops:
        return []
    found = _engine().recognize_txt([_colours(crop) for crop in crops])
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


class _Reader:
    """Reads one straightened picture: lines as detected, cut at the borders of cells."""

    def __init__(self, clean: Grey, dark: Grey, grids: Sequence[Grid], unit: float) -> None:
        self.clean = clean
        self.dark = dark
        self.grids = grids
        self.unit = unit
        self.speck = speck_of(clean)
        self.owners = [
            {
                (slot.row + r, slot.col + c): number
                for number, slot in enumerate(grid.slots)
                for r in range(slot.row_span)
                for c in range(slot.col_span)
            }
            for grid in grids
        ]

    def read(self) -> list[Glyph]:
        """All printed lines, each as one glyph."""
        boxes: list[Box] = []
        covered: set[tuple[int, int]] = set()
        for box in _detected(self.clean):
            for part, cell in self._parts(box):
                boxes.append(part)
                if cell is not None:
                    covered.add(cell)
        boxes.extend(self._missed(covered))
        tight = [(box, ink_box(self.dark, box, self.speck)) for box in boxes]
        known = [(box, ink) for box, ink in tight if ink is not None and _cut(self.clean, box).size]
        words = _words([_cut(self.clean, box) for box, _ in known])
        return [
            self._glyph(text, ink)
            for (_, ink), (text, score) in zip(known, words, strict=True)
            if text.strip() and score >= _LEAST_SCORE
        ]

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

    def _missed(self, covered: set[tuple[int, int]]) -> Iterator[Box]:
        """Printed lines in cells where nothing was detected: lone digits are easily missed."""
        least = round(4.0 / self.unit)
        for number, grid in enumerate(self.grids):
            for at, slot in enumerate(grid.slots):
                if (number, at) in covered:
                    continue
                left, top, right, bottom = (side / self.unit for side in grid.box_of(slot))
                inset = 1.5 / self.unit
                inner = (left + inset, top + inset, right - inset, bottom - inset)
                found = ink_box(self.dark, inner, max(self.speck, least // 2))
                if found is None:
                    continue
                for low, high in text_bands(self.dark, found, least):
                    line = ink_box(self.dark, (found[0], low, found[2], high), self.speck)
                    if line is not None:
                        pad = 0.25 * (line[3] - line[1])
                        yield line[0] - 1.5 * pad, line[1] - pad, line[2] + 1.5 * pad, line[3] + pad

    def _glyph(self, text: str, ink: Box) -> Glyph:
        x0, y0, x1, y1 = (side * self.unit for side in ink)
        wide = any(ord(char) > 0x2E80 for char in text)
        size = (y1 - y0) / (0.95 if wide else 0.74)
        base = y1 - (0.1 * size if wide else 0.0)
        return Glyph(text, x0, x1, base, size)

"""A page as a picture: laid straight, its ruled lines found and wiped out (OpenCV).

Pixels grow downwards and to the right; a grey picture is white 255, ink 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from auditor.reading.formats import require
from auditor.reading.pages import Box, Ruling

if TYPE_CHECKING:
    from auditor.reading.lattice import Grid

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]

_COARSE = 900
_MAX_SKEW = 6.0
_LEVEL_RULE = 0.033
_UPRIGHT_RULE = 0.017
_SPECK = 0.0017


def opencv() -> Any:
    """The module cv2; ``ReadError`` with the pip command where it isn't installed."""
    return require("cv2", "扫描件或图片", "ocr")


@dataclass(frozen=True, slots=True)
class Ink:
    """Ink of a picture (1 where dark) and its horizontal and vertical rulings as masks."""

    dark: Grey
    across: Grey
    down: Grey


def shrunk(grey: Grey, side: int) -> tuple[Grey, float]:
    """The picture no longer than ``side`` pixels, and by how much it was made smaller."""
    ratio = min(side / max(grey.shape), 1.0)
    if ratio == 1.0:
        return grey, ratio
    cv2 = opencv()
    small = cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), ratio


def skew_of(grey: Grey) -> float:
    """The angle in degrees by which lines of text run down to the right; 0 where none is seen."""
    small, _ = shrunk(grey, _COARSE)
    dark = _binary(small).astype(np.float32)
    if dark.sum() < 50:
        return 0.0
    best = _best(dark, np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 0.5))
    best = _best(dark, np.arange(best - 0.5, best + 0.51, 0.1))
    return float(_best(dark, np.arange(best - 0.1, best + 0.11, 0.02)))


def _best(dark: Any, angles: Any) -> float:
    """The angle whose rows differ most in ink."""
    scores = [(_sharpness(_turned(dark, float(angle), 0)), -abs(float(angle))) for angle in angles]
    return float(angles[max(range(len(scores)), key=lambda k: scores[k])])


def _sharpness(dark: Any) -> float:
    rows = dark.sum(axis=1)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _turned(picture: Any, angle: float, border: int) -> Any:
    cv2 = opencv()
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=border,
    )  # fmt: skip


def straightened(grey: Grey, angle: float) -> Grey:
    """The picture turned by ``angle`` degrees about its middle, white at the corners."""
    if abs(angle) < 0.03:
        return grey
    return np.asarray(_turned(grey, angle, 255), dtype=np.uint8)


def _binary(grey: Grey) -> Grey:
    """1 where darker than the surroundings: shadows and grey paper don't count as ink."""
    cv2 = opencv()
    block = max(int(max(grey.shape) * 0.02) | 1, 15)
    found = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 1, cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV, block, 18,
    )  # fmt: skip
    return np.asarray(found, dtype=np.uint8)


def ink_of(grey: Grey) -> Ink:
    """The ink of a straight picture, and which of it may be ruled lines."""
    cv2 = opencv()
    dark = _binary(grey)
    level, upright = (max(int(max(grey.shape) * rule), 12) for rule in (_LEVEL_RULE, _UPRIGHT_RULE))
    thick = np.ones((3, 1), np.uint8)
    across = cv2.morphologyEx(
        cv2.dilate(dark, thick), cv2.MORPH_OPEN, np.ones((1, level), np.uint8)
    )
    down = cv2.morphologyEx(
        cv2.dilate(dark, thick.T), cv2.MORPH_OPEN, np.ones((upright, 1), np.uint8)
    )
    return Ink(dark, np.asarray(across, dtype=np.uint8), np.asarray(down, dtype=np.uint8))


def rulings_of(ink: Ink, unit: float) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings; ``unit`` is the number of points in a pixel."""
    cv2 = opencv()
    found: list[list[Ruling]] = []
    for mask, level in ((ink.across, True), (ink.down, False)):
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        rulings: list[Ruling] = []
        for x, y, width, height, _ in stats[1:].tolist():
            long, thin = (width, height) if level else (height, width)
            if thin * 3 > long:
                continue
            at, low = (y + height / 2, x) if level else (x + width / 2, y)
            rulings.append(Ruling(at * unit, low * unit, (low + long) * unit))
        found.append(rulings)
    return found[0], found[1]


def wiped(grey: Grey, ink: Ink, grids: Iterable[Grid], unit: float) -> tuple[Grey, Grey]:
    """The picture and its ink without the lines of the grids; strokes inside the cells stay."""
    cv2 = opencv()
    lines = np.zeros_like(ink.dark)
    reach = 3.0
    for grid in grids:
        left, top, right, bottom = (round(side / unit) for side in grid.box)
        for mask, places, level in ((ink.across, grid.ys, True), (ink.down, grid.xs, False)):
            for place in places:
                low = max(round((place - reach) / unit), 0)
                high = round((place + reach) / unit) + 1
                if level:
                    part = np.s_[low:high, max(left - 3, 0) : right + 3]
                else:
                    part = np.s_[max(top - 3, 0) : bottom + 3, low:high]
                lines[part] |= mask[part]
    lines = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    clean, dark = grey.copy(), ink.dark.copy()
    clean[lines > 0] = 255
    dark[lines > 0] = 0
    return clean, dark


def ink_box(dark: Grey, box: Box, speck: int) -> Box | None:
    """The tight box, in pixels, of what is larger than a speck inside ``box``."""
    cv2 = opencv()
    x0, y0, x1, y1 = (max(round(side), 0) for side in box)
    part = dark[y0:y1, x0:x1]
    if part.size == 0 or not part.any():
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part), connectivity=8)
    kept = [s for s in stats[1:].tolist() if s[2] >= speck or s[3] >= speck]
    if not kept:
        return None
    left, top = min(s[0] for s in kept), min(s[1] for s in kept)
    right, bottom = max(s[0] + s[2] for s in kept), max(s[1] + s[3] for s in kept)
    return float(x0 + left), float(y0 + top), float(x0 + right), float(y0 + bottom)


def speck_of(grey: Grey) -> int:
    """How large, in pixels, a dot has to be to count as ink."""
    return max(int(max(grey.shape) * _SPECK), 2)


def text_bands(dark: Grey, box: Box) -> list[tuple[int, int]]:
    """Rows of pixels, from and to, that hold printed lines."""
    x0, y0, x1, y1 = (max(round(side), 0) for side in box)
    rows = dark[y0:y1, x0:x1].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    bands: list[list[int]] = []
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if bands and low - bands[-1][1] <= 2:
            bands[-1][1] = high
        else:
            bands.append([low, high])
    return [(y0 + low, y0 + high) for low, high in bands]

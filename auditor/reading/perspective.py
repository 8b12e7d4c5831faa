"""Photographs: the outline of a table (or of the sheet) laid square before its lines are read."""

from __future__ import annotations

from typing import Any

import numpy as np

from auditor.reading.raster import Grey, Ink, opencv

Corners = np.ndarray[tuple[int, int], np.dtype[np.float32]]

_LEAST_WIDTH = 0.25
_LEAST_HEIGHT = 0.08
_COVERED = 0.85
_TOLERANCE = 0.0015
_GROWTH = 1.6
_TRIED = 5


def squared(grey: Grey, ink: Ink) -> tuple[Grey, Any] | None:
    """The picture with its largest ruled outline made a rectangle, and the homography to it.

    ``None`` where there is no outline of four ruled sides, or it is a rectangle already.
    """
    cv2 = opencv()
    corners = _outline(ink)
    if corners is None:
        return None
    top, right, bottom, left = (
        float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    )
    width, height = (top + bottom) / 2, (left + right) / 2
    x, y = corners.mean(axis=0) - (width / 2, height / 2)
    target = np.array(
        [[x, y], [x + width, y], [x + width, y + height], [x, y + height]], dtype=np.float32
    )
    if float(np.abs(target - corners).max()) <= max(_TOLERANCE * max(grey.shape), 2.0):
        return None
    matrix = cv2.getPerspectiveTransform(corners, target)
    matrix, size = _whole(matrix, grey.shape)
    flat = cv2.warpPerspective(
        grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(flat, dtype=np.uint8), matrix


def _whole(matrix: Any, shape: tuple[int, ...]) -> tuple[Any, tuple[int, int]]:
    """The homography moved so that nothing of the picture is lost, and the size for it."""
    cv2 = opencv()
    height, width = shape[0], shape[1]
    frame = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float32)
    moved = cv2.perspectiveTransform(frame, matrix)[0]
    low, high = moved.min(axis=0), moved.max(axis=0)
    wide, tall = (float(side) for side in high - low)
    if wide > _GROWTH * width or tall > _GROWTH * height:
        return matrix, (width, height)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], dtype=np.float64)
    return shift @ matrix, (int(np.ceil(wide)), int(np.ceil(tall)))


def _outline(ink: Ink) -> Corners | None:
    """The corners of the largest outline with four ruled sides: clockwise from the upper left."""
    cv2 = opencv()
    lines = cv2.dilate(ink.across | ink.down, np.ones((5, 5), np.uint8))
    height, width = lines.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    parts = sorted(range(1, len(stats)), key=lambda k: -int(stats[k][2]) * int(stats[k][3]))
    for part in parts[:_TRIED]:
        left, top, wide, tall = (int(value) for value in stats[part][:4])
        if wide < _LEAST_WIDTH * width or tall < _LEAST_HEIGHT * height:
            continue
        ys, xs = np.nonzero(labels[top : top + tall, left : left + wide] == part)
        points = np.stack([xs + left, ys + top], axis=1).astype(np.float32)
        both, across = points.sum(axis=1), points[:, 0] - points[:, 1]
        corners = points[[both.argmin(), across.argmax(), both.argmax(), across.argmin()]]
        if all(_covered(lines, corners[k], corners[(k + 1) % 4]) for k in range(4)):
            return np.asarray(corners, dtype=np.float32)
    return None


def _covered(lines: Grey, start: Any, end: Any) -> bool:
    """Whether a ruled line runs from corner to corner."""
    steps = np.linspace(start, end, 300).round().astype(int)
    return float((lines[steps[:, 1], steps[:, 0]] > 0).mean()) >= _COVERED


def affine_of(matrix: Any, shape: tuple[int, ...]) -> Any:
    """The affine map (3 × 3) that comes nearest to a homography over the picture."""
    cv2 = opencv()
    height, width = shape[0], shape[1]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moved = cv2.perspectiveTransform(frame[None], matrix)[0]
    known = np.hstack([frame, np.ones((4, 1), dtype=np.float32)])
    solved, *_ = np.linalg.lstsq(known, moved, rcond=None)
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])

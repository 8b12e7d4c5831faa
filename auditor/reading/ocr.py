"""Pictures of pages: PNG, JPEG, TIFF (one page a frame), BMP and WEBP, read by recognition."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.assembly import assemble
from auditor.reading.builder import Builder
from auditor.reading.formats import missing, require
from auditor.reading.layout import Sheet
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.raster import Grey
from auditor.reading.recognition import LONG_SIDE, installed, limit_pages, recognised

_WHAT = "扫描件或图片"
_LONGEST = 2_400
_SHORTEST = 1_600
_MEDIA = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
}


def read_image(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a picture; its origins give page (frame) and box, in pixels.

    ``ReadError``: ``too_large`` (by the header, before anything is decoded), ``damaged``,
    ``empty``, ``unsupported`` (recognition is switched off), ``missing_extra``.
    """
    if options.ocr == "never":
        raise ReadError(
            "unsupported", "图片只能通过文字识别读取，而识别已关闭；请去掉 --ocr never 后重新审核。"
        )
    if not installed():
        raise missing(_WHAT, "ocr")
    picture = _opened(data, options)
    media_type = _MEDIA.get(str(picture.format), "image/jpeg")
    sheets = list(_sheets(picture, options))
    builder = Builder(options)
    assemble(sheets, builder)
    return builder.document(media_type, "rapidocr", empty="图片里没有识别出文字")


def _opened(data: bytes, options: ReadOptions) -> Any:
    """The picture with its header read and nothing decoded."""
    image = require("PIL.Image", _WHAT, "ocr")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", image.DecompressionBombWarning)
        try:
            picture = image.open(io.BytesIO(data), formats=tuple(_MEDIA))
        except image.DecompressionBombError as error:
            raise _too_large(options) from error
        except (OSError, SyntaxError, ValueError, struct.error) as error:
            raise ReadError("damaged", "图片已损坏或不完整；请重新扫描或导出后再送审。") from error
    _check(picture, options)
    return picture


def _too_large(options: ReadOptions) -> ReadError:
    return ReadError(
        "too_large",
        f"图片超过上限 {options.max_pixels // 1_000_000} 百万像素；请降低分辨率（200 dpi 即可）后再送审。",
    )


def _check(picture: Any, options: ReadOptions) -> None:
    width, height = picture.size
    if width * height > options.max_pixels:
        raise _too_large(options)


def _sheets(picture: Any, options: ReadOptions) -> Iterator[Sheet]:
    """Pages of a TIFF; of other pictures the first frame, for the rest are previews."""
    count = int(picture.n_frames) if picture.format == "TIFF" else 1
    limit_pages(count, options)
    for index in range(count):
        try:
            if count > 1:
                picture.seek(index)
            _check(picture, options)
            grey = _grey(picture)
        except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
            raise ReadError("damaged", "图片已损坏或不完整；请重新扫描或导出后再送审。") from error
        pixels, ratio = _sized(grey)
        unit = LONG_SIDE / max(pixels.shape)
        yield recognised(pixels, index + 1, unit, 1 / ratio)


def _grey(picture: Any) -> Grey:
    """The frame in grey, upright by its camera's word, on white where it is transparent."""
    image = require("PIL.Image", _WHAT, "ocr")
    picture.draft("L", (_LONGEST, _LONGEST))
    turned = require("PIL.ImageOps", _WHAT, "ocr").exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        paper = image.new("RGBA", layered.size, "white")
        turned = image.alpha_composite(paper, layered)
    if turned.mode.startswith("I"):
        deep = np.asarray(turned, dtype=np.float64)
        return (deep / max(float(deep.max()), 1.0) * 255).astype(np.uint8)
    return np.asarray(turned.convert("L"), dtype=np.uint8)


def _sized(grey: Grey) -> tuple[Grey, float]:
    """The picture in a size that recognition is used to, and the factor that made it so."""
    cv2 = require("cv2", _WHAT, "ocr")
    side = max(grey.shape)
    ratio = min(_LONGEST / side, 1.0) if side > _SHORTEST else min(_SHORTEST / side, 3.0)
    if ratio == 1.0:
        return grey, ratio
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=way), np.uint8
    ), ratio

"""Scans for the tests: pages of ``form.pdf`` at 200 dpi, slightly turned, blurred, with noise."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from reportlab.lib.utils import ImageReader

from tests.reading.pdf_files import HEIGHT, WIDTH, Paper

FORM = Path(__file__).parent / "data" / "form.pdf"
DPI = 200


def scanned_page(index: int, angle: float = 0.6, noise: float = 8.0) -> Any:
    """A page as a grey Pillow picture, turned by ``angle`` degrees."""
    from PIL import Image, ImageFilter

    page = pypdfium2.PdfDocument(FORM)[index]
    clean = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    turned = clean.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float64)
    dirt = np.random.default_rng(index).normal(0, noise, grey.shape)
    return Image.fromarray(np.clip(grey * 0.93 + 8 + dirt, 0, 255).astype(np.uint8))


def scanned_pdf(pages: Sequence[int], angle: float = 0.6) -> bytes:
    """A PDF of pictures only."""
    paper = Paper()
    for number, index in enumerate(pages):
        stream = io.BytesIO()
        scanned_page(index, angle if number % 2 else -angle).save(stream, "JPEG", quality=80)
        stream.seek(0)
        paper.canvas.drawImage(ImageReader(stream), 0, 0, WIDTH, HEIGHT)
        paper.page()
    return paper.done()


def saved(picture: Any, kind: str, **how: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()

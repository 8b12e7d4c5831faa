"""PDF files for the tests, drawn with the font STSong-Light, which is not embedded."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Paper:
    """A PDF in the making; y counts from the top of the page, as in the reader's boxes."""

    def __init__(self, password: str = "") -> None:
        self.stream = io.BytesIO()
        lock = StandardEncryption(password) if password else None
        self.canvas = Canvas(self.stream, pagesize=(WIDTH, HEIGHT), encrypt=lock)

    def text(self, x: float, y: float, words: str, size: float = 12) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def lines(self, x: float, y: float, words: Sequence[str], size: float = 12) -> None:
        for number, line in enumerate(words):
            self.text(x, y + number * size * 1.8, line, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def grid(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        row: float = 24,
    ) -> float:
        """A full grid of one-line cells; gives the y of its lower side."""
        bottom = y + row * len(rows)
        places = [x + sum(widths[:k]) for k in range(len(widths) + 1)]
        for place in places:
            self.rule(place, y, place, bottom)
        for number, cells in enumerate(rows):
            self.rule(x, y + row * number, places[-1], y + row * number)
            for place, words in zip(places, cells, strict=False):
                self.text(place + 5, y + row * number + 16, words, 10.5)
        self.rule(x, bottom, places[-1], bottom)
        return bottom

    def page(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()

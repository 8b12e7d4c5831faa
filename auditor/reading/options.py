"""Limits and choices of reading: one frozen ``ReadOptions`` that every reader is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader may spend, and whether it may recognise images.

    ``ocr`` is ``auto`` (pages without text), ``never`` or ``always``. ``max_bytes`` bounds a file
    and each archive member; ``max_unpacked`` all bytes that come out of one archive or Office
    package, ``max_ratio`` how many times its packed size (counted above 10 MB). ``seconds``
    without a sign of life (``progress.alive``) and ``memory_mb`` bound the worker that reads a file.
    """

    ocr: str = "auto"
    max_bytes: int = 100_000_000
    max_unpacked: int = 2_000_000_000
    max_ratio: int = 200
    max_members: int = 5_000
    max_depth: int = 3
    max_pages: int = 2_000
    max_ocr_pages: int = 300
    max_pixels: int = 100_000_000
    max_cells: int = 200_000
    max_lines: int = 400_000
    seconds: int = 600
    memory_mb: int = 4_096


DEFAULTS = ReadOptions()

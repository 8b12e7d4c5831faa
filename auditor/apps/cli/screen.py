"""Where commands print their tables."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

from rich.console import Console

PIPE_WIDTH = 110
"""Columns of a pipe or a file, which have no width of their own; ``COLUMNS`` goes before it."""


def screen(**more: Any) -> Console:
    """The standard output as a console; wider than rich's 80 columns where it is no terminal."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return Console(**more)
    return Console(width=PIPE_WIDTH, **more)


def keep_printing() -> None:
    """Characters that the output can't hold (✓ in GBK, Chinese in ASCII) are escaped.

    They would end the command otherwise: a pipe of Chinese Windows is GBK.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="backslashreplace")

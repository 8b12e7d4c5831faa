"""A sign of life from slow readers, so that the worker's time limit holds for a page, not a book."""

from __future__ import annotations

from collections.abc import Callable

_LISTENERS: list[Callable[[], None]] = []


def on_progress(listener: Callable[[], None]) -> None:
    """Have ``listener`` called at each sign of life in this process, and no other."""
    _LISTENERS[:] = [listener]


def alive() -> None:
    """Say that the work goes on; a reader calls it behind each page that takes long."""
    for listener in _LISTENERS:
        listener()

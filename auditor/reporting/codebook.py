"""What every column of every frame means: generated from the schema and ``codebook.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.reporting.schema import FRAMES

_PREFIX = "findings_"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column: the pandas dtype, its unit (empty for text), what it is, and after whom or what."""

    frame: str
    name: str
    type: str
    unit: str
    definition: str
    source: str


@cache
def _worded() -> dict[str, Any]:
    text = (files("auditor.reporting") / "codebook.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


def frame_of(name: str) -> tuple[str, str]:
    """What one row of a frame is, and which columns tell rows apart."""
    row, key = _worded()["frames"][name]
    return row, key


def codebook(frame: str | None = None) -> tuple[Entry, ...]:
    """The columns of ``frame``, or of all frames, in order. ``KeyError`` for an unknown frame."""
    names = FRAMES if frame is None else (frame,)
    return tuple(entry for name in names for entry in _entries(name))


def _entries(frame: str) -> Iterator[Entry]:
    for name, dtype in FRAMES[frame].items():
        unit, definition, source = _meaning(frame, name)
        yield Entry(frame, name, dtype, unit, definition, source)


def _meaning(frame: str, name: str) -> tuple[str, str, str]:
    """The frame's own wording, else the one that all frames share."""
    words = _worded()
    own, shared = words.get(frame, {}), words["shared"]
    found = own.get(name) or shared.get(name)
    if found is None and frame == "panel" and name.startswith(_PREFIX):
        family = name.removeprefix(_PREFIX)
        return "count", f"Findings of the family {family}.", "docs/checks.md"
    if found is None and frame == "indicators":
        field, _, part = name.partition("_")
        unit, definition, source = words["indicator_fields"][part]
        return unit, definition.format(words["indicator_words"][field]), source
    unit, definition, source = found
    return unit, definition, source

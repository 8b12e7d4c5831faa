"""What stored results depend on: a change of it, and of nothing else, makes them anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

from auditor.__about__ import __version__
from auditor.linking import linker_named
from auditor.plugins import signature
from auditor.settings import Settings

_FLOORS = (
    "core",
    "reading",
    "language",
    "quantities",
    "tables",
    "claims",
    "linking",
    "checks",
    "consistency",
    "ranking",
)
_PRINTS = ("similarity",)
_ENGINE = ("analyse.py", "life.py", "packing.py", "previous.py")
_LIBRARIES = ("jieba", "rapidfuzz", "lxml", "python-docx", "openpyxl", "pypdfium2")
_NOT_THE_REPORT = frozenset(
    {
        # the step over all reports, and how it is told
        "lang", "templates", "passage_similarity", "passage_min_chars", "passage_min_content",
        "template_share", "template_units", "region_units", "common_units", "common_root",
        "common_regions", "agreement",
        # laid over stored results
        "suppress",
        # bounds of a process: what is stored kept within them
        "read_seconds", "read_memory_mb",
    }
)  # fmt: skip
"""Settings that no single report's results depend on; any other one makes them anew."""
_READERS = frozenset({"ocr"})
"""Settings that plain text doesn't depend on."""
TEXT = "text/plain"


def report_mark(settings: Settings, media_type: str) -> str:
    """A hash of all that the results of a report of this type depend on, its bytes apart."""
    without = _NOT_THE_REPORT | _READERS if media_type == TEXT else _NOT_THE_REPORT
    known = {name: value for name, value in asdict(settings).items() if name not in without}
    model = linker_named(settings.linker).card
    return _hashed([__version__, known, model, code(), _versions(), signature()])


def prints_mark() -> str:
    """A hash of all that fingerprints depend on, the document apart."""
    return _hashed([_source(_PRINTS)])


@cache
def code() -> str:
    """A hash of the program text and data behind a report's results."""
    engine = files("auditor.engine")
    return _hashed([_source(_FLOORS), [_digest(engine / name) for name in _ENGINE]])


@cache
def _source(floors: tuple[str, ...]) -> list[str]:
    root = files("auditor")
    return [digest for floor in floors for digest in _below(root / floor)]


def _below(folder: Traversable) -> list[str]:
    found: list[str] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            found += [] if item.name.startswith("__") else _below(item)
        else:
            found.append(f"{item.name} {_digest(item)}")
    return found


def _digest(item: Traversable) -> str:
    return hashlib.sha256(item.read_bytes()).hexdigest()


@cache
def _versions() -> list[str]:
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} -")
    return found


def _hashed(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]

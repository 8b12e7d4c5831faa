"""Style and scripts, read once at the start: no request opens a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from auditor.reporting.pages.environment import asset


@dataclass(frozen=True, slots=True)
class Asset:
    """``path`` holds a digest of the content, so that a browser may keep it for good."""

    label: str
    path: str
    content: bytes
    media_type: str


def _made(label: str, text: str, media_type: str) -> Asset:
    content = text.encode("utf-8")
    stem, _, suffix = label.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(label, f"/static/{stem}.{digest}.{suffix}", content, media_type)


def _own(name: str) -> str:
    return (files("auditor.apps.review") / "static" / name).read_text("utf-8")


_CSS, _JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"

STATIC: Final = (
    _made("pages.css", asset("style.css"), _CSS),
    _made("desk.css", _own("desk.css"), _CSS),
    _made("pages.js", asset("script.js"), _JS),
    _made("desk.js", _own("desk.js"), _JS),
    _made("icon.svg", _own("icon.svg"), "image/svg+xml"),
)

"""Names of files and archive members: which are reports, which climb out, what bytes spell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from auditor.reading.formats import suffixes

INSIDE = "!/"
"""Parts a container from what lies inside it in a document's key: ``a.zip!/b.docx``."""

_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def wanted(name: str) -> bool:
    """Whether a file in a folder or archive is taken for a report, by its name alone.

    Hidden files and folders, README files, Word's lock files and unknown suffixes are passed over.
    """
    path = PurePosixPath(name)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        return False
    if path.name.startswith("~$") or path.stem.lower().startswith("readme"):
        return False
    return path.suffix.lower() in suffixes()


def climbs(name: str) -> bool:
    """Whether a member's name leads out of the folder that it would be unpacked to."""
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def spelled(raw: bytes) -> str:
    """The name that ``raw`` spells: UTF-8, else GB18030, else as the old PC code page."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return tidied(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return tidied(raw.decode("cp437"))


def tidied(name: str) -> str:
    """``name`` with forward slashes, without control characters."""
    return _CONTROL.sub("", name.replace("\\", "/"))

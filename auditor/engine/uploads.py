"""Files that came over the review desk, kept in the run's folder under names of our own.

``uploads/<id>.data`` holds the bytes, ``uploads/<id>.json`` the name that the sender gave. That
name is shown and never opens a file.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from auditor.core.errors import UsageError
from auditor.engine.source import Input

FOLDER = "uploads"
_ID = re.compile(r"[0-9a-f]{16}")
_PIECE = 1 << 20
_MAX_NAME = 120
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file: ``name`` is the sender's, cleaned; ``size`` in bytes."""

    id: str
    name: str
    size: int


def keep_upload(out: Path, name: str, content: BinaryIO, limit: int) -> Upload:
    """Copy ``content`` into ``out``. ``UsageError`` for an empty file or more than ``limit`` bytes."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    upload_id = secrets.token_hex(8)
    data = folder / f"{upload_id}.data"
    size = 0
    try:
        with data.open("xb") as file:
            while piece := content.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise UsageError(f"文件超过 {limit // 2**20} MB 的上限。")
                file.write(piece)
        if not size:
            raise UsageError("文件是空的。")
    except UsageError:
        data.unlink()
        raise
    upload = Upload(upload_id, shown_name(name), size)
    facts = json.dumps({"name": upload.name}, ensure_ascii=False)
    (folder / f"{upload_id}.json").write_text(facts, "utf-8")
    return upload


def shown_name(name: str) -> str:
    """The last part of ``name`` without anything that hides or turns text; never empty."""
    last = PurePosixPath(_HIDDEN.sub("", name).replace("\\", "/")).name.strip()
    return last[-_MAX_NAME:].replace("!", "！") or "upload"


def kept_uploads(out: Path) -> list[Input]:
    """The kept files of a run as inputs, under ``uploads/<id>/<name>``."""
    found = []
    for facts in sorted((out / FOLDER).glob("*.json")):
        data = facts.with_suffix(".data")
        if _ID.fullmatch(facts.stem) and data.is_file():
            try:
                name = shown_name(str(json.loads(facts.read_text("utf-8"))["name"]))
            except (ValueError, KeyError, TypeError, OSError):
                name = "upload"
            found.append(Input(data, f"{FOLDER}/{facts.stem}/{name}", name=name))
    return found


def upload_input(out: Path, upload_id: str) -> Input:
    """One kept file as an input. ``UsageError`` where it isn't there."""
    for item in kept_uploads(out):
        if item.path.stem == upload_id:
            return item
    raise UsageError("没有这个文件。")

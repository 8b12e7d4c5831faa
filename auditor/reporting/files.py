"""Writing output files: whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and rename it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    os.replace(partial, path)  # noqa: PTH105 atomic on every platform


def write_jsonl(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One record a line, UTF-8, keys in the order given.

    Unicode's own line separators are escaped, so that ``str.splitlines`` cuts records only.
    """
    write_bytes(path, jsonl_bytes(records))


def jsonl_bytes(records: Iterable[dict[str, Any]]) -> bytes:
    """The same as bytes."""
    lines = (json.dumps(record, ensure_ascii=False).translate(_BREAKS) for record in records)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")

"""Writing output files: whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_BREAKS = {char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)


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
    text = "".join(f"{_JSON.encode(record)}\n" for record in records)
    for char, escaped in _BREAKS.items():
        text = text.replace(char, escaped)
    return text.encode("utf-8")

"""Writing output files: whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TextIO

_BREAKS = {char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and rename it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(data)
    os.replace(partial, path)  # noqa: PTH105 atomic on every platform


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path``, renamed into place where all goes well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    with partial.open("w+b") as file:
        yield file
    os.replace(partial, path)  # noqa: PTH105 atomic on every platform


def write_jsonl(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One record a line, UTF-8, keys in the order given.

    Unicode's own line separators are escaped, so that ``str.splitlines`` cuts records only.
    """
    with Lines(path) as lines:
        for record in records:
            lines.add(record)


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


class Lines:
    """A JSON Lines file that grows record by record and stands in its place when all is well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = _open(self._partial)

    def __enter__(self) -> Lines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._file.close()
        except OSError:
            if kind is None:
                raise
        if kind is None:
            os.replace(self._partial, self._path)  # noqa: PTH105 atomic on every platform

    def add(self, record: dict[str, Any]) -> None:
        """One record more."""
        self._file.write(_line(record))


def jsonl_bytes(records: Iterable[dict[str, Any]]) -> bytes:
    """The same as bytes."""
    return "".join(map(_line, records)).encode("utf-8")


def _line(record: dict[str, Any]) -> str:
    line = _JSON.encode(record)
    for char, escaped in _BREAKS.items():
        if char in line:
            line = line.replace(char, escaped)
    return f"{line}\n"

"""Rows of the working papers on their way to the workbook: made report by report, read by sheet."""

from __future__ import annotations

import marshal
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

from auditor.reporting.sheets import Linked, Value

_LENGTH = struct.Struct("<I")
_LEVEL = 1
_LINK, _NUMBER = 0, 1


class Spool:
    """A file that rows are added to, those of a report at a time."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, rows: Iterable[Sequence[Value]]) -> None:
        """The rows of one report."""
        plain = [[_told(value) for value in row] for row in rows]
        if plain:
            data = zlib.compress(marshal.dumps(plain), _LEVEL)
            self._file.write(_LENGTH.pack(len(data)) + data)


def spooled(paths: Iterable[Path]) -> Iterator[tuple[Value, ...]]:
    """The rows of the files, one after the other."""
    for path in paths:
        with path.open("rb") as file:
            while head := file.read(_LENGTH.size):
                data = file.read(*_LENGTH.unpack(head))
                # Our own file, written a moment ago.
                for row in marshal.loads(zlib.decompress(data)):  # noqa: S302
                    yield tuple([_back(value) for value in row])


def _told(value: Value) -> Any:
    if isinstance(value, Linked):
        return _LINK, value.text, value.target
    if isinstance(value, Decimal):
        return _NUMBER, str(value)
    return value


def _back(value: Any) -> Value:
    if value.__class__ is not tuple:
        found: Value = value
        return found
    return Linked(*value[1:]) if value[0] == _LINK else Decimal(value[1])

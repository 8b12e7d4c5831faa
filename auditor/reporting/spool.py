"""Rows of the working papers on their way to the workbook: made report by report, read by sheet."""

from __future__ import annotations

import marshal
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from auditor.reporting.grid import Made

_LENGTH = struct.Struct("<I")
_LEVEL = 1


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

    def add(self, rows: Iterable[Made]) -> None:
        """The rows of one report."""
        some = list(rows)
        if some:
            data = zlib.compress(marshal.dumps(some), _LEVEL)
            self._file.write(_LENGTH.pack(len(data)) + data)


def spooled(paths: Iterable[Path]) -> Iterator[Made]:
    """The rows of the files, one after the other."""
    for path in paths:
        with path.open("rb") as file:
            while head := file.read(_LENGTH.size):
                data = file.read(*_LENGTH.unpack(head))
                # Our own file, written a moment ago.
                yield from marshal.loads(zlib.decompress(data))  # noqa: S302

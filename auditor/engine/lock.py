"""One run at a time in an output folder: a lock that the system lets go of when we die."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from auditor.core.errors import UsageError
from auditor.reading.scratch import taken

_NAME = ".auditor.lock"


@contextlib.contextmanager
def sole_writer(out: Path) -> Iterator[None]:
    """Nobody else audits into ``out`` meanwhile. ``UsageError`` where somebody does.

    On a drive that knows no locks nothing is checked.
    """
    path = out / _NAME
    handle = _opened(path)
    while not _is_at(handle, path):
        os.close(handle)
        handle = _opened(path)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _opened(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if not _ours(handle):
        os.close(handle)
        message = f"另一个审核正在写入 {path.parent}；请等它结束，或换一个输出文件夹。"
        raise UsageError(message)
    return handle


def _is_at(handle: int, path: Path) -> bool:
    """Whether the file is still there: who held it before us removed it at the end."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _ours(handle: int) -> bool:
    try:
        return taken(handle)
    except OSError:
        return True

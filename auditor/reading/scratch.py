"""Working folders, and those that killed processes left behind.

They hold copies of reports (members of archives, files from the network), which must not stay on
the disk: who is killed can't remove its own, so the next one does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PREFIX = "auditor-"
_LOCK = ".lock"
# Younger ones may be on their way to their lock.
_SECONDS = 3600


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder for a while, in the system's folder for such.

    The first of a process removes those of dead processes.
    """
    swept(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        lock = os.open(Path(name) / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with contextlib.suppress(OSError):
                taken(lock)
            yield _inner(Path(name))
        finally:
            os.close(lock)


def _inner(folder: Path) -> Path:
    inner = folder / "0"
    inner.mkdir()
    return inner


@cache
def swept(place: Path) -> None:
    """Remove what killed processes of this user left in ``place`` more than an hour ago."""
    oldest = time.time() - _SECONDS
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.lstat().st_mtime < oldest and _abandoned(folder / _LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(path: Path) -> bool:
    """Whether it is the lock of a process that is gone: nobody's, and of this user."""
    if path.is_symlink() or path.parent.is_symlink() or not _mine(path):
        return False
    lock = os.open(path, os.O_RDWR)
    try:
        return taken(lock)
    finally:
        os.close(lock)


def _mine(path: Path) -> bool:
    return sys.platform == "win32" or path.stat().st_uid == os.getuid()


if sys.platform == "win32":
    import msvcrt

    def taken(handle: int) -> bool:
        """Whether the open file is locked for us now; it stays so until it is closed or we die.

        ``OSError`` on a drive that knows no locks.
        """
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def taken(handle: int) -> bool:
        """Whether the open file is locked for us now; it stays so until it is closed or we die.

        ``OSError`` on a drive that knows no locks.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

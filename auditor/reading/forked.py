"""A child process by ``fork``: it has at once all that its parent has loaded.

A fresh interpreter takes more than a second to import the program. But a lock that another thread
holds at the moment of a fork stays locked in the child, so only a process without threads forks.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import IO

_OPEN_FILES, _STATUS = Path("/proc/self/fd"), Path("/proc/self/status")
_STEP = 0.01
_MEMORY = "VmData:"


class Forked:
    """The child that runs ``serve``, as far as it is like ``subprocess.Popen``."""

    def __init__(self, serve: Callable[[], None]) -> None:
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        with warnings.catch_warnings():
            # Threads of numpy's linear algebra, which know what a fork is.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover the child's side
            _become(theirs_in, theirs_out, serve)
        os.close(theirs_in)
        os.close(theirs_out)
        self.stdin: IO[str] | None = os.fdopen(ours_out, "w", encoding="ascii")
        self.stdout: IO[str] | None = os.fdopen(ours_in, encoding="ascii")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status; ``None`` while the child runs."""
        if self.returncode is None:
            try:
                done, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                done, status = self.pid, 0
            if done:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def kill(self) -> None:
        """End the child at once."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float) -> int:
        """The exit status; ``subprocess.TimeoutExpired`` where it takes longer."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("fork", timeout)
            time.sleep(_STEP)
        return status


def may_fork(memory_mb: int) -> bool:
    """Whether this process can fork safely, and leaves a child most of ``memory_mb``."""
    return (
        sys.platform == "linux" and threading.active_count() == 1 and 2 * _private_mb() < memory_mb
    )


def _private_mb() -> float:
    """The private memory of this process, which its child's limit counts too."""
    with _STATUS.open(encoding="ascii", errors="replace") as file:
        return next((int(line.split()[1]) / 1e3 for line in file if line.startswith(_MEMORY)), 0.0)


def _become(given: int, answers: int, serve: Callable[[], None]) -> None:  # pragma: no cover
    """In the child: no file of the parent's is left, and nothing of its is done at the end."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_WRONLY)
        for here, there in ((given, 0), (answers, 1), (nothing, 2)):
            os.dup2(here, there)
        # A number that were free could be another file's when an object of the parent's closes it.
        for link in list(_OPEN_FILES.iterdir()):
            if int(link.name) not in (0, 1, 2, nothing):
                with contextlib.suppress(OSError):
                    os.dup2(nothing, int(link.name))
        sys.stdin = os.fdopen(0, encoding="ascii")
        sys.stdout = sys.stderr = os.fdopen(nothing, "w", encoding="utf-8")
        serve()
    finally:
        os._exit(0)

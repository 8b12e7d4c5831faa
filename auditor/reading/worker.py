"""Reading in a child process with a time and a memory limit: a crash costs one file only.

One child serves many files, so a small file costs no process of its own. Parent and child talk in
lines of JSON; results are ours by type (``core.codec``), so nothing that comes back can run.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from auditor.core.codec import decode, encode
from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.archive import Unpacked, unpack
from auditor.reading.base import read_file
from auditor.reading.forked import Forked
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.progress import on_progress

_GRACE = 5.0
_LOOK = 2.0
_CPP_MEMORY = "bad_alloc"
_BOOT = "import sys; sys.path[:] = {path!r}; from {module} import serve; serve()"


@dataclass(frozen=True, slots=True)
class Task:
    """What a child can do: a function of JSON values and options, and the type of its results."""

    run: Callable[[list[str], ReadOptions], Iterable[Any]]
    result: type


def _read(given: list[str], options: ReadOptions) -> Iterator[Document]:
    path, key, source_name, member = given
    yield from read_file(
        Path(path), key=key, source_name=source_name, member=member or None, options=options
    )


def _unpack(given: list[str], options: ReadOptions) -> Iterator[Unpacked]:
    path, folder = given
    yield from unpack(Path(path), Path(folder), options)


TASKS: dict[str, Task] = {"read": Task(_read, Document), "unpack": Task(_unpack, Unpacked)}


class Worker:
    """A child that is started when needed and after each crash or time-out."""

    def __init__(
        self,
        options: ReadOptions = DEFAULTS,
        *,
        module: str = "auditor.reading.worker",
        tasks: dict[str, Task] | None = None,
    ) -> None:
        self._options = options
        self._module = module
        self._tasks = tasks or TASKS
        self._child: subprocess.Popen[str] | Forked | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def call(self, task: str, *given: str) -> Iterator[Any]:
        """The results of a task, one at a time; the time limit holds from sign to sign of life.

        ``ReadError``: the task's own, or ``timeout``, ``memory``, ``crashed``.
        """
        child = self._started()
        request = json.dumps([task, given, encode(self._options)], ensure_ascii=True)
        try:
            if child.stdin is not None:
                child.stdin.write(request + "\n")
                child.stdin.flush()
        except OSError as error:
            self.close()
            raise _crashed() from error
        done = False
        try:
            while True:
                answer = self._answer()
                if answer is None:
                    done = True
                    return
                yield decode(self._tasks[task].result, answer)
        except ReadError as error:
            done = error.reason not in _FATAL
            raise
        finally:
            if not done:
                self.close()

    def _answer(self) -> Any:
        """The next result; ``None`` at the end of the task."""
        limit = self._options.seconds
        kind: str = "alive"
        value: Any = None
        while kind == "alive":
            try:
                line = self._lines.get(timeout=limit)
            except queue.Empty:
                raise ReadError(
                    "timeout",
                    f"读取该文件超过 {limit} 秒没有进展，已放弃；请拆分文件或另存为 docx 后再送审。",
                ) from None
            if line is None:
                raise _crashed()
            kind, value = json.loads(line)
        if kind == "error":
            raise ReadError(*value)
        return value if kind == "result" else None

    def start(self, child: Forked | None = None) -> None:
        """Start the child before it is needed, unless there is one: ``child`` or a new one."""
        if child is None:
            self._started()
        else:
            self._attend(child)

    def under(self, options: ReadOptions) -> None:
        """From now on tasks are bounded by ``options``."""
        self._options = options

    def _started(self) -> subprocess.Popen[str] | Forked:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        boot = _BOOT.format(path=[os.path.abspath(p) for p in sys.path], module=self._module)  # noqa: PTH100
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
        )
        self._attend(child)
        return child

    def _attend(self, child: subprocess.Popen[str] | Forked) -> None:
        self._child = child
        self._lines = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(child.stdout, self._lines), daemon=True).start()

    def kill(self) -> None:
        """End the child from another thread; whoever waits for it learns that it is gone."""
        child = self._child
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the child; the next call starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        with contextlib.suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
        child.wait(_GRACE)


_FATAL = ("timeout", "crashed", "memory")


def _crashed() -> ReadError:
    return ReadError(
        "crashed",
        "读取该文件的进程意外终止（文件可能已损坏或过大）；其他文件不受影响，请另存为 docx 后再送审。",
    )


def _pump(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    """Move the child's lines to the queue; ``None`` at the end."""
    with stream:
        with contextlib.suppress(ValueError, OSError):
            for line in stream:
                lines.put(line)
        lines.put(None)


def serve(tasks: dict[str, Task] | None = None) -> None:
    """The child's loop: a line in, lines out, until the parent is gone."""
    known = tasks or TASKS
    # Ctrl-C reaches the whole group of processes; the parent decides what becomes of us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    out = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1)
    os.dup2(2, 1)
    limited = 0

    def say(kind: str, value: Any) -> None:
        out.write(json.dumps([kind, value], ensure_ascii=True) + "\n")

    on_progress(lambda: say("alive", None))
    for line in sys.stdin:
        task, given, raw = json.loads(line)
        options = decode(ReadOptions, raw)
        if options.memory_mb != limited:
            limited = options.memory_mb
            _limit_memory(limited)
        for kind, value in _answers(known[task], given, options):
            say(kind, value)


def _leave_with_parent() -> None:
    """End this process when its parent is gone, even in the middle of a file that hangs."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _answers(task: Task, given: list[str], options: ReadOptions) -> Iterator[tuple[str, Any]]:
    try:
        for result in task.run(given, options):
            yield "result", encode(result)
        yield "end", None
    except ReadError as error:
        yield "error", [error.reason, error.message]
    except RecursionError:
        yield "error", ["damaged", "文件的结构嵌套过深，无法读取；请另存为新文件后再送审。"]
    except Exception as error:
        if isinstance(error, MemoryError) or _CPP_MEMORY in str(error):
            limit = options.memory_mb
            yield "error", ["memory", f"读取该文件需要的内存超过 {limit} MB；请拆分后再送审。"]
        else:
            yield "error", ["internal", _internal(error)]


def _internal(error: Exception) -> str:
    told = " ".join(str(error).split())[:300]
    return (
        f"读取该文件时出现内部错误（{type(error).__name__}: {told}）；"
        "其他文件不受影响，请把该文件反馈给开发者。"
    )


def _limit_memory(megabytes: int) -> None:
    """Bound the child's private memory, where the system can; leave no core files."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_DATA, megabytes * 1_000_000), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


_SHARED: dict[int, Worker] = {}


def shared(options: ReadOptions) -> Worker:
    """This process's own worker; another one where the options changed."""
    known = _SHARED.get(os.getpid())
    if known is None or known._options != options:  # noqa: SLF001
        if known is not None:
            known.close()
        _SHARED.clear()
        known = _SHARED[os.getpid()] = Worker(options)
        atexit.register(known.close)
    return known

"""Archives among the inputs: each member becomes an input of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from auditor.core.errors import ReadError
from auditor.core.report import Failure
from auditor.engine.remote import fetched
from auditor.engine.source import Input
from auditor.reading.archive import Unpacked
from auditor.reading.formats import container_of
from auditor.reading.names import INSIDE
from auditor.reading.options import ReadOptions
from auditor.reading.scratch import scratch
from auditor.reading.worker import Worker, shared


def unpacked(
    inputs: Sequence[Input], folder: Path, options: ReadOptions, worker: Worker | None = None
) -> tuple[list[Input], list[Failure]]:
    """The inputs with archives replaced by their members, which stand below ``folder``.

    A remote input stays as it is (``opened``). ``worker`` unpacks, else the one of this process.
    The second list says what could not be unpacked. Both are sorted by key.
    """
    found: list[Input] = []
    failures: list[Failure] = []
    for number, item in enumerate(inputs):
        if item.url or not _is_archive(item.path):
            found.append(item)
            continue
        own = folder / f"{number:05d}"
        own.mkdir()
        before = len(found) + len(failures)
        for result in _members(item, own, worker or shared(options)):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                found.append(result)
        if len(found) + len(failures) == before:
            message = "压缩包里没有可读取的报告；请检查打包的内容。"
            failures.append(Failure(item.key, None, "empty", message))
    found.sort(key=lambda item: item.key)
    return found, sorted(failures, key=lambda failure: failure.file)


@contextmanager
def opened(
    item: Input, options: ReadOptions, worker: Worker | None = None
) -> Iterator[tuple[list[Input], list[Failure]]]:
    """The input as files of this machine, for a while: of a remote archive its members.

    ``ReadError`` ``unreadable`` where it can't be fetched.
    """
    if not item.url:
        yield [item], []
        return
    with fetched(item) as here, scratch() as folder:
        yield unpacked([here], folder, options, worker)


def _is_archive(path: Path) -> bool:
    try:
        return container_of(path) is not None
    except OSError:
        return False


def _members(item: Input, folder: Path, worker: Worker) -> Iterator[Input | Failure]:
    try:
        for part in worker.call("unpack", str(item.path.absolute()), str(folder)):
            yield _member(item, part)
    except ReadError as error:
        yield Failure(item.key, None, error.reason, error.message)


def _member(item: Input, part: Unpacked) -> Input | Failure:
    key = f"{item.key}{INSIDE}{part.name}" if part.name else item.key
    if part.path is None:
        return Failure(key, part.name or None, part.reason, part.message)
    return Input(Path(part.path), key, part.name)

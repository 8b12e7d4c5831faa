"""7z by py7zr. A solid archive unpacks in one go, so members go to numbered temporary files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from auditor.core.errors import ReadError
from auditor.reading.archive import Budget, ExhaustedError, Member, damaged, refusal
from auditor.reading.formats import require
from auditor.reading.names import tidied, wanted
from auditor.reading.scratch import scratch

_SMALL = 10_000_000


def seven_members(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    """Members of a 7z archive. ``ReadError`` (``missing_extra``, ``encrypted``, ``damaged``)."""
    py7zr = require("py7zr", "7z 压缩包", "archives")
    import py7zr.exceptions as faults

    known: list[str] = []
    sizes = 0
    try:
        with py7zr.SevenZipFile(source) as archive:
            infos = [info for info in archive.list() if not info.is_directory]
            budget.count(len(infos))
            if archive.needs_password():
                raise _encrypted()
            for info in infos:
                refused = refusal(tidied(info.filename), link=bool(info.is_symlink))
                if refused is not None:
                    yield refused
                elif wanted(tidied(info.filename)):
                    known.append(info.filename)
                    sizes += info.uncompressed
            _plausible(sizes, source.seek(0, io.SEEK_END), budget)
    except faults.PasswordRequired as error:
        raise _encrypted() from error
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        # py7zr lets through whatever its parts raise on a broken header.
        raise damaged("7z") from error
    if known:
        source.seek(0)
        yield from _extracted(py7zr, source, known, budget)


def _encrypted() -> ReadError:
    return ReadError("encrypted", "7z 压缩包已加密；请取消密码后重新打包。")


def _plausible(size: int, packed: int, budget: Budget) -> None:
    if size > max(_SMALL, packed * budget.options.max_ratio):
        raise ReadError("too_large", "压缩包的压缩比过大，可能是压缩炸弹；请检查来源。")


def _extracted(py7zr: Any, source: BinaryIO, names: list[str], budget: Budget) -> Iterator[Member]:
    with scratch() as folder:
        factory = _Files(folder, budget)
        fault: Exception | None = None
        try:
            with py7zr.SevenZipFile(source) as archive:
                archive.extract(targets=names, factory=factory)
        except ExhaustedError:
            raise
        except Exception as error:
            fault = error
        for name in names:
            file = factory.files.get(name)
            if file is not None and file.whole and not file.too_large:
                yield Member(tidied(name), file.path.read_bytes())
            elif file is not None and file.too_large:
                limit = budget.options.max_bytes // 1_000_000
                message = f"成员超过 {limit} MB；请拆分后再送审。"
                yield Member(tidied(name), error=ReadError("too_large", message))
            else:
                message = f"压缩包中的成员已损坏（{fault}）；请重新打包。"
                yield Member(tidied(name), error=ReadError("damaged", message))


class _Files:
    """Hands py7zr a numbered file for each member."""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self._folder = folder
        self._budget = budget
        self.files: dict[str, _File] = {}

    def create(self, filename: str) -> _File:
        file = _File(self._folder / f"{len(self.files) + 1:05d}", self._budget)
        self.files[filename] = file
        return file


class _File:
    """The output that py7zr writes a member to (its ``Py7zIO``)."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self.path = path
        self.whole = False
        self.too_large = False
        self._budget = budget
        self._size = 0
        path.touch()

    def write(self, data: bytes | bytearray) -> int:
        self._budget.spend(len(data))
        self._size += len(data)
        self.too_large = self._size > self._budget.options.max_bytes
        if not self.too_large:
            with self.path.open("ab") as stream:
                stream.write(data)
        return len(data)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._size

    def close(self) -> None:
        self.whole = True

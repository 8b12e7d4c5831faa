"""Archives, member by member and into memory: nothing is ever written under a member's own name.

Limits on members, bytes, ratio and depth hold for an archive with all archives inside it. What is
wrong with one member is said of that member; the others are read.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from auditor.core.errors import ReadError
from auditor.reading.formats import Format, container_of, format_of, opener
from auditor.reading.names import INSIDE, climbs, spelled, tidied, wanted
from auditor.reading.ooxml import BROKEN_ZIP
from auditor.reading.options import DEFAULTS, ReadOptions

_CHUNK = 1 << 18
_SMALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member's content, or why it has none."""

    name: str
    data: bytes = b""
    error: ReadError | None = None


@dataclass(slots=True)
class Budget:
    """What is left to spend on one archive and all archives inside it."""

    options: ReadOptions
    depth: int = 0
    members: int = 0
    unpacked: int = 0

    def count(self, members: int) -> None:
        """Take note of members before any is read. ``ReadError`` above the limit."""
        self.members += members
        if self.members > self.options.max_members:
            raise ReadError(
                "too_large",
                f"压缩包有 {self.members} 个成员，超过上限 {self.options.max_members}；请拆分后再送审。",
            )

    def read(self, stream: IO[bytes], packed: int) -> bytes:
        """A member's content. ``ReadError``: it alone, or all of the archive, is too large."""
        pieces: list[bytes] = []
        size = 0
        allowed = max(_SMALL, packed * self.options.max_ratio)
        while piece := stream.read(_CHUNK):
            size += len(piece)
            self.spend(len(piece))
            if size > self.options.max_bytes or size > allowed:
                raise ReadError(
                    "too_large",
                    f"成员解压后超过 {min(self.options.max_bytes, allowed) // 1_000_000} MB，可能是压缩炸弹；请检查来源。",
                )
            pieces.append(piece)
        return b"".join(pieces)

    def spend(self, size: int) -> None:
        """Take note of unpacked bytes. ``ExhaustedError`` where the archive is used up."""
        self.unpacked += size
        if self.unpacked > self.options.max_unpacked:
            limit = self.options.max_unpacked // 1_000_000
            raise ExhaustedError(
                "too_large", f"压缩包解压后超过 {limit} MB，其余成员未读取；请拆分后再送审。"
            )


class ExhaustedError(ReadError):
    """The whole archive is used up: no further member is read."""


def members_of(
    source: BinaryIO, name: str, known: Format, options: ReadOptions = DEFAULTS
) -> Iterator[Member]:
    """All members of an archive that may be reports, those of archives inside it too.

    A nested member is named ``inner.zip!/report.docx``. ``ReadError`` where the archive itself
    can't be read (on).
    """
    yield from _walk(source, name, known, Budget(options))


def _walk(source: BinaryIO, name: str, known: Format, budget: Budget) -> Iterator[Member]:
    for member in opener(known)(source, name, budget):
        inner = format_of(member.data) if member.error is None else None
        if inner is None or not inner.container:
            yield member
            continue
        if budget.depth >= budget.options.max_depth:
            yield _failed(
                member.name,
                "too_deep",
                f"压缩包嵌套超过 {budget.options.max_depth} 层，未继续解压；请直接提交文件。",
            )
            continue
        budget.depth += 1
        try:
            for deeper in _walk(io.BytesIO(member.data), member.name, inner, budget):
                yield Member(f"{member.name}{INSIDE}{deeper.name}", deeper.data, deeper.error)
        except ExhaustedError:
            raise
        except ReadError as error:
            yield Member(member.name, error=error)
        budget.depth -= 1


def zip_members(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    """Members of a zip; names without the UTF-8 flag are tried as UTF-8, then GB18030."""
    try:
        archive = zipfile.ZipFile(source)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except BROKEN_ZIP as error:
        raise damaged("zip") from error
    budget.count(len(infos))
    for info in infos:
        plain = info.flag_bits & 0x800
        known = tidied(info.filename) if plain else spelled(_raw_name(info))
        refused = refusal(known, link=stat.S_ISLNK(info.external_attr >> 16))
        if refused is not None:
            yield refused
        elif not wanted(known):
            continue
        elif info.flag_bits & 1:
            yield encrypted(known)
        else:
            yield _zip_member(archive, info, known, budget)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename.encode()


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget
) -> Member:
    try:
        with archive.open(info) as stream:
            return Member(name, budget.read(stream, info.compress_size))
    except ExhaustedError:
        raise
    except ReadError as error:
        return Member(name, error=error)
    except (*BROKEN_ZIP, RuntimeError) as error:
        return _failed(name, "damaged", f"压缩包中的成员已损坏（{error}）；请重新打包。")


def refusal(name: str, *, link: bool = False) -> Member | None:
    """Why a member isn't read whatever it holds; ``None`` for a decent one."""
    if climbs(name):
        return _failed(name, "unsafe", "成员名指向压缩包之外，未解压；请检查来源后重新打包。")
    if link and wanted(name):
        return _failed(name, "unsafe", "成员是链接而不是文件，未解压；请用实际文件重新打包。")
    return None


def encrypted(name: str) -> Member:
    """A member behind a password."""
    return _failed(name, "encrypted", "压缩包中的成员已加密；请取消密码后重新打包。")


def damaged(kind: str) -> ReadError:
    """The archive itself can't be opened."""
    return ReadError("damaged", f"{kind} 压缩包已损坏或不完整；请重新打包或重新上传。")


def _failed(name: str, reason: str, message: str) -> Member:
    return Member(name, error=ReadError(reason, message))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member in a numbered file of its own, or why it has none.

    ``name`` is the member's; empty where the archive itself is at fault.
    """

    name: str
    path: str | None = None
    reason: str = ""
    message: str = ""


def unpack(path: Path, folder: Path, options: ReadOptions = DEFAULTS) -> Iterator[Unpacked]:
    """Write the members of the archive ``path`` to ``folder/00001`` and on, one at a time."""
    known = container_of(path)
    if known is None:
        return
    taken: dict[str, int] = {}
    try:
        with path.open("rb") as source:
            for number, member in enumerate(members_of(source, path.name, known, options), 1):
                name = _unique(member.name, taken)
                if member.error is not None:
                    yield Unpacked(name, None, member.error.reason, member.error.message)
                    continue
                target = folder / f"{number:05d}"
                target.write_bytes(member.data)
                yield Unpacked(name, str(target))
    except ReadError as error:
        yield Unpacked("", None, error.reason, error.message)
    except OSError as error:
        yield Unpacked("", None, "unreadable", f"无法读取压缩包（{error.strerror}）；请检查磁盘。")


def _unique(name: str, taken: dict[str, int]) -> str:
    """Two members of one name get told apart: ``b.docx``, ``b (2).docx``."""
    taken[name] = taken.get(name, 0) + 1
    if taken[name] == 1:
        return name
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({taken[name]}){path.suffix}"))

"""tar, tar.gz, tar.bz2, tar.xz, and a single file compressed by one of these."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from auditor.core.errors import ReadError
from auditor.reading.archive import Budget, ExhaustedError, Member, damaged, refusal
from auditor.reading.names import spelled, wanted

_CHUNK = 1 << 16
_XZ_MEMORY = 256_000_000
_SMALL = 10_000_000
_STREAMS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's object with the interface of the other two."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Inflated(io.RawIOBase):
    """A compressed file as a stream of its content; every byte is counted, skipped ones too."""

    def __init__(self, source: BinaryIO, budget: Budget) -> None:
        self._source = source
        self._budget = budget
        self._head = source.read(_CHUNK)
        self._packed = len(self._head)
        self._size = 0
        self._done = False
        self._inner = self._start()

    def _start(self) -> _Decompressor:
        if self._head.startswith(b"\x1f\x8b"):
            return _Gzip()
        if self._head.startswith(b"BZh"):
            return bz2.BZ2Decompressor()
        return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = b""
        while not piece and not self._done:
            data, self._head = self._head, b""
            if not data and self._inner.needs_input:
                data = self._source.read(_CHUNK)
                self._packed += len(data)
            piece = self._inner.decompress(data, len(buffer))
            if self._inner.eof:
                self._next_stream()
            elif not data and not piece:
                raise EOFError("truncated")
        self._count(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)

    def _next_stream(self) -> None:
        """Compressed files may be several, one behind another; anything else there is padding."""
        self._head = self._inner.unused_data or self._source.read(_CHUNK)
        if self._head.startswith(_STREAMS):
            self._inner = self._start()
        else:
            self._done = True

    def _count(self, size: int) -> None:
        self._size += size
        self._budget.spend(size)
        if self._size > max(_SMALL, self._packed * self._budget.options.max_ratio):
            raise ExhaustedError("too_large", "压缩包的压缩比过大，可能是压缩炸弹；请检查来源。")


def tar_members(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    """Members of a tar in the order of the file; a file that is no tar inside is one member."""
    head = source.read(512)
    source.seek(0)
    if head[257:262] == b"ustar":
        yield from _tar(source, budget)
        return
    stream = io.BufferedReader(_Inflated(source, budget), _CHUNK)
    try:
        inside = stream.peek(512)[257:262] == b"ustar"
    except _BROKEN as error:
        raise damaged(PurePosixPath(name).suffix.lstrip(".") or "gz") from error
    if inside:
        yield from _tar(stream, budget)
        return
    yield _lone(stream, PurePosixPath(name).stem, budget)


def _lone(stream: BinaryIO, name: str, budget: Budget) -> Member:
    try:
        return Member(name, _content(stream, budget))
    except ExhaustedError:
        raise
    except ReadError as error:
        return Member(name, error=error)
    except _BROKEN as error:
        raise damaged("gz") from error


def _content(stream: BinaryIO, budget: Budget) -> bytes:
    data = stream.read(budget.options.max_bytes + 1)
    if len(data) > budget.options.max_bytes:
        limit = budget.options.max_bytes // 1_000_000
        raise ReadError("too_large", f"成员超过 {limit} MB；请拆分后再送审。")
    return data


def _tar(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Names may be GB18030, so they are taken as bytes. A broken end loses what follows only."""
    try:
        with tarfile.open(
            fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape"
        ) as archive:
            for info in archive:
                if info.isdir():
                    continue
                budget.count(1)
                known = spelled(info.name.encode("utf-8", "surrogateescape"))
                refused = refusal(known, link=not info.isreg())
                if refused is not None:
                    yield refused
                elif info.isreg() and wanted(known):
                    yield _tar_member(archive, info, known, budget)
    except _BROKEN as error:
        raise damaged("tar") from error


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, budget: Budget
) -> Member:
    limit = budget.options.max_bytes
    if info.size > limit:
        error = ReadError("too_large", f"成员超过 {limit // 1_000_000} MB；请拆分后再送审。")
        return Member(name, error=error)
    stream = archive.extractfile(info)
    data = stream.read() if stream is not None else b""
    if len(data) != info.size:
        raise EOFError("truncated")
    return Member(name, data)

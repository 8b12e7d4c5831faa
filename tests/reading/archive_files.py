"""Archives for the tests, odd and hostile ones too."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping


def report(agency: str = "松林县林业局") -> bytes:
    return f"{agency}2023年度部门整体支出绩效自评报告\n\n一、基本情况\n全年造林1200亩。\n".encode()


def zipped(members: Mapping[str, bytes], *, encoding: str | None = None) -> bytes:
    """A zip; with ``encoding`` its names are bytes of it and the UTF-8 flag is unset."""
    stream = io.BytesIO()
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(members.items()):
            stored = name
            if encoding is not None:
                raw = name.encode(encoding)
                stored = f"{number:02d}".ljust(len(raw), "@")
                names[stored.encode()] = raw
            archive.writestr(zipfile.ZipInfo(stored), data, zipfile.ZIP_DEFLATED)
    made = stream.getvalue()
    for placeholder, raw in names.items():
        made = made.replace(placeholder, raw)
    return made


def encrypted_zip(name: str, data: bytes) -> bytes:
    """A zip whose only member has the bit of encryption set."""
    made = bytearray(zipped({name: data}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 1
    return bytes(made)


def tarred(members: Mapping[str, bytes], mode: str = "w", *, encoding: str = "utf-8") -> bytes:
    stream = io.BytesIO()
    form = tarfile.GNU_FORMAT
    with tarfile.open(fileobj=stream, mode=mode, format=form, encoding=encoding) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def tar_with_link(name: str, target: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type = tarfile.SYMTYPE
        info.linkname = target
        archive.addfile(info)
    return stream.getvalue()


def stored_rar(name: str, data: bytes) -> bytes:
    """A RAR 4 archive with one member that isn't packed, so that no tool is needed."""
    return _rar(name, data, method=0x30)


def packed_rar(name: str) -> bytes:
    """A RAR 4 archive whose member says that it is packed: reading it takes a tool."""
    return _rar(name, b"\x00" * 40, method=0x33)


def _rar(name: str, data: bytes, *, method: int) -> bytes:
    main = struct.pack("<BHHHI", 0x73, 0, 13, 0, 0)
    raw = name.encode("ascii")
    body = struct.pack(
        "<BHHIIBIIBBHI", 0x74, 0x8000, 32 + len(raw), len(data), len(data), 3,
        zlib.crc32(data), 0x5A21_0000, 29, method, len(raw), 0x20,
    ) + raw  # fmt: skip
    return b"Rar!\x1a\x07\x00" + _crc(main) + _crc(body) + data


def _crc(block: bytes) -> bytes:
    return struct.pack("<H", zlib.crc32(block) & 0xFFFF) + block

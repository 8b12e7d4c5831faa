"""The names of the streams at the root of an OLE2 file: what tells doc, xls and encrypted apart.

An embedded object brings streams of its own, so only the root's count ([MS-CFB] 2.6).
"""

from __future__ import annotations

import struct
from itertools import islice

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_MOST_SECTORS = 20_000
_MOST_ENTRIES = 100_000


def root_streams(data: bytes) -> frozenset[str]:
    """Names of streams and storages at the root; empty for a file that isn't whole."""
    if not data.startswith(SIGNATURE) or len(data) < 512:
        return frozenset()
    try:
        return _root(data)
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _root(data: bytes) -> frozenset[str]:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        return frozenset()
    fat = _fat(data, size)
    directory = b"".join(_chain(data, size, fat, struct.unpack_from("<I", data, 48)[0]))
    names: set[str] = set()
    seen: set[int] = set()
    todo = [struct.unpack_from("<I", directory, 76)[0]]
    while todo and len(seen) < _MOST_ENTRIES:
        entry = todo.pop()
        if entry == _NONE or entry in seen:
            continue
        seen.add(entry)
        at = entry * 128
        length = struct.unpack_from("<H", directory, at + 64)[0]
        names.add(directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"))
        todo.extend(struct.unpack_from("<II", directory, at + 68))
    return frozenset(names)


def _fat(data: bytes, size: int) -> list[int]:
    """The sector numbers of the allocation table's own sectors, and from them the table."""
    sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    following = struct.unpack_from("<I", data, 68)[0]
    while following < _END and len(sectors) < _MOST_SECTORS:
        *more, following = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors.extend(s for s in more if s < _END)
    table: list[int] = []
    for sector in islice(sectors, _MOST_SECTORS):
        table.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
    return table


def _chain(data: bytes, size: int, fat: list[int], sector: int) -> list[bytes]:
    pieces: list[bytes] = []
    while sector < _END and len(pieces) < _MOST_SECTORS:
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
    return pieces

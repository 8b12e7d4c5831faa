"""An analysis as bytes, and back part by part: who wants the findings doesn't pay for the tables.

Each field of the analysis and of its document is a JSON text of its own (``core.codec``). The
texts are compressed in three blocks: what every list of reports asks for, the document's words,
the rest. In front stand the lengths of the texts, how many things each holds, and the lengths of
the blocks.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, fields, replace
from itertools import accumulate, pairwise
from typing import Any, get_type_hints

from auditor.checks.coverage import coverage_of
from auditor.core.codec import decode, dumps
from auditor.core.document import Document
from auditor.core.report import Analysis
from auditor.similarity import Fingerprints, fingerprint

_DOCUMENT = tuple(field.name for field in fields(Document))
_REST = tuple(field.name for field in fields(Analysis) if field.name != "document")
_COMPARED = tuple(field.name for field in fields(Analysis) if field.compare)
_Part = tuple[type, str]
_WORDS = ("text", "folded", "sections", "sentences", "links")
_BULK = ("tables", "origins", "quantities", "excluded", "claims", "groups", "ticks")
_PARTS: tuple[_Part, ...] = tuple((Document, name) for name in _DOCUMENT) + tuple(
    (Analysis, n) for n in _REST
)
_BLOCK_OF = tuple(1 if n in _WORDS else 2 if n in _BULK else 0 for _, n in _PARTS)
_BLOCKS = 3
_HEADER = struct.Struct(f"<{2 * len(_PARTS) + _BLOCKS}I")
_LEVEL = 3
_HINTS = {Document: get_type_hints(Document), Analysis: get_type_hints(Analysis)}
_BROKEN = (ValueError, TypeError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Packed:
    """One report's results as they are stored and sent: the analysis and its fingerprints."""

    id: str
    key: str
    sha256: str
    media_type: str
    data: bytes
    prints: bytes


def packed(analysis: Analysis) -> Packed:
    """The results of one report, its fingerprints made on the way."""
    document = analysis.document
    return Packed(
        document.id,
        document.key,
        document.sha256,
        document.media_type,
        pack(analysis),
        fingerprint(document).to_bytes(),
    )


def pack(analysis: Analysis) -> bytes:
    """The same analysis always gives the same bytes."""
    values = [getattr(analysis.document, name) for name in _DOCUMENT]
    values += [coverage_of(analysis) if n == "coverage" else getattr(analysis, n) for n in _REST]
    texts = [dumps(value).encode() for value in values]
    counts = [len(value) if isinstance(value, str | tuple) else 0 for value in values]
    blocks = [
        zlib.compress(
            b"".join(t for t, own in zip(texts, _BLOCK_OF, strict=True) if own == n), _LEVEL
        )
        for n in range(_BLOCKS)
    ]
    return b"".join((_HEADER.pack(*map(len, texts), *counts, *map(len, blocks)), *blocks))


def unpack(data: bytes) -> Analysis:
    """The analysis, each part decoded when it is first asked for.

    ``ValueError`` for anything that ``pack`` didn't make, at once or when the part is asked for.
    """
    parts = _Parts(data)
    document = _StoredDocument.__new__(_StoredDocument)
    object.__setattr__(document, "_parts", parts)
    found = _StoredAnalysis.__new__(_StoredAnalysis)
    object.__setattr__(found, "_parts", parts)
    object.__setattr__(found, "document", document)
    return found


class _Parts:
    """The texts of one packed analysis; a block is decompressed when one of its texts is asked for."""

    __slots__ = ("_blocks", "_counts", "_places", "_plain")

    def __init__(self, data: bytes) -> None:
        try:
            numbers = _HEADER.unpack_from(data)
        except struct.error as error:
            raise ValueError(f"not a stored analysis: {error}") from error
        ends = list(accumulate(numbers[-_BLOCKS:], initial=_HEADER.size))
        if ends[-1] != len(data):
            raise ValueError("a stored analysis is cut short")
        self._blocks = [data[a:b] for a, b in pairwise(ends)]
        self._plain: list[bytes | None] = [None] * _BLOCKS
        self._counts: dict[_Part, int] = dict(zip(_PARTS, numbers[len(_PARTS) :], strict=False))
        self._places: dict[_Part, tuple[int, int, int]] = {}
        at = [0] * _BLOCKS
        for part, block, length in zip(_PARTS, _BLOCK_OF, numbers, strict=False):
            self._places[part] = (block, at[block], at[block] + length)
            at[block] += length

    def __contains__(self, part: _Part) -> bool:
        return part in self._places

    def count(self, part: _Part) -> int:
        """How many things the part holds, characters or members; 0 for all else."""
        return self._counts[part]

    def text(self, part: _Part) -> bytes:
        """The part's JSON; ``zlib.error`` or ``ValueError`` where its block is damaged."""
        block, start, end = self._places[part]
        plain = self._plain[block]
        if plain is None:
            plain = self._plain[block] = zlib.decompress(self._blocks[block])
            self._blocks[block] = b""
        if end > len(plain):
            raise ValueError("cut short")
        return plain[start:end]


def with_findings(analysis: Analysis, findings: tuple[Any, ...]) -> Analysis:
    """``analysis`` with other findings, its other parts left undecoded."""
    if not isinstance(analysis, _StoredAnalysis):
        return replace(analysis, findings=findings)
    made = _StoredAnalysis.__new__(_StoredAnalysis)
    object.__setattr__(made, "_parts", analysis._parts)  # noqa: SLF001
    object.__setattr__(made, "document", analysis.document)
    object.__setattr__(made, "findings", findings)
    return made


def prints_of(data: bytes) -> Fingerprints:
    """The fingerprints of one report; ``ValueError`` where they are of another version."""
    return Fingerprints.from_bytes(data)


def _part(owner: Any, kind: type, name: str) -> Any:
    """The decoded part ``name``, kept in its own slot; called where the slot is still empty."""
    if name == "_parts" or (kind, name) not in owner._parts:  # noqa: SLF001
        raise AttributeError(name)
    try:
        value = decode(_HINTS[kind][name], json.loads(owner._parts.text((kind, name))))  # noqa: SLF001
    except _BROKEN as error:
        raise ValueError(f"a stored analysis is damaged: {error}") from error
    object.__setattr__(owner, name, value)
    return value


def _same(one: Any, other: object, kind: type, names: tuple[str, ...]) -> bool:
    return isinstance(other, kind) and all(getattr(one, n) == getattr(other, n) for n in names)


class _StoredDocument(Document):
    __slots__ = ("_parts",)
    _parts: _Parts

    def __getattr__(self, name: str) -> Any:
        return _part(self, Document, name)

    def size(self, part: str) -> int:
        return self._parts.count((Document, part))

    def __eq__(self, other: object) -> bool:
        return _same(self, other, Document, _DOCUMENT)

    __hash__ = Document.__hash__


class _StoredAnalysis(Analysis):
    __slots__ = ("_parts",)
    _parts: _Parts

    def __getattr__(self, name: str) -> Any:
        return _part(self, Analysis, name)

    def size(self, part: str) -> int:
        return len(self.findings) if part == "findings" else self._parts.count((Analysis, part))

    def __eq__(self, other: object) -> bool:
        return _same(self, other, Analysis, _COMPARED)

    __hash__ = Analysis.__hash__

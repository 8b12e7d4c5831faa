"""An analysis as bytes, and back part by part: who wants the findings doesn't pay for the tables.

Each field of the analysis and of its document is a JSON text of its own (``core.codec``); the
texts stand one after the other, their lengths in front, and are compressed together.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, fields, replace
from typing import Any, get_type_hints

from auditor.checks.coverage import coverage_of
from auditor.core.codec import decode, dumps
from auditor.core.document import Document
from auditor.core.report import Analysis
from auditor.similarity import Fingerprints, fingerprint

_DOCUMENT = tuple(field.name for field in fields(Document))
_REST = tuple(field.name for field in fields(Analysis) if field.name != "document")
_COMPARED = tuple(field.name for field in fields(Analysis) if field.compare)
_LENGTHS = struct.Struct(f"<{len(_DOCUMENT) + len(_REST)}I")
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
    parts = [dumps(getattr(analysis.document, name)).encode() for name in _DOCUMENT]
    rest = {name: getattr(analysis, name) for name in _REST}
    rest["coverage"] = coverage_of(analysis)
    parts += [dumps(value).encode() for value in rest.values()]
    return zlib.compress(b"".join((_LENGTHS.pack(*map(len, parts)), *parts)), _LEVEL)


def unpack(data: bytes) -> Analysis:
    """The analysis, each part decoded when it is first asked for.

    ``ValueError`` for anything that ``pack`` didn't make, at once or when the part is asked for.
    """
    try:
        plain = zlib.decompress(data)
        lengths = _LENGTHS.unpack_from(plain)
    except _BROKEN as error:
        raise ValueError(f"not a stored analysis: {error}") from error
    if _LENGTHS.size + sum(lengths) != len(plain):
        raise ValueError("a stored analysis is cut short")
    parts: list[bytes] = []
    at = _LENGTHS.size
    for length in lengths:
        parts.append(plain[at : at + length])
        at += length
    document = _StoredDocument.__new__(_StoredDocument)
    object.__setattr__(document, "_parts", dict(zip(_DOCUMENT, parts, strict=False)))
    found = _StoredAnalysis.__new__(_StoredAnalysis)
    object.__setattr__(found, "_parts", dict(zip(_REST, parts[len(_DOCUMENT) :], strict=True)))
    object.__setattr__(found, "document", document)
    return found


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
    if name == "_parts" or name not in owner._parts:  # noqa: SLF001
        raise AttributeError(name)
    try:
        value = decode(_HINTS[kind][name], json.loads(owner._parts[name]))  # noqa: SLF001
    except _BROKEN as error:
        raise ValueError(f"a stored analysis is damaged: {error}") from error
    object.__setattr__(owner, name, value)
    return value


def _same(one: Any, other: object, kind: type, names: tuple[str, ...]) -> bool:
    return isinstance(other, kind) and all(getattr(one, n) == getattr(other, n) for n in names)


class _StoredDocument(Document):
    __slots__ = ("_parts",)
    _parts: dict[str, bytes]

    def __getattr__(self, name: str) -> Any:
        return _part(self, Document, name)

    def __eq__(self, other: object) -> bool:
        return _same(self, other, Document, _DOCUMENT)

    __hash__ = Document.__hash__


class _StoredAnalysis(Analysis):
    __slots__ = ("_parts",)
    _parts: dict[str, bytes]

    def __getattr__(self, name: str) -> Any:
        return _part(self, Analysis, name)

    def __eq__(self, other: object) -> bool:
        return _same(self, other, Analysis, _COMPARED)

    __hash__ = Analysis.__hash__

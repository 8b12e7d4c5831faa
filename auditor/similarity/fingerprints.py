"""The step for one report: masked text and sampled gram hashes, storable as bytes.

A worker process can do it for each report and keep the bytes; the corpus step needs nothing else.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.similarity.mask import SLOTS, mask, region_levels
from auditor.similarity.units import unit_key

GRAM = 8
"""Characters in a gram: some four Chinese words, seldom the same by chance."""
KEEP = 2
"""One gram in so many is kept."""
_LEAST_CONTENT = 6
_ENDERS = np.array([ord(char) for char in "。;!?"], dtype=np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MAGIC = b"AFP1"

Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """What the corpus step needs of one report.

    ``text`` is the masked narrative; ``starts`` and ``ends`` (int32, one a masked character) lead
    back into ``Document.text``; ``bounds`` are sentence starts in ``text``, ended by its length;
    ``hashes`` (uint64) and ``positions`` (int32, ascending) are the kept grams. ``unit`` tells
    agencies apart, ``regions`` runs from the province inwards.
    """

    document_id: str
    key: str
    unit: str
    regions: tuple[str, ...]
    year: int | None
    text: str
    starts: Ints
    ends: Ints
    bounds: Ints
    hashes: Hashes
    positions: Ints

    def span(self, start: int, end: int) -> CharSpan:
        """The span of ``Document.text`` behind the masked range, which must not be empty."""
        return CharSpan(int(self.starts[start]), int(self.ends[end - 1]))

    def to_bytes(self) -> bytes:
        """The same fingerprints always give the same bytes, on every platform."""
        text = self.text.encode("utf-8")
        arrays = (self.starts, self.ends, self.bounds, self.positions)
        header = json.dumps(
            {
                "grams": [GRAM, KEEP],
                "id": self.document_id,
                "key": self.key,
                "unit": self.unit,
                "regions": list(self.regions),
                "year": self.year,
                "sizes": [len(text), *(len(a) for a in arrays), len(self.hashes)],
            },
            ensure_ascii=False,
            sort_keys=True,
        ).encode("utf-8")
        parts = [_MAGIC, struct.pack("<I", len(header)), header, text]
        parts += [a.astype("<i4").tobytes() for a in arrays]
        return b"".join((*parts, self.hashes.astype("<u8").tobytes()))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprints:
        """The inverse of ``to_bytes``; ``ValueError`` for anything else, or other gram sizes."""
        header, at = _header(data)
        sizes = [int(size) for size in header["sizes"]]
        widths = (1, 4, 4, 4, 4, 8)
        if at + sum(s * w for s, w in zip(sizes, widths, strict=True)) != len(data):
            raise ValueError("fingerprints are cut short")
        pieces: list[bytes] = []
        for size, width in zip(sizes, widths, strict=True):
            pieces.append(data[at : at + size * width])
            at += size * width
        starts, ends, bounds, positions = (
            np.frombuffer(piece, dtype="<i4").astype(np.int32) for piece in pieces[1:5]
        )
        return cls(
            document_id=header["id"],
            key=header["key"],
            unit=header["unit"],
            regions=tuple(header["regions"]),
            year=header["year"],
            text=pieces[0].decode("utf-8"),
            starts=starts,
            ends=ends,
            bounds=bounds,
            hashes=np.frombuffer(pieces[5], dtype="<u8").astype(np.uint64),
            positions=positions,
        )


def _header(data: bytes) -> tuple[dict[str, Any], int]:
    if data[:4] != _MAGIC or len(data) < 8:
        raise ValueError("not fingerprints")
    end = 8 + struct.unpack("<I", data[4:8])[0]
    header: dict[str, Any] = json.loads(data[8:end])
    if header["grams"] != [GRAM, KEEP]:
        raise ValueError(f"fingerprints of other gram sizes: {header['grams']}")
    return header, end


def fingerprint(document: Document) -> Fingerprints:
    """The fingerprints of one report's narrative."""
    masked = mask(document)
    hashes, positions = sample(masked.text)
    return Fingerprints(
        document_id=document.id,
        key=document.key,
        unit=unit_key(document),
        regions=region_levels(document.identity.region),
        year=document.identity.fiscal_year,
        text=masked.text,
        starts=np.array(masked.starts, dtype=np.int32),
        ends=np.array(masked.ends, dtype=np.int32),
        bounds=np.array(masked.bounds, dtype=np.int32),
        hashes=hashes,
        positions=positions,
    )


def sample(text: str) -> tuple[Hashes, Ints]:
    """Hashes of the kept grams and their places.

    A gram is kept by its own hash (0 mod ``KEEP``; Manber, 1994) and not by its neighbours, as
    winnowing does: so a gram is kept in all reports or in none, and counting the reports that
    have it is exact. A gram of little else than slots and punctuation says nothing and is left
    out, and so is one that runs over the end of a sentence: the word that happens to follow a
    stock sentence would make it look rare.
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = len(codes) - GRAM + 1
    if count < 1:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    hashes = np.zeros(count, np.uint64)
    content = np.zeros(count, np.int32)
    ender = np.isin(codes, _ENDERS)
    wordy = ((codes >= 0x4E00) & (codes <= 0x9FFF)).astype(np.int32)
    for shift in range(GRAM):
        hashes = hashes * _BASE + codes[shift : shift + count]
        content += wordy[shift : shift + count]
    hashes = _mixed(hashes)
    crossing = np.concatenate([[0], np.cumsum(ender)])
    content[crossing[GRAM - 1 : GRAM - 1 + count] > crossing[:count]] = 0
    kept = np.flatnonzero((content >= _LEAST_CONTENT) & (hashes % np.uint64(KEEP) == 0))
    return hashes[kept], kept.astype(np.int32)


def _mixed(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def content_length(text: str) -> int:
    """Characters of ``text`` that are neither slots nor punctuation."""
    return sum(char.isalnum() and char not in SLOTS for char in text)

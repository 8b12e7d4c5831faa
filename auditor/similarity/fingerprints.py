"""The step for one report: masked text and sampled gram hashes, storable as bytes.

A worker process can do it for each report and keep the bytes; the corpus step needs nothing else.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.similarity.mask import SLOTS, Masked, codes_of, mask, region_levels
from auditor.similarity.units import unit_key

GRAM = 8
"""Characters in a gram: some four Chinese words, seldom the same by chance."""
KEEP = 4
"""One gram in so many is kept, a power of two."""
_LEAST_CONTENT = 6
_ENDERS = np.zeros(1 << 16, np.bool_)
_ENDERS[[ord(char) for char in "。;!?"]] = True
_BASE = 0x9E3779B97F4A7C15
_POWERS = [np.uint64(pow(_BASE, power, 1 << 64)) for power in (1, 2, 4)]
_MIX = np.uint64(0xD6E8FEB86659FD93)
_MAGIC = b"AFP2"

Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """What the corpus step needs of one report.

    ``text`` is the masked narrative. Where an offset into ``Document.text`` doesn't follow from
    the one before, a break says so: masked characters from ``breaks[k]`` on stand for
    ``[starts[k] + i, ends[k] + i)``. ``bounds`` are sentence starts in ``text``, ended by its
    length; ``hashes`` (uint64) and ``positions`` (int32, ascending) are the kept grams;
    ``values`` (int32) are hashes of what each slot of ``text`` stands for, in order. ``unit``
    tells agencies apart, ``regions`` runs from the province inwards.
    """

    document_id: str
    key: str
    unit: str
    regions: tuple[str, ...]
    year: int | None
    text: str
    breaks: Ints
    starts: Ints
    ends: Ints
    bounds: Ints
    values: Ints
    hashes: Hashes
    positions: Ints

    def span(self, start: int, end: int) -> CharSpan:
        """The span of ``Document.text`` behind the masked range, which must not be empty."""
        first, last = np.searchsorted(self.breaks, (start, end - 1), side="right") - 1
        return CharSpan(
            int(self.starts[first]) + start - int(self.breaks[first]),
            int(self.ends[last]) + end - 1 - int(self.breaks[last]),
        )

    def to_bytes(self) -> bytes:
        """The same fingerprints always give the same bytes, on every platform."""
        text = self.text.encode("utf-8")
        arrays = (self.breaks, self.starts, self.ends, self.bounds, self.values, self.positions)
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
        widths = (1, 4, 4, 4, 4, 4, 4, 8)
        if at + sum(s * w for s, w in zip(sizes, widths, strict=True)) != len(data):
            raise ValueError("fingerprints are cut short")
        pieces: list[bytes] = []
        for size, width in zip(sizes, widths, strict=True):
            pieces.append(data[at : at + size * width])
            at += size * width
        breaks, starts, ends, bounds, values, positions = (
            np.frombuffer(piece, dtype="<i4").astype(np.int32) for piece in pieces[1:7]
        )
        return cls(
            document_id=header["id"],
            key=header["key"],
            unit=header["unit"],
            regions=tuple(header["regions"]),
            year=header["year"],
            text=pieces[0].decode("utf-8"),
            breaks=breaks,
            starts=starts,
            ends=ends,
            bounds=bounds,
            values=values,
            hashes=np.frombuffer(pieces[7], dtype="<u8").astype(np.uint64),
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
    jumps = (np.diff(masked.starts) != 1) | (np.diff(masked.ends) != 1)
    breaks = np.flatnonzero(np.concatenate([np.ones(min(1, len(masked.text)), np.bool_), jumps]))
    return Fingerprints(
        document_id=document.id,
        key=document.key,
        unit=unit_key(document),
        regions=region_levels(document.identity.region),
        year=document.identity.fiscal_year,
        text=masked.text,
        breaks=breaks.astype(np.int32),
        starts=masked.starts[breaks],
        ends=masked.ends[breaks],
        bounds=masked.bounds,
        values=_values(masked, document.folded),
        hashes=hashes,
        positions=positions,
    )


IS_SLOT = np.zeros(1 << 16, np.bool_)
IS_SLOT[[ord(slot) for slot in SLOTS]] = True


def _values(masked: Masked, folded: str) -> Ints:
    slots = np.flatnonzero(IS_SLOT[codes_of(masked.text)])
    pairs = zip(masked.starts[slots].tolist(), masked.ends[slots].tolist(), strict=True)
    hashes = [zlib.crc32(folded[start:end].encode("utf-8")) for start, end in pairs]
    return np.array(hashes, dtype=np.uint32).view(np.int32)


def sample(text: str) -> tuple[Hashes, Ints]:
    """Hashes of the kept grams and their places.

    A gram is kept by its own hash (0 mod ``KEEP``; Manber, 1994) and not by its neighbours, as
    winnowing does: so a gram is kept in all reports or in none, and counting the reports that
    have it is exact. A gram of little else than slots and punctuation says nothing and is left
    out, and so is one that runs over the end of a sentence: the word that happens to follow a
    stock sentence would make it look rare.
    """
    codes = codes_of(text)
    if len(codes) < GRAM:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    hashes = codes.astype(np.uint64)
    for power, width in zip(_POWERS, (1, 2, 4), strict=True):
        hashes = hashes[:-width] * power + hashes[width:]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    places = np.flatnonzero(hashes < np.uint64((1 << 64) // KEEP))
    wordy = np.zeros(len(codes) + 1, np.int32)
    np.cumsum((codes >= 0x4E00) & (codes <= 0x9FFF), out=wordy[1:])
    ends = np.zeros(len(codes) + 1, np.int32)
    np.cumsum(_ENDERS[codes], out=ends[1:])
    content = wordy[places + GRAM] - wordy[places] >= _LEAST_CONTENT
    places = places[content & (ends[places + GRAM - 1] == ends[places])]
    hashes = hashes[places]
    hashes ^= hashes >> np.uint64(29)
    return hashes * _MIX, places.astype(np.int32)


def content_length(text: str) -> int:
    """Characters of ``text`` that are neither slots nor punctuation."""
    return sum(char.isalnum() and char not in SLOTS for char in text)

"""The step for one report: masked text and sampled gram hashes, storable as bytes.

A worker process can do it for each report and keep the bytes; the corpus step needs nothing else.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.similarity.mask import SLOTS, Masked, codes_of, mask, region_levels, text_of
from auditor.similarity.units import unit_key

GRAM = 8
"""Characters in a gram: some four Chinese words, seldom the same by chance."""
KEEP = 4
"""One gram in so many is kept."""
_LEAST_CONTENT = 6
_AT_ONCE = 16
_ENDS = [np.uint16(ord(char)) for char in "。;!?"]
_FIRST_LETTER, _LETTERS = np.uint16(0x4E00), np.uint16(0xA000 - 0x4E00)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_ODD = [np.uint32(k) for k in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)]
_TERMS = np.array([pow(0x01000193, k, 1 << 32) for k in range(256)], dtype=np.uint32)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_MAGIC = b"AFP3"
_STORED = [np.dtype(kind) for kind in ("<u2", *["<i4"] * 6, "<u8")]

Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint16]
Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """What the corpus step needs of one report.

    ``codes`` (uint16) is the masked narrative, ``text`` the same as text. Where an offset into ``Document.text`` doesn't follow from
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
    codes: Codes
    breaks: Ints
    starts: Ints
    ends: Ints
    bounds: Ints
    values: Ints
    hashes: Hashes
    positions: Ints

    @property
    def text(self) -> str:
        """The masked narrative."""
        return text_of(self.codes)

    def span(self, start: int, end: int) -> CharSpan:
        """The span of ``Document.text`` behind the masked range, which must not be empty."""
        first, last = np.searchsorted(self.breaks, (start, end - 1), side="right") - 1
        return CharSpan(
            int(self.starts[first]) + start - int(self.breaks[first]),
            int(self.ends[last]) + end - 1 - int(self.breaks[last]),
        )

    def to_bytes(self) -> bytes:
        """The same fingerprints always give the same bytes, on every platform."""
        text = self.codes.astype("<u2").tobytes()
        arrays = (self.breaks, self.starts, self.ends, self.bounds, self.values, self.positions)
        header = json.dumps(
            {
                "grams": [GRAM, KEEP],
                "id": self.document_id,
                "key": self.key,
                "unit": self.unit,
                "regions": list(self.regions),
                "year": self.year,
                "sizes": [len(self.codes), *(len(a) for a in arrays), len(self.hashes)],
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
        columns = []
        for size, kind in zip(header["sizes"], _STORED, strict=True):
            if at + size * kind.itemsize > len(data):
                raise ValueError("fingerprints are cut short")
            # Views of the bytes: they are mostly copied once more, into a corpus.
            columns.append(np.frombuffer(data, kind, size, at))
            at += size * kind.itemsize
        if at != len(data):
            raise ValueError("fingerprints are cut short")
        codes, breaks, starts, ends, bounds, values, positions, hashes = columns
        return cls(
            document_id=header["id"],
            key=header["key"],
            unit=header["unit"],
            regions=tuple(header["regions"]),
            year=header["year"],
            codes=codes.astype(np.uint16, copy=False),
            breaks=breaks.astype(np.int32, copy=False),
            starts=starts.astype(np.int32, copy=False),
            ends=ends.astype(np.int32, copy=False),
            bounds=bounds.astype(np.int32, copy=False),
            values=values.astype(np.int32, copy=False),
            hashes=hashes.astype(np.uint64, copy=False),
            positions=positions.astype(np.int32, copy=False),
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
    return _together([document])[0]


def fingerprint_all(documents: Iterable[Document]) -> Iterator[Fingerprints]:
    """Those of each report, some reports at a time: so calls of numpy cost less a report."""
    left = iter(documents)
    while some := list(islice(left, _AT_ONCE)):
        yield from _together(some)


def _together(documents: Sequence[Document]) -> list[Fingerprints]:
    masked = mask(documents)
    cuts = masked.cuts
    hashes, positions = sample(masked.codes, cuts)
    values = _values(masked, documents)
    grams, slots, breaks = (
        np.searchsorted(places, cuts) for places in (positions, masked.slots, masked.breaks)
    )
    bounds = np.searchsorted(masked.bounds, cuts)
    found = []
    for number, document in enumerate(documents):
        low, high = int(cuts[number]), int(cuts[number + 1])
        gram, slot, jump, bound = (
            slice(int(places[number]), int(places[number + 1]))
            for places in (grams, slots, breaks, bounds)
        )
        ends = np.append(masked.bounds[bound], high) - low
        found.append(
            Fingerprints(
                document_id=document.id,
                key=document.key,
                unit=unit_key(document),
                regions=region_levels(document.identity.region),
                year=document.identity.fiscal_year,
                codes=masked.codes[low:high],
                breaks=(masked.breaks[jump] - low).astype(np.int32),
                starts=masked.starts[jump],
                ends=masked.ends[jump],
                bounds=ends.astype(np.int32),
                values=values[slot],
                hashes=hashes[gram],
                positions=(positions[gram] - low).astype(np.int32),
            )
        )
    return found


def _values(masked: Masked, documents: Sequence[Document]) -> Ints:
    """A hash of what each slot stands for: polynomials of its characters."""
    if not len(masked.slots):
        return np.empty(0, np.int32)
    texts = [codes_of(document.folded) for document in documents]
    owner = np.searchsorted(masked.cuts, masked.slots, side="right") - 1
    base = np.cumsum([0, *(len(text) for text in texts)])
    starts = masked.slot_starts + base[owner]
    sizes = (masked.slot_ends - masked.slot_starts).astype(np.int64)
    begins = np.cumsum(sizes) - sizes
    step = np.arange(int(sizes.sum()), dtype=np.int64)
    chars = np.concatenate(texts).take(step + np.repeat(starts - begins, sizes))
    terms = chars.astype(np.uint32) * _TERMS.take((step - np.repeat(begins, sizes)) & 255)
    found = np.add.reduceat(terms, begins, dtype=np.uint32)
    hashes: Ints = (found ^ (found >> np.uint32(15))).view(np.int32)
    return hashes


def sample(codes: Codes, cuts: Array) -> tuple[Hashes, Array]:
    """Hashes of the kept grams and their places, none over one of ``cuts``, the ends of reports.

    A gram is kept by its own hash (0 mod ``KEEP``; Manber, 1994) and not by its neighbours, as
    winnowing does: so a gram is kept in all reports or in none, and counting the reports that
    have it is exact. A gram of little else than slots and punctuation says nothing and is left
    out, and so is one that runs over the end of a sentence: the word that happens to follow a
    stock sentence would make it look rare.
    """
    if len(codes) < GRAM:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    two = codes.astype(np.uint32)
    two = two[:-1] | two[1:] << np.uint32(16)
    # Which grams are kept is seen from 32 bits; only those kept are hashed in full.
    low = two[:-6] * _ODD[0] + two[2:-4] * _ODD[1] + two[4:-2] * _ODD[2] + two[6:] * _ODD[3]
    low ^= low >> np.uint32(15)
    low *= _ODD[0]
    places = np.flatnonzero(low < np.uint32((1 << 32) // KEEP))
    # Of each gram in one byte: letters in the lower half, ends of sentences in the upper.
    ends = np.logical_or.reduce([codes == end for end in _ENDS])
    ends[cuts[cuts > 0] - 1] = True
    letters = codes - _FIRST_LETTER < _LETTERS
    sums = letters.view(np.uint8) | ends.view(np.uint8) << np.uint8(4)
    for size in (1, 2, 4):
        sums = sums[:-size] + sums[size:]
    inside = sums.take(places)
    final = ends.take(places + GRAM - 1)
    places = places[(inside & 15 >= _LEAST_CONTENT) & (inside >> 4 == final)]
    first, second = (
        two.take(places + k) | two.take(places + k + 2).astype(np.uint64) << np.uint64(32)
        for k in (0, 4)
    )
    hashes = (first ^ first >> np.uint64(29)) * _BASE + second
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return hashes * _MIX, places


def is_content(char: str) -> bool:
    """Whether a masked character is neither a slot nor punctuation."""
    return char.isalnum() and char not in SLOTS

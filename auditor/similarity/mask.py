"""Masking: agencies, places, years and numbers become slots.

A report that was written by changing the name and the figures on a neighbour's then reads the
same as the neighbour's. White space, bold marks and list numbers drop out. Every masked
character knows the span of ``Document.text`` that it stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.core.document import Document, Identity
from auditor.similarity.mask_classes import (
    BEFORE,
    CLASSES,
    DROPPED,
    LEVEL,
    NAME_END,
    PLACE_END,
    SPACES,
    Classes,
)
from auditor.similarity.mask_numbers import Tokens, numbers
from auditor.similarity.mask_words import (
    AGENCY,
    DATE,
    LIST_NUMBER,
    NAMES,
    NUMBER,
    PLACE,
    SLOTS,
    body_ends,
    body_starts,
)

__all__ = ["AGENCY", "DATE", "NUMBER", "PLACE", "SLOTS", "Masked", "mask", "region_levels"]

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]
Array = npt.NDArray[np.int64]

_END = "\0"
_REACH = 36
_A, _P = ord(AGENCY), ord(PLACE)
_LOW_SLOT, _HIGH_SLOT = (ord(f(SLOTS)) for f in (min, max))
_FIRST_OF_LIST = frozenset(SPACES + "(0123456789一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def _key(ends: str) -> int:
    return int.from_bytes(ends.rjust(3, _END).encode("utf-16-be"), "big")


_ENDS = np.sort(np.array([_key(e) for e in body_ends()], dtype=np.uint64))
_SECOND = np.zeros(1 << 16, np.bool_)
_SECOND[[ord(end[-2]) for end in body_ends()]] = True
_STARTS = np.sort(np.array([_key(start[1] + start[0]) for start in body_starts()], dtype=np.uint64))
_FARTHEST = np.arange(3, 10)
_AHEAD = 6
_STEM = 3
_AROUND = np.arange(-_REACH, _AHEAD)
_SUFFIX = re.compile(r"(?:自治区|自治州|自治县|地区|新区|[省市县区镇乡州旗盟])$")
_LEVELS = re.compile(r"[一-鿿]+?(?:自治区|自治州|自治县|地区|[省市县区镇乡州旗盟])")


@dataclass(frozen=True, slots=True, eq=False)
class Masked:
    """The masked narratives of reports, one after the other.

    ``codes`` (uint16) is the text, that of report ``k`` at ``[cuts[k], cuts[k + 1])``.
    ``bounds`` are the places where sentences begin, ended by the length. From a break on (places
    in ``breaks``) a character stands for ``[starts + i, ends + i)`` of its report's text.
    ``slots`` are the places of slots, which stand for ``[slot_starts, slot_ends)``.
    """

    codes: Codes
    cuts: Array
    bounds: Array
    breaks: Array
    starts: Ints
    ends: Ints
    slots: Array
    slot_starts: Ints
    slot_ends: Ints

    @property
    def text(self) -> str:
        """The masked text."""
        return text_of(self.codes)


def region_levels(region: str | None) -> tuple[str, ...]:
    """The region from the outermost level inwards: 甲市, 甲市乙区."""
    if not region:
        return ()
    cuts = [match.end() for match in _LEVELS.finditer(region)]
    return tuple(region[:cut] for cut in cuts) or (region,)


def codes_of(text: str) -> Codes:
    """A number a character, so that lengths agree; beyond the BMP the lower 16 bits."""
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) == 2 * len(text):
        return np.frombuffer(data, np.uint16)
    wide = text.encode("utf-32-le", "surrogatepass")
    return np.ascontiguousarray(np.frombuffer(wide, np.uint16)[::2])


def text_of(codes: Codes) -> str:
    """The text behind masked codes."""
    return codes.tobytes().decode("utf-16-le")


def mask(documents: Sequence[Document]) -> Masked:
    """The masked sentences of the documents, one after the other; headings and tables apart."""
    pieces: list[str] = []
    counts: list[int] = []
    firsts: list[int] = []
    texts: list[str] = []
    for document in documents:
        found, starts = _pieces(document)
        # The last piece gets a separator too: so something stands behind every character.
        texts.append(_named(_END.join([*found, ""]) if found else "", document.identity))
        pieces += found
        firsts += starts
        counts.append(len(found))
    text = "".join(texts)
    sizes = np.array([len(piece) + 1 for piece in pieces], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    codes = codes_of(text).copy()
    classes = CLASSES.take(codes)
    kept = classes & DROPPED == 0
    start, end, slots = _tokens(text, codes, classes)
    codes[classes & LEVEL > 0] = _P
    first = np.repeat((np.array(firsts, dtype=np.int64) - begins).astype(np.int32), sizes)
    first += np.arange(len(codes), dtype=np.int32)
    last = first + 1
    if len(start):
        codes[start] = slots
        last[start] = last[end - 1]
        size = end - start
        inner = np.arange(int(size.sum())) + np.repeat(start - (np.cumsum(size) - size), size)
        kept[inner] = False
        kept[start] = True
    owner = np.append(0, np.cumsum(counts))
    heads = np.append(begins, len(codes))[owner]
    return _joined(codes, first, last, kept, begins, heads)


def _named(text: str, identity: Identity) -> str:
    """The text with the unit's own names as slots of the same length."""
    names = list(_names(identity))
    # A name that holds one that isn't there isn't there either: the shortest are sought first.
    absent = [name for name, _ in names if len(name) <= _STEM and name not in text]
    for name, slot in names:
        if any(part in name for part in absent):
            continue
        # 组织部 in 组织部门 is no name.
        text = (
            re.sub(f"{name}(?!门)", slot * len(name), text)
            if name.endswith("部")
            else text.replace(name, slot * len(name))
        )
    return text


def _pieces(document: Document) -> tuple[list[str], list[int]]:
    """The sentences less their list numbers, and where each begins in the document."""
    folded = document.folded
    spans = [sentence.span for sentence in document.sentences]
    starts = [span.start for span in spans]
    pieces = [folded[span.start : span.end] for span in spans]
    for place, piece in enumerate(pieces):
        if piece[:1] in _FIRST_OF_LIST and (number := LIST_NUMBER.match(piece)):
            starts[place] += number.end()
            pieces[place] = piece[number.end() :]
    if not all(pieces):
        some = [place for place, piece in enumerate(pieces) if piece]
        pieces, starts = [pieces[k] for k in some], [starts[k] for k in some]
    return pieces, starts


def _tokens(text: str, codes: Codes, classes: Classes) -> Tokens:
    """Numbers, dates and names that don't overlap, in order; the number where both begin."""
    start, end, slots = numbers(text, codes, classes)
    names = _bodies(text, codes, classes)
    if not names:
        return start, end, slots
    named = np.array(names, dtype=np.int64)
    start, end = np.concatenate([start, named[:, 0]]), np.concatenate([end, named[:, 1]])
    slots = np.concatenate([slots, named[:, 2].astype(np.uint16)])
    order = np.argsort(start, kind="stable")
    start, end, slots = start[order], end[order], slots[order]
    if np.any(end[:-1] > start[1:]):
        apart, at = [], 0
        for place, (low, high) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
            if low >= at:
                apart.append(place)
                at = high
        start, end, slots = start[apart], end[apart], slots[apart]
    return start, end, slots


def _bodies(text: str, codes: Codes, classes: Classes) -> list[tuple[int, int, int]]:
    """Names of bodies and places, sought only near characters that they can end with."""
    at = 0
    found: list[tuple[int, int, int]] = []
    places = _name_ends(codes, classes)
    starts = _name_starts(codes, classes, places)
    for place in places.tolist():
        if place < at:
            continue
        for start in starts[bisect_left(starts, max(at, place - _REACH)) :]:
            if start > place:
                break
            if start >= at and (match := NAMES.match(text, start, place + _AHEAD)):
                found.append((start, match.end(), _P if match.lastgroup == "named" else _A))
                at = match.end()
    return found


def _name_ends(codes: Codes, classes: Classes) -> Array:
    """Places where a name may end: the end of a known word, or one near 在, 由, 向 …"""
    found = np.flatnonzero(classes & (NAME_END | PLACE_END) > 0)
    found = found[found >= 2]
    before = codes.take(found - 1)
    known = _SECOND.take(before)
    some = found[known]
    here, one, two = (codes.take(some - back).astype(np.uint64) for back in range(3))
    pair = here | one << np.uint64(16)
    known[known] = _among(pair, _ENDS) | _among(pair | two << np.uint64(32), _ENDS)
    open_ = ~known & (classes.take(found) & PLACE_END > 0)
    placed = found[open_]
    near = classes.take(np.maximum(placed - _FARTHEST[:, None], 0)) & BEFORE
    known[open_] = near.any(axis=0)
    chosen: Array = found[known]
    return chosen


def _name_starts(codes: Codes, classes: Classes, places: Array) -> list[int]:
    """Places near ``places`` where a name may begin: with a known word, with two characters and
    a level of a place, or after 在, 由, 向 …
    """
    near = (places[:, None] + _AROUND).ravel()
    near = near[(near >= 0) & (near < len(codes) - 1)]
    pair = codes.take(near).astype(np.uint64) | codes.take(near + 1).astype(np.uint64) << np.uint64(
        16
    )
    begins = _among(pair, _STARTS)
    begins |= classes.take(np.minimum(near + 2, len(codes) - 1)) & LEVEL > 0
    begins |= classes.take(np.maximum(near - 1, 0)) & BEFORE > 0
    return sorted(set(near[begins].tolist()))


def _among(values: npt.NDArray[np.uint64], table: npt.NDArray[np.uint64]) -> Flags:
    """``np.isin`` for a sorted table, which needn't be sorted anew for each report."""
    at = np.minimum(np.searchsorted(table, values), len(table) - 1)
    found: Flags = table[at] == values
    return found


def _joined(
    codes: Codes, first: Ints, last: Ints, kept: Flags, begins: Array, heads: Array
) -> Masked:
    """A place before a name, and names in a row, as one slot; what is dropped left out."""
    merged = _merge(codes, first, kept, begins)
    at = np.flatnonzero(kept)
    # How many are kept before each character, and before the end.
    rank = np.zeros(len(kept) + 1, np.int32)
    np.cumsum(kept, out=rank[1:], dtype=np.int32)
    bounds, cuts = (rank.take(places).astype(np.int64) for places in (begins, heads))
    codes = codes.take(at)
    bounds = np.append(bounds, len(codes))
    bounds = bounds[np.append(bounds[1:] != bounds[:-1], True)]
    # A half of a pair that stands for one character beyond the BMP is no character by itself.
    codes[codes & 0xF800 == 0xD800] = 0xFFFD
    slots = np.flatnonzero((codes >= _LOW_SLOT) & (codes <= _HIGH_SLOT))
    shown = _breaks(first, last, kept, merged, rank, at.take(cuts[cuts < len(at)]))
    told = at.take(slots)
    return Masked(
        codes, cuts, bounds,
        rank.take(shown).astype(np.int64), first.take(shown), last.take(shown),
        slots, first.take(told), last.take(told),
    )  # fmt: skip


def _merge(codes: Codes, first: Ints, kept: Flags, begins: Array) -> Array:
    """Slots that go on in the next one are dropped; the last of them, which are returned, begin
    where they began.
    """
    slot = np.flatnonzero(((codes == _A) | (codes == _P)) & kept)
    if len(slot) < 2:
        return slot[:0]
    one, two = slot[:-1], slot[1:]
    joined = (codes.take(one) == _P) | (codes.take(one) == codes.take(two))
    joined &= np.searchsorted(begins, one, side="right") == np.searchsorted(
        begins, two, side="right"
    )
    apart = np.flatnonzero(joined & (two - one > 1))
    for place, start, end in zip(
        apart.tolist(), one[apart].tolist(), two[apart].tolist(), strict=True
    ):
        joined[place] = not kept[start + 1 : end].any()
    kept[one[joined]] = False
    fresh = np.append(True, ~joined)
    first[slot] = first.take(slot[fresh])[np.cumsum(fresh) - 1]
    merged: Array = two[joined]
    return merged


def _breaks(first: Ints, last: Ints, kept: Flags, merged: Array, rank: Ints, heads: Array) -> Array:
    """The kept characters whose place in the document doesn't follow from that of the kept one
    before, and those in ``heads``, the first of the reports. Such a jump lies beside a dropped
    character or behind one of ``merged``.
    """
    edge = np.zeros(len(kept), np.bool_)
    edge[1:-1] = ~(kept[:-2] & kept[2:])
    edge[:1] = edge[-1:] = edge[heads] = True
    edge[np.minimum(merged + 1, len(edge) - 1)] = True
    found = np.flatnonzero(edge & kept)
    if not len(found):
        return found
    # Between two of them both places run on.
    starts, ends = first.take(found), last.take(found)
    step = np.diff(rank.take(found))
    real = np.append(True, (np.diff(starts) != step) | (np.diff(ends) != step))
    real[np.searchsorted(found, heads)] = True
    chosen: Array = found[real]
    return chosen


def _names(identity: Identity) -> Iterator[tuple[str, str]]:
    """The unit's own names and places with their slots, the longest first."""
    agencies = {n for n in (identity.agency, *identity.aliases) if n and len(n) >= 3}
    region = identity.region or ""
    for name in tuple(agencies):
        short = re.sub(r"^(?:中共|中国共产党)", "", name).removeprefix(region)
        # 林业局 is masked as any other, so that 青原县林业局 is one name in another's report too.
        if len(short) >= 3 and not NAMES.fullmatch(short):
            agencies.add(short)
    places = {region, *(m.group() for m in _LEVELS.finditer(region))} - {""}
    places |= {_SUFFIX.sub("", place) for place in places}
    for names, slot in ((agencies, AGENCY), (places - agencies, PLACE)):
        for name in sorted(names, key=lambda n: (-len(n), n)):
            if len(name) >= 2:
                yield name, slot

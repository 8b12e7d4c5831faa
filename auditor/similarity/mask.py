"""Masking: agencies, places, years and numbers become slots.

A report that was written by changing the name and the figures on a neighbour's then reads the
same as the neighbour's. White space, bold marks and list numbers drop out. Every masked
character knows the span of ``Document.text`` that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.core.document import Document, Identity
from auditor.similarity.mask_words import (
    AGENCY,
    BEFORE_CHARS,
    DATE,
    ENDINGS,
    HAN_DIGITS,
    LEVELS,
    LIST_NUMBER,
    NAMES,
    NUMBER,
    NUMBERS,
    PLACE,
    SLOTS,
    body_ends,
)

__all__ = ["AGENCY", "DATE", "NUMBER", "PLACE", "SLOTS", "Masked", "mask", "region_levels"]

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]
_Token = tuple[int, int, str]

_END = "\0"
_REACH = 36
_A, _P, _Y, _N = (ord(slot) for slot in (AGENCY, PLACE, DATE, NUMBER))
_FIRST_OF_LIST = frozenset("(0123456789一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_DROPPED, _LEVEL, _NAME_END, _BEFORE, _PLACE_END, _DIGIT, _HAN_DIGIT = 1, 2, 4, 8, 16, 32, 64


_DIGITS = "".join(chr(c) for c in range(1 << 16) if chr(c).isdecimal())


def _classes() -> npt.NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    spaces = "".join(chr(c) for c in range(1 << 16) if chr(c).isspace())
    for chars, flag in (
        (spaces + "*" + _END, _DROPPED),
        (LEVELS, _LEVEL | _PLACE_END),
        ("村道", _PLACE_END),
        ("".join(ENDINGS), _NAME_END),
        (BEFORE_CHARS, _BEFORE),
        (_DIGITS, _DIGIT),
        (HAN_DIGITS, _HAN_DIGIT),
    ):
        table[[ord(char) for char in chars]] |= flag
    return table


def _key(ends: str) -> int:
    return int.from_bytes(ends.rjust(3, _END).encode("utf-16-be"), "big")


_CLASS = _classes()
_ENDS = np.sort(np.array([_key(e) for e in body_ends()], dtype=np.uint64))
_SUFFIX = re.compile(r"(?:自治区|自治州|自治县|地区|新区|[省市县区镇乡州旗盟])$")
_LEVELS = re.compile(r"[一-鿿]+?(?:自治区|自治州|自治县|地区|[省市县区镇乡州旗盟])")


@dataclass(frozen=True, slots=True, eq=False)
class Masked:
    """The masked narrative of one report.

    ``starts[i]``, ``ends[i]`` (int32) bound what ``text[i]`` stands for in ``Document.text``;
    ``bounds`` are the places in ``text`` where sentences begin, ended by ``len(text)``.
    """

    text: str
    starts: Ints
    ends: Ints
    bounds: Ints


def region_levels(region: str | None) -> tuple[str, ...]:
    """The region from the outermost level inwards: 甲市, 甲市乙区."""
    if not region:
        return ()
    cuts = [match.end() for match in _LEVELS.finditer(region)]
    return tuple(region[:cut] for cut in cuts) or (region,)


def codes_of(text: str) -> Codes:
    """A number a character, so that lengths agree; beyond the BMP the lower 16 bits."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint16)[::2]


def mask(document: Document) -> Masked:
    """The masked sentences of the document, one after the other; headings and tables apart."""
    pieces, firsts = _pieces(document)
    if not pieces:
        empty = np.zeros(0, np.int32)
        return Masked("", empty, empty, np.zeros(1, np.int32))
    text = _END.join(pieces)
    for name, slot in _names(document.identity):
        # 组织部 in 组织部门 is no name.
        text = (
            re.sub(f"{name}(?!门)", slot * len(name), text)
            if name.endswith("部")
            else text.replace(name, slot * len(name))
        )
    sizes = np.array([len(piece) + 1 for piece in pieces])
    begins = np.concatenate([[0], np.cumsum(sizes[:-1])])
    codes = codes_of(text).copy()
    first = np.arange(len(codes)) + np.repeat(np.array(firsts) - begins, sizes)[: len(codes)]
    last = first + 1
    kept = _CLASS[codes] & _DROPPED == 0
    codes[(_CLASS[codes] & _LEVEL) > 0] = _P
    found = [(start, end, ord(slot)) for start, end, slot in _tokens(text)]
    if found:
        start, end, slot = np.array(found, dtype=np.int64).T
        codes[start] = slot
        last[start] = last[end - 1]
        # Whether a place lies in a token, from where tokens begin and end.
        inside = np.zeros(len(codes) + 1, np.int8)
        inside[start] = 1
        inside[end] -= 1
        kept &= np.cumsum(inside[:-1], dtype=np.int8) == 0
        kept[start] = True
    return _joined(codes, first, last, kept, np.repeat(np.arange(len(pieces)), sizes))


def _pieces(document: Document) -> tuple[list[str], list[int]]:
    """The sentences less their list numbers, and where each begins in the document."""
    pieces: list[str] = []
    firsts: list[int] = []
    folded = document.folded
    for sentence in document.sentences:
        span = sentence.span
        start = span.start
        piece = folded[start : span.end]
        if not piece:
            continue
        if piece[0] in _FIRST_OF_LIST or piece[0].isspace():
            number = LIST_NUMBER.match(piece)
            if number:
                start += number.end()
                piece = piece[number.end() :]
        pieces.append(piece)
        firsts.append(start)
    return pieces, firsts


def _tokens(text: str) -> Iterator[_Token]:
    """Numbers, dates and names that don't overlap, in order; the number where both begin."""
    names = list(_bodies(text))
    if not names:
        yield from _numbers(text)
        return
    found = sorted([*_numbers(text), *names], key=_by_place)
    at = 0
    for start, end, slot in found:
        if start >= at:
            yield start, end, slot
            at = end


def _by_place(token: _Token) -> tuple[int, bool]:
    return token[0], token[2] in (AGENCY, PLACE)


def _numbers(text: str) -> Iterator[_Token]:
    kinds = _CLASS[codes_of(text)] & (_DIGIT | _HAN_DIGIT)
    at = 0
    for place in np.flatnonzero((kinds > 0) & (np.diff(kinds, prepend=0) != 0)).tolist():
        match = NUMBERS.match(text, place) if place >= at else None
        if match:
            at = match.end()
            yield place, at, DATE if match.lastgroup else NUMBER


def _bodies(text: str) -> Iterator[_Token]:
    """Names of bodies and places, sought only near characters that they can end with."""
    at = 0
    for place in _name_ends(codes_of(text)).tolist():
        if place < at:
            continue
        match = NAMES.search(text, max(at, place - _REACH), place + 6)
        while match and match.end() <= place:
            yield _token(match)
            at = match.end()
            match = NAMES.search(text, at, place + 6)
        if match and match.start() <= place:
            yield _token(match)
            at = match.end()


def _token(match: re.Match[str]) -> _Token:
    return (*match.span(), PLACE if match.lastgroup == "named" else AGENCY)


def _name_ends(codes: Codes) -> npt.NDArray[np.int64]:
    """Places where a name may end: the end of a known word, or one near 在, 由, 向 …"""
    classes = _CLASS[codes]
    found = np.flatnonzero(classes & (_NAME_END | _PLACE_END))
    wide = np.concatenate([np.zeros(9, np.uint16), codes]).astype(np.uint64)
    at = found + 9
    two = wide[at] | wide[at - 1] << np.uint64(16)
    three = two | wide[at - 2] << np.uint64(32)
    known = _among(two, _ENDS) | _among(three, _ENDS)
    near = np.concatenate([np.zeros(9, np.uint8), classes & _BEFORE])
    opened = np.zeros(len(found), np.bool_)
    for back in range(3, 10):
        opened |= near[at - back] > 0
    placed = (classes[found] & _PLACE_END > 0) | (codes[found] == ord("局"))
    chosen: npt.NDArray[np.int64] = found[known | (placed & opened)]
    return chosen


def _among(values: npt.NDArray[np.uint64], table: npt.NDArray[np.uint64]) -> Flags:
    """``np.isin`` for a sorted table, which needn't be sorted anew for each report."""
    at = np.minimum(np.searchsorted(table, values), len(table) - 1)
    found: Flags = table[at] == values
    return found


def _joined(
    codes: Codes,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    kept: Flags,
    piece: npt.NDArray[np.int64],
) -> Masked:
    """A place before a name, and names in a row, as one slot; what is dropped left out."""
    kept_at = np.flatnonzero(kept)
    codes, first, last, piece = codes[kept_at], first[kept_at], last[kept_at], piece[kept_at]
    fresh = np.ones(len(codes), np.bool_)
    before, here = codes[:-1], codes[1:]
    same = (piece[1:] == piece[:-1]) & ((before == _P) | (before == here))
    fresh[1:] = ~(same & ((here == _A) | (here == _P)))
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(codes)) - 1 if len(begins) else begins
    piece = piece[begins]
    cuts = np.flatnonzero(np.diff(piece, prepend=-1)) if len(piece) else begins
    return Masked(
        codes[ends].tobytes().decode("utf-16-le", "replace"),
        first[begins].astype(np.int32),
        last[ends].astype(np.int32),
        np.append(cuts if len(cuts) else [0], len(begins)).astype(np.int32)
        if len(begins)
        else np.zeros(1, np.int32),
    )


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

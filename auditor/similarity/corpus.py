"""All reports of a run as arrays: one text, global positions, groups of units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from auditor.similarity.fingerprints import Fingerprints, Hashes
from auditor.similarity.lookup import Lookup
from auditor.similarity.mask import SLOTS, text_of

Array = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
_AT_ONCE = 1 << 16
_MOST_GRAMS = 1 << 23
"""From so many kept grams on, some 6,000 reports of 9,000 characters, a fifth of them is left out."""
_LASTING = np.uint8(205)
_LOW_SLOT, _HIGH_SLOT = (ord(f(SLOTS)) for f in (min, max))


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote a report, and when."""

    document_id: str
    key: str
    unit: str
    regions: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, eq=False)
class Corpus:
    """Reports of one unit stand next to each other, and units of one region.

    ``codes`` are the masked texts one after the other, report ``k`` at
    ``[begins[k], begins[k + 1])``; ``bounds`` are sentence starts in them with the end;
    ``values`` are the slots' hashes and ``slots`` the global places of the slots.
    ``breaks``, ``starts`` and ``ends`` are those of ``Fingerprints``, the breaks global.
    ``grams[k]`` is the number of the first kept gram of report ``k``, with the end, and
    ``places`` are the global places of the grams, ascending.
    ``unit[k]`` is the number of a report's unit; ``groups`` are ways to part the units (region
    of each level, department, department within the outermost region), a number a unit;
    ``outer`` is the unit's whole region, a number of its own where that is unknown.
    """

    reports: tuple[Header, ...]
    begins: Array
    codes: npt.NDArray[np.uint16]
    bounds: Lookup
    slots: Lookup
    values: npt.NDArray[np.int32]
    breaks: Lookup
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    grams: Array
    places: npt.NDArray[np.uint32]
    unit: Array
    groups: tuple[Array, ...]
    outer: Array

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.outer)

    def report_of(self, places: Array) -> Array:
        """The numbers of the reports in which global places lie."""
        return self._reports.right(places) - 1

    @cached_property
    def _reports(self) -> Lookup:
        return Lookup(self.begins)

    def spans(self, start: Array, end: Array) -> tuple[Array, Array]:
        """Starts and ends in the documents' texts of ranges, none of them empty."""
        # In the order of the corpus: to look here and there would wait for the memory each time.
        order = np.argsort(start, kind="stable")
        start, end = start.take(order), end.take(order)
        found = np.empty((2, len(order)), np.int64)
        first, last = self.breaks.right(start) - 1, self.breaks.right(end - 1) - 1
        found[0, order] = self.starts.take(first) + start - self.breaks.at(first)
        found[1, order] = self.ends.take(last) + end - 1 - self.breaks.at(last)
        return found[0], found[1]

    def text(self, start: int, end: int) -> str:
        """The masked text of a range."""
        return text_of(self.codes[start:end])


def gather(prints: Iterable[Fingerprints]) -> tuple[Corpus, Hashes]:
    """The corpus, in an order that doesn't depend on that of ``prints``, and its grams' hashes.

    ``prints`` is gone through twice, so that those of an index needn't be in memory. Of more than
    ``_MOST_GRAMS`` grams a fifth is left out, the same ones in all reports: what a large run takes
    grows faster than their number. ``ValueError`` for equal ids and for more than 4 G characters.
    """
    headers: list[Header] = []
    counts: list[tuple[int, ...]] = []
    for one in prints:
        headers.append(Header(one.document_id, one.key, one.unit, one.regions, one.year))
        sizes_of = (len(one.codes), len(one.values), len(one.breaks), len(one.hashes))
        counts.append((*sizes_of, len(one.bounds), int(np.count_nonzero(_lasting(one.hashes)))))
    if len({header.document_id for header in headers}) < len(headers):
        raise ValueError("two reports have one id")
    order = sorted(range(len(headers)), key=lambda k: _rank(headers[k]))
    sizes = np.array(counts, dtype=np.int64).reshape(-1, 6)[order]
    thin = int(sizes[:, 3].sum()) > _MOST_GRAMS
    if thin:
        sizes[:, 3] = sizes[:, 5]
    sizes = sizes[:, :5]
    offsets = np.concatenate([np.zeros((1, 5), np.int64), np.cumsum(sizes, axis=0)])
    total = offsets[-1].tolist()
    if total[0] >= 1 << 32:
        raise ValueError("more than 4 G characters")
    codes, values = np.empty(total[0], np.uint16), np.empty(total[1], np.int32)
    starts, ends = np.empty(total[2], np.int32), np.empty(total[2], np.int32)
    breaks, bounds = np.empty(total[2], np.uint32), np.empty(total[4], np.uint32)
    hashes, places = np.empty(total[3], np.uint64), np.empty(total[3], np.uint32)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    for one, number in zip(prints, rank.tolist(), strict=True):
        text, value, jump, gram, bound = map(
            slice, offsets[number].tolist(), offsets[number + 1].tolist()
        )
        codes[text], values[value], starts[jump], ends[jump] = (
            one.codes, one.values, one.starts, one.ends,
        )  # fmt: skip
        begin = np.uint32(text.start)
        np.add(one.breaks.view(np.uint32), begin, out=breaks[jump])
        np.add(one.bounds.view(np.uint32), begin, out=bounds[bound])
        kept, where = one.hashes, one.positions
        if thin:
            lasting = _lasting(kept)
            kept, where = kept[lasting], where[lasting]
        np.add(where.view(np.uint32), begin, out=places[gram])
        hashes[gram] = kept
    reports = tuple(headers[k] for k in order)
    names: dict[str, Header] = {}
    for report in reports:
        names.setdefault(report.unit, report)
    number_of = {name: place for place, name in enumerate(names)}
    corpus = Corpus(
        reports=reports,
        begins=offsets[:, 0].copy(),
        codes=codes,
        # A report ends where the next begins.
        bounds=Lookup(
            bounds[np.append(bounds[1:] != bounds[:-1], True)] if len(bounds) else bounds
        ),
        slots=Lookup(_slots(codes)),
        values=values,
        breaks=Lookup(breaks),
        starts=starts,
        ends=ends,
        grams=offsets[:, 3].copy(),
        places=places,
        unit=np.array([number_of[report.unit] for report in reports], dtype=np.int64),
        groups=_groups(tuple(names.values())),
        outer=_numbers([r.regions or None for r in names.values()]),
    )
    return corpus, hashes


def _lasting(hashes: Hashes) -> npt.NDArray[np.bool_]:
    """The grams that are left in a large run, by bits of their hashes that nothing else goes by."""
    lasting: npt.NDArray[np.bool_] = (hashes >> np.uint64(24)).astype(np.uint8) < _LASTING
    return lasting


def sums_before(table: npt.NDArray[np.int32], codes: npt.NDArray[np.uint16]) -> Counts:
    """Of each place and of the end: how much ``table`` gives the codes before it together.

    A portion at a time, because numpy makes an index of 8 bytes of each code.
    """
    sums = np.empty(len(codes) + 1, np.int32)
    sums[0] = 0
    for start in range(0, len(codes), _AT_ONCE):
        some = sums[start : start + _AT_ONCE + 1]
        total = some[0]
        some[1:] = table.take(codes[start : start + _AT_ONCE])
        np.cumsum(some[1:], out=some[1:])
        some[1:] += total
    return sums


def _slots(codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    found = [np.empty(0, np.uint32)]
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start : start + _AT_ONCE]
        places = np.flatnonzero((some >= _LOW_SLOT) & (some <= _HIGH_SLOT)) + start
        found.append(places.astype(np.uint32))
    return np.concatenate(found)


def _rank(header: Header) -> tuple[object, ...]:
    return header.regions, header.unit, header.year or 0, header.key, header.document_id


def _groups(units: Sequence[Header]) -> tuple[Array, ...]:
    depth = max((len(unit.regions) for unit in units), default=0)
    kinds: list[list[object]] = [
        [unit.regions[: level + 1] or None for unit in units] for level in range(depth)
    ]
    departments = [_department(unit) for unit in units]
    kinds.append(list(departments))
    kinds.append(
        [
            (unit.regions[0], name) if unit.regions and name else None
            for unit, name in zip(units, departments, strict=True)
        ]
    )
    return tuple(_numbers(kind) for kind in kinds)


def _department(unit: Header) -> str | None:
    """教育局 for every county's 教育局; ``None`` for a unit that names no region."""
    region, _, core = unit.unit.partition("|")
    return core if region and core else None


def _numbers(names: Sequence[object]) -> Array:
    """A number a name, and one of its own for each ``None``."""
    seen: dict[object, int] = {}
    found = [
        seen.setdefault((place,) if name is None else (name, None), len(seen))
        for place, name in enumerate(names)
    ]
    return np.array(found, dtype=np.int64)

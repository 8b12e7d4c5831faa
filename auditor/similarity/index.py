"""The inverted index over a corpus: how common each gram is, and which places share grams.

Everything is sorted arrays of 64-bit words, a bucket of hashes at a time, so that the working
memory doesn't grow with the corpus. A gram that stands in few reports is paired with all of
them; one that stands in many (template text) only with the next one. So the number of pairs, and
with it the cost, grows with the corpus and not with its square, and the text is still seen as
shared in every report that holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.similarity.corpus import Array, Corpus
from auditor.similarity.fingerprints import Hashes
from auditor.similarity.kinds import Thresholds

Flags = npt.NDArray[np.bool_]

PART = 256
"""Reports that are aligned at once, with all others."""
_ALL_PAIRS = 12
_BUCKET = 1 << 22
_AT_HAND = 1 << 18
"""Entries that are sorted at once: what fits into the processor's cache."""
_LEAST_BUCKETS = 4
"""At least 16 buckets, so that a cluster has something to share out."""
_AT_ONCE = 1 << 19
_CHANCE = 0.05
_TEMPLATE, _COMMON = np.uint32(2), np.uint32(1)
_HALF = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Of each kept gram, in the order of the corpus: how many units have it, and whether
    counting makes it template or common, in the two lowest bits. ``pairs[k]`` are places of
    equal grams in two reports, the lower in the upper 32 bits and in one of the reports
    ``PART`` * k and after.
    """

    told: npt.NDArray[np.uint32]
    pairs: list[list[Hashes]]

    def of_grams(self, grams: slice) -> tuple[Array, Flags, Flags]:
        """Units that have the grams, whether they are template, whether common."""
        told = self.told[grams]
        return (told >> 2).astype(np.int64), told & _TEMPLATE > 0, told & _COMMON > 0

    def of_part(self, number: int) -> tuple[Array, Array]:
        """Both places of the pairs of a part, which are given away."""
        some = np.concatenate([np.empty(0, np.uint64), *self.pairs[number]])
        self.pairs[number].clear()
        return (some >> _HALF).astype(np.int64), (some & _LOW).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The kept grams of a corpus in its order: hash, global place, number of the report."""

    hashes: Hashes
    places: npt.NDArray[np.integer]
    owners: npt.NDArray[np.int32]

    def slice(self, start: int, stop: int) -> Entries:
        """Some of them, the same memory."""
        some = slice(start, stop)
        return Entries(self.hashes[some], self.places[some], self.owners[some])

    def buckets(self) -> Array:
        """The bucket of each entry, by its gram; how many there are depends on all entries."""
        count = 1 << max(_LEAST_BUCKETS, (len(self.hashes) // _BUCKET).bit_length())
        return (self.hashes & np.uint64(count - 1)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """What one bucket says: ``entries`` are numbers of entries with a gram that stands twice,
    ``pairs`` are as in ``Index``, each of the part in ``parts``.
    """

    entries: Array
    units: npt.NDArray[np.int32]
    template: Flags
    common: Flags
    pairs: Hashes
    parts: npt.NDArray[np.uint16]


Sorter = Callable[[Corpus, Entries, Thresholds, int | None], Iterable[Bucket]]
"""Brings the entries of each bucket together and calls ``bucket_of`` on them, in any order."""


def index(
    corpus: Corpus,
    hashes: Hashes,
    limits: Thresholds,
    forms: Hashes | None = None,
    only: int | None = None,
    sorter: Sorter | None = None,
) -> Index:
    """``hashes`` are given away; ``forms`` are grams of official forms; ``only`` keeps the pairs
    of one report alone.

    The order of what ``sorter`` yields doesn't matter.
    """
    prescribed = np.isin(hashes, forms) if forms is not None and len(forms) else None
    owners = np.repeat(np.arange(len(corpus.reports), dtype=np.int32), np.diff(corpus.grams))
    known = Entries(hashes, corpus.places.copy(), owners)
    told = np.full(len(hashes), 1 << 2, np.uint32)
    pairs: list[list[Hashes]] = [[] for _ in range(-(-len(corpus.reports) // PART))]
    for found in (sorter or _in_turn)(corpus, known, limits, only):
        told[found.entries] = (
            found.units.astype(np.uint32) << 2 | found.template * _TEMPLATE | found.common * _COMMON
        )
        _apart(found.pairs, found.parts, pairs)
    if prescribed is not None:
        told |= prescribed * _TEMPLATE
    return Index(told, pairs)


def _in_turn(
    corpus: Corpus, known: Entries, limits: Thresholds, only: int | None
) -> Iterator[Bucket]:
    for numbers, some in _buckets(known):
        yield bucket_of(corpus, some, numbers, limits, only)


def bucket_of(
    corpus: Corpus, known: Entries, numbers: Array, limits: Thresholds, only: int | None
) -> Bucket:
    """One bucket's entries, ascending by their ``numbers``; of ``corpus`` its units are needed."""
    entry, gram = _postings(known.hashes)
    if not len(entry):
        none, flags = np.empty(0, np.int64), np.empty(0, np.bool_)
        return Bucket(
            none, none.astype(np.int32), flags, flags,
            none.astype(np.uint64), none.astype(np.uint16),
        )  # fmt: skip
    report = known.owners.take(entry)
    spread, prescribed, widespread = _spread(corpus, gram, report, limits)
    left, right = _pairs(gram, report, only)
    place = known.places.take(entry).astype(np.uint64)
    return Bucket(
        numbers.take(entry),
        spread.take(gram),
        prescribed.take(gram),
        widespread.take(gram),
        place.take(left) << _HALF | place.take(right),
        (report.take(left) // PART).astype(np.uint16),
    )


def _apart(pairs: Hashes, part: npt.NDArray[np.uint16], found: list[list[Hashes]]) -> None:
    """Add the pairs to those of their part."""
    if len(found) <= 1:
        for some in found:
            some.append(pairs)
        return
    # Numbers of 16 bits are sorted by counting.
    order = np.argsort(part, kind="stable")
    cuts = np.cumsum(np.bincount(part, minlength=len(found)))[:-1]
    for some, more in zip(found, np.split(pairs.take(order), cuts), strict=True):
        if len(more):
            some.append(more)


def _buckets(known: Entries) -> Iterator[tuple[Array, Entries]]:
    """Numbers of the entries of each bucket, ascending, and the entries.

    They are copied in long stretches, because a look at one entry here and one there costs more
    than sorting them. So that no second copy of all is held, ``known`` is left in another order.
    """
    total = len(known.hashes)
    bits = max(0, (total // _AT_HAND).bit_length())
    if not bits:
        yield np.arange(total), known
        return
    parts: list[tuple[npt.NDArray[np.uint32], Entries, Array]] = []
    for begin in range(0, total, _AT_ONCE):
        some = known.slice(begin, begin + _AT_ONCE)
        bucket = (some.hashes >> np.uint64(64 - bits)).astype(np.uint16)
        # Numbers of 16 bits are sorted by counting.
        order = np.argsort(bucket, kind="stable")
        for column in (some.hashes, some.places, some.owners):
            column[:] = column.take(order)
        cuts = np.append(0, np.cumsum(np.bincount(bucket, minlength=1 << bits)))
        parts.append(((order + begin).astype(np.uint32), some, cuts))
    for place in range(1 << bits):
        found = [
            (numbers[at], some.hashes[at], some.places[at], some.owners[at])
            for numbers, some, cuts in parts
            for at in (slice(cuts[place], cuts[place + 1]),)
        ]
        numbers, *columns = (np.concatenate(column) for column in zip(*found, strict=True))
        yield numbers.astype(np.int64), Entries(*columns)


def _postings(hashes: Hashes) -> tuple[Array, Array]:
    """Entries whose gram stands twice or more, by gram and entry, and the number of the gram.

    One sort of plain words: the hash above, the entry below.
    """
    if len(hashes) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    width = np.uint64(len(hashes).bit_length())
    low = np.uint64((1 << int(width)) - 1)
    # The upper bits are the same all over a bucket.
    packed = hashes << width | np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    gram = packed >> width
    same = np.zeros(len(gram) + 1, np.bool_)
    np.equal(gram[1:], gram[:-1], out=same[1:-1])
    kept = np.flatnonzero(same[1:] | same[:-1])
    fresh = ~same[:-1].take(kept)
    return (packed.take(kept) & low).astype(np.int64), np.cumsum(fresh) - 1


def _spread(
    corpus: Corpus, gram: Array, report: npt.NDArray[np.int32], limits: Thresholds
) -> tuple[npt.NDArray[np.int32], Flags, Flags]:
    """Of each gram: units that have it, whether it is template, whether common."""
    total = int(gram[-1]) + 1
    unit = corpus.unit.take(report)
    # Reports of one unit stand together, so a unit's entries of a gram do too.
    first = np.flatnonzero(_steps(gram, unit))
    member, owner = unit.take(first), gram.take(first)
    units = np.bincount(owner, minlength=total)
    template = units >= max(limits.template_units, limits.template_share * corpus.units)
    some = (units >= min(limits.template_units, limits.common_units)).take(owner)
    member, owner = member[some], owner[some]
    for group in corpus.groups:
        template |= _regional(group, owner, member, units, limits)
    many = limits.many(corpus.units)
    some = (units >= many).take(owner)
    keys, width = _counted(owner[some], corpus.outer.take(member[some]), corpus.units)
    regions = np.bincount(keys[_steps(keys)] // width, minlength=total)
    common = (units >= many) & (regions >= limits.common_regions)
    return units.astype(np.int32), template, common


def _steps(*columns: npt.NDArray[np.integer]) -> Flags:
    """Where one of the columns differs from the row above; the first row always does."""
    step = np.zeros(len(columns[0]), np.bool_)
    step[:1] = True
    for column in columns:
        step[1:] |= column[1:] != column[:-1]
    return step


def _counted(gram: Array, value: Array, width: int) -> tuple[Array, int]:
    """Gram and value as one number, ascending, and how many values there are room for."""
    keys = gram * (width + 1) + value
    if np.any(keys[1:] < keys[:-1]):
        keys.sort()
    return keys, width + 1


def _regional(group: Array, gram: Array, member: Array, units: Array, limits: Thresholds) -> Flags:
    """Grams that stand in most agencies of some group that is large enough to tell.

    Of thousands of small groups one or the other has most of its agencies among those that use a
    common phrase; so the group must have the gram more often than all others make likely.
    """
    size = np.bincount(group, minlength=1)
    large = (size >= limits.region_units).take(group.take(member))
    keys, width = _counted(gram[large], group.take(member[large]), len(size))
    first = np.flatnonzero(_steps(keys))
    counts = np.diff(np.append(first, len(keys)))
    owner, found = np.divmod(keys.take(first), width)
    enough = (counts >= limits.template_units) & (
        counts >= limits.template_share * size.take(found)
    )
    owner, found, counts = owner[enough], found[enough], counts[enough]
    sure = _beyond_chance(
        counts,
        size[found],
        units[owner],
        len(group),
        int(np.count_nonzero(size >= limits.region_units)),
    )
    flags = np.zeros(len(units), np.bool_)
    flags[owner[sure]] = True
    return flags


def _beyond_chance(counts: Array, sizes: Array, units: Array, total: int, groups: int) -> Flags:
    """Groups in which so many members would be found by chance in fewer than ``_CHANCE`` of runs.

    ``counts`` of ``sizes`` members have a gram that ``units`` of ``total`` have, one of ``groups``.
    The bound on the binomial tail is Hoeffding's (1963, theorem 1), at the rate outside the group.
    """
    share = counts / sizes
    rate = np.clip((units - counts) / np.maximum(total - sizes, 1), 1e-12, 1 - 1e-12)
    rest = 1 - share
    apart = share * np.log(share / rate)
    apart += np.where(rest > 0, rest * np.log(np.maximum(rest, 1e-12) / (1 - rate)), 0)
    unlikely: Flags = np.log(max(groups, 1)) - sizes * apart < np.log(_CHANCE)
    return (share > rate) & unlikely


def _pairs(gram: Array, report: npt.NDArray[np.int32], only: int | None) -> tuple[Array, Array]:
    """Entries of one gram in two reports, the lower report left.

    Each entry meets the first entry of the next and of the previous reports that have its gram,
    so that a sentence that one report repeats costs no more than its repetitions.
    """
    fresh = _steps(gram, report)
    first = np.flatnonzero(fresh)
    owner, of = gram.take(first), report.take(first)
    last = np.append(first[1:], len(gram)) - 1
    few = np.bincount(owner)
    rows, others = [_neighbours(owner, np.arange(len(first) - 1), 1)], [1]
    some = np.flatnonzero(((few > 2) & (few <= _ALL_PAIRS)).take(owner))
    for shift in range(2, _ALL_PAIRS):
        some = _neighbours(owner, some[some < len(first) - shift], shift)
        rows.append(some)
        others.append(shift)
    low = np.concatenate(rows)
    high = low + np.repeat(others, [len(row) for row in rows])
    if only is not None:
        asked = (of.take(low) == only) | (of.take(high) == only)
        low, high = low[asked], high[asked]
    left, right = [first.take(low)], [first.take(high)]
    # What a report has more than once: every entry with the first of the other.
    more = np.flatnonzero(last.take(low) > first.take(low))
    for side, entries in _repeated(first, last, low[more]):
        left.append(entries)
        right.append(first.take(high[more]).take(side))
    more = np.flatnonzero(last.take(high) > first.take(high))
    for side, entries in _repeated(first, last, high[more]):
        left.append(first.take(low[more]).take(side))
        right.append(entries)
    return np.concatenate(left), np.concatenate(right)


def _neighbours(owner: Array, rows: Array, shift: int) -> Array:
    """The rows whose gram the row ``shift`` below has too."""
    same: Array = rows[owner.take(rows) == owner.take(rows + shift)]
    return same


def _repeated(first: Array, last: Array, rows: Array) -> Iterator[tuple[Array, Array]]:
    """Of rows with several entries the number of the row, and the entries after the first."""
    count = last.take(rows) - first.take(rows)
    if len(rows):
        side = np.repeat(np.arange(len(rows)), count)
        step = np.arange(len(side)) - np.repeat(np.cumsum(count) - count, count)
        yield side, first.take(rows).take(side) + 1 + step

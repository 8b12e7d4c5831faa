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

_ALL_PAIRS = 12
_NEIGHBOURS = 1
_BUCKET = 1 << 22
_LEAST_BUCKETS = 4
"""At least 16 buckets, so that a cluster has something to share out."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Of each kept gram, in the order of the corpus: its global ``places``, how many ``units``
    have it, and whether counting makes it ``template`` or ``common``. ``left`` and ``right`` are
    the global places of pairs of equal grams in two reports, ``left`` < ``right``.
    """

    places: Array
    units: npt.NDArray[np.int32]
    template: Flags
    common: Flags
    left: Array
    right: Array


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The kept grams of a corpus in its order: hash, global place, number of the report."""

    hashes: Hashes
    places: Array
    owners: npt.NDArray[np.int32]

    def buckets(self) -> npt.NDArray[np.int64]:
        """The bucket of each entry, by its gram; how many there are depends on all entries."""
        count = 1 << max(_LEAST_BUCKETS, (len(self.hashes) // _BUCKET).bit_length())
        return (self.hashes & np.uint64(count - 1)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """What one bucket says: ``entries`` are numbers of entries with a gram that stands twice."""

    entries: Array
    units: npt.NDArray[np.int32]
    template: Flags
    common: Flags
    left: Array
    right: Array


def entries_of(corpus: Corpus) -> Entries:
    """All kept grams of the corpus."""
    sizes = [len(report.hashes) for report in corpus.reports]
    begins = zip(corpus.reports, corpus.begins[:-1], strict=True)
    return Entries(
        np.concatenate([np.empty(0, np.uint64), *(r.hashes for r in corpus.reports)]),
        np.concatenate([np.empty(0, np.int64), *(r.positions + b for r, b in begins)]),
        np.repeat(np.arange(len(sizes), dtype=np.int32), sizes),
    )


Sorter = Callable[[Corpus, Entries, Thresholds, int | None], Iterable[Bucket]]
"""Brings the entries of each bucket together and calls ``bucket_of`` on them, in any order."""


def index(
    corpus: Corpus,
    limits: Thresholds,
    forms: Hashes | None = None,
    only: int | None = None,
    sorter: Sorter | None = None,
) -> Index:
    """``forms`` are grams of official forms; ``only`` keeps the pairs of one report alone.

    The order of what ``sorter`` yields doesn't matter.
    """
    known = entries_of(corpus)
    units = np.ones(len(known.hashes), np.int32)
    template = np.zeros(len(known.hashes), np.bool_)
    common = np.zeros(len(known.hashes), np.bool_)
    lefts: list[Array] = [np.empty(0, np.int64)]
    rights: list[Array] = [np.empty(0, np.int64)]
    for found in (sorter or _in_turn)(corpus, known, limits, only):
        units[found.entries] = found.units
        template[found.entries] = found.template
        common[found.entries] = found.common
        lefts.append(found.left)
        rights.append(found.right)
    if forms is not None and len(forms):
        template |= np.isin(known.hashes, forms)
    left, right = np.concatenate(lefts), np.concatenate(rights)
    return Index(known.places, units, template, common, left, right)


def _in_turn(
    corpus: Corpus, known: Entries, limits: Thresholds, only: int | None
) -> Iterator[Bucket]:
    numbers = known.buckets()
    order = np.argsort(numbers, kind="stable")
    cuts = np.flatnonzero(np.diff(numbers[order])) + 1
    for chosen in np.split(order, cuts):
        yield bucket_of(
            corpus,
            Entries(known.hashes[chosen], known.places[chosen], known.owners[chosen]),
            chosen,
            limits,
            only,
        )


def bucket_of(
    corpus: Corpus, known: Entries, numbers: Array, limits: Thresholds, only: int | None
) -> Bucket:
    """One bucket's entries, ascending by their ``numbers``; of ``corpus`` its units are needed."""
    entry, gram = _postings(known.hashes)
    if not len(entry):
        none = np.empty(0, np.int64)
        flags = np.empty(0, np.bool_)
        return Bucket(none, np.empty(0, np.int32), flags, flags, none, none)
    report = known.owners[entry].astype(np.int64)
    spread, prescribed, widespread = _spread(corpus, gram, report, limits)
    left, right = _pairs(gram, report, only)
    return Bucket(
        numbers[entry],
        spread[gram],
        prescribed[gram],
        widespread[gram],
        known.places[entry[left]],
        known.places[entry[right]],
    )


def _postings(hashes: Hashes) -> tuple[Array, Array]:
    """Entries whose gram stands twice or more, by gram and entry, and the number of the gram.

    One sort of plain words: the hash above, the entry below.
    """
    width = np.uint64(max(1, len(hashes).bit_length()))
    low = np.uint64((1 << int(width)) - 1)
    packed = np.sort((hashes & ~low) | np.arange(len(hashes), dtype=np.uint64))
    gram = packed >> width
    step = gram[1:] != gram[:-1]
    alone = np.concatenate([[True], step]) & np.concatenate([step, [True]])[: len(gram)]
    kept = np.flatnonzero(~alone[: len(gram)])
    entry = (packed[kept] & low).astype(np.int64)
    gram = gram[kept]
    return entry, np.cumsum(np.concatenate([[0], gram[1:] != gram[:-1]]))[: len(gram)]


def _spread(
    corpus: Corpus, gram: Array, report: Array, limits: Thresholds
) -> tuple[npt.NDArray[np.int32], Flags, Flags]:
    """Of each gram: units that have it, whether it is template, whether common."""
    total = int(gram[-1]) + 1
    unit = corpus.unit[report]
    # Reports of one unit stand together, so a unit's entries of a gram do too.
    first = np.flatnonzero(np.concatenate([[True], (np.diff(gram) != 0) | (np.diff(unit) != 0)]))
    member, owner = unit[first], gram[first]
    units = np.bincount(owner, minlength=total)
    template = units >= max(limits.template_units, limits.template_share * corpus.units)
    often = units >= min(limits.template_units, limits.common_units)
    some = often[owner]
    member, owner = member[some], owner[some]
    for group in corpus.groups:
        template |= _regional(group, owner, member, total, limits)
    regions = _distinct(owner, corpus.outer[member], total, corpus.units)
    common = (units >= limits.many(corpus.units)) & (regions >= limits.common_regions)
    return units.astype(np.int32), template, common


def _distinct(gram: Array, value: Array, total: int, width: int) -> Array:
    keys = np.unique(gram * (width + 1) + value)
    return np.bincount(keys // (width + 1), minlength=total)


def _regional(group: Array, gram: Array, member: Array, total: int, limits: Thresholds) -> Flags:
    """Grams that stand in most agencies of some group that is large enough to tell."""
    width = int(group.max(initial=0)) + 1
    size = np.bincount(group, minlength=width)
    large = size[group[member]] >= limits.region_units
    keys, counts = np.unique(gram[large] * width + group[member[large]], return_counts=True)
    enough = (counts >= limits.template_units) & (
        counts >= limits.template_share * size[keys % width]
    )
    flags = np.zeros(total, np.bool_)
    flags[keys[enough] // width] = True
    return flags


def _pairs(gram: Array, report: Array, only: int | None) -> tuple[Array, Array]:
    """Entries of one gram in two reports, the lower report left.

    Each entry meets the first entry of the next and of the previous reports that have its gram,
    so that a sentence that one report repeats costs no more than its repetitions.
    """
    fresh = np.concatenate([[True], (np.diff(gram) != 0) | (np.diff(report) != 0)])
    run = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    owner, of = gram[first], report[first]
    reports = np.bincount(owner)[owner]
    entries = np.arange(len(run))
    repeated = np.flatnonzero(~fresh)
    left: list[Array] = [np.empty(0, np.int64)]
    right: list[Array] = [np.empty(0, np.int64)]
    for shift in range(1, min(_ALL_PAIRS, len(first))):
        near = np.zeros(len(first), np.bool_)
        near[:-shift] = owner[:-shift] == owner[shift:]
        if only is not None:
            near[:-shift] &= (of[:-shift] == only) | (of[shift:] == only)
        if shift > _NEIGHBOURS:
            near &= reports <= _ALL_PAIRS
        here = entries[near[run]]
        left.append(here)
        right.append(first[run[here] + shift])
        before = run[repeated] - shift
        back = repeated[(before >= 0) & near[before]]
        left.append(first[run[back] - shift])
        right.append(back)
    return np.concatenate(left), np.concatenate(right)

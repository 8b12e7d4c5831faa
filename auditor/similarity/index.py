"""The inverted index over a corpus: how common each gram is, and which places share grams.

Everything is sorted arrays. A gram that stands in few places is paired with all of them; one that
stands in many (template text) only with the next ones in the order of reports. So the number of
seeds, and with it the cost, grows with the corpus and not with its square, and the text is still
seen as shared in every report that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.similarity.fingerprints import GRAM, Fingerprints
from auditor.similarity.kinds import Thresholds

Array = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_ALL_PAIRS = 12
_NEIGHBOURS = 2
_BAND = 24
_GAP = 48


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Of each kept gram of one report: agencies and regions that have it, and whether most
    agencies of one region do. ``positions`` ascend.
    """

    positions: npt.NDArray[np.int32]
    units: Array
    regions: Array
    regional: Flags


@dataclass(frozen=True, slots=True)
class Seed:
    """Grams that reports ``a`` < ``b`` share near one diagonal: masked ranges on both sides."""

    a: int
    b: int
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """Entries whose gram stands in two reports or more, sorted by gram, report and place."""

    gram: Array
    report: Array
    place: Array
    entry: Array


def index(
    corpus: Sequence[Fingerprints], limits: Thresholds
) -> tuple[tuple[Profile, ...], tuple[Seed, ...]]:
    """The profiles, report by report, and the seeds, sorted by pair and place."""
    postings = _postings(corpus)
    profiles = _profiles(corpus, postings, limits)
    return profiles, _seeds(postings)


def _postings(corpus: Sequence[Fingerprints]) -> _Postings:
    sizes = [len(report.hashes) for report in corpus]
    if not sum(sizes):
        empty = np.empty(0, np.int64)
        return _Postings(empty, empty, empty, empty)
    hashes = np.concatenate([report.hashes for report in corpus])
    places = np.concatenate([report.positions for report in corpus]).astype(np.int64)
    reports = np.repeat(np.arange(len(corpus)), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, reports = hashes[order], reports[order]
    gram = np.concatenate([[0], np.cumsum(hashes[1:] != hashes[:-1])])
    first = np.concatenate([[0], np.flatnonzero(hashes[1:] != hashes[:-1]) + 1])
    last = np.concatenate([first[1:], [len(gram)]]) - 1
    keep = (reports[first] != reports[last])[gram]
    gram = np.unique(gram[keep], return_inverse=True)[1].astype(np.int64)
    return _Postings(gram, reports[keep], places[order][keep], order[keep])


def _profiles(
    corpus: Sequence[Fingerprints], postings: _Postings, limits: Thresholds
) -> tuple[Profile, ...]:
    sizes = [len(report.hashes) for report in corpus]
    unit_names = sorted({report.unit for report in corpus})
    number_of = {name: number for number, name in enumerate(unit_names)}
    unit = np.array([number_of[report.unit] for report in corpus], dtype=np.int64)
    total = int(postings.gram[-1]) + 1 if len(postings.gram) else 0
    pairs = np.unique(postings.gram * len(unit_names) + unit[postings.report])
    gram, member = np.divmod(pairs, max(len(unit_names), 1))
    units = np.bincount(gram, minlength=total)
    regional = np.zeros(total, np.bool_)
    depth = max((len(report.regions) for report in corpus), default=0)
    for level in range(depth):
        regional |= _regional(_regions(corpus, number_of, level), gram, member, total, limits)
    # A unit of unknown region counts as a region of its own.
    outer = _regions(corpus, number_of, depth)
    spread = np.unique(gram * (len(unit_names) * 2 + 1) + outer[member])
    regions = np.bincount(spread // (len(unit_names) * 2 + 1), minlength=total)
    full = [np.ones(sum(sizes), np.int64), np.ones(sum(sizes), np.int64)]
    most = np.zeros(sum(sizes), np.bool_)
    full[0][postings.entry] = units[postings.gram]
    full[1][postings.entry] = regions[postings.gram]
    most[postings.entry] = regional[postings.gram]
    ends = np.cumsum(sizes)
    return tuple(
        Profile(
            report.positions,
            full[0][end - size : end],
            full[1][end - size : end],
            most[end - size : end],
        )
        for report, size, end in zip(corpus, sizes, ends, strict=True)
    )


def _regions(corpus: Sequence[Fingerprints], number_of: dict[str, int], level: int) -> Array:
    """The region of each unit at ``level`` or the innermost above it; unknown ones are unique."""
    found = np.arange(len(number_of), dtype=np.int64) + len(number_of)
    names: dict[tuple[str, ...], int] = {}
    for report in corpus:
        if report.regions:
            found[number_of[report.unit]] = names.setdefault(
                report.regions[: level + 1], len(names)
            )
    return found


def _regional(region: Array, gram: Array, member: Array, total: int, limits: Thresholds) -> Flags:
    """Grams that stand in most agencies of some region that is large enough to tell."""
    width = int(region.max(initial=0)) + 1
    size = np.bincount(region, minlength=width)
    keys, counts = np.unique(gram * width + region[member], return_counts=True)
    of = size[keys % width]
    enough = (
        (of >= limits.region_units)
        & (counts >= limits.template_units)
        & (counts >= limits.template_share * of)
    )
    flags = np.zeros(total, np.bool_)
    flags[keys[enough] // width] = True
    return flags


def _seeds(postings: _Postings) -> tuple[Seed, ...]:
    """Shared grams of a pair, grouped by diagonal first and by place second."""
    if not len(postings.gram):
        return ()
    left, right = _pairs(postings)
    a, b = postings.report[left], postings.report[right]
    x, y = postings.place[left], postings.place[right]
    order = np.lexsort((y - x, b, a))
    a, b, x, y = a[order], b[order], x[order], y[order]
    band = _groups((a, 0), (b, 0), (y - x, _BAND))
    order = np.lexsort((x, band))
    a, b, x, y, band = a[order], b[order], x[order], y[order], band[order]
    first = np.flatnonzero(np.diff(_groups((band, 0), (x, _GAP)), prepend=-1))
    rows = zip(
        a[first].tolist(),
        b[first].tolist(),
        x[first].tolist(),
        (np.maximum.reduceat(x, first) + GRAM).tolist(),
        np.minimum.reduceat(y, first).tolist(),
        (np.maximum.reduceat(y, first) + GRAM).tolist(),
        strict=True,
    )
    return tuple(Seed(*row) for row in sorted(rows))


def _pairs(postings: _Postings) -> tuple[Array, Array]:
    """Entries of one gram in two reports, the lower report left.

    Each entry meets the first entry of the next and of the previous reports that have its gram,
    so that a sentence that one report repeats costs no more than its repetitions.
    """
    run = _groups((postings.gram, 0), (postings.report, 0))
    first = np.flatnonzero(np.diff(run, prepend=-1))
    gram = postings.gram[first]
    reports = np.bincount(gram)[gram]
    entries = np.arange(len(run))
    repeated = np.flatnonzero(first[run] != entries)
    left: list[Array] = []
    right: list[Array] = []
    for shift in range(1, min(_ALL_PAIRS, len(first))):
        near = np.zeros(len(first), np.bool_)
        near[:-shift] = gram[:-shift] == gram[shift:]
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


def _groups(*columns: tuple[Array, int]) -> Array:
    """A running number that steps where a sorted column steps by more than its slack."""
    step = np.zeros(len(columns[0][0]), np.bool_)
    for column, slack in columns:
        step[1:] |= np.abs(np.diff(column)) > slack
    return np.cumsum(step)

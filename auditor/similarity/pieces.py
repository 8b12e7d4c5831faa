"""Alignments cut where their kind changes, and joined where it doesn't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.passage import PassageKind
from auditor.similarity.fingerprints import GRAM, Fingerprints
from auditor.similarity.index import Profile
from auditor.similarity.kinds import Spread, Thresholds, kind_of
from auditor.similarity.passages import Alignment, Block

_SHORT = 12
_JOIN = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of one kind: an alignment in masked offsets, and the agencies that have it."""

    alignment: Alignment
    kind: PassageKind
    units: int

    @property
    def a(self) -> int:
        """Number of the first report."""
        return self.alignment.a

    @property
    def b(self) -> int:
        """Number of the second report."""
        return self.alignment.b

    @property
    def a_range(self) -> tuple[int, int]:
        """Masked range in the first report."""
        return self.alignment.a_range

    @property
    def b_range(self) -> tuple[int, int]:
        """Masked range in the second report."""
        return self.alignment.b_range


@dataclass(frozen=True, slots=True)
class Judge:
    """What it takes to tell the kind of a piece."""

    corpus: Sequence[Fingerprints]
    profiles: Sequence[Profile]
    limits: Thresholds
    total_units: int

    def pieces(self, alignment: Alignment) -> list[Piece]:
        """The alignment cut at sentence bounds, sentences of one kind together again."""
        report = self.corpus[alignment.a]
        start, end = alignment.a_range
        low, high = np.searchsorted(report.bounds, (start + 1, end))
        cuts = [int(cut) for cut in report.bounds[low:high]]
        parts = list(_cut(alignment, cuts))
        judged: list[tuple[list[Block], PassageKind, list[int]]] = []
        for part in parts:
            kind, units = self._kind(part)
            short = part.a_range[1] - part.a_range[0] < _SHORT
            if judged and (short or judged[-1][1] is kind):
                judged[-1][0].extend(part.blocks)
                judged[-1][2].append(units)
            else:
                judged.append((list(part.blocks), kind, [units]))
        return [
            Piece(Alignment(alignment.a, alignment.b, tuple(blocks)), kind, int(np.median(units)))
            for blocks, kind, units in judged
        ]

    def _kind(self, part: Alignment) -> tuple[PassageKind, int]:
        first, second = self.corpus[part.a], self.corpus[part.b]
        own = first.unit == second.unit
        spread = self._spread(part, own)
        start, end = part.a_range
        kind = kind_of(first.text[start:end], spread, own, self.total_units, self.limits)
        return kind, spread.units

    def _spread(self, part: Alignment, own: bool) -> Spread:
        """The middle one of the part's grams, of those that lie in equal text."""
        profile = self.profiles[part.a]
        found: list[int] = []
        for block in part.blocks:
            low, high = np.searchsorted(
                profile.positions, (block.a, block.a + block.size - GRAM + 1)
            )
            found.extend(range(int(low), int(high)))
        least = 1 if own else 2
        if not found:
            return Spread(least, least, regional=False)
        units = profile.units[found]
        return Spread(
            units=max(least, int(np.median(units))),
            regions=max(1, int(np.median(profile.regions[found]))),
            regional=bool(2 * np.count_nonzero(profile.regional[found]) > len(found)),
        )


def _cut(alignment: Alignment, cuts: Sequence[int]) -> Iterator[Alignment]:
    left = list(alignment.blocks)
    for cut in cuts:
        here: list[Block] = []
        while left and left[0].a < cut:
            block = left.pop(0)
            inside = min(block.size, cut - block.a)
            here.append(Block(block.a, block.b, inside))
            if inside < block.size:
                left.insert(0, Block(cut, block.b + inside, block.size - inside))
        if here:
            yield Alignment(alignment.a, alignment.b, tuple(here))
    if left:
        yield Alignment(alignment.a, alignment.b, tuple(left))


def joined(pieces: Sequence[Piece], limits: Thresholds) -> list[Piece]:
    """Neighbouring pieces of one pair and kind as one, while the whole stays similar enough."""
    done: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.a, p.b, p.alignment.blocks)):
        whole = _join(done[-1], piece) if done else None
        if whole is not None and whole.alignment.similarity >= limits.similarity:
            done[-1] = whole
        else:
            done.append(piece)
    return done


def _join(left: Piece, right: Piece) -> Piece | None:
    if (left.a, left.b, left.kind) != (right.a, right.b, right.kind):
        return None
    gaps = (right.a_range[0] - left.a_range[1], right.b_range[0] - left.b_range[1])
    if not all(0 <= gap <= _JOIN for gap in gaps):
        return None
    alignment = Alignment(left.a, left.b, left.alignment.blocks + right.alignment.blocks)
    return Piece(alignment, left.kind, min(left.units, right.units))

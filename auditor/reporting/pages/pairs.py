"""Pairs of reports that share text, and their passages side by side with the differences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import Indel

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis
from auditor.core.run import RunResult

_KINDS = (PassageKind.COPIED, PassageKind.OWN_PREVIOUS_YEAR)
_MAX_PAIRS = 3000
_MAX_COMPARED = 6000
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports with the passages that one took from the other (``a`` before ``b`` by file).

    ``chars`` counts the characters of ``a`` in them, ``share_a`` and ``share_b`` their share of
    each narrative; ``copied`` tells a pair of units from a unit and its own previous year.
    """

    a: str
    b: str
    passages: tuple[Passage, ...]
    chars: int
    share_a: float
    share_b: float
    copied: bool

    @property
    def name(self) -> str:
        """The stem of its page's file."""
        return f"{self.a}-{self.b}"

    @property
    def share(self) -> float:
        """The share of the report that has the larger one."""
        return max(self.share_a, self.share_b)


def pairs_of(run: RunResult) -> list[Pair]:
    """All pairs with copied or reused text, most text first, at most 3,000 of them."""
    analyses = run.by_id()
    order = {name: index for index, name in enumerate(analyses)}
    grouped: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in run.passages:
        if passage.kind in _KINDS:
            passage = _turned(passage, order)
            grouped[passage.a_document, passage.b_document].append(passage)
    found = [
        Pair(
            a,
            b,
            tuple(sorted(passages, key=lambda p: (p.a_span, p.b_span))),
            covered(p.a_span for p in passages),
            0.0,
            0.0,
            any(p.kind is PassageKind.COPIED for p in passages),
        )
        for (a, b), passages in grouped.items()
    ]
    found.sort(key=lambda pair: (not pair.copied, -pair.chars, order[pair.a], order[pair.b]))
    kept = found[:_MAX_PAIRS]
    # To look at a report again may mean to read it from the disk again.
    names = sorted({name for pair in kept for name in (pair.a, pair.b)}, key=order.__getitem__)
    lengths = {name: _narrative(analyses[name]) for name in names}
    return [
        replace(
            pair,
            share_a=_share(pair.chars, lengths[pair.a]),
            share_b=_share(covered(p.b_span for p in pair.passages), lengths[pair.b]),
        )
        for pair in kept
    ]


def _turned(passage: Passage, order: dict[str, int]) -> Passage:
    if order[passage.a_document] <= order[passage.b_document]:
        return passage
    return Passage(
        passage.b_document,
        passage.b_span,
        passage.a_document,
        passage.a_span,
        passage.similarity,
        passage.kind,
        passage.units,
        passage.edit,
        passage.reordered,
    )


def covered(spans: Iterable[CharSpan]) -> int:
    """The characters under ``spans``, each counted once."""
    total = end = 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, end))
        end = max(end, span.end)
    return total


def _narrative(analysis: Analysis) -> int:
    return sum(len(sentence.span) for sentence in analysis.document.sentences)


def _share(chars: int, narrative: int) -> float:
    return min(1.0, chars / narrative) if narrative else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one side's text; ``differs`` where the other side has something else."""

    text: str
    differs: bool


def compared(a: str, b: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut where they differ, numbers whole; very long texts stay whole, unmarked.

    A single equal character between differences counts as different: a reader sees the changed
    word, not its letters.
    """
    if a == b or max(len(a), len(b)) > _MAX_COMPARED:
        return [Piece(a, False)], [Piece(b, False)]
    left, right = _TOKEN.findall(a), _TOKEN.findall(b)
    codes = Indel.opcodes(left, right)
    differs = [
        code.tag != "equal" or (code.src_end - code.src_start == 1 and 0 < index < len(codes) - 1)
        for index, code in enumerate(codes)
    ]
    runs = [
        ("".join(left[c.src_start : c.src_end]), d) for c, d in zip(codes, differs, strict=True)
    ]
    other = [
        ("".join(right[c.dest_start : c.dest_end]), d) for c, d in zip(codes, differs, strict=True)
    ]
    return list(_pieces(runs)), list(_pieces(other))


def _pieces(runs: Iterable[tuple[str, bool]]) -> Iterator[Piece]:
    for differs, group in groupby((run for run in runs if run[0]), key=lambda run: run[1]):
        yield Piece("".join(text for text, _ in group), differs)

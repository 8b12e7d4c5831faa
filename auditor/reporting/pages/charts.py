"""Figures of the overview: plain SVG and tables of our own.

A chart library would add some 0.5–1 MB of script to the output for two histograms, draw on a
canvas that a screen reader can't read and a printer blurs, and need a wider content policy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.core.finding import SEVERITIES
from auditor.core.run import RunResult
from auditor.reporting.pages.pairs import Pair
from auditor.reporting.phrasing import title_of

_DRAWN = 24


@dataclass(frozen=True, slots=True)
class CheckBar:
    """A check with its findings; ``parts`` are (severity, count, share of the longest bar)."""

    check: str
    title: tuple[str, str]
    count: int
    parts: tuple[tuple[str, int, float], ...]


def check_bars(run: RunResult) -> list[CheckBar]:
    """The checks that found something that is open, most findings first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for analysis in run.analyses:
        for finding in analysis.findings:
            counts[finding.tick.check_id][finding.severity.value] += finding.open
    longest = max((found.total() for found in counts.values()), default=1)
    bars = [
        CheckBar(
            check,
            (title_of(check, "zh"), title_of(check, "en")),
            found.total(),
            tuple(
                (
                    severity.value,
                    found[severity.value],
                    round(100 * found[severity.value] / longest, 2),
                )
                for severity in SEVERITIES
                if found[severity.value]
            ),
        )
        for check, found in counts.items()
        if found.total()
    ]
    return sorted(bars, key=lambda bar: (-bar.count, bar.check))


@dataclass(frozen=True, slots=True)
class Map:
    """A symmetric grid of reports; ``cells[i][j]`` is their pair or ``None``."""

    documents: tuple[str, ...]
    cells: tuple[tuple[Pair | None, ...], ...]
    cut: bool


def similarity_map(pairs: Sequence[Pair], keys: dict[str, str]) -> Map | None:
    """The reports that share most copied text, neighbours of one cluster side by side.

    ``keys`` gives each report's file. ``None`` where no text is copied between units.
    """
    copied = [pair for pair in pairs if pair.copied]
    if not copied:
        return None
    weight: Counter[str] = Counter()
    for pair in copied:
        weight[pair.a] += pair.chars
        weight[pair.b] += pair.chars
    ranked = sorted(weight, key=lambda name: (-weight[name], keys[name]))
    kept = set(ranked[:_DRAWN])
    cluster = _clusters(copied, kept)
    heavy = Counter[str]()
    for name in kept:
        heavy[cluster[name]] += weight[name]
    order = sorted(
        kept,
        key=lambda name: (-heavy[cluster[name]], cluster[name], -weight[name], keys[name]),
    )
    by_ends = {frozenset((pair.a, pair.b)): pair for pair in copied}
    cells = tuple(
        tuple(by_ends.get(frozenset((row, col))) if row != col else None for col in order)
        for row in order
    )
    return Map(tuple(order), cells, len(ranked) > _DRAWN)


def _clusters(pairs: Iterable[Pair], kept: set[str]) -> dict[str, str]:
    """Report → the least report id of the cluster that it hangs together with."""
    parent = {name: name for name in kept}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for pair in pairs:
        if pair.a in kept and pair.b in kept:
            low, high = sorted((root(pair.a), root(pair.b)))
            parent[high] = low
    return {name: root(name) for name in kept}

"""One number of a consistent report changed, or said in another way: a seeded, small run."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from auditor.core.report import Analysis
from benchmarks.mutations import (
    KINDS,
    REWRITINGS,
    answered,
    arithmetic,
    changed,
    mutation,
    read,
    rewriting,
)

STRANGERS = Path(__file__).parents[1] / "strangers"
NAMES = ("court", "housing", "sports", "veterans", "science", "women")


@pytest.fixture(scope="module")
def reports() -> list[tuple[str, Analysis]]:
    paths = [p for p in sorted(STRANGERS.glob("clean_*.txt")) if any(n in p.stem for n in NAMES)]
    texts = [path.read_text("utf-8") for path in paths]
    return [(text, read(text)) for text in texts]


def test_changed_numbers_are_found_with_the_number_in_the_evidence(
    reports: list[tuple[str, Analysis]],
) -> None:
    rng, said = Random(3), []
    while len(said) < 60:
        text, analysis = rng.choice(reports)
        change = mutation(analysis, rng, rng.choice(KINDS))
        if change is not None:
            said.append(answered(change, arithmetic(read(changed(text, change)))))
    assert sum(said) >= 54


def test_rewritings_raise_nothing(reports: list[tuple[str, Analysis]]) -> None:
    rng, raised, done = Random(5), [], 0
    while done < 60:
        text, analysis = rng.choice(reports)
        change = rewriting(analysis, rng, rng.choice(REWRITINGS))
        if change is None:
            continue
        done += 1
        found = arithmetic(read(changed(text, change)))
        raised += [(change.old, change.new, f.tick.working) for f in found]
    assert raised == []

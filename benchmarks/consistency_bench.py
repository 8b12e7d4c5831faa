"""Mutations, harmless rewritings and peers on consistent reports.

    python -m benchmarks.consistency_bench [--mutations 2000] [--rewritings 2000] [--reports 60]

Reports: clean generated ones (plain text) of the train and dev parts, the clean reports of
``tests/strangers`` and of the sample corpus. A report that raises anything by itself is left out and
named. ``docs/measurements.md`` says what was seen.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from auditor.core.constraint import Constraint
from auditor.core.report import Analysis
from auditor.synthesis import make_corpus
from benchmarks.mutations import (
    KINDS,
    REWRITINGS,
    answered,
    any_change,
    arithmetic,
    changed,
    consistent,
    mutation,
    read,
    relations_of,
    rewriting,
)
from benchmarks.relation_peers import RULES, alarms

ROOT = Path(__file__).parents[1]
Report = tuple[str, str, Analysis]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutations", type=int, default=2_000)
    options.add_argument("--rewritings", type=int, default=2_000)
    options.add_argument("--reports", type=int, default=60, help="generated, of each part")
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--misses", type=int, default=40, help="how many to print")
    given = options.parse_args()
    reports = list(clean_reports(given.reports, given.seed))
    print(f"{len(reports)} consistent reports")
    mutate(reports, Random(given.seed), given.mutations, given.misses)
    kept = rewrite(reports, Random(given.seed), given.rewritings, given.misses)
    peers(reports, kept, Random(given.seed), given.mutations)


def clean_reports(count: int, seed: int) -> Iterator[Report]:
    """Text and analysis of each report that raises nothing about numbers."""
    for name, text in texts(count, seed):
        analysis = read(text)
        found = arithmetic(analysis)
        if found:
            print(f"left out: {name}: {[(f.tick.check_id, f.tick.working) for f in found]}")
        else:
            yield name, text, analysis


def texts(count: int, seed: int) -> Iterator[tuple[str, str]]:
    folders = [ROOT / "tests" / "strangers", ROOT / "corpus" / "reports"]
    with tempfile.TemporaryDirectory(prefix="auditor-") as made:
        for part in ("train", "dev"):
            make_corpus(Path(made) / part, seed=seed, reports=count, part=part, clean=1.0)
            folders.append(Path(made) / part / "reports")
        for folder in folders:
            for path in sorted(folder.rglob("*.txt")):
                data = path.read_bytes()
                if "\r" in (text := data.decode("utf-8", "replace")) or "\ufffd" in text:
                    continue
                yield path.relative_to(folder).as_posix(), text.removeprefix("\ufeff")


def mutate(reports: list[Report], rng: Random, count: int, shown: int) -> None:
    """Changes of one number that break a checked relation: does the right check fire there?"""
    seen: Counter[tuple[str, bool]] = Counter()
    findings = done = 0
    while done < count:
        name, text, analysis = rng.choice(reports)
        kind = rng.choice(KINDS)
        change = mutation(analysis, rng, kind)
        if change is None:
            continue
        done += 1
        found = arithmetic(read(changed(text, change)))
        ok = answered(change, found)
        findings += len(found)
        for what in ("all", f"kind {kind}", *(f"check {c}" for c in sorted(change.broken))):
            seen[what, ok] += 1
        if not ok and (shown := shown - 1) >= 0:
            around = text[max(change.span.start - 24, 0) : change.span.end + 8].split("\n")
            print(f"  missed: {name} {change.old} → {change.new} {sorted(change.broken)}: {around}")
    print(f"mutations: {done}, findings on each: {findings / done:.2f}")
    table(seen)


def rewrite(reports: list[Report], rng: Random, count: int, shown: int) -> list[list[Constraint]]:
    """Rewritings that change nothing: does anything fire? The relations of each are returned."""
    seen: Counter[tuple[str, bool]] = Counter()
    kept = []
    done = 0
    while done < count:
        name, text, analysis = rng.choice(reports)
        kind = rng.choice(REWRITINGS)
        change = rewriting(analysis, rng, kind)
        if change is None:
            continue
        done += 1
        new = read(changed(text, change))
        found = arithmetic(new)
        for what in ("all", f"kind {kind}"):
            seen[what, not found] += 1
        kept.append(relations_of(new, change))
        if found and (shown := shown - 1) >= 0:
            said = [(f.tick.check_id, f.tick.working) for f in found]
            print(f"  raised: {name} {change.old} → {change.new}: {said}")
    print(f"rewritings: {done} that raise nothing")
    table(seen)
    return kept


def table(seen: Counter[tuple[str, bool]]) -> None:
    for what in dict.fromkeys(what for what, _ in sorted(seen)):
        right, wrong = seen[what, True], seen[what, False]
        print(f"  {what:24} {right:5} of {right + wrong:5}  {right / (right + wrong):.4f}")


def peers(reports: list[Report], kept: list[list[Constraint]], rng: Random, count: int) -> None:
    """What other rules say of the same relations: of clean ones, rewritten ones, changed ones."""
    clean = [
        t.constraint
        for _, _, analysis in reports
        for t in consistent(analysis)
        if t.constraint is not None and t.constraint.target.is_exact
    ]
    rewritten = [c for found in kept for c in found]
    wrong: list[Constraint] = []
    while len(wrong) < count:
        _, _, analysis = rng.choice(reports)
        wrong += any_change(analysis, rng, rng.choice(KINDS))
    print(f"relations: {len(clean)} clean, {len(rewritten)} rewritten, {len(wrong)} changed")
    for name, rule in RULES.items():
        counts = [alarms(rule, found) for found in (clean, rewritten, wrong)]
        print(
            f"  {name:28} false alarms {counts[0].share:.4f} clean, {counts[1].share:.4f} rewritten;"
            f" misses {1 - counts[2].share:.4f}; can't say {counts[2].silent} of {len(wrong)}"
        )


if __name__ == "__main__":
    main()

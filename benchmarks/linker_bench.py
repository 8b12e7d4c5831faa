"""The benchmark of the linker, from nothing: corpora, training, evaluation, ablations, speed.

    python -m benchmarks.linker_bench [--out DIR] [--seed 7] [--reports 600,120,150] [--corpus DIR]

The three parts have no template family and no kind of agency in common. ``docs/benchmark.md``
says what was seen.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import auditor.language.phrases as phrases
import auditor.linking.assign as assign
from auditor.engine import analyse
from auditor.evaluation import EvaluationResult, evaluate_gold
from auditor.evaluation.labels import links_by_file
from auditor.evaluation.training import train
from auditor.language import content_words
from auditor.reading import read_path
from auditor.settings import Settings

SHOWN = (
    "links (claims to a right cell)",
    "links (pairs)",
    "links, number right",
    "links, number corrupted",
    "links, sums",
    "contradictions",
    "narrative-vs-table",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path("out/benchmark"))
    options.add_argument("--seed", default="7")
    options.add_argument("--reports", default="600,120,150")
    options.add_argument("--corpus", type=Path, help="parts made before: DIR/{train,dev,test}")
    given = options.parse_args()
    corpus = given.corpus or make(given.out / "corpus", given.seed, given.reports)
    model = given.out / "model"
    facts = train([corpus / "train" / "labels"], model, calibration=[corpus / "dev" / "labels"])
    print(f"trained {facts['card']} on {facts['data']}")
    for part in ("dev", "test"):
        for name, linker in (("rules", "rules"), ("model", str(model))):
            show(part, name, evaluate(corpus, part, linker))
        with without_tie():
            show(part, "model without value tie-break", evaluate(corpus, part, str(model)))
        with without_synonyms():
            show(part, "model without synonyms", evaluate(corpus, part, str(model)))
    speed(corpus, str(model))


def make(out: Path, seed: str, reports: str) -> Path:
    for part, count in zip(("train", "dev", "test"), reports.split(","), strict=True):
        command = [sys.executable, "-m", "auditor", "corpus", "make", str(out / part)]
        options = ["--seed", seed, "--reports", count, "--part", part]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return out


def evaluate(corpus: Path, part: str, linker: str) -> EvaluationResult:
    return evaluate_gold(corpus / part / "labels", settings=Settings(linker=linker))


def show(part: str, name: str, result: EvaluationResult) -> None:
    print(f"\n{part}: {name}")
    for row in result.rows:
        if row.what in SHOWN:
            shares = " ".join(
                f"{'—' if v is None else format(v, '.3f'):>6}"
                for v in (row.precision, row.recall, row.f1)
            )
            f1 = next((f"[{a:.3f}, {b:.3f}]" for n, a, b in row.intervals if n == "f1"), "")
            print(f"  {row.what:<32} gold {row.gold:>5}  P R F1 {shares}  {f1}")
    clean, calibration, ranking = result.clean, result.calibration, result.ranking
    if calibration is not None:
        print(f"  ECE {calibration.ece:.4f} over {calibration.count} links")
    if clean is not None and clean.per_report is not None:
        print(f"  high and medium findings per clean report {clean.per_report:.3f}")
    if ranking is not None:
        print(f"  ranking: Kendall tau {ranking.tau}, precision at 10 % {ranking.precision_top}")


@contextmanager
def without_tie() -> Iterator[None]:
    kept, assign._TIE = assign._TIE, 0.0
    try:
        yield
    finally:
        assign._TIE = kept


@contextmanager
def without_synonyms() -> Iterator[None]:
    kept = vars(phrases)["canonical"]
    vars(phrases)["canonical"] = lambda word: word
    content_words.cache_clear()
    try:
        yield
    finally:
        vars(phrases)["canonical"] = kept
        content_words.cache_clear()


def speed(corpus: Path, linker: str) -> None:
    """Links a second, and the share of linking in the analysis of the test part."""
    root = corpus / "test"
    documents = [read_path(root / name, key=name) for name in links_by_file(root / "labels")]
    engine = importlib.import_module("auditor.engine.analyse")
    spent = links = 0.0
    inner = vars(engine)["link_claims"]

    def timed(*values: object, **named: object) -> object:
        nonlocal spent, links
        started = time.perf_counter()
        made = inner(*values, **named)
        spent += time.perf_counter() - started
        links += len(made)
        return made

    vars(engine)["link_claims"] = timed
    try:
        started = time.perf_counter()
        for document in documents:
            analyse(document, Settings(linker=linker))
        whole = time.perf_counter() - started
    finally:
        vars(engine)["link_claims"] = inner
    print(f"\n{links:.0f} links in {spent:.2f} s: {links / spent:.0f} a second; ", end="")
    print(f"{spent / whole:.0%} of the analysis ({whole / len(documents) * 1000:.1f} ms a report)")


if __name__ == "__main__":
    main()

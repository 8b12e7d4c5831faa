"""Audit time over jieba's segmentation time of the same text, in one process and one run.

``python -m benchmarks.bench [FOLDER...]`` measures further text reports too. Every round begins
with empty caches and warms up on other reports, so that each report is met for the first time.
The shares of the floors are CPU time too, of one pass after those rounds' manner.
"""

from __future__ import annotations

import functools
import gc
import resource
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import jieba

from auditor.claims import extract_claims
from auditor.engine import analyse
from auditor.engine.analyse import judge
from auditor.engine.collection import unhurried
from auditor.linking import link_claims, linker_named
from auditor.quantities import find_quantities
from auditor.reading import read_path
from auditor.settings import Settings
from auditor.similarity import compare_reports
from auditor.synthesis import make_corpus
from auditor.tables import parse_tables

HERE = Path(__file__).parents[1]
WARM = HERE / "tests" / "strangers"
SAMPLE = HERE / "corpus" / "reports"
ROUNDS = 3
FLOORS = ("reading", "quantities", "tables", "claims", "linking", "checks and consistency")
SEED, REPORTS = 3, 100


def main() -> None:
    jieba.setLogLevel(60)
    jieba.initialize()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        make_corpus(made, seed=SEED, reports=REPORTS)
        for name, root in (
            ("sample corpus", SAMPLE),
            (f"{REPORTS} synthetic", made / "reports"),
            *((str(path), path) for path in map(Path, sys.argv[1:])),
        ):
            _measure(name, sorted(root.rglob("*.txt")), "text")
            _shares(sorted(root.rglob("*.txt")))
        _measure("sample corpus", sorted(SAMPLE.rglob("*.docx")), "docx")
    documents = [read_path(path) for path in sorted(SAMPLE.rglob("*.*"))]
    start = time.process_time()
    compare_reports(documents)
    print(f"similarity of the sample corpus: {1000 * (time.process_time() - start):.1f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


def _measure(name: str, paths: list[Path], kind: str) -> None:
    others = sorted(WARM.glob("*.txt"))
    documents = [read_path(path) for path in paths]
    chars = sum(len(document.text) for document in documents)
    audit, words = [], []
    for _ in range(ROUNDS):
        _forget()
        with unhurried():
            for path in others:
                analyse(read_path(path))
            spent, segmenting = 0.0, 0.0
            # In turn, so that what else the machine does slows both alike.
            for path, document in zip(paths, documents, strict=True):
                start = time.process_time()
                analyse(read_path(path))
                between = time.process_time()
                jieba.lcut(document.text)
                segmenting += time.process_time() - between
                spent += between - start
            audit.append(spent)
            words.append(segmenting)
    ours, peer = statistics.median(audit), statistics.median(words)
    print(f"{name}, {kind}: {len(paths)} reports, {chars} characters")
    print(
        f"  audit {1000 * ours / len(paths):.1f} ms a report, {chars / ours / 1e6:.3f} M characters/s"
        f"; jieba {chars / peer / 1e6:.3f} M characters/s; audit / jieba {ours / peer:.2f}"
    )


def _shares(paths: list[Path]) -> None:
    """What each floor takes of an audit, as ``analyse`` calls them."""
    settings = Settings()
    spent: dict[str, float] = {}
    _forget()
    with unhurried():
        for path in sorted(WARM.glob("*.txt")):
            analyse(read_path(path))
        for path in paths:
            clock = [time.process_time()]
            document = read_path(path)
            clock.append(time.process_time())
            numbers = find_quantities(document.text, folded=document.folded).quantities
            clock.append(time.process_time())
            tables = parse_tables(document)
            clock.append(time.process_time())
            found = extract_claims(document, numbers)
            clock.append(time.process_time())
            scorer = linker_named(settings.linker)
            links = link_claims(found.claims, tables, document=document, scorer=scorer)
            clock.append(time.process_time())
            judge(document, found.claims, found.groups, tables, links, settings)
            clock.append(time.process_time())
            for floor, (start, end) in zip(FLOORS, pairwise(clock), strict=True):
                spent[floor] = spent.get(floor, 0.0) + end - start
    whole = sum(spent.values())
    print("  " + ", ".join(f"{floor} {100 * part / whole:.0f} %" for floor, part in spent.items()))


def _forget() -> None:
    """Empty the package's bounded caches; those of its own data stay."""
    for known in gc.get_objects():
        if (
            isinstance(known, functools._lru_cache_wrapper)
            and known.cache_info().maxsize
            and str(getattr(known, "__module__", "")).startswith("auditor")
        ):
            known.cache_clear()


if __name__ == "__main__":
    main()

"""Audit time over jieba's segmentation time of the same text, in one process and one run.

``python -m benchmarks.bench [FOLDER...]`` measures further text reports too. Every round begins
with empty caches and warms up on other reports, so that each report is met for the first time.
"""

from __future__ import annotations

import functools
import gc
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import jieba

from auditor.engine import analyse
from auditor.engine.collection import unhurried
from auditor.reading import read_path
from auditor.similarity import compare_reports
from auditor.synthesis import make_corpus

HERE = Path(__file__).parents[1]
WARM = HERE / "tests" / "strangers"
SAMPLE = HERE / "corpus" / "reports"
ROUNDS = 3
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

"""Audit time over jieba's segmentation time of the same text, in one process and one run."""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path

import jieba

from auditor.engine import analyse
from auditor.reading import read_path
from auditor.similarity import compare_reports

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
ROUNDS = 5


def main() -> None:
    paths = sorted(p for p in CORPUS.rglob("*") if p.suffix in (".txt", ".docx"))
    jieba.initialize()
    documents = [read_path(path) for path in paths]
    for document in documents:
        analyse(document)
    chars = sum(len(document.text) for document in documents)
    audit, words = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        for path in paths:
            analyse(read_path(path))
        audit.append(time.process_time() - start)
        start = time.process_time()
        for document in documents:
            jieba.lcut(document.text)
        words.append(time.process_time() - start)
    start = time.process_time()
    compare_reports(documents)
    similar = time.process_time() - start
    ours, peer = statistics.median(audit), statistics.median(words)
    print(f"reports {len(paths)}, characters {chars}")
    print(
        f"audit of one report: {1000 * ours / len(paths):.1f} ms, {chars / ours / 1e6:.3f} M characters/s"
    )
    print(f"jieba segmentation:  {chars / peer / 1e6:.3f} M characters/s")
    print(f"audit / jieba time:  {ours / peer:.2f}")
    print(f"similarity of all:   {1000 * similar:.1f} ms")
    print(
        f"peak memory:         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()

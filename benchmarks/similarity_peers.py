"""Who copied from whom: ours beside datasketch, rensa and TF-IDF, one process each, same truth.

The peers say which reports are near each other; ours also where and what. Needs the extra
``bench``: python benchmarks/similarity_peers.py 2000, or with a folder that
``similarity_scale.py make`` filled: python benchmarks/similarity_peers.py 10000 DIR
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.similarity_bench import floor
from benchmarks.similarity_corpus import Report, corpus
from benchmarks.similarity_scale import report_of, rows_of

_GRAM, _PERM, _NEAR, _LEAST = 8, 128, 0.3, 0.3
Pairs = set[tuple[int, int]]


def ours(reports: list[Report]) -> Pairs:
    import numpy as np

    from auditor.core.passage import PassageKind
    from auditor.similarity import compare_reports
    from auditor.similarity.pieces import KINDS

    table = compare_reports([r.document for r in reports]).table
    known = {r.document.id: n for n, r in enumerate(reports)}
    number = np.array([known[name] for name in table.ids])
    rows = np.flatnonzero(table.kind == KINDS.index(PassageKind.COPIED))
    ends = np.sort(np.stack((number[table.a[rows]], number[table.b[rows]])), axis=0)
    pairs, of = np.unique(ends[0] * len(known) + ends[1], return_inverse=True)
    chars = np.bincount(of, weights=(table.a_end - table.a_start)[rows])
    return {divmod(int(pair), len(known)) for pair in pairs[chars >= 500]}


def _grams(reports: Iterable[Report]) -> Iterator[set[str]]:
    texts = (r.document.text for r in reports)
    return ({t[i : i + _GRAM] for i in range(len(t) - _GRAM + 1)} for t in texts)


def datasketch_lsh(reports: list[Report]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=_NEAR, num_perm=_PERM)
    found: Pairs = set()
    for number, grams in enumerate(_grams(reports)):
        sketch = MinHash(num_perm=_PERM)
        sketch.update_batch([gram.encode() for gram in grams])
        found |= {(int(other), number) for other in lsh.query(sketch)}
        lsh.insert(number, sketch)
    return found


def rensa_lsh(reports: list[Report]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(_NEAR, _PERM, 32)
    found: Pairs = set()
    for number, grams in enumerate(_grams(reports)):
        sketch = RMinHash(_PERM, 7)
        sketch.update(list(grams))
        found |= {(int(other), number) for other in lsh.query(sketch)}
        lsh.insert(number, sketch)
    return found


def tfidf(reports: list[Report]) -> Pairs:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), min_df=2).fit_transform(
        r.document.text for r in reports
    )
    near = sp_matmul_topn(vectors, vectors.T.tocsr(), top_n=4, threshold=_NEAR).tocoo()
    return {
        (int(min(i, j)), int(max(i, j))) for i, j in zip(near.row, near.col, strict=True) if i != j
    }


def _run(job: tuple[str, int, str]) -> tuple[str, float, float, int, float, float]:
    name, count, folder = job
    if folder:
        reports = [report_of(row) for row in islice(rows_of(Path(folder)), count)]
    else:
        reports = corpus(count)
    base = floor([r.document.text for r in reports])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = TOOLS[name](reports)
    seconds = time.process_time() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sure = {
        (min(r.source, n), max(r.source, n))
        for n, r in enumerate(reports)
        if r.source is not None and r.copied_share >= _LEAST
    }
    # Two reports that took the same text from a third share it too.
    taken: dict[int, list[int]] = {}
    for n, r in enumerate(reports):
        for source in (r.source, r.previous):
            if source is not None:
                taken.setdefault(source, [source]).append(n)
    true = {(a, b) for group in taken.values() for a in group for b in group if a < b}
    return (
        name, seconds, seconds / base, peak,
        len(sure & found) / len(sure), len(found & true) / max(len(found), 1),
    )  # fmt: skip


TOOLS: dict[str, Callable[[list[Report]], Pairs]] = {
    "auditor": ours,
    "datasketch MinHash+LSH": datasketch_lsh,
    "rensa RMinHash+LSH": rensa_lsh,
    "TF-IDF 3-grams, top 4": tfidf,
}


def main(count: int, folder: str = "") -> None:
    print(f"{count} reports; pairs of copies of {_LEAST:.0%} and more; CPU seconds")
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for name, seconds, ratio, peak, recall, precision in pool.imap(
            _run, [(name, count, folder) for name in TOOLS]
        ):
            print(
                f"{name:24} {seconds:8.2f} s {count / seconds:7.0f} reports/s {ratio:7.1f} x floor"
                f" +{peak:5} MB  recall {recall:.3f} precision {precision:.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, *sys.argv[2:3])

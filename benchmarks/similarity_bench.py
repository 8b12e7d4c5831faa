"""Recall, precision, kinds, speed and memory of the passages on corpora of known truth.

python benchmarks/similarity_bench.py 500 2000
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from auditor.core.passage import PassageKind
from auditor.similarity import SimilarityResult, compare_fingerprints, fingerprint_all
from benchmarks.similarity_corpus import Report, corpus

_ORDER = (
    PassageKind.COMMON,
    PassageKind.COPIED,
    PassageKind.OWN_PREVIOUS_YEAR,
    PassageKind.TEMPLATE,
)


def marks(reports: Sequence[Report], result: SimilarityResult) -> list[np.ndarray]:
    """Of each character the kind of its passage (number in ``_ORDER`` + 1), 0 for none."""
    found = {r.document.id: np.zeros(len(r.document.text), np.uint8) for r in reports}
    for number, kind in enumerate(_ORDER, start=1):
        for p in result.passages:
            if p.kind is kind:
                found[p.a_document][p.a_span.start : p.a_span.end] = number
                found[p.b_document][p.b_span.start : p.b_span.end] = number
    return [found[r.document.id] for r in reports]


def quality(reports: Sequence[Report], result: SimilarityResult) -> dict[str, float]:
    """Recall and precision of copied characters, accuracy of kinds, sources found."""
    seen = marks(reports, result)
    copied = _ORDER.index(PassageKind.COPIED) + 1
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    true = [np.zeros(len(r.document.text), np.bool_) for r in reports]
    for report, mark, mine in zip(reports, seen, true, strict=True):
        for one in report.truth:
            here = mark[one.span.start : one.span.end]
            name = f"recall {one.kind}" + (f" {one.edit}" if one.kind == "copied" else "")
            right = int(np.count_nonzero(here == _ORDER.index(PassageKind(one.kind)) + 1))
            total[name] += len(here)
            hit[name] += right
            total["kind accuracy"] += int(np.count_nonzero(here))
            hit["kind accuracy"] += right
            if one.kind == "copied" and one.source is not None and one.source_span is not None:
                mine[one.span.start : one.span.end] = True
                true[one.source][one.source_span.start : one.source_span.end] = True
        if report.copied_share >= 0.3 and report.source is not None:
            nearest = result.shares[report.document.id].nearest_document
            total["source found"] += 1
            hit["source found"] += nearest == reports[report.source].document.id
        if report.template_only:
            total["template only: copied 0"] += 1
            hit["template only: copied 0"] += result.shares[report.document.id].copied == 0
    for mark, mine in zip(seen, true, strict=True):
        total["precision copied"] += int(np.count_nonzero(mark == copied))
        hit["precision copied"] += int(np.count_nonzero((mark == copied) & mine))
    return {name: hit[name] / max(total[name], 1) for name in sorted(total)}


PLAIN_FLOOR = 120e6
"""Characters a second of the goal's floor: ``sliding_window_view(codes, 8) @ powers`` hashes
117 M here; ``floor`` below does it more cleverly."""


def floor(texts: Sequence[str]) -> float:
    """Seconds of CPU to hash every 8-gram of the texts with numpy."""
    codes = [np.frombuffer(t.encode("utf-32-le"), np.uint32).astype(np.uint64) for t in texts]
    base = np.uint64(0x9E3779B97F4A7C15)
    start = time.process_time()
    for one in codes:
        hashes = one[: len(one) - 7].copy()
        for shift in range(1, 8):
            hashes *= base
            hashes += one[shift : len(one) - 7 + shift]
    return time.process_time() - start


def main(counts: Sequence[int]) -> None:
    for count in counts:
        reports = corpus(count)
        chars = sum(len(r.document.text) for r in reports)
        base = floor([r.document.text for r in reports])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        start = time.process_time()
        prints = list(fingerprint_all(r.document for r in reports))
        middle = time.process_time()
        result = compare_fingerprints(prints)
        end = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        size = sum(len(one.to_bytes()) for one in prints)
        print(
            f"\n{count} reports of {chars // count} characters, CPU seconds: fingerprints "
            f"{middle - start:.2f}, corpus {end - middle:.2f}; {count / (end - start):.0f} "
            f"reports/s; {(end - start) / base:.1f} x numpy floor ({chars / base / 1e6:.0f} M "
            f"chars/s), {(end - start) / chars * PLAIN_FLOOR:.1f} x 120 M chars/s; {len(result.table) / count:.1f} passages/report; "
            f"{size // count} bytes/report; peak {peak} MB ({before} before)"
        )
        for name, value in quality(reports, result).items():
            print(f"  {name:28} {value:.4f}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [500])

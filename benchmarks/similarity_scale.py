"""Passages of very large corpora, from disk: time, memory and quality, one step a process.

python benchmarks/similarity_scale.py make 100000 DIR      # the corpus, in shards
python benchmarks/similarity_scale.py fingerprint DIR      # two processes
python benchmarks/similarity_scale.py compare DIR          # one process, then the quality
"""

from __future__ import annotations

import multiprocessing
import pickle
import resource
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Sentence
from auditor.similarity import Fingerprints, SimilarityResult, compare_fingerprints, fingerprint_all
from auditor.similarity.pieces import KINDS
from benchmarks.similarity_bench import PLAIN_FLOOR, floor
from benchmarks.similarity_corpus import EDITS, Report, stream

_SHARD = 1000
_KINDS = tuple(kind.value for kind in KINDS)
_PAINTED = ("common", "copied", "own_previous_year", "template")


def make(count: int, folder: Path) -> None:
    """Shards of plain tuples: much smaller than the objects. Those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = stream(count)
    for number in range(-(-count // _SHARD)):
        some = islice(reports, _SHARD)
        path = folder / f"{number:04}.reports"
        if path.exists():
            deque(some, maxlen=0)
            continue
        rows = [_plain(report) for report in some]
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps(rows, protocol=5))
        part.rename(path)


def _plain(report: Report) -> dict[str, Any]:
    document = report.document
    truth = [
        (
            t.span.start, t.span.end, _KINDS.index(t.kind), EDITS.index(t.edit),
            -1 if t.source is None else t.source,
            t.source_span.start if t.source_span else 0, t.source_span.end if t.source_span else 0,
        )
        for t in report.truth
    ]  # fmt: skip
    return {
        "id": document.id, "key": document.key, "text": document.text,
        "identity": document.identity,
        "ends": np.array([s.span.end for s in document.sentences], dtype=np.int32),
        "truth": np.array(truth, dtype=np.int32).reshape(-1, 7),
        "source": report.source, "copied": report.copied_share, "bare": report.template_only,
    }  # fmt: skip


def _document(row: dict[str, Any]) -> Document:
    ends = row["ends"].tolist()
    spans = zip([0, *ends[:-1]], ends, strict=True)
    return Document(
        id=row["id"], key=row["key"], source_name="", media_type="text/plain", text=row["text"],
        folded=row["text"].replace("，", ","), identity=row["identity"],
        sentences=tuple(Sentence(CharSpan(*span), None) for span in spans),
    )  # fmt: skip


def rows_of(folder: Path) -> Iterator[dict[str, Any]]:
    """The reports of all shards, as ``make`` wrote them."""
    for path in sorted(folder.glob("*.reports")):
        yield from _load(path)


def report_of(row: dict[str, Any]) -> Report:
    """The report without the places of its truth; the year before is told by what came from it."""
    own = [
        source
        for kind, source in row["truth"][:, [2, 4]].tolist()
        if _KINDS[kind] == "own_previous_year"
    ]
    return Report(
        _document(row), (), row["source"], row["copied"], row["bare"], own[0] if own else None
    )


def _load(path: Path) -> list[Any]:
    found: list[Any] = pickle.loads(path.read_bytes())  # noqa: S301 — made by this very file.
    return found


def _fingerprinted(path: Path) -> tuple[int, int, float, float, int]:
    documents = [_document(row) for row in _load(path)]
    base = floor([d.text for d in documents])
    start = time.process_time()
    found = [one.to_bytes() for one in fingerprint_all(documents)]
    seconds = time.process_time() - start
    with path.with_suffix(".prints").open("wb") as file:
        for one in found:
            pickle.dump(one, file, protocol=5)
    chars = sum(len(d.text) for d in documents)
    return len(documents), chars, seconds, base, _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fingerprint(folder: Path) -> None:
    """Fingerprints beside the shards."""
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        rows = pool.map(_fingerprinted, sorted(folder.glob("*.reports")), chunksize=1)
    reports, chars, seconds, base, _ = (sum(column) for column in zip(*rows, strict=True))
    (folder / "floor").write_text(f"{seconds} {base} {chars}")
    print(
        f"{reports} reports, {chars / 1e6:.0f} M characters: fingerprints {seconds:.1f} s CPU, "
        f"{time.perf_counter() - start:.1f} s on the clock with two processes, reading and "
        f"writing included; peak {max(row[4] for row in rows)} MB each; floor {base:.1f} s",
        flush=True,
    )


class Prints:
    """Fingerprints on disk, gone through as often as one likes."""

    def __init__(self, folder: Path) -> None:
        self.paths = sorted(folder.glob("*.prints"))

    def __iter__(self) -> Iterator[Fingerprints]:
        for path in self.paths:
            with path.open("rb") as file:
                # One at a time: fresh memory for a whole shard costs more than reading it.
                while file.peek(1):
                    yield Fingerprints.from_bytes(pickle.load(file))  # noqa: S301 — as above.


def compare(folder: Path) -> None:
    """The corpus step, and what it found against the truth."""
    clock, start = time.perf_counter(), time.process_time()
    result = compare_fingerprints(Prints(folder))
    seconds, passed = time.process_time() - start, time.perf_counter() - clock
    before, base, chars = map(float, (folder / "floor").read_text().split())
    count = len(result.shares)
    print(
        f"corpus step {seconds:.1f} s CPU, {passed:.1f} s on the clock; {len(result.table)} "
        f"passages; peak {_peak()} MB; both steps {seconds + before:.1f} s CPU, "
        f"{count / (seconds + before):.0f} reports/s, {(seconds + before) / base:.1f} x floor, "
        f"{(seconds + before) / chars * PLAIN_FLOOR:.1f} x 120 M chars/s",
        flush=True,
    )
    for name, value in quality(folder, result).items():
        print(f"  {name:28} {value:.4f}", flush=True)


def quality(folder: Path, result: SimilarityResult) -> dict[str, float]:
    """As ``similarity_bench.quality``, on arrays."""
    rows = [row for path in sorted(folder.glob("*.reports")) for row in _truths(path)]
    number = {row["id"]: place for place, row in enumerate(rows)}
    begins = np.cumsum([0, *(row["size"] for row in rows)])
    marks = _painted(result, begins, number)
    mine = np.zeros(int(begins[-1]), np.bool_)
    copied = _KINDS.index("copied")
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for place, row in enumerate(rows):
        own = marks[begins[place] : begins[place + 1]]
        sums = {
            code: np.concatenate([[0], np.cumsum(own == code + 1)]) for code in range(len(_KINDS))
        }
        truth = row["truth"]
        any_ = np.concatenate([[0], np.cumsum(own > 0)])
        for code in range(len(_KINDS)):
            for edit in range(len(EDITS)):
                some = truth[(truth[:, 2] == code) & (truth[:, 3] == edit)]
                low, high = some[:, 0], some[:, 1]
                right = int((sums[code][high] - sums[code][low]).sum())
                name = f"recall {_KINDS[code]}" + (f" {EDITS[edit]}" if code == copied else "")
                total[name] += int((high - low).sum())
                hit[name] += right
                total["kind accuracy"] += int((any_[high] - any_[low]).sum())
                hit["kind accuracy"] += right
        for start, end, code, _, source, low, high in truth.tolist():
            if code == copied:
                mine[begins[place] + start : begins[place] + end] = True
                mine[begins[source] + low : begins[source] + high] = True
        shares = result.shares[row["id"]]
        if row["copied"] >= 0.3 and row["source"] is not None:
            total["source found"] += 1
            hit["source found"] += shares.nearest_document == rows[row["source"]]["id"]
        if row["bare"]:
            total["template only: copied 0"] += 1
            hit["template only: copied 0"] += shares.copied == 0
    total["precision copied"] = int(np.count_nonzero(marks == copied + 1))
    hit["precision copied"] = int(np.count_nonzero((marks == copied + 1) & mine))
    return {name: hit[name] / total[name] for name in sorted(total) if total[name]}


def _truths(path: Path) -> Iterator[dict[str, Any]]:
    for row in _load(path):
        yield {key: row[key] for key in ("id", "truth", "source", "copied", "bare")} | {
            "size": len(row["text"])
        }


def _painted(result: SimilarityResult, begins: np.ndarray, number: dict[str, int]) -> np.ndarray:
    """Of each character of all reports the number of its kind + 1, 0 for none."""
    table, marks = result.table, np.zeros(int(begins[-1]), np.uint8)
    at = begins[[number[name] for name in table.ids]]
    for name in _PAINTED:
        code = _KINDS.index(name)
        some = table.kind == code
        for who, start, end in (
            (table.a, table.a_start, table.a_end), (table.b, table.b_start, table.b_end),
        ):  # fmt: skip
            base = at[who[some]]
            for low, high in zip(
                (base + start[some]).tolist(), (base + end[some]).tolist(), strict=True
            ):
                marks[low:high] = code + 1
    return marks


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        {"fingerprint": fingerprint, "compare": compare}[sys.argv[1]](Path(sys.argv[2]))

"""Fits the confidence of findings on generated reports and shows how it does on others.

    python -m benchmarks.confidence_bench [--reports 400] [--seed 31] [--write]

Fits on the dev and train parts with faults, scores the fit on reports of the same parts with
another seed. ``--write`` puts the fit into ``auditor/ranking/reliability.json``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from auditor.core.finding import Severity
from auditor.engine import analyse
from auditor.evaluation.calibration import calibrate
from auditor.evaluation.findings import explained_findings
from auditor.evaluation.labels import Label, read_labels
from auditor.ranking.confidence import Reliability, fitted, shifted
from auditor.reading import read_path
from auditor.synthesis import make_corpus

PARTS = ("dev", "train")
TABLE = Path(__file__).parents[1] / "auditor" / "ranking" / "reliability.json"
Row = tuple[str, float, bool]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=400, help="of each part and each seed")
    options.add_argument("--seed", type=int, default=31)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    engine = importlib.import_module("auditor.engine.analyse")
    engine.calibrated = lambda _check, confidence: confidence
    fit = fit_of(list(rows(given.seed, given.reports)))
    held = list(rows(given.seed + 1, given.reports))
    print(f"fitted on {sum(r.found for r in fit.values())} findings, held out {len(held)}")
    before = calibrate("before", [(confidence, right) for _, confidence, right in held])
    after = calibrate(
        "after",
        [
            (shifted(confidence, fit[check].shift if check in fit else 0.0), right)
            for check, confidence, right in held
        ],
    )
    for known in (before, after):
        print(f"{known.what}: ECE {known.ece:.4f}")
        for b in known.bins:
            print(
                f"  {b.low:.1f}-{b.high:.1f}: {b.count} at {b.mean:.3f}, right {b.share_right:.3f}"
            )
    for check, known_check in sorted(fit.items()):
        own = [right for c, _, right in held if c == check]
        print(
            f"{check}: fitted {known_check.right} of {known_check.found},"
            f" held out {sum(own)} of {len(own)}, shift {known_check.shift}"
        )
    if given.write:
        what = f"{given.reports} reports of each of {', '.join(PARTS)}, seed {given.seed}"
        TABLE.write_text(as_json(what, fit), "utf-8")


def fit_of(found: list[Row]) -> dict[str, Reliability]:
    by_check: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for check, confidence, right in found:
        by_check[check].append((confidence, right))
    return {check: fitted(check, known) for check, known in sorted(by_check.items())}


def as_json(what: str, fit: dict[str, Reliability]) -> str:
    lines = [
        f'  "{check}": {{"found": {r.found}, "right": {r.right}, "shift": {r.shift}}}'
        for check, r in fit.items()
    ]
    return f'{{"benchmark": {json.dumps(what)}, "checks": {{\n' + ",\n".join(lines) + "\n}}\n"


def rows(seed: int, reports: int) -> Iterator[Row]:
    for part in PARTS:
        with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
            root = Path(folder)
            make_corpus(root, seed=seed, reports=reports, part=part)
            labels: defaultdict[str, list[Label]] = defaultdict(list)
            for label in read_labels(root / "labels" / "findings.jsonl"):
                labels[label["file"]].append(label)
            for meta in read_labels(root / "labels" / "meta.jsonl"):
                analysis = analyse(read_path(root / meta["file"], key=meta["file"]))
                right = explained_findings(labels[meta["file"]], analysis)
                for f in analysis.findings:
                    if f.severity is not Severity.NOTE:
                        yield f.tick.check_id, f.tick.confidence, f.id in right


if __name__ == "__main__":
    main()

"""Which checks answer which kind of label."""

from __future__ import annotations

from typing import Final

CHECKS_OF: Final[dict[str, tuple[str, ...]]] = {
    "narrative-vs-table": ("NAR01",),
    "narrative-vs-narrative": ("NAR02", "EVI03"),
    "parts-vs-whole-text": ("SUM01", "SUM03"),
    "part-exceeds-whole": ("SUM03", "SUM01"),
    "parts-vs-whole-table": ("SUM02",),
    "ratio": ("RAT01", "RAT02"),
    "growth": ("GRO01",),
    "growth-decomposition": ("GRO02",),
    "direction": ("GRO03",),
    "enumeration-count": ("ENU01",),
    "balance": ("BAL01",),
    "score-total": ("SCO01",),
    "score-vs-weight": ("SCO02",),
    "weights-total": ("SCO03",),
    "grade-vs-score": ("SCO04",),
    "execution-score": ("SCO05",),
    "missed-target-full-score": ("TGT01",),
    "vague-actual": ("TGT02",),
    "actual-not-quantitative": ("TGT02",),
    "actual-repeats-inequality": ("TGT03",),
    "actual-is-inequality": ("TGT03",),
    "actual-repeats-target": ("TGT03",),
    "target-actual-kind-mismatch": ("TGT04",),
    "target-actual-type-mismatch": ("TGT04",),
    "deduction-without-reason": ("TGT05", "EVI01"),
    "targets-without-actuals": ("TGT06",),
    "target-without-actual": ("TGT06", "TGT07"),
    "goal-without-result": ("TGT07",),
    "unit-slip": ("UNI01",),
    "template-residue": ("TPL01",),
    "missing-required-content": ("TPL02",),
    "headcount-over-establishment": ("EST01",),
    "score-without-evidence": ("EVI01", "TGT06"),
    "grade-vs-evidence": ("EVI02",),
    "missing-project-table": ("EVI04",),
}

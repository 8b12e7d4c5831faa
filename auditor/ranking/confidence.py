"""Confidence that is a frequency: of findings given 0.9, nine in ten are right on the benchmark.

``reliability.json`` holds, for each check, how many of its findings on generated reports with
labelled faults were right and by how much its own confidence is moved on the scale of log-odds so
that the mean comes to that share (``python -m benchmarks.confidence_bench`` fits it).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

_LEAST, _MOST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Reliability:
    """Findings of one check on the benchmark; ``shift`` is added to the log-odds."""

    check: str
    found: int
    right: int
    shift: float = 0.0


@cache
def _table() -> dict[str, Reliability]:
    text = (files("auditor.ranking") / "reliability.json").read_text("utf-8")
    return {
        check: Reliability(check, row["found"], row["right"], row["shift"])
        for check, row in json.loads(text)["checks"].items()
    }


def reliability_of(check_id: str) -> Reliability | None:
    """What the benchmark says of the check; ``None`` where it has no findings of it."""
    return _table().get(check_id)


def calibrated(check_id: str, confidence: float) -> float:
    """The check's own ``confidence``, moved to what came out on the benchmark; two decimals."""
    known = reliability_of(check_id)
    return shifted(confidence, known.shift if known is not None else 0.0)


def shifted(confidence: float, shift: float) -> float:
    """``confidence`` with ``shift`` added to its log-odds, in [0.02, 0.98] before."""
    return round(_unrounded(confidence, shift), 2)


def fitted(check: str, findings: list[tuple[float, bool]]) -> Reliability:
    """The shift that brings the mean confidence to the share that was right.

    Two findings at the mean of the check's own confidence stand for what was known before; the
    shift is bounded by 4.
    """
    right = sum(1 for _, ok in findings if ok)
    mean = sum(confidence for confidence, _ in findings) / len(findings)
    wanted = (right + 2 * mean) / (len(findings) + 2)
    low, high = -4.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        now = sum(_unrounded(confidence, middle) for confidence, _ in findings) / len(findings)
        low, high = (middle, high) if now < wanted else (low, middle)
    return Reliability(check, len(findings), right, round((low + high) / 2, 3))


def _unrounded(confidence: float, shift: float) -> float:
    inside = min(max(confidence, _LEAST), _MOST)
    return 1 / (1 + exp(-(log(inside / (1 - inside)) + shift)))

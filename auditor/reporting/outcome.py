"""What the comparisons of a report came to, in one sentence: a clean report says it too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from auditor.checks.coverage import coverage_of
from auditor.core.coverage import Coverage, CoverageCounts
from auditor.core.finding import Verdict
from auditor.core.report import Analysis

Sentence = tuple[str, dict[str, int]]
"""The name of a word in ``words.toml`` and what fills it."""


def outcome_of(analyses: Iterable[Analysis]) -> Sentence:
    """``nothing_compared``, ``all_consistent``, ``none_inconsistent`` or ``compared``."""
    verdicts = Counter(tick.verdict for analysis in analyses for tick in analysis.ticks)
    values = {
        "n": verdicts.total(),
        "ok": verdicts[Verdict.CONSISTENT],
        "bad": verdicts[Verdict.INCONSISTENT],
        "open": verdicts[Verdict.UNDECIDED],
    }
    if not values["n"]:
        return "nothing_compared", values
    if values["bad"]:
        return "compared", values
    return ("none_inconsistent" if values["open"] else "all_consistent"), values


def is_clean(analysis: Analysis) -> bool:
    """Whether no finding of the report asks for an answer."""
    return not any(finding.open for finding in analysis.findings)


def coverage_sentence(analyses: Iterable[Analysis]) -> Sentence:
    """``covered``: how many claims were compared; ``no_claims`` for none."""
    known = CoverageCounts()
    for analysis in analyses:
        known = known.plus(coverage_of(analysis).counts)
    values = {"n": known.claims, "ok": known.checked, "percent": 0}
    if not known.claims:
        return "no_claims", values
    values["percent"] = round(100 * known.checked / known.claims)
    return "covered", values


def coverage_fields(coverage: Coverage) -> dict[str, Any]:
    """How many claims were compared, their share, and the others by reason."""
    return {
        "checked_claims": coverage.checked,
        "coverage": coverage.share,
        "unchecked": {reason.value: count for reason, count in coverage.reasons.items()},
    }

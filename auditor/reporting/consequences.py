"""What a finding's record says beyond its own tick: the repair, and what else fails with it."""

from __future__ import annotations

from typing import Any

from auditor.core.finding import Finding
from auditor.reporting.phrasing import hint_of, title_of


def consequence_fields(finding: Finding, lang: str) -> dict[str, Any]:
    """``repair`` (a sentence or null) and ``also`` (the ticks that the finding answers for)."""
    return {
        "repair": hint_of(finding.tick.hint, lang),
        "also": [
            {
                "check": tick.check_id,
                "title": title_of(tick.check_id, lang),
                "stated": tick.stated,
                "expected": tick.expected,
                "working": tick.working,
            }
            for tick in finding.also
        ],
    }

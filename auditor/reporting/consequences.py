"""What a finding's record says beyond its own tick: repair, consequences, why so grave, why so sure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from auditor.core.finding import Finding, Stake
from auditor.core.interval import plain
from auditor.ranking.confidence import reliability_of
from auditor.reporting.phrasing import hint_of, title_of

_GIVEN = {"zh": "由设置指定", "en": "given by the settings"}
_OWN = {
    "zh": "不涉及数字核算，按该检查的一般级别",
    "en": "no arithmetic: the check's usual severity",
}
_GRADE = {"zh": "影响评价等级", "en": "the grade changes"}
_POINTS = {"zh": "影响得分约{}分", "en": "about {} points of the score change"}
_MONEY = {"zh": "涉及金额约{}元", "en": "about {} yuan are at stake"}
_SHARE = {"zh": "（占预算{}%）", "en": " ({} % of the budget)"}
_NOTHING = {
    "zh": "得分、等级、金额都不因此改变",
    "en": "neither score, grade nor an amount of money changes",
}
_MEASURED = {
    "zh": "该检查在生成报告上的{}条中{}条正确，据此校准",
    "en": "of {} findings of this check on generated reports {} were right; calibrated to that",
}
_UNMEASURED = {"zh": "没有该检查的基准数据", "en": "the benchmark has no findings of this check"}


def consequence_fields(finding: Finding, lang: str) -> dict[str, Any]:
    """``repair`` (a sentence or null), ``also`` (the ticks that the finding answers for), ``stake``,
    ``severity_reason`` and ``confidence_reason``.
    """
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
        "stake": _stake_record(finding.stake),
        "severity_reason": severity_reason(finding, lang),
        "confidence_reason": confidence_reason(finding, lang),
    }


def severity_reason(finding: Finding, lang: str) -> str:
    """Why the finding has its severity: grade, score, money, or the check itself."""
    language = "en" if lang == "en" else "zh"
    if finding.by_settings:
        return _GIVEN[language]
    stake = finding.stake
    if stake is None:
        return _OWN[language]
    said = []
    if stake.grade:
        said.append(_GRADE[language])
    if stake.points:
        said.append(_POINTS[language].format(_short(stake.points)))
    if stake.yuan:
        share = _SHARE[language].format(_short(stake.share * 100)) if stake.share else ""
        said.append(_MONEY[language].format(f"{stake.yuan:,.0f}") + share)
    return ("; " if language == "en" else "；").join(said) or _NOTHING[language]


def confidence_reason(finding: Finding, lang: str) -> str:
    """What the confidence rests on."""
    language = "en" if lang == "en" else "zh"
    known = reliability_of(finding.tick.check_id)
    if known is None:
        return _UNMEASURED[language]
    return _MEASURED[language].format(known.found, known.right)


def _stake_record(stake: Stake | None) -> dict[str, Any] | None:
    if stake is None:
        return None
    return {
        "points": _short(stake.points) if stake.points is not None else None,
        "grade_changes": stake.grade,
        "yuan": f"{stake.yuan:.0f}" if stake.yuan is not None else None,
        "budget_share": plain(stake.share) if stake.share is not None else None,
    }


def _short(value: Decimal) -> str:
    return plain(round(value, 2))

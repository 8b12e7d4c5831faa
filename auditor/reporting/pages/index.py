"""The overview: ranking, distributions, the map of copied text, failures."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.life import changes
from auditor.reporting.outcome import coverage_sentence
from auditor.reporting.pages.charts import check_bars, similarity_map
from auditor.reporting.pages.histogram import histogram
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pictures import family_trees, net
from auditor.reporting.phrasing import title_of
from auditor.reporting.words import LANGUAGES

_PAIRS_SHOWN = 200
_CHANGES_SHOWN = 200
_TENS = tuple(range(0, 101, 10))


def index_facts(known: Known) -> dict[str, Any]:
    """Everything that ``index.html.j2`` shows."""
    run = known.run
    rows = [
        {
            **record,
            "member": known.analyses[record["report_id"]].document.member,
            "found": _found(known.analyses[record["report_id"]]),
        }
        for record in records.ranking(run)
    ]
    copied = [pair for pair in known.ordered_pairs if pair.copied]
    drawn = similarity_map(known.ordered_pairs, known.keys)
    return {
        "rows": rows,
        "regions": _distinct(row["region"] for row in rows),
        "years": sorted({row["fiscal_year"] for row in rows if row["fiscal_year"]}, reverse=True),
        "agencies": _distinct(row["agency"] for row in rows),
        "summary": _summary(run),
        "bars": check_bars(run),
        "priorities": histogram([row["priority"] for row in rows], _TENS),
        "boilerplate": known.spread,
        "map": drawn,
        "net": net(drawn),
        "trees": family_trees(known),
        "copied": copied[:_PAIRS_SHOWN],
        "copied_left": max(0, len(copied) - _PAIRS_SHOWN),
        "title_of": known.title,
        "covered": coverage_sentence(run.analyses),
        "changes": _changes(run),
        "failures": run.failures,
        "facts": _run_facts(run),
    }


def _changes(run: RunResult) -> dict[str, Any] | None:
    """What is new, gone and stale; ``None`` without a baseline and a stale suppression."""
    listed = [
        {**record, "title": tuple(title_of(record["check"] or "", lang) for lang in LANGUAGES)}
        for record in changes(run)
    ]
    if not (run.life.compared or listed):
        return None
    counts = Counter(record["change"] for record in listed)
    known = sum(finding.baselined for a in run.analyses for finding in a.findings)
    numbers = {name: counts[name] for name in ("new", "gone", "unseen")}
    return {
        "compared": run.life.compared,
        "counts": {**numbers, "known": known},
        "listed": listed[:_CHANGES_SHOWN],
        "left": max(0, len(listed) - _CHANGES_SHOWN),
    }


def _found(analysis: Analysis) -> str:
    """The report's findings for the filters: ``NAR01:high TPL01:low``, once each."""
    kinds = Counter((f.tick.check_id, f.severity.value) for f in analysis.findings if f.open)
    return " ".join(f"{check}:{severity}" for check, severity in sorted(kinds))


def _distinct(values: Any) -> list[str]:
    return sorted({value for value in values if value})


def _summary(run: RunResult) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for analysis in run.analyses:
        opened = [finding for finding in analysis.findings if finding.open]
        counts["contradictions"] += sum(finding.contradiction for finding in opened)
        counts["findings"] += len(opened)
        counts["ticks"] += analysis.size("ticks")
    return [
        ("reports", len(run.analyses)),
        *((name, counts[name]) for name in ("contradictions", "findings", "ticks")),
        ("failed", len(run.failures)),
    ]


def _run_facts(run: RunResult) -> list[tuple[str, str]]:
    """Version, model and settings; times stay in ``run.json``, so equal runs give equal pages."""
    info = {key: json.loads(value) for key, value in run.info}
    shown: list[tuple[str, str]] = []
    shown += [(key, str(info[key])) for key in ("version", "model") if key in info]
    settings = info.get("settings")
    if isinstance(settings, dict):
        shown += [(key, json.dumps(settings[key], ensure_ascii=False)) for key in sorted(settings)]
    return shown

"""All files of a run (INTERFACE.md, files in DIR)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import life, records, reuse
from auditor.reporting.csv_files import ranking_csv
from auditor.reporting.files import write_bytes, write_jsonl
from auditor.reporting.pages import write_pages
from auditor.reporting.workbook import workbook_bytes

_EACH: dict[str, Callable[[Analysis], Iterator[dict[str, Any]]]] = {
    "sections": records.sections,
    "quantities": records.quantities,
    "tables": records.tables,
    "indicators": records.indicators,
    "claims": records.claims,
    "links": records.links,
    "ticks": records.ticks,
}


def write_run(out: Path, run: RunResult, *, lang: str = "zh") -> None:
    """Write JSON Lines, ranking, pages and run facts into ``out``; old files are replaced."""
    out.mkdir(parents=True, exist_ok=True)
    write_jsonl(out / "reports.jsonl", records.reports(run))
    for name, make in _EACH.items():
        write_jsonl(out / f"{name}.jsonl", (r for a in run.analyses for r in make(a)))
    found = (r for a in run.analyses for r in records.findings(a, lang))
    write_jsonl(out / "findings.jsonl", found)
    write_jsonl(out / "passages.jsonl", records.passages(run))
    for name in ("measures", "sources", "clusters", "against"):
        write_jsonl(out / f"{name}.jsonl", getattr(reuse, name)(run))
    write_jsonl(out / "changes.jsonl", life.changes(run))
    write_bytes(out / "ranking.csv", ranking_csv(run))
    write_bytes(out / "ranking.xlsx", workbook_bytes(run, lang))
    write_pages(out, run, lang)
    facts = {key: json.loads(value) for key, value in run.info}
    write_bytes(out / "run.json", json.dumps(facts, ensure_ascii=False, indent=2).encode("utf-8"))

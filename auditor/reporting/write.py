"""All files of a run (INTERFACE.md, files in DIR)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.engine.collection import unhurried
from auditor.reporting import life, records, reuse
from auditor.reporting.csv_files import ranking_csv
from auditor.reporting.files import Lines, write_bytes, write_jsonl
from auditor.reporting.pages import write_pages
from auditor.reporting.workbook import workbook_bytes

_Maker = Callable[[Analysis], Iterator[dict[str, Any]]]
_EACH: dict[str, _Maker] = {
    "sections": records.sections,
    "quantities": records.quantities,
    "tables": records.tables,
    "indicators": records.indicators,
    "claims": records.claims,
    "links": records.links,
    "ticks": records.ticks,
}
"""One pass over the reports writes all of these; an analysis may have to be read from the disk."""


def write_run(out: Path, run: RunResult, *, lang: str = "zh") -> None:
    """Write JSON Lines, ranking, pages and run facts into ``out``; old files are replaced."""
    with unhurried():
        _write(out, run, lang)


def _write(out: Path, run: RunResult, lang: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    write_jsonl(out / "reports.jsonl", records.reports(run))
    makers: dict[str, _Maker] = {**_EACH, "findings": partial(records.findings, lang=lang)}
    with ExitStack() as stack:
        files = {n: stack.enter_context(Lines(out / f"{n}.jsonl")) for n in makers}
        for analysis in run.analyses:
            for name, make in makers.items():
                for record in make(analysis):
                    files[name].add(record)
    write_jsonl(out / "passages.jsonl", records.passages(run))
    for name in ("measures", "sources", "clusters", "against"):
        write_jsonl(out / f"{name}.jsonl", getattr(reuse, name)(run))
    write_jsonl(out / "changes.jsonl", life.changes(run))
    write_bytes(out / "ranking.csv", ranking_csv(run))
    write_bytes(out / "ranking.xlsx", workbook_bytes(run, lang))
    write_pages(out, run, lang)
    facts = {key: json.loads(value) for key, value in run.info}
    write_bytes(out / "run.json", json.dumps(facts, ensure_ascii=False, indent=2).encode("utf-8"))

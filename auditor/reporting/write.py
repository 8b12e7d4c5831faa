"""All files of a run (INTERFACE.md, files in DIR)."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.core.run import RunResult
from auditor.engine.collection import unhurried
from auditor.reporting import life, records, reuse
from auditor.reporting.blocks import join_lines, made_rows
from auditor.reporting.csv_files import ranking_csv
from auditor.reporting.files import write_bytes, write_jsonl
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.write import write_index
from auditor.reporting.workbook import workbook_bytes
from auditor.reporting.writers import Writers


def write_run(out: Path, run: RunResult, *, lang: str = "zh", jobs: int = 1) -> None:
    """Write JSON Lines, ranking, pages and run facts into ``out``; old files are replaced.

    ``jobs`` processes, this one among them, write what is of one report or one pair of reports.
    """
    out.mkdir(parents=True, exist_ok=True)
    with unhurried(), Writers(Known(run), out, lang, jobs) as writers:
        _write(out, run, lang, writers)


def _write(out: Path, run: RunResult, lang: str, writers: Writers) -> None:
    write_jsonl(out / "reports.jsonl", records.reports(run))
    blocks = writers.write_reports()
    join_lines(out, writers.parts, blocks)
    write_jsonl(out / "passages.jsonl", records.passages(run))
    for name in ("measures", "sources", "clusters", "against"):
        write_jsonl(out / f"{name}.jsonl", getattr(reuse, name)(run))
    write_jsonl(out / "changes.jsonl", life.changes(run))
    write_bytes(out / "ranking.csv", ranking_csv(run))
    made = made_rows(writers.parts, blocks)
    write_bytes(out / "ranking.xlsx", workbook_bytes(run, lang, made=made))
    writers.write_pairs()
    write_index(out, writers.known, lang)
    facts = {key: json.loads(value) for key, value in run.info}
    write_bytes(out / "run.json", json.dumps(facts, ensure_ascii=False, indent=2).encode("utf-8"))

"""All files of a run (INTERFACE.md, files in DIR)."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.core.run import RunResult
from auditor.engine.collection import unhurried
from auditor.engine.crew import Crew
from auditor.reporting import life, records, reuse
from auditor.reporting.blocks import join_lines, made_rows
from auditor.reporting.csv_files import ranking_csv
from auditor.reporting.files import whole_file, write_bytes, write_jsonl
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.write import index_page
from auditor.reporting.workbook import write_workbook
from auditor.reporting.writers import PAIRS, PASSAGES, REPORTS, Writers


def write_run(
    out: Path, run: RunResult, *, lang: str = "zh", jobs: int = 1, crew: Crew | None = None
) -> None:
    """Write JSON Lines, ranking, pages and run facts into ``out``; old files are replaced.

    ``jobs`` processes, this one and workers of the ``crew`` among them, write what is of one
    report or one pair of reports.
    """
    out.mkdir(parents=True, exist_ok=True)
    with unhurried(), Writers(Known(run), out, lang, jobs, crew) as writers:
        _write(out, run, lang, writers)


def _write(out: Path, run: RunResult, lang: str, writers: Writers) -> None:
    writers.begin()
    # While the others write reports, what is of all reports; then this process writes with them.
    write_jsonl(out / "reports.jsonl", records.reports(run))
    write_jsonl(out / "passages.jsonl", map(records.passage, writers.passages))
    for name in ("measures", "sources", "clusters", "against"):
        write_jsonl(out / f"{name}.jsonl", getattr(reuse, name)(run))
    write_jsonl(out / "changes.jsonl", life.changes(run))
    write_bytes(out / "ranking.csv", ranking_csv(run))
    with index_page(out, writers.known, lang):
        reports = writers.finished(REPORTS)
        passages = writers.finished(PASSAGES)
        join_lines(out, writers.parts, reports)
        made = made_rows(writers.parts, reports, passages)
        with whole_file(out / "ranking.xlsx") as file:
            write_workbook(file, run, lang, made=made)
        writers.finished(PAIRS)
    facts = {key: json.loads(value) for key, value in run.info}
    write_bytes(out / "run.json", json.dumps(facts, ensure_ascii=False, indent=2).encode("utf-8"))

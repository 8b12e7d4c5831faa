"""A finished run read back from its folder, so that papers can be made without the inputs."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.errors import UsageError
from auditor.core.passage import Passage, PassageEdit, PassageKind
from auditor.core.report import Failure, RankedReport, SimilarityShares
from auditor.core.run import RunResult
from auditor.engine.stored import StoredAnalyses
from auditor.reporting.life import life_of, remarked
from auditor.reporting.saved_reuse import saved_reuse


def load_run(out: Path) -> RunResult:
    """The run that ``auditor audit --out`` left in ``out``; the texts come from its store.

    ``UsageError`` where the folder holds no finished run or its files don't belong together.
    """
    try:
        info = json.loads((out / "run.json").read_text("utf-8"))
        ids = {r["report_id"] for r in read_records(out / "reports.jsonl") if r["status"] == "ok"}
        marks = {
            r["finding_id"]: {name: r[name] for name in ("baselined", "suppressed")}
            for r in read_records(out / "findings.jsonl")
        }
        analyses = StoredAnalyses(out / "run.sqlite", partial(remarked, marks=marks))
        if {analysis.document.id for analysis in analyses} != ids:
            raise ValueError("reports.jsonl ≠ run.sqlite")
        changes = list(read_records(out / "changes.jsonl"))
        passages = tuple(map(_passage, read_records(out / "passages.jsonl")))
        ranking = tuple(read_ranking(out / "ranking.csv"))
        reuse = saved_reuse(out)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{out} 中没有审核结果；请先运行 auditor audit … --out {out}。") from error
    except (KeyError, ValueError) as error:
        message = f"{out} 中的结果不完整或由其他版本写成（{error}）；请重新运行 auditor audit。"
        raise UsageError(message) from error
    return RunResult(
        analyses=analyses,
        failures=tuple(Failure(**failure) for failure in info.get("failures", ())),
        passages=passages,
        shares=tuple(row.shares for row in ranking),
        ranking=ranking,
        life=life_of(changes, compared=bool(info.get("compared"))),
        reuse=reuse,
        info=tuple((key, json.dumps(value, ensure_ascii=False)) for key, value in info.items()),
    )


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file of a run."""
    for line in path.read_text("utf-8").split("\n"):
        if line:
            yield json.loads(line)


def _passage(record: dict[str, Any]) -> Passage:
    return Passage(
        record["a_report_id"],
        CharSpan(record["a_start"], record["a_end"]),
        record["b_report_id"],
        CharSpan(record["b_start"], record["b_end"]),
        record["similarity"],
        PassageKind(record["kind"]),
        record["units"],
        PassageEdit(record["edit"]),
        record["reordered"],
    )


def read_ranking(path: Path) -> Iterator[RankedReport]:
    """The lines of ``ranking.csv``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            shares = SimilarityShares(
                row["report_id"],
                template=float(row["template_share"]),
                common=float(row["common_share"]),
                copied=float(row["copied_share"]),
                own_previous_year=float(row["own_previous_year_share"]),
                boilerplate=float(row["boilerplate_similarity"]),
                nearest_document=row["nearest_report_id"] or None,
                nearest_similarity=float(row["nearest_similarity"]),
            )
            yield RankedReport(
                rank=int(row["rank"]),
                document_id=row["report_id"],
                file=row["file"],
                contradictions=int(row["contradictions"]),
                high=int(row["high"]),
                medium=int(row["medium"]),
                low=int(row["low"]),
                notes=int(row["notes"]),
                claims=int(row["claims"]),
                linked_claims=int(row["linked_claims"]),
                contradictions_per_100_claims=float(row["contradictions_per_100_claims"]),
                shares=shares,
                priority=float(row["priority"]),
                checked_claims=int(row["checked_claims"]),
            )

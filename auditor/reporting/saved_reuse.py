"""What reports share, read back from the files of a finished run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageEdit, PassageKind
from auditor.core.reuse import (
    Change,
    Cluster,
    Descent,
    FieldMeasures,
    Known,
    Reuse,
    Survival,
)

Record = dict[str, Any]
_CHANGE = ("modification", "cosine", "jaccard", "minimum_edit", "simple")


def saved_reuse(out: Path) -> Reuse:
    """The inverse of ``auditor.reporting.reuse``; a file that isn't there says nothing.

    ``KeyError`` or ``ValueError`` for records of another version.
    """
    sources = list(_records(out / "sources.jsonl"))
    return Reuse(
        measures=tuple(map(_measures, _records(out / "measures.jsonl"))),
        descents=tuple(map(_descent, sources)),
        clusters=tuple(
            Cluster(tuple(r["report_ids"]), r["chars"]) for r in _records(out / "clusters.jsonl")
        ),
        survivals=tuple(found for record in sources for found in _survivals(record)),
        known=tuple(map(_known, _records(out / "against.jsonl"))),
    )


def _records(path: Path) -> Iterator[Record]:
    if path.exists():
        for line in path.read_text("utf-8").split("\n"):
            if line:
                yield json.loads(line)


def _measures(record: Record) -> FieldMeasures:
    values = dict(record)
    previous = values.pop("previous_report_id")
    change = {name: values.pop(name) for name in _CHANGE}
    return FieldMeasures(
        document_id=values.pop("report_id"),
        section=values.pop("section_id"),
        change=None if previous is None else Change(previous, **change),
        **values,
    )


def _descent(record: Record) -> Descent:
    return Descent(
        record["source_report_id"], record["report_id"], record["directed"], record["chars"]
    )


def _survivals(record: Record) -> Iterator[Survival]:
    for one in record["survivals"]:
        yield Survival(
            record["report_id"],
            CharSpan(one["start"], one["end"]),
            one["text"],
            record["source_report_id"],
            one["kind"],
        )


def _known(record: Record) -> Known:
    passage = Passage(
        record["report_id"],
        CharSpan(record["start"], record["end"]),
        record["index_report_id"],
        CharSpan(record["index_start"], record["index_end"]),
        record["similarity"],
        PassageKind(record["kind"]),
        record["units"],
        PassageEdit(record["edit"]),
        record["reordered"],
    )
    return Known(passage, record["index_file"], record["index_unit"], record["index_fiscal_year"])

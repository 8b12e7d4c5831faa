"""Records of ``measures.jsonl``, ``sources.jsonl``, ``clusters.jsonl`` and ``against.jsonl``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from auditor.core.run import RunResult

Record = dict[str, Any]
_CHANGE = ("previous", "modification", "cosine", "jaccard", "minimum_edit", "simple")


def measures(run: RunResult) -> Iterator[Record]:
    """A report (``section_id`` null), then its first-level sections."""
    for one in run.reuse.measures:
        record = asdict(one)
        change = record.pop("change") or dict.fromkeys(_CHANGE)
        record["report_id"] = record.pop("document_id")
        record["section_id"] = record.pop("section")
        record["previous_report_id"] = change.pop("previous")
        first = ("report_id", "section_id")
        yield {key: record.pop(key) for key in first} | record | change


def sources(run: RunResult) -> Iterator[Record]:
    """Pairs that share copied or own earlier text, with names and years that survived."""
    survived: dict[tuple[str, str], list[Record]] = {}
    for one in run.reuse.survivals:
        survived.setdefault((one.source, one.document), []).append(
            {"start": one.span.start, "end": one.span.end, "text": one.text, "kind": one.kind}
        )
    for pair in run.reuse.descents:
        yield {
            "source_report_id": pair.source,
            "report_id": pair.taker,
            "directed": pair.directed,
            "chars": pair.chars,
            "survivals": survived.get((pair.source, pair.taker), []),
        }


def clusters(run: RunResult) -> Iterator[Record]:
    """Groups of reports joined by copied text."""
    for number, cluster in enumerate(run.reuse.clusters, start=1):
        yield {"cluster": number, "chars": cluster.chars, "report_ids": list(cluster.documents)}


def against(run: RunResult) -> Iterator[Record]:
    """Passages shared with reports of the index."""
    for known in run.reuse.known:
        passage = known.passage
        yield {
            "report_id": passage.a_document,
            "start": passage.a_span.start,
            "end": passage.a_span.end,
            "index_report_id": passage.b_document,
            "index_file": known.key,
            "index_unit": known.unit,
            "index_fiscal_year": known.year,
            "index_start": passage.b_span.start,
            "index_end": passage.b_span.end,
            "similarity": passage.similarity,
            "kind": passage.kind.value,
            "units": passage.units,
            "edit": passage.edit.value,
            "reordered": passage.reordered,
        }

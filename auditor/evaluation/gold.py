"""Precision and recall against hand-made labels.

A gold folder holds any of ``quantities.jsonl``, ``links.jsonl`` and ``findings.jsonl`` (or
``contradictions.jsonl``) and a folder ``quantities``, in the formats that
``corpus/labels/README.md`` describes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from auditor.core.charspan import CharSpan
from auditor.core.errors import UsageError
from auditor.core.finding import Finding
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.evaluation.kinds import CHECKS_OF
from auditor.evaluation.quantities import score_quantities
from auditor.evaluation.scores import ScoreRow
from auditor.reading import read_path

Label = dict[str, Any]
_BESIDE: Final = ("part", "ratio")


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Rows by kind, and a line for each miss and each finding outside the labels."""

    rows: tuple[ScoreRow, ...]
    misses: tuple[str, ...]


def evaluate_gold(gold: Path, reports: Path | None = None) -> EvaluationResult:
    """Score the tool on the labels in ``gold``; the reports stand in ``reports`` or beside them.

    ``UsageError`` where there are no labels or a labelled file is missing.
    """
    root = reports or gold.parent
    labels = {name: list(_read(gold / f"{name}.jsonl")) for name in ("quantities", "links")}
    labels["findings"] = list(_read(gold / "findings.jsonl")) or list(
        _read(gold / "contradictions.jsonl")
    )
    files = sorted({label["file"] for found in labels.values() for label in found})
    spans, missed = score_quantities(
        gold if gold.name == "quantities" else gold / "quantities", reports
    )
    if not files and spans:
        return EvaluationResult(spans, missed)
    if not files:
        raise UsageError(f"{gold} 中没有标注文件（quantities、links、findings.jsonl）。")
    analysed: dict[str, Analysis] = {}
    for name in _all_files(root, files):
        analysed[name] = analyse(read_path(root / name, key=name))
    rows: list[ScoreRow] = list(spans)
    misses: list[str] = list(missed)
    if labels["quantities"]:
        rows.append(_quantities(labels["quantities"], analysed, misses))
    if labels["links"]:
        rows.append(_links(labels["links"], analysed, misses))
    if labels["findings"]:
        rows.extend(_findings(labels["findings"], analysed, misses))
    return EvaluationResult(tuple(rows), tuple(misses))


def _read(path: Path) -> Iterator[Label]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _all_files(root: Path, labelled: Sequence[str]) -> list[str]:
    """Labelled files and, in a corpus folder, the clean reports beside them."""
    for name in labelled:
        if not (root / name).exists():
            raise UsageError(f"找不到标注所指的报告 {root / name}；请用 --reports 指明文件夹。")
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.suffix in (".txt", ".docx")
    }
    return sorted(found | set(labelled))


def _quantities(gold: list[Label], analysed: dict[str, Analysis], misses: list[str]) -> ScoreRow:
    found = right = hits = 0
    for name in sorted({label["file"] for label in gold}):
        own = [label for label in gold if label["file"] == name]
        end = max(label["end"] for label in own)
        wanted = {(g["start"], g["end"]): g for g in own if g["kind"] != "excluded"}
        made = {
            (q.span.start, q.span.end): q for q in analysed[name].quantities if q.span.end <= end
        }
        found += len(made)
        right += len(made.keys() & wanted.keys())
        for key, label in wanted.items():
            quantity = made.get(key)
            unit = quantity.unit.name if quantity is not None and quantity.unit else None
            if (
                quantity is not None
                and str(quantity.value) == label["value"]
                and unit == label["unit"]
            ):
                hits += 1
            else:
                misses.append(f"quantity missed: {name} [{key[0]}, {key[1]}) {label['text']}")
    total = sum(1 for label in gold if label["kind"] != "excluded")
    return ScoreRow("quantities", total, found, right, hits)


def _links(gold: list[Label], analysed: dict[str, Analysis], misses: list[str]) -> ScoreRow:
    """Claims linked to a right cell; a found link is right when any label has it.

    A part of a cell, an operand of a rate and a second reading may be linked and needn't be.
    """
    claims: dict[tuple[str, int], bool] = {}
    pairs = _link_pairs(gold, analysed)
    for label in gold:
        if label.get("relation") in _BESIDE or label.get("alternative"):
            continue
        key = (label["file"], label["narrative_start"])
        claims[key] = claims.get(key, False) or any(_is_link(label, *pair) for pair in pairs)
    right = sum(1 for pair in pairs if any(_is_link(label, *pair) for label in gold))
    for (name, start), hit in claims.items():
        if not hit:
            misses.append(f"claim without its cell: {name} at {start}")
    return ScoreRow(
        "links (claims to a right cell)", len(claims), len(pairs), right, sum(claims.values())
    )


def _link_pairs(gold: list[Label], analysed: dict[str, Analysis]) -> set[tuple[str, int, CharSpan]]:
    pairs: set[tuple[str, int, CharSpan]] = set()
    for name in {label["file"] for label in gold}:
        analysis = analysed[name]
        starts = {claim.id: claim.quantity.span.start for claim in analysis.claims}
        for link in analysis.links:
            pairs.update((name, starts[claim], link.cell_span) for claim in link.claim_ids)
    return pairs


def _is_link(label: Label, name: str, start: int, cell: CharSpan) -> bool:
    end = label["cell_start"] + len(label["cell_text"]) + 3
    return bool(
        label["file"] == name
        and label["narrative_start"] <= start < label["narrative_end"]
        and label["cell_start"] <= cell.start < end
    )


def _findings(
    gold: list[Label], analysed: dict[str, Analysis], misses: list[str]
) -> Iterator[ScoreRow]:
    explained: set[tuple[str, str]] = set()
    hits: dict[str, int] = {}
    totals: dict[str, int] = {}
    for label in gold:
        kind = label["type"]
        totals[kind] = totals.get(kind, 0) + 1
        matching = [f for f in analysed[label["file"]].findings if _answers(label, f, analysed)]
        explained.update((label["file"], finding.id) for finding in matching)
        direct = [f for f in matching if f.tick.check_id in CHECKS_OF.get(kind, ())]
        if direct:
            hits[kind] = hits.get(kind, 0) + 1
        elif label.get("certainty", "certain") == "certain":
            misses.append(
                f"missed: {label['file']} {label.get('id', '')} {kind}: {label.get('explanation_zh', '')}"
            )
    for kind in sorted(totals):
        yield ScoreRow(kind, totals[kind], hits.get(kind, 0), hits.get(kind, 0), hits.get(kind, 0))
    every = [(name, f) for name, a in analysed.items() for f in a.findings]
    serious = [(name, f) for name, f in every if f.severity.value in ("high", "medium")]
    right = sum(1 for name, f in serious if (name, f.id) in explained)
    certain = [g for g in gold if g.get("certainty", "certain") == "certain"]
    caught = sum(
        1
        for g in certain
        if any(
            f.tick.check_id in CHECKS_OF.get(g["type"], ()) and _answers(g, f, analysed)
            for f in analysed[g["file"]].findings
        )
    )
    for name, finding in serious:
        if (name, finding.id) not in explained:
            misses.append(
                f"outside the labels: {name} {finding.tick.check_id} {finding.severity.value}: "
                f"{finding.tick.stated} | {finding.tick.working}"
            )
    yield ScoreRow("all high and medium findings", len(certain), len(serious), right, caught)


def _answers(label: Label, finding: Finding, analysed: dict[str, Analysis]) -> bool:
    """Whether the finding is about the label's places and of a kind that the label allows."""
    allowed = set(CHECKS_OF.get(label["type"], ()))
    for other in label.get("also", ()):
        allowed |= set(CHECKS_OF.get(other, ()))
    if finding.tick.check_id not in allowed:
        return False
    spans = [e.span for e in finding.tick.evidence]
    text = analysed[label["file"]].document.text
    places = [e for e in label["evidence"] if e.get("start") is not None]
    if places:
        return any(span.overlaps(CharSpan(e["start"], e["end"])) for e in places for span in spans)
    keys = label.get("key_values") or [e["text"] for e in label["evidence"]]
    shown = " ".join(span.cut(text) for span in spans)
    return any(key in shown for key in keys)

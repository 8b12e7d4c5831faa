"""Precision and recall against labels.

A gold folder holds any of ``quantities.jsonl``, ``links.jsonl``, ``passages.jsonl`` and
``findings.jsonl`` (or ``contradictions.jsonl``) and a folder ``quantities``, in the formats that
``corpus/labels/README.md`` describes.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.core.errors import UsageError
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.evaluation.calibration import Calibration
from auditor.evaluation.findings import CleanScore, score_findings
from auditor.evaluation.labels import Label, read_labels
from auditor.evaluation.links import score_links
from auditor.evaluation.order import RankingScore, score_ranking
from auditor.evaluation.passages import score_passages
from auditor.evaluation.quantities import score_quantities
from auditor.evaluation.scores import Counts, ScoreRow, score_row
from auditor.ranking import rank
from auditor.reading import read_path
from auditor.settings import Settings
from auditor.similarity import compare_reports

_SUFFIXES = (".txt", ".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Rows by kind, and a line for each miss and each finding or link outside the labels.

    What the labels tell nothing of is ``None``; ``linker`` is the linker of the settings and
    ``seconds`` the time of reading and analysing.
    """

    rows: tuple[ScoreRow, ...]
    misses: tuple[str, ...]
    calibration: Calibration | None = None
    clean: CleanScore | None = None
    ranking: RankingScore | None = None
    linker: str = ""
    seconds: float = 0.0


def evaluate_gold(
    gold: Path, reports: Path | None = None, settings: Settings | None = None
) -> EvaluationResult:
    """Score the tool on the labels in ``gold``; the reports stand in ``reports`` or beside them.

    ``UsageError`` where there are no labels or a labelled file is missing.
    """
    known = settings or Settings()
    root = reports or gold.parent
    kinds = ("quantities", "links", "passages")
    labels = {name: list(read_labels(gold / f"{name}.jsonl")) for name in kinds}
    labels["findings"] = list(read_labels(gold / "findings.jsonl")) or list(
        read_labels(gold / "contradictions.jsonl")
    )
    files = _labelled(labels)
    spans, missed = score_quantities(
        gold if gold.name == "quantities" else gold / "quantities", reports
    )
    if not files and spans:
        return EvaluationResult(spans, missed)
    if not files:
        raise UsageError(f"{gold} 中没有标注文件（quantities、links、findings.jsonl）。")
    started = time.perf_counter()
    analysed = {
        name: analyse(read_path(root / name, key=name), known) for name in _all_files(root, files)
    }
    seconds = time.perf_counter() - started
    rows: list[ScoreRow] = list(spans)
    misses: list[str] = list(missed)
    calibration = clean = None
    if labels["quantities"]:
        rows.append(_quantities(labels["quantities"], analysed, misses))
    if labels["links"]:
        found, calibration = score_links(_by_file(labels["links"]), analysed, misses)
        rows.extend(found)
    compared = compare_reports([analysis.document for analysis in analysed.values()])
    if labels["passages"]:
        rows.extend(score_passages(labels["passages"], compared.passages, analysed, misses))
    ranking = None
    if labels["findings"]:
        found, clean = score_findings(labels["findings"], analysed, misses)
        rows.extend(found)
        ranked = [line.file for line in rank(list(analysed.values()), compared.shares)]
        ranking = score_ranking(ranked, _planted(labels["findings"]))
    return EvaluationResult(
        tuple(rows), tuple(misses), calibration, clean, ranking, known.linker, round(seconds, 3)
    )


def _labelled(labels: Mapping[str, Sequence[Label]]) -> list[str]:
    names = {label["file"] for found in labels.values() for label in found if "file" in label}
    for label in labels["passages"]:
        names |= {label["a_file"], label["b_file"]}
    return sorted(names)


def _by_file(labels: Sequence[Label]) -> dict[str, list[Label]]:
    files: dict[str, list[Label]] = {}
    for label in labels:
        files.setdefault(label["file"], []).append(label)
    return files


def _planted(labels: Sequence[Label]) -> dict[str, int]:
    """Contradictions by file."""
    counts: dict[str, int] = {}
    for label in labels:
        if label.get("contradiction", True):
            counts[label["file"]] = counts.get(label["file"], 0) + 1
    return counts


def _all_files(root: Path, labelled: Sequence[str]) -> list[str]:
    """Labelled files and, in a corpus folder, the clean reports beside them."""
    for name in labelled:
        if not (root / name).exists():
            raise UsageError(f"找不到标注所指的报告 {root / name}；请用 --reports 指明文件夹。")
    found = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in _SUFFIXES
    }
    return sorted(found | set(labelled))


def _quantities(gold: list[Label], analysed: dict[str, Analysis], misses: list[str]) -> ScoreRow:
    counts: dict[str, Counts] = {}
    for name in sorted({label["file"] for label in gold}):
        own = [label for label in gold if label["file"] == name]
        end = max(label["end"] for label in own)
        wanted = {(g["start"], g["end"]): g for g in own if g["kind"] != "excluded"}
        made = {
            (q.span.start, q.span.end): q for q in analysed[name].quantities if q.span.end <= end
        }
        known = counts[name] = Counts(len(wanted), len(made), len(made.keys() & wanted.keys()))
        for key, label in wanted.items():
            quantity = made.get(key)
            unit = quantity.unit.name if quantity is not None and quantity.unit else None
            if (
                quantity is not None
                and str(quantity.value) == label["value"]
                and unit == label["unit"]
            ):
                known.hits += 1
            else:
                misses.append(f"quantity missed: {name} [{key[0]}, {key[1]}) {label['text']}")
    return score_row("quantities", counts)

"""Precision and recall against labels.

A gold folder holds any of ``quantities.jsonl``, ``links.jsonl``, ``arith.jsonl``, ``tables.json``,
``passages.jsonl`` and ``findings.jsonl`` (or ``contradictions.jsonl``) and a folder ``quantities``,
in the formats that ``docs/labels.md`` describes. ``complete.json`` names, by ``links``,
``relations`` and ``tables``, the files in which all of the kind is labelled, also where there is
nothing to label.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.core.errors import UsageError
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.evaluation.calibration import Calibration
from auditor.evaluation.findings import (
    CheckReliability,
    CleanScore,
    score_findings,
    score_reliability,
)
from auditor.evaluation.labels import Label, read_labels
from auditor.evaluation.links import score_links
from auditor.evaluation.order import RankingScore, score_ranking
from auditor.evaluation.passages import score_passages
from auditor.evaluation.quantities import score_quantities
from auditor.evaluation.relations import score_relations
from auditor.evaluation.scores import Counts, ScoreRow, score_row
from auditor.evaluation.tables import Gold, read_tables, score_tables
from auditor.ranking import rank
from auditor.reading import read_path
from auditor.settings import Settings
from auditor.similarity import compare_reports

_SUFFIXES = (".txt", ".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Rows by kind, and a line for each miss and each finding or link outside the labels.

    ``calibration`` is that of the links' probabilities, ``confidence`` that of the confidence of
    high and medium findings. What the labels tell nothing of is ``None``; ``linker`` is the linker
    of the settings and ``seconds`` the time of reading and analysing.
    """

    rows: tuple[ScoreRow, ...]
    misses: tuple[str, ...]
    calibration: Calibration | None = None
    clean: CleanScore | None = None
    ranking: RankingScore | None = None
    linker: str = ""
    seconds: float = 0.0
    confidence: Calibration | None = None
    reliability: tuple[CheckReliability, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gold:
    """All that a folder holds, its quantities' folder apart."""

    quantities: list[Label]
    links: list[Label]
    relations: list[Label]
    passages: list[Label]
    findings: list[Label]
    tables: Gold
    complete: dict[str, list[str]]

    def files(self) -> list[str]:
        """The reports that labels speak of."""
        names = set(self.tables)
        for found in (self.quantities, self.links, self.relations, self.passages, self.findings):
            names |= {g[key] for g in found for key in ("file", "a_file", "b_file") if key in g}
        return sorted(names.union(*self.complete.values()))


def evaluate_gold(
    gold: Path, reports: Path | None = None, settings: Settings | None = None
) -> EvaluationResult:
    """Score the tool on the labels in ``gold``; the reports stand in ``reports`` or beside them.

    ``UsageError`` where there are no labels or a labelled file is missing.
    """
    known = settings or Settings()
    root = reports or gold.parent
    labels = _read(gold)
    files = labels.files()
    spans, missed = score_quantities(
        gold if gold.name == "quantities" else gold / "quantities", reports
    )
    if not files and spans:
        return EvaluationResult(spans, missed)
    if not files:
        raise UsageError(
            f"{gold} 中没有标注文件（quantities、links、arith、passages、findings.jsonl，tables.json）。"
        )
    started = time.perf_counter()
    names = _all_files(root, files) if labels.findings or labels.passages else _present(root, files)
    analysed = {name: analyse(read_path(root / name, key=name), known) for name in names}
    seconds = time.perf_counter() - started
    misses: list[str] = []
    scored = _Scored(analysed, misses)
    rows = [*spans, *scored.rows(labels)]
    return EvaluationResult(
        tuple(rows),
        (*misses, *missed),
        scored.calibration,
        scored.clean,
        scored.ranking,
        known.linker,
        round(seconds, 3),
        scored.confidence,
        scored.reliability,
    )


def _read(gold: Path) -> _Gold:
    def of(name: str) -> list[Label]:
        return list(read_labels(gold / f"{name}.jsonl"))

    complete = gold / "complete.json"
    return _Gold(
        of("quantities"),
        of("links"),
        of("arith"),
        of("passages"),
        of("findings") or of("contradictions"),
        read_tables(gold / "tables.json"),
        json.loads(complete.read_text("utf-8")) if complete.exists() else {},
    )


@dataclass(slots=True)
class _Scored:
    """Scores of one run; what isn't a row is left here."""

    analysed: dict[str, Analysis]
    misses: list[str]
    calibration: Calibration | None = None
    clean: CleanScore | None = None
    ranking: RankingScore | None = None
    confidence: Calibration | None = None
    reliability: tuple[CheckReliability, ...] = ()

    def rows(self, gold: _Gold) -> Iterator[ScoreRow]:
        """Rows in the order quantities, tables, links, relations, passages, findings."""
        analysed, misses = self.analysed, self.misses
        if gold.quantities:
            yield _quantities(gold.quantities, analysed, misses)
        if gold.tables:
            yield from score_tables(gold.tables, analysed, misses)
        links = _by_file(gold.links, gold.complete.get("links", ()))
        if links:
            found, self.calibration = score_links(links, analysed, misses)
            yield from found
        relations = gold.complete.get("relations", ())
        if gold.relations or relations:
            by_file = _by_file(gold.relations, relations)
            yield from score_relations(by_file, relations, analysed, misses)
        if not gold.passages and not gold.findings:
            return
        compared = compare_reports([analysis.document for analysis in analysed.values()])
        if gold.passages:
            yield from score_passages(gold.passages, compared.passages, analysed, misses)
        if gold.findings:
            made, self.clean, self.confidence = score_findings(gold.findings, analysed, misses)
            self.reliability = tuple(score_reliability(gold.findings, analysed))
            yield from made
            ranked = [line.file for line in rank(list(analysed.values()), compared.shares)]
            self.ranking = score_ranking(ranked, _planted(gold.findings))


def _by_file(labels: Sequence[Label], complete: Sequence[str]) -> dict[str, list[Label]]:
    """The labels of each file; none for a file that is known to hold none."""
    files: dict[str, list[Label]] = {name: [] for name in complete}
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
    _present(root, labelled)
    found = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in _SUFFIXES
    }
    return sorted(found | set(labelled))


def _present(root: Path, labelled: Sequence[str]) -> list[str]:
    """The labelled files, each of which must be there."""
    for name in labelled:
        if not (root / name).exists():
            raise UsageError(f"找不到标注所指的报告 {root / name}；请用 --reports 指明文件夹。")
    return list(labelled)


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

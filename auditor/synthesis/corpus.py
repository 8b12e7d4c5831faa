"""A folder of reports with labels: ``reports/`` and ``labels/*.jsonl``, the same bytes for a seed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from auditor.core.errors import UsageError
from auditor.synthesis.copying import EDITS, edited
from auditor.synthesis.data import PARTS
from auditor.synthesis.generate import make_report, own_prose, spec_of
from auditor.synthesis.links import links_of
from auditor.synthesis.specs import Made, Planted, Spec

Record = dict[str, Any]
_SHARES: Final = {"train": 6, "dev": 2, "test": 2}
_COPIED, _CARRIED = 0.15, 0.3


@dataclass(frozen=True, slots=True)
class CorpusSummary:
    """What was written. ``faults`` counts by kind."""

    reports: int
    clean: int
    links: int
    passages: int
    faults: dict[str, int]


def make_corpus(
    out: Path, *, seed: int, reports: int, part: str | None = None, clean: float = 0.4
) -> CorpusSummary:
    """Write ``reports`` reports of ``part`` (of all parts, 6 : 2 : 2, where ``None``) into ``out``.

    ``clean`` is the share without faults; the others have one fault, a third of them two or three.

    ``UsageError`` for an unknown part, or where ``out`` holds labels already.
    """
    if part is not None and part not in PARTS:
        raise UsageError(f"没有 {part} 这一部分；可用：{'、'.join(PARTS)}。")
    labels = out / "labels"
    if labels.exists() and any(labels.iterdir()):
        raise UsageError(f"{labels} 中已有标注；请换一个文件夹。")
    labels.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Record]] = {n: [] for n in ("links", "findings", "passages", "meta")}
    for chosen, count in _counts(reports, part):
        made: dict[int, tuple[str, int, int]] = {}
        before = len(found["passages"])
        for number in range(count):
            _one(out, spec_of(seed, chosen, number), clean, made, found)
        pairs = found["passages"][before:]
        found["passages"] += [*_indirect(pairs), *_alone(made, pairs)]
    for name, records in found.items():
        lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
        (labels / f"{name}.jsonl").write_text(lines, "utf-8")
    kinds = Counter(record["type"] for record in found["findings"])
    faultless = sum(1 for record in found["meta"] if record["clean"])
    copied = [r for r in found["passages"] if r["kind"] != "own" and not r.get("alternative")]
    counts = len(found["links"]), len(copied)
    return CorpusSummary(len(found["meta"]), faultless, *counts, dict(sorted(kinds.items())))


def _counts(reports: int, part: str | None) -> list[tuple[str, int]]:
    if part is not None:
        return [(part, reports)]
    rest = {p: reports * _SHARES[p] // 10 for p in PARTS if p != "train"}
    return [("train", reports - sum(rest.values())), *rest.items()]


def _one(
    out: Path,
    spec: Spec,
    clean: float,
    made: dict[int, tuple[str, int, int]],
    found: dict[str, list[Record]],
) -> None:
    rng = spec.rng("mix")
    faults = 0 if rng.random() < clean else rng.choice((1, 1, 1, 1, 2, 3))
    source, edit = _source(spec)
    prose: Sequence[str] | None = None
    if source is not None:
        prose = edited(own_prose(spec_of(spec.seed, spec.part, source)), edit, spec.rng("edit"))
    report = make_report(spec, faults=faults, prose=prose)
    path = out / spec.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(report.data)
    place = next(s for s in report.spots if s.mark.key == "@manage")
    made[spec.number] = (spec.file, place.start, place.end)
    found["links"].extend(links_of(report))
    found["findings"].extend(_findings(report))
    if source is not None:
        found["passages"].append(
            _passage(made[source], made[spec.number], source, spec.number, edit)
        )
    found["meta"].append(_meta(report))


def _source(spec: Spec) -> tuple[int | None, str]:
    """Which earlier report of the part the management paragraph is taken from, and how it is edited.

    Only reports that wrote their own are sources: a copy of a copy would have two labels to earn.
    """
    rng = spec.rng("source")
    draw, edit = rng.random(), rng.choice(EDITS)
    if spec.number % 2:
        return (spec.number - 1, edit) if draw < _CARRIED and not _copies(spec, -1) else (None, "")
    if draw >= _COPIED or spec.number < 4:
        return None, ""
    for _ in range(8):
        source = rng.randrange(0, spec.number - 1, 2)
        if not _copies(spec, source - spec.number):
            return source, edit
    return None, ""


def _copies(spec: Spec, offset: int) -> bool:
    """Whether the report ``offset`` away copied from a third one."""
    other = spec_of(spec.seed, spec.part, spec.number + offset)
    return other.number >= 4 and other.rng("source").random() < _COPIED


def _passage(
    a: tuple[str, int, int], b: tuple[str, int, int], source: int, number: int, edit: str
) -> Record:
    kind = "own_previous_year" if source // 2 == number // 2 else "copied"
    return {
        "a_file": a[0], "a_start": a[1], "a_end": a[2],
        "b_file": b[0], "b_start": b[1], "b_end": b[2], "kind": kind, "edit": edit,
    }  # fmt: skip


def _indirect(pairs: Sequence[Record]) -> list[Record]:
    """Two reports that took one paragraph from a third: they share it, whoever they had it from."""
    copies: dict[str, list[Record]] = {}
    for pair in pairs:
        copies.setdefault(pair["a_file"], []).append(pair)
    return [
        {
            "a_file": first["b_file"], "a_start": first["b_start"], "a_end": first["b_end"],
            "b_file": second["b_file"], "b_start": second["b_start"], "b_end": second["b_end"],
            "kind": "copied", "edit": f"{first['edit']}, {second['edit']}", "alternative": True,
        }
        for taken in copies.values()
        for first, second in combinations(taken, 2)
    ]  # fmt: skip


def _alone(made: dict[int, tuple[str, int, int]], pairs: Sequence[Record]) -> list[Record]:
    """The paragraphs that no other report has."""
    shared = {record[f"{side}_file"] for record in pairs for side in "ab"}
    return [
        {"file": file, "start": start, "end": end, "kind": "own"}
        for file, start, end in made.values()
        if file not in shared
    ]


def _findings(report: Made) -> Iterator[Record]:
    for number, fault in enumerate(report.planted, 1):
        evidence = list(_evidence(report, fault))
        yield {
            "file": report.spec.file,
            "id": f"{report.spec.part}-{report.spec.number:05d}-F{number}",
            "type": fault.kind,
            "contradiction": fault.contradiction,
            "severity": fault.severity,
            "certainty": "certain",
            "also": list(fault.also),
            "right": fault.right,
            "explanation_zh": fault.explanation,
            "evidence": evidence,
        }


def _evidence(report: Made, fault: Planted) -> Iterator[Record]:
    for spot in report.spots:
        side = "text" if spot.grid is None else "table"
        if (spot.mark.key, side) in fault.keys or (spot.mark.key, "") in fault.keys:
            text = report.text[spot.start : spot.end]
            yield {"text": text, "start": spot.start, "end": spot.end, "side": side}


def _meta(report: Made) -> Record:
    spec = report.spec
    return {
        "file": spec.file,
        "part": spec.part,
        "family": spec.family["kind"],
        "agency": spec.unit.agency["kind"],
        "unit": spec.unit.full,
        "province": spec.unit.province,
        "county": spec.unit.place,
        "year": spec.year,
        "dialect": spec.dialect,
        "clean": not report.planted,
        "faults": [fault.kind for fault in report.planted],
    }

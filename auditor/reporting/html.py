"""Pages from the disk: ``index.html`` and a page for each report."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from auditor.core.charspan import CharSpan
from auditor.core.finding import SEVERITIES, EvidenceRole, Finding
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.excerpts import Excerpt, Excerpts
from auditor.reporting.files import write_bytes
from auditor.reporting.marked_text import render_text, report_marks
from auditor.reporting.phrasing import SEVERITY_NAMES, hint_of, message_of, title_of
from auditor.reporting.words import LABELS, WORDS

_OWN_PAGE = re.compile(r"[0-9a-f]{12}\.html")
_LISTED_PASSAGES = 200
_OTHERS = 12
_PASSAGE_CHARS = 400


def _load(name: str) -> str:
    return (files("auditor.reporting") / "templates" / name).read_text("utf-8")


@cache
def environment() -> Environment:
    """The template environment: everything escaped, unknown names are errors."""
    env = Environment(
        loader=FunctionLoader(_load),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = _load("script.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    env.globals["style"] = Markup(_load("style.css"))  # noqa: S704 our own file
    env.globals["script"] = Markup(script)  # noqa: S704 our own file
    # Only our own script runs, even if a report's text ever got past the escaping.
    env.globals["policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    env.filters["percent"] = lambda share: f"{100 * share:.1f}%"
    return env


@dataclass(frozen=True, slots=True)
class _Run:
    """A run with the look-ups that every page needs, built once."""

    run: RunResult
    lang: str
    analyses: dict[str, Analysis]
    passages: dict[str, list[tuple[CharSpan, PassageKind, Passage]]]

    @classmethod
    def of(cls, run: RunResult, lang: str) -> _Run:
        passages: dict[str, list[tuple[CharSpan, PassageKind, Passage]]] = defaultdict(list)
        for passage in run.passages:
            passages[passage.a_document].append((passage.a_span, passage.kind, passage))
            passages[passage.b_document].append((passage.b_span, passage.kind, passage))
        analyses = {analysis.document.id: analysis for analysis in run.analyses}
        return cls(run, lang if lang in WORDS else "zh", analyses, passages)

    def words(self) -> dict[str, Any]:
        names = SEVERITY_NAMES[self.lang]
        return {
            "lang": "en" if self.lang == "en" else "zh-CN",
            "w": WORDS[self.lang],
            "names": {severity.value: name for severity, name in names.items()},
        }


def write_pages(out: Path, run: RunResult, lang: str) -> None:
    """``reports/<id>.html``, then ``index.html``; pages of reports that are gone are removed."""
    known = _Run.of(run, lang)
    folder = out / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    page = environment().get_template("report.html.j2")
    ranks = {row.document_id: row for row in run.ranking}
    for name, analysis in known.analyses.items():
        facts = _report_page(known, analysis)
        html = page.render(**known.words(), row=ranks.get(name), **facts)
        write_bytes(folder / f"{name}.html", html.encode("utf-8"))
    for old in folder.glob("*.html"):
        if _OWN_PAGE.fullmatch(old.name) and old.stem not in known.analyses:
            old.unlink()
    index = environment().get_template("index.html.j2")
    html = index.render(
        **known.words(),
        ranking=list(records.ranking(run)),
        failures=run.failures,
        summary=_summary(run),
        facts=_run_facts(run),
        checks=_check_counts(run, known.lang),
    )
    write_bytes(out / "index.html", html.encode("utf-8"))


def _summary(run: RunResult) -> dict[str, int]:
    return {
        "reports": len(run.analyses),
        "contradictions": sum(f.contradiction for a in run.analyses for f in a.findings),
        "findings": sum(len(a.findings) for a in run.analyses),
        "ticks": sum(len(a.ticks) for a in run.analyses),
        "failed": len(run.failures),
    }


def _run_facts(run: RunResult) -> list[tuple[str, str]]:
    """Version, model and settings; times stay in ``run.json``, so equal runs give equal pages."""
    info = {key: json.loads(value) for key, value in run.info}
    shown: list[tuple[str, str]] = []
    shown += [(key, str(info[key])) for key in ("version", "model") if key in info]
    settings = info.get("settings")
    if isinstance(settings, dict):
        shown += [(key, json.dumps(settings[key], ensure_ascii=False)) for key in sorted(settings)]
    return shown


def _check_counts(run: RunResult, lang: str) -> list[tuple[str, str, int]]:
    counts = Counter(f.tick.check_id for a in run.analyses for f in a.findings)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(check, title_of(check, lang), count) for check, count in ordered]


def _report_page(known: _Run, analysis: Analysis) -> dict[str, Any]:
    name = analysis.document.id
    found = sorted(analysis.findings, key=_urgency)
    numbers = {finding.id: number for number, finding in enumerate(found, start=1)}
    shared = known.passages.get(name, [])
    links = _links(analysis)
    ticks = [
        {**record, "title": title_of(record["check"], known.lang)}
        for record in records.ticks(analysis)
    ]
    targets = {e.span.start for f in found for e in f.tick.evidence if e.document_id == name}
    targets.update(span.start for span, _, _ in shared)
    targets.update(place["start"] for tick in ticks for place in tick["evidence"][:1])
    for link in links:
        targets.update((link["start"], link["cell_start"]))
    marks = report_marks(analysis, numbers, ((span, kind) for span, kind, _ in shared))
    body = render_text(analysis, marks, targets)
    return {
        "document": analysis.document,
        "findings": [_card(known, f, numbers[f.id]) for f in found],
        "verdicts": Counter(tick["verdict"] for tick in ticks),
        "ticks": ticks,
        "links": links,
        "passages": _passages(known, name),
        "kinds": Counter(kind.value for _, kind, _ in shared),
        "body": Markup(body),  # noqa: S704 escaped piece by piece there
    }


def _urgency(finding: Finding) -> tuple[int, bool, int]:
    first = finding.tick.evidence[0].span.start if finding.tick.evidence else -1
    return SEVERITIES.index(finding.severity), not finding.contradiction, first


def _card(known: _Run, finding: Finding, number: int) -> dict[str, Any]:
    tick = finding.tick
    places = [
        Excerpts(known.analyses[place.document_id]).of(place, _label(place.label, known.lang))
        for place in tick.evidence
        if place.document_id in known.analyses
    ]
    stated = [p for p in places if p.role == EvidenceRole.STATED.value]
    others = [p for p in places if p.role != EvidenceRole.STATED.value]
    return {
        "number": number,
        "id": finding.id,
        "check": tick.check_id,
        "severity": finding.severity.value,
        "contradiction": finding.contradiction,
        "baselined": finding.baselined,
        "confidence": tick.confidence,
        "title": title_of(tick.check_id, known.lang),
        "message": message_of(tick, known.lang),
        "hint": hint_of(tick.hint, known.lang),
        "stated": tick.stated,
        "expected": tick.expected,
        "difference": tick.difference,
        "working": tick.working,
        "panes": _panes(stated, others),
    }


def _panes(stated: list[Excerpt], others: list[Excerpt]) -> list[tuple[str, list[Excerpt]]]:
    """The two sides of a finding, each with its places; one side where there is no other."""
    return [(name, side) for name, side in (("side_a", stated), ("side_b", others)) if side]


def _label(label: str, lang: str) -> str:
    """The label with the forms' field names (``actual``, ``score``) in the reader's language."""
    return " / ".join(LABELS[lang].get(part, part) for part in label.split(" / "))


def _links(analysis: Analysis) -> list[dict[str, Any]]:
    by_id = {claim.id: claim for claim in analysis.claims}
    found = []
    for record in records.links(analysis):
        claims = [by_id[c] for c in record["claim_ids"] if c in by_id]
        record["claim_text"] = " + ".join(f"{c.indicator} {c.quantity.text}" for c in claims)
        record["start"] = claims[0].quantity.span.start if claims else record["cell_start"]
        found.append(record)
    return found


def _passages(known: _Run, name: str) -> list[dict[str, Any]]:
    """Shared passages by own place, official template text left out; the most copied first."""
    text = known.analyses[name].document.text
    grouped: dict[tuple[CharSpan, PassageKind], list[Passage]] = defaultdict(list)
    for span, kind, passage in known.passages.get(name, ()):
        if kind is not PassageKind.TEMPLATE:
            grouped[span, kind].append(passage)
    order = (PassageKind.COPIED, PassageKind.COMMON, PassageKind.OWN_PREVIOUS_YEAR)
    ordered = sorted(grouped.items(), key=lambda item: (order.index(item[0][1]), item[0][0]))
    return [
        {
            "start": span.start,
            "text": _cut(text, span),
            "kind": kind.value,
            "others": sorted((_other(known, p, name) for p in group), key=lambda o: o["file"]),
            "shown": _OTHERS,
        }
        for (span, kind), group in ordered[:_LISTED_PASSAGES]
    ]


def _other(known: _Run, passage: Passage, name: str) -> dict[str, Any]:
    there, span = passage.b_document, passage.b_span
    if there == name:
        there, span = passage.a_document, passage.a_span
    document = known.analyses[there].document
    return {
        "id": there,
        "file": document.key,
        "start": span.start,
        "text": _cut(document.text, span),
        "similarity": passage.similarity,
    }


def _cut(text: str, span: CharSpan) -> str:
    cut = span.cut(text)
    return cut if len(cut) <= _PASSAGE_CHARS else cut[:_PASSAGE_CHARS] + "…"

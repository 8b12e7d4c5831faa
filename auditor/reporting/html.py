"""Pages from the disk: ``index.html`` and a page for each report."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.files import write_bytes
from auditor.reporting.marked_text import render_text
from auditor.reporting.phrasing import SEVERITY_NAMES, title_of
from auditor.reporting.words import WORDS


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
    env.globals["style"] = Markup(_load("style.css"))  # noqa: S704 our own file
    env.globals["script"] = Markup(_load("script.js"))  # noqa: S704 our own file
    env.filters["percent"] = lambda share: f"{100 * share:.1f}%"
    return env


def write_pages(out: Path, run: RunResult, lang: str) -> None:
    """``index.html`` and ``reports/<id>.html``; pages of reports that are gone are removed."""
    words = WORDS[lang if lang in WORDS else "zh"]
    names = SEVERITY_NAMES[lang if lang in SEVERITY_NAMES else "zh"]
    index = environment().get_template("index.html.j2")
    text = index.render(
        lang="en" if lang == "en" else "zh-CN",
        w=words,
        ranking=list(records.ranking(run)),
        failures=run.failures,
        summary=_summary(run),
        checks=_check_counts(run, lang),
    )
    write_bytes(out / "index.html", text.encode("utf-8"))
    folder = out / "reports"
    folder.mkdir(exist_ok=True)
    page = environment().get_template("report.html.j2")
    ranks = {row.document_id: row for row in run.ranking}
    keys = {a.document.id: a.document.key for a in run.analyses}
    texts = {a.document.id: a.document.text for a in run.analyses}
    for analysis in run.analyses:
        document = analysis.document
        html = page.render(
            lang="en" if lang == "en" else "zh-CN",
            w=words,
            names={severity.value: name for severity, name in names.items()},
            document=document,
            row=ranks[document.id],
            findings=_findings(analysis, lang),
            ticks=[{**t, "title": title_of(t["check"], lang)} for t in records.ticks(analysis)],
            links=_links(analysis),
            passages=_passages(run, document.id, keys, texts),
            keys=keys,
            body=Markup(render_text(analysis)),  # noqa: S704 escaped piece by piece there
        )
        write_bytes(folder / f"{document.id}.html", html.encode("utf-8"))
    wanted = {f"{a.document.id}.html" for a in run.analyses}
    for old in folder.glob("*.html"):
        if old.name not in wanted:
            old.unlink()


def _summary(run: RunResult) -> dict[str, int]:
    findings = [f for a in run.analyses for f in a.findings]
    return {
        "reports": len(run.analyses),
        "contradictions": sum(row.contradictions for row in run.ranking),
        "findings": len(findings),
        "ticks": sum(len(a.ticks) for a in run.analyses),
        "failed": len(run.failures),
    }


def _check_counts(run: RunResult, lang: str) -> list[tuple[str, str, int]]:
    counts: dict[str, int] = {}
    for analysis in run.analyses:
        for finding in analysis.findings:
            counts[finding.tick.check_id] = counts.get(finding.tick.check_id, 0) + 1
    ordered = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    return [(check, title_of(check, lang), count) for check, count in ordered]


def _findings(analysis: Analysis, lang: str) -> list[dict[str, Any]]:
    found = list(records.findings(analysis, lang))
    text = analysis.document.text
    for record in found:
        for place in record["evidence"]:
            start, end = place["start"], place["end"]
            place["before"] = text[max(0, start - 28) : start].replace("\n", " ")
            place["after"] = text[end : end + 28].replace("\n", " ")
    order = ["high", "medium", "low", "note"]
    return sorted(found, key=lambda r: (order.index(r["severity"]), not r["contradiction"]))


def _links(analysis: Analysis) -> list[dict[str, Any]]:
    by_id = {claim.id: claim for claim in analysis.claims}
    found = []
    for record in records.links(analysis):
        claims = [by_id[c] for c in record["claim_ids"]]
        record["claim_text"] = " + ".join(f"{c.indicator} {c.quantity.text}" for c in claims)
        record["start"] = claims[0].quantity.span.start
        found.append(record)
    return found


def _passages(
    run: RunResult, document_id: str, keys: dict[str, str], texts: dict[str, str]
) -> list[dict[str, Any]]:
    found = []
    for record in records.passages(run):
        for own, other in (("a", "b"), ("b", "a")):
            if record[f"{own}_report_id"] != document_id:
                continue
            there = record[f"{other}_report_id"]
            found.append(
                {
                    "start": record[f"{own}_start"],
                    "text": _cut(texts[document_id], record, own),
                    "other_id": there,
                    "other_file": keys[there],
                    "other_start": record[f"{other}_start"],
                    "other_text": _cut(texts[there], record, other),
                    "kind": record["kind"],
                    "units": record["units"],
                    "similarity": record["similarity"],
                }
            )
    return sorted(found, key=lambda p: (p["kind"] == "template", p["start"]))


def _cut(text: str, record: dict[str, Any], side: str) -> str:
    return text[record[f"{side}_start"] : record[f"{side}_end"]][:400]

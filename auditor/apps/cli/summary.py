"""What ``auditor audit`` says under the ranking: clean reports, coverage, changes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from auditor.core.run import RunResult
from auditor.reporting.life import changes
from auditor.reporting.outcome import coverage_sentence, is_clean, outcome_of
from auditor.reporting.phrasing import title_of
from auditor.reporting.words import WORDS

_REPORTS, _FINDINGS = 10, 20
_LISTED = ("new", "gone")


def clean_lines(run: RunResult, lang: str) -> Iterator[str]:
    """A line a report with nothing to answer: what was compared; then the coverage of all."""
    words = WORDS[lang]
    clean = [analysis for analysis in run.analyses if is_clean(analysis)]
    for analysis in clean[:_REPORTS]:
        name, values = outcome_of([analysis])
        yield f"{analysis.document.key}: {words[name].format(**values)}"
    if len(clean) > _REPORTS:
        yield words["more_lines"].format(n=len(clean) - _REPORTS, file="reports.jsonl")
    if run.analyses:
        name, values = coverage_sentence(run.analyses)
        yield words[name].format(**values)


def change_lines(run: RunResult, lang: str) -> Iterator[str]:
    """What is new and gone against the baseline; nothing where none was given."""
    if not run.life.compared:
        return
    words = WORDS[lang]
    records = list(changes(run))
    listed = [record for record in records if record["change"] in _LISTED]
    yield words["changes"].format(
        new=sum(record["change"] == "new" for record in records),
        gone=len(run.life.gone),
        known=sum(f.baselined for a in run.analyses for f in a.findings),
        unseen=len(run.life.unseen),
    )
    for record in listed[:_FINDINGS]:
        shown = words[f"change_{record['change']}"]
        title = title_of(record["check"], lang)
        yield f"  {shown}  {record['file']}  {record['check']} {title}: {record['stated']}"
    if len(listed) > _FINDINGS:
        yield words["more_lines"].format(n=len(listed) - _FINDINGS, file="changes.jsonl")


def previous_lines(run: RunResult, lang: str) -> Iterator[str]:
    """How many reports were held beside one of the year before; nothing without ``--previous``."""
    known = json.loads(dict(run.info).get("previous", "null"))
    if known is not None:
        yield WORDS[lang]["previous_reports"].format(
            ok=len(run.analyses), n=known["paired"], last=known["reports"]
        )


def stale_lines(run: RunResult, lang: str) -> Iterator[str]:
    """A line a suppression that no finding answers to."""
    for stale in run.life.stale:
        yield WORDS[lang]["stale_note"].format(
            fingerprint=stale.fingerprint,
            check=stale.check or "—",
            report=stale.report or "—",
            reason=stale.reason,
        )

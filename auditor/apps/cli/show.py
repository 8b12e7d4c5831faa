"""``auditor show`` and ``auditor checks``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from auditor.apps.cli.grids import draw
from auditor.apps.cli.screen import screen
from auditor.checks import all_checks
from auditor.checks.coverage import coverage_of
from auditor.core.errors import UsageError
from auditor.core.finding import Verdict
from auditor.core.period import Role
from auditor.core.report import Analysis, Failure
from auditor.engine import analyse
from auditor.engine.reading import read_all
from auditor.engine.selection import checks_named, unknown_check
from auditor.reporting.order import by_urgency
from auditor.reporting.phrasing import SEVERITY_NAMES, message_of, title_of
from auditor.reporting.safe import visible
from auditor.reporting.verdicts import LinkVerdicts
from auditor.reporting.words import WORDS

_LEVELS = ("bold cyan", "bold", "", "dim")
_SEVERITIES = {"high": "bold red", "medium": "yellow", "low": "blue", "note": "dim"}
_VERDICTS = {
    Verdict.CONSISTENT: ("✓", "green"),
    Verdict.INCONSISTENT: ("✗", "bold red"),
    Verdict.UNDECIDED: ("?", "yellow"),
}
_ROLES = {
    Role.ACTUAL: "green",
    Role.FINAL: "green",
    Role.BUDGET: "cyan",
    Role.INITIAL_BUDGET: "cyan",
    Role.TARGET: "blue",
    Role.PRIOR: "magenta",
    Role.SCORE: "yellow",
    Role.WEIGHT: "yellow",
}


def show_report(file: Path, *, tables: bool, claims: bool, links: bool) -> int:
    """Print every report of a file, one for most; 3 where something can't be read."""
    found = read_all(file)
    for number, item in enumerate(found):
        if isinstance(item, Failure):
            click.echo(visible(f"{item.file}: {item.message}"), err=True)
            continue
        console = screen(highlight=False)
        if len(found) > 1:
            console.print(Text(("" if number == 0 else "\n") + visible(item.key), "bold"))
        _show(console, analyse(item), tables=tables, claims=claims, links=links)
    return 3 if any(isinstance(item, Failure) for item in found) else 0


def _show(console: Console, analysis: Analysis, *, tables: bool, claims: bool, links: bool) -> None:
    document = analysis.document
    identity = document.identity
    console.print(
        Text(visible(identity.agency or "—"), "bold"),
        Text(
            visible(
                f"· {identity.region or '—'} · {identity.fiscal_year or '—'}"
                f" · {identity.report_kind.value} · {document.media_type} ({document.reader})"
            )
        ),
    )
    for remark in document.remarks:
        console.print(Text(visible(remark), "yellow"))
    if not (tables or claims or links):
        for section in document.sections:
            style = _LEVELS[min(section.level, len(_LEVELS)) - 1]
            title = visible(f"{section.number} {section.title}")
            console.print(Text.assemble("  " * (section.level - 1), (title, style)))
        _findings(console, analysis)
    if tables:
        _tables(console, analysis)
    if claims:
        _claims(console, analysis)
    if links:
        _links(console, analysis)


def _findings(console: Console, analysis: Analysis) -> None:
    for finding in by_urgency(analysis.findings):
        style = _SEVERITIES[finding.severity.value]
        line = Text.assemble(
            (f"[{SEVERITY_NAMES['zh'][finding.severity]}]", style),
            (f" {finding.tick.check_id} ", "dim"),
            (title_of(finding.tick.check_id, "zh"), "bold"),
        )
        console.print(line)
        console.print(Text("    " + visible(message_of(finding.tick, "zh"))))


def _tables(console: Console, analysis: Analysis) -> None:
    for number, table in enumerate(analysis.document.tables, start=1):
        facts = [f"{table.n_rows}×{table.n_cols}", table.kind.value]
        if table.unit:
            facts.append(f"单位：{table.unit}")
        places = {
            place
            for origin in analysis.document.origins_of(table.span)
            for place in (origin.sheet, origin.page and f"第{origin.page}页")
            if place
        }
        facts.extend(sorted(places))
        title = Text.assemble(
            (f"{number}. ", "dim"),
            (visible(table.caption or "—"), "bold cyan"),
            (visible(f" ({', '.join(facts)})"), "dim"),
        )
        console.print(title)
        for line in draw(table, console.width):
            console.print(Text(visible(line)), soft_wrap=True)


def _claims(console: Console, analysis: Analysis) -> None:
    """Each number with the checks that compared it, or why none did."""
    for claim, known in zip(analysis.claims, coverage_of(analysis).claims, strict=True):
        reason = "" if known.reason is None else WORDS["zh"][f"unchecked_{known.reason.value}"]
        colour = _ROLES.get(claim.role, "")
        line = Text.assemble(
            (f"{claim.quantity.span.start:>6} ", "dim"),
            (visible(claim.quantity.text), f"bold {colour}".strip()),
            visible(f"  {claim.indicator}  "),
            (f"[{claim.role.value} {claim.period.year or '—'}]", colour or "dim"),
            ("  " + "、".join(known.checks), "green")
            if known.checks
            else (f"  （{reason}）", "dim"),
        )
        console.print(line)


def _links(console: Console, analysis: Analysis) -> None:
    claims = {claim.id: claim for claim in analysis.claims}
    text = analysis.document.text
    verdicts = LinkVerdicts(analysis)
    for link in analysis.links:
        left = " + ".join(
            f"{claims[c].indicator} {claims[c].quantity.text}" for c in link.claim_ids
        )
        sign, colour = _VERDICTS[verdicts.of(link)]
        line = Text.assemble(
            (f"{sign} ", colour),
            visible(left),
            (" → ", "dim"),
            (visible(link.cell_span.cut(text)), f"bold {colour}"),
            (f" ({link.relation.value}, p={link.probability})", "dim"),
        )
        console.print(line)
        reasons = ", ".join(f"{name} {value:+.2f}" for name, value in link.contributions)
        console.print(Text(f"    {reasons}", "dim"))


def show_checks(check_id: str | None) -> int:
    """Print the catalogue, or one entry of it. ``UsageError`` for an unknown id."""
    console = screen()
    if check_id is None:
        table = Table()
        for name in ("id", "severity", "family", "title"):
            table.add_column(name)
        for check in all_checks():
            severity = Text(check.severity.value, _SEVERITIES[check.severity.value])
            table.add_row(check.id, severity, check.family.value, check.title)
        console.print(table)
        return 0
    found = checks_named(check_id)
    if not found:
        raise UsageError(unknown_check(check_id))
    for check in found:
        console.print(f"{check.id} {check.slug} ({check.family.value}, {check.severity.value})")
        console.print(Markdown(check.doc))
    return 0

"""``auditor show`` and ``auditor checks``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from auditor.apps.cli.grids import draw
from auditor.checks import CHECKS
from auditor.checks.coverage import coverage_of
from auditor.core.errors import UsageError
from auditor.core.report import Analysis, Failure
from auditor.engine import analyse
from auditor.engine.reading import read_all
from auditor.engine.selection import checks_named, unknown_check
from auditor.reporting.words import WORDS


def show_report(file: Path, *, tables: bool, claims: bool, links: bool) -> int:
    """Print every report of a file, one for most; 3 where something can't be read."""
    found = read_all(file)
    for number, item in enumerate(found):
        if isinstance(item, Failure):
            click.echo(f"{item.file}: {item.message}", err=True)
            continue
        console = Console()
        if len(found) > 1:
            console.print(("" if number == 0 else "\n") + item.key, markup=False, style="bold")
        _show(console, analyse(item), tables=tables, claims=claims, links=links)
    return 3 if any(isinstance(item, Failure) for item in found) else 0


def _show(console: Console, analysis: Analysis, *, tables: bool, claims: bool, links: bool) -> None:
    document = analysis.document
    identity = document.identity
    console.print(
        f"{identity.agency or '—'} · {identity.region or '—'} · {identity.fiscal_year or '—'}"
        f" · {identity.report_kind.value} · {document.media_type} ({document.reader})",
        highlight=False,
        markup=False,
    )
    for remark in document.remarks:
        console.print(remark, highlight=False, markup=False)
    if not (tables or claims or links):
        for section in document.sections:
            console.print(
                "  " * (section.level - 1) + f"{section.number} {section.title}", markup=False
            )
    if tables:
        _tables(console, analysis)
    if claims:
        _claims(console, analysis)
    if links:
        _links(console, analysis)


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
        title = f"{number}. {table.caption or '—'} ({', '.join(facts)})"
        console.print(title, markup=False, highlight=False, style="bold")
        for line in draw(table, console.width):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _claims(console: Console, analysis: Analysis) -> None:
    """Each number with the checks that compared it, or why none did."""
    for claim, known in zip(analysis.claims, coverage_of(analysis).claims, strict=True):
        reason = "" if known.reason is None else WORDS["zh"][f"unchecked_{known.reason.value}"]
        console.print(
            f"{claim.quantity.span.start:>6} {claim.quantity.text}  {claim.indicator}"
            f"  [{claim.role.value} {claim.period.year or '—'}]"
            f"  {'、'.join(known.checks) or f'（{reason}）'}",
            markup=False,
        )


def _links(console: Console, analysis: Analysis) -> None:
    claims = {claim.id: claim for claim in analysis.claims}
    text = analysis.document.text
    for link in analysis.links:
        left = " + ".join(
            f"{claims[c].indicator} {claims[c].quantity.text}" for c in link.claim_ids
        )
        console.print(
            f"{left} → {link.cell_span.cut(text)} ({link.relation.value}, p={link.probability})",
            markup=False,
        )
        reasons = ", ".join(f"{name} {value:+.2f}" for name, value in link.contributions)
        console.print(f"    {reasons}", markup=False, style="dim")


def show_checks(check_id: str | None) -> int:
    """Print the catalogue, or one entry of it. ``UsageError`` for an unknown id."""
    console = Console()
    if check_id is None:
        table = Table()
        for name in ("id", "severity", "family", "title"):
            table.add_column(name)
        for check in CHECKS:
            table.add_row(check.id, check.severity.value, check.family.value, check.title)
        console.print(table)
        return 0
    found = checks_named(check_id)
    if not found:
        raise UsageError(unknown_check(check_id))
    for check in found:
        console.print(f"{check.id} {check.slug} ({check.family.value}, {check.severity.value})")
        console.print(Markdown(check.doc))
    return 0

"""``auditor show`` and ``auditor checks``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from auditor.checks import CHECKS
from auditor.core.errors import ReadError, UsageError
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.reading import read_path


def show_report(file: Path, *, tables: bool, claims: bool, links: bool) -> int:
    """Print one report; 3 where it can't be read."""
    try:
        document = read_path(file)
    except ReadError as error:
        click.echo(f"{file}: {error.message}", err=True)
        return 3
    analysis = analyse(document)
    console = Console()
    identity = document.identity
    console.print(
        f"{identity.agency or '—'} · {identity.region or '—'} · {identity.fiscal_year or '—'}"
        f" · {identity.report_kind.value}",
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
        for claim in analysis.claims:
            console.print(
                f"{claim.quantity.span.start:>6} {claim.quantity.text}  {claim.indicator}"
                f"  [{claim.role.value} {claim.period.year or '—'}]",
                markup=False,
            )
    if links:
        _links(console, analysis)
    return 0


def _tables(console: Console, analysis: Analysis) -> None:
    for table in analysis.document.tables:
        shown = Table(
            title=f"{table.caption} ({table.kind.value})", show_header=False, show_lines=True
        )
        for _ in range(table.n_cols):
            shown.add_column()
        for row in table.rows():
            texts = [""] * table.n_cols
            for cell in row:
                texts[cell.col] = cell.text
            shown.add_row(*texts)
        console.print(shown)


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
    found = next(
        (check for check in CHECKS if check.id == check_id or check.slug == check_id), None
    )
    if found is None:
        raise UsageError(f"没有名为 {check_id} 的检查；用 auditor checks 查看全部检查。")
    console.print(f"{found.id} {found.slug} ({found.family.value}, {found.severity.value})")
    console.print(Markdown(found.doc))
    return 0

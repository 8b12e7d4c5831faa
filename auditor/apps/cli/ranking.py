"""The ranking for a terminal: narrow enough for 80 columns, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.core.finding import SEVERITIES
from auditor.core.report import RankedReport
from auditor.core.run import RunResult
from auditor.reporting.safe import visible
from auditor.reporting.words import WORDS

_COLOURS = {"high": "bold red", "medium": "yellow", "low": "blue", "note": "dim"}
_MUCH = 0.3
_FEWEST, _MOST, _ELSEWHERE, _AROUND = 10, 30, 20, 14


def print_ranking(console: Console, run: RunResult, lang: str) -> None:
    """The table, how many reports it leaves out, and one line of totals."""
    if not run.ranking:
        return
    words = WORDS[lang]
    shown = _room(console)
    console.print(_table(run, run.ranking[:shown], lang))
    if len(run.ranking) > shown:
        left = words["more_lines"].format(n=len(run.ranking) - shown, file="ranking.csv")
        console.print(left, style="dim", highlight=False)
    console.print(Text("  ").join(_totals(run, lang)), highlight=False, soft_wrap=True)


def _room(console: Console) -> int:
    """As many lines as the window holds, within reason; elsewhere a fixed number."""
    if not console.is_terminal:
        return _ELSEWHERE
    return max(_FEWEST, min(_MOST, console.height - _AROUND))


def _table(run: RunResult, rows: tuple[RankedReport, ...], lang: str) -> Table:
    words = WORDS[lang]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    table.add_column(words["rank"], justify="right", style="dim")
    table.add_column(words["agency"], overflow="ellipsis", no_wrap=True, ratio=1, min_width=16)
    table.add_column(words["year"], justify="right")
    table.add_column(words["contradictions"], justify="right")
    table.add_column("/".join(words[name] for name in ("high", "medium", "low")), justify="right")
    table.add_column(words["note"], justify="right")
    table.add_column(words["boilerplate"], justify="right")
    table.add_column(words["priority"], justify="right")
    documents = {analysis.document.id: analysis.document for analysis in run.analyses}
    for row in rows:
        identity = documents[row.document_id].identity
        table.add_row(
            str(row.rank),
            Text(visible(identity.agency or row.file)),
            str(identity.fiscal_year or "—"),
            _count(row.contradictions, "high"),
            Text("/").join(
                _count(count, name)
                for name, count in (("high", row.high), ("medium", row.medium), ("low", row.low))
            ),
            _count(row.notes, "note"),
            Text(
                f"{100 * row.shares.boilerplate:.0f}%",
                "yellow" if row.shares.boilerplate >= _MUCH else "",
            ),
            f"{row.priority:.1f}",
        )
    return table


def _count(count: int, name: str) -> Text:
    return Text(str(count), _COLOURS[name] if count else "dim")


def _totals(run: RunResult, lang: str) -> Iterator[Text]:
    words = WORDS[lang]
    findings = [f for analysis in run.analyses for f in analysis.findings if f.open]
    contradictions = sum(finding.contradiction for finding in findings)
    yield _total(words["reports"], len(run.analyses), "bold")
    yield _total(words["contradictions"], contradictions, "bold red" if contradictions else "bold")
    for severity in SEVERITIES:
        count = sum(finding.severity is severity for finding in findings)
        yield _total(words[severity.value], count, _COLOURS[severity.value] if count else "dim")
    if run.failures:
        yield _total(words["failed"], len(run.failures), "bold magenta")


def _total(word: str, count: int, style: str) -> Text:
    return Text.assemble((str(count), style), f" {word}")

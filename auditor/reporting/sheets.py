"""The working papers as sheets of plain rows, for the workbook and for CSV alike."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Any

from auditor.checks.coverage import coverage_of
from auditor.core.coverage import CoverageCounts, Unchecked
from auditor.core.finding import Severity
from auditor.core.passage import Passage
from auditor.core.report import Analysis
from auditor.core.review import Decision, DismissReason, Standing
from auditor.core.run import RunResult
from auditor.reporting import records
from auditor.reporting.order import ordered_passages
from auditor.reporting.pages.pairs import Pair, pairs_of
from auditor.reporting.phrasing import SEVERITY_NAMES, title_of
from auditor.reporting.schema import RANKING_COLUMNS
from auditor.reporting.words import LANGUAGES, WORDS

REVIEWS = {"zh": ("确认", "不采纳", "待定"), "en": ("confirmed", "dismissed", "unsure")}
"""What a reviewer may enter in the column ``review``, in the order of ``Decision``."""


def reasons(lang: str) -> tuple[str, ...]:
    """What may be entered in ``review_reason``, in the order of ``DismissReason``."""
    return tuple(WORDS[lang][f"why_{reason.value}"] for reason in DismissReason)


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to ``target``, a page beside the workbook."""

    text: str
    target: str


Value = str | int | float | Decimal | Linked | None


@dataclass(frozen=True)
class Sheet:
    """A named table; ``rows`` are made anew each time they are asked for."""

    name: str
    title: str
    columns: tuple[str, ...]
    make: Callable[[], Iterator[tuple[Value, ...]]]

    @property
    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows, each as long as ``columns``."""
        return self.make()


@cache
def labels() -> dict[str, tuple[str, str, str, str]]:
    """Column → its label in Chinese and English, its explanation in Chinese and English."""
    text = (files("auditor.reporting") / "columns.toml").read_text("utf-8")
    return {name: (a, b, c, d) for name, (a, b, c, d) in tomllib.loads(text).items()}


def label_of_column(name: str, lang: str) -> str:
    """What a reader sees at the head of the column."""
    return labels()[name][LANGUAGES.index(lang)]


_FINDINGS = (
    "file agency fiscal_year severity nature check title message stated expected difference working"
    " places confidence finding_id state suppressed"
    " review review_reason comment reviewed_by review_seen"
)
_TICKS = "file agency check title verdict stated expected working start"
_INDICATORS = (
    "file agency table level1 level2 level3 target target_value target_unit"
    " actual actual_value actual_unit weight score reason"
)
_REASONS = tuple(f"unchecked_{reason.value}" for reason in Unchecked)
_COVERAGE = " ".join(("file agency fiscal_year claims checked_claims coverage", *_REASONS))
_UNCHECKED = "file agency fiscal_year indicator claim why start"
PASSAGE_COLUMNS = "kind units similarity chars pair a_file a_text b_file b_text"
_COLUMNS = "column shown_as meaning"
BY_REPORT = {
    "findings": _FINDINGS,
    "comparisons": _TICKS,
    "unchecked": _UNCHECKED,
    "indicators": _INDICATORS,
}
"""The columns of the sheets that are made report by report."""
_TITLES = {
    "ranking": ("排名", "ranking"),
    "findings": ("问题", "findings"),
    "comparisons": ("核对", "comparisons"),
    "coverage": ("核对范围", "coverage"),
    "unchecked": ("未核对的数", "unchecked"),
    "indicators": ("指标", "indicators"),
    "passages": ("相同段落", "passages"),
    "columns": ("各列说明", "columns"),
}


@dataclass(frozen=True)
class WorkingPapers:
    """The sheets of a run in one language (``zh`` or ``en``)."""

    run: RunResult
    lang: str
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """What reviewers said so far, by finding id."""
    pairs: Sequence[Pair] | None = None
    """The pairs that have a page; those of the run where none are given."""

    def sheets(self) -> tuple[Sheet, ...]:
        """Ranking, findings, everything compared, coverage and what was not compared, indicators,
        shared passages, column names.
        """
        return (
            self._sheet("ranking", " ".join(RANKING_COLUMNS), self._ranking),
            self._of_reports("findings", _FINDINGS),
            self._of_reports("comparisons", _TICKS),
            self._sheet("coverage", _COVERAGE, self._coverage),
            self._of_reports("unchecked", _UNCHECKED),
            self._of_reports("indicators", _INDICATORS),
            self._sheet("passages", PASSAGE_COLUMNS, self._passages),
            self._sheet("columns", _COLUMNS, self._columns),
        )

    def _sheet(
        self, name: str, columns: str, make: Callable[[], Iterator[dict[str, Value]]]
    ) -> Sheet:
        names = tuple(columns.split())

        def rows() -> Iterator[tuple[Value, ...]]:
            return (tuple([row.get(column) for column in names]) for row in make())

        return Sheet(name, _TITLES[name][LANGUAGES.index(self.lang)], names, rows)

    def _of_reports(self, name: str, columns: str) -> Sheet:
        """A sheet whose rows are those of one report after the other."""
        make = self._makers[name]
        return self._sheet(name, columns, lambda: chain.from_iterable(map(make, self.run.analyses)))

    @property
    def _makers(self) -> dict[str, Callable[[Analysis], Iterator[dict[str, Value]]]]:
        return {
            "findings": self._findings,
            "comparisons": self._ticks,
            "unchecked": self._unchecked,
            "indicators": self._indicators,
        }

    def rows_of(self, name: str, analysis: Analysis) -> Iterator[tuple[Value, ...]]:
        """The rows of one report in the sheet ``name`` of ``BY_REPORT``."""
        names = BY_REPORT[name].split()
        for row in self._makers[name](analysis):
            yield tuple([row.get(column) for column in names])

    @cached_property
    def _documents(self) -> Mapping[str, Analysis]:
        return self.run.by_id()

    def _word(self, name: str) -> str:
        return WORDS[self.lang][name]

    def _about(self, analysis: Analysis) -> dict[str, Value]:
        document = analysis.document
        return {
            "file": Linked(document.key, f"reports/{document.id}.html"),
            "agency": document.identity.agency,
            "fiscal_year": document.identity.fiscal_year,
        }

    def _ranking(self) -> Iterator[dict[str, Value]]:
        for record in records.ranking(self.run):
            row = dict(record)
            row["file"] = Linked(record["file"], f"reports/{record['report_id']}.html")
            if record["nearest_report_id"]:
                page = f"reports/{record['nearest_report_id']}.html"
                row["nearest_file"] = Linked(record["nearest_file"], page)
            yield row

    def _findings(self, analysis: Analysis) -> Iterator[dict[str, Value]]:
        names = SEVERITY_NAMES[self.lang]
        for record in records.findings(analysis, self.lang):
            page = f"reports/{record['report_id']}.html#card-{record['finding_id']}"
            nature = "contradiction" if record["contradiction"] else "remark"
            yield {
                **record,
                **self._about(analysis),
                "severity": names[Severity(record["severity"])],
                "nature": self._word(nature),
                "title": Linked(record["title"], page),
                "state": self._word(_state(record)),
                "places": "\n".join(
                    f"[{e['start']}–{e['end']}] {e['text'][:80]}" for e in record["evidence"]
                ),
                **self._review(record["finding_id"]),
            }

    def _review(self, finding_id: str) -> dict[str, Value]:
        standing = self.standings.get(finding_id, Standing())
        last = standing.last
        reason = standing.reason
        return {
            "review": REVIEWS[self.lang][list(Decision).index(standing.decision)]
            if standing.decision
            else None,
            "review_reason": self._word(f"why_{reason.value}") if reason else None,
            "comment": last.comment if last and last.comment else None,
            "reviewed_by": last.author.name if last else None,
            "review_seen": seen_mark(standing),
        }

    def _ticks(self, analysis: Analysis) -> Iterator[dict[str, Value]]:
        about = self._about(analysis)
        for record in records.ticks(analysis):
            first = record["evidence"][0]["start"] if record["evidence"] else None
            yield {
                **record,
                **about,
                "title": title_of(record["check"], self.lang),
                "verdict": self._word(record["verdict"]),
                "start": first,
            }

    def _coverage(self) -> Iterator[dict[str, Value]]:
        """A row a report, and one for all of them."""
        every = CoverageCounts()
        for analysis in self.run.analyses:
            own = coverage_of(analysis).counts
            every = every.plus(own)
            yield {**self._about(analysis), **_covered(own)}
        yield {"file": self._word("all_reports"), **_covered(every)}

    def _unchecked(self, analysis: Analysis) -> Iterator[dict[str, Value]]:
        page = f"reports/{analysis.document.id}.html"
        for record in records.claims(analysis):
            if record["unchecked"]:
                yield {
                    **self._about(analysis),
                    "indicator": record["indicator"],
                    "claim": Linked(record["text"], f"{page}#p{record['start']}"),
                    "why": self._word(f"unchecked_{record['unchecked']}"),
                    "start": record["start"],
                }

    def _indicators(self, analysis: Analysis) -> Iterator[dict[str, Value]]:
        captions = {table.id: table.caption for table in analysis.document.tables}
        for record in records.indicators(analysis):
            row: dict[str, Value] = {
                **self._about(analysis),
                "table": captions.get(record["table_id"]) or None,
                "reason": _text(record["reason"]),
                "weight": _number(record["weight"]) or _text(record["weight"]),
                "score": _number(record["score"]) or _text(record["score"]),
            }
            row.update({name: record[name] for name in ("level1", "level2", "level3")})
            for name in ("target", "actual"):
                field = record[name]
                row[name] = _text(field)
                row[f"{name}_value"] = _number(field)
                row[f"{name}_unit"] = field["unit"] if field else None
            yield row

    def _passages(self) -> Iterator[dict[str, Value]]:
        return map(self._passage, ordered_passages(self.run))

    def rows_of_passages(self, passages: Iterable[Passage]) -> Iterator[tuple[Value, ...]]:
        """The rows of some of the passages in their sheet."""
        names = PASSAGE_COLUMNS.split()
        for passage in passages:
            row = self._passage(passage)
            yield tuple([row.get(column) for column in names])

    @cached_property
    def _pages(self) -> Mapping[frozenset[str], str]:
        pairs = self.pairs if self.pairs is not None else pairs_of(self.run)
        return {frozenset((pair.a, pair.b)): f"pairs/{pair.name}.html" for pair in pairs}

    def _passage(self, passage: Passage) -> dict[str, Value]:
        record = records.passage(passage)
        page = self._pages.get(frozenset((passage.a_document, passage.b_document)))
        return {
            **record,
            "kind": self._word(record["kind"]),
            "pair": Linked(self._word("pair"), page) if page else None,
            **self._side("a", passage.a_document, record["a_start"], record["a_end"]),
            **self._side("b", passage.b_document, record["b_start"], record["b_end"]),
        }

    def _side(self, side: str, name: str, start: int, end: int) -> dict[str, Value]:
        document = self._documents[name].document
        return {
            f"{side}_file": Linked(document.key, f"reports/{name}.html#p{start}"),
            f"{side}_text": document.text[start:end],
        }

    def _columns(self) -> Iterator[dict[str, Value]]:
        index = LANGUAGES.index(self.lang)
        for name, known in labels().items():
            yield {"column": name, "shown_as": known[index], "meaning": known[2 + index]}


def seen_mark(standing: Standing) -> str:
    """What a row of the workbook was made from, so that an import knows what a reviewer changed."""
    decision = standing.decision.value if standing.decision else ""
    reason = standing.reason.value if standing.reason else ""
    comment = standing.last.comment if standing.last else ""
    return f"{standing.version}.{decision}.{reason}.{zlib.crc32(comment.encode()):08x}"


def _covered(coverage: CoverageCounts) -> dict[str, Value]:
    counts = {f"unchecked_{reason.value}": count for reason, count in coverage.reasons.items()}
    return {
        "claims": coverage.claims,
        "checked_claims": coverage.checked,
        "coverage": coverage.share,
        **counts,
    }


def _state(record: dict[str, Any]) -> str:
    if record["suppressed"] is not None:
        return "suppressed"
    return "baselined" if record["baselined"] else "open"


def _text(field: dict[str, Any] | None) -> str | None:
    return field["text"] if field else None


def _number(field: dict[str, Any] | None) -> Decimal | None:
    return Decimal(field["value"]) if field and field["value"] is not None else None


def plain_rows(sheet: Sheet) -> Iterable[tuple[str | int | float | Decimal | None, ...]]:
    """The rows with links as their bare text."""
    return (
        tuple(value.text if isinstance(value, Linked) else value for value in row)
        for row in sheet.rows
    )

"""What a check is, and the context that it sees."""

from __future__ import annotations

import bisect
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.constraint import Constraint
from auditor.core.document import Document
from auditor.core.finding import Elsewhere, Evidence, EvidenceRole, Severity, Tick, Verdict
from auditor.core.interval import Interval
from auditor.core.link import Link
from auditor.core.quantity import Dimension, Quantity
from auditor.core.report import Analysis
from auditor.core.table import CellField, NumericCell, ParsedTable
from auditor.settings import Settings

_RUN_IN = re.compile(
    r"\s*(?:(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.．]|[①-⑳])\s*)?([^,。;:\d\s][^,。;:\d]{1,23})[。:.]"
)


T = TypeVar("T")


class Scope(StrEnum):
    """What a check needs to see."""

    DOCUMENT = "document"
    PREVIOUS = "previous"


class Family(StrEnum):
    """The question that a check belongs to (DOMAIN.md, families of findings)."""

    NARRATIVE = "narrative"
    SUMS = "sums"
    RATIOS = "ratios"
    GROWTH = "growth"
    ENUMERATIONS = "enumerations"
    BALANCES = "balances"
    SCORES = "scores"
    TARGETS = "targets"
    UNITS = "units"
    NUMBERS = "numbers"
    YEARS = "years"
    TEMPLATE = "template"
    ESTABLISHMENT = "establishment"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class CheckContext:
    """One analysed report, as checks see it; ``previous`` is the unit's report of the year before."""

    document: Document
    claims: tuple[Claim, ...]
    groups: tuple[ClaimGroup, ...]
    tables: tuple[ParsedTable, ...]
    links: tuple[Link, ...]
    settings: Settings
    previous: Analysis | None = None

    @cached_property
    def _made(self) -> dict[Callable[[CheckContext], object], object]:
        return {}

    def once(self, make: Callable[[CheckContext], T]) -> T:
        """What ``make`` says of this report; it is asked once for all checks."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset(self.document.folded)

    def says(self, *words: str) -> bool:
        """Whether one of the words stands anywhere in the folded text.

        Most don't, and most of those have a character that the whole report hasn't.
        """
        known, text = self._characters, self.document.folded
        return any(known.issuperset(word) and word in text for word in words)

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def cells(self) -> dict[tuple[str, int, int, int], NumericCell]:
        """Numeric cells by table, row, column and start of the number."""
        return {
            (n.table_id, n.row, n.col, n.span.start): n
            for table in self.tables
            for n in table.numbers
        }

    @cached_property
    def rows(self) -> dict[tuple[str, int], tuple[NumericCell, ...]]:
        """Numeric cells by table and row."""
        rows: dict[tuple[str, int], list[NumericCell]] = {}
        for cell in self.cells.values():
            rows.setdefault((cell.table_id, cell.row), []).append(cell)
        return {place: tuple(cells) for place, cells in rows.items()}

    @cached_property
    def wholes(self) -> dict[str, Claim]:
        """The whole that a claim is a part of, by the part's id; the first where it has several."""
        found: dict[str, Claim] = {}
        for group in self.groups:
            if group.kind in (GroupKind.PARTITION, GroupKind.SUBSET):
                for part in group.parts:
                    found.setdefault(part, self.by_id[group.whole])
        return found

    @cached_property
    def mates(self) -> dict[str, frozenset[str]]:
        """The other members of the groups that a claim is in, by its id."""
        found: dict[str, set[str]] = {}
        for group in self.groups:
            members = {group.whole, *group.parts}
            for member in members:
                found.setdefault(member, set()).update(members)
        return {claim: frozenset(others - {claim}) for claim, others in found.items()}

    @cached_property
    def links_alone(self) -> dict[str, list[Link]]:
        """Links of single claims by the claim's id."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            if len(link.claim_ids) == 1:
                found.setdefault(link.claim_ids[0], []).append(link)
        return found

    @cached_property
    def _claims_by_value(self) -> dict[Dimension, list[tuple[Decimal, int]]]:
        return _by_value(self.claims)

    @cached_property
    def _cell_list(self) -> tuple[NumericCell, ...]:
        return tuple(self.cells.values())

    @cached_property
    def _cells_by_value(self) -> dict[Dimension, list[tuple[Decimal, int]]]:
        return _by_value(self._cell_list)

    @cached_property
    def _quantities(self) -> dict[CharSpan, Quantity]:
        return {cell.span: cell.quantity for cell in self.cells.values()}

    def with_unit(self, quantity: Quantity) -> Quantity:
        """The number of a field as the whole table tells it: with the unit of its heading."""
        return self._quantities.get(quantity.span, quantity)

    def claims_like(self, quantity: Quantity) -> Iterator[Claim]:
        """Claims of the quantity's dimension and of its size, which alone can agree with it."""
        for index in _near(self._claims_by_value.get(quantity.dimension, []), quantity.base_value):
            yield self.claims[index]

    def cells_like(self, quantity: Quantity) -> Iterator[NumericCell]:
        """Numeric cells of the quantity's dimension and size."""
        for index in _near(self._cells_by_value.get(quantity.dimension, []), quantity.base_value):
            yield self._cell_list[index]

    @cached_property
    def paragraphs(self) -> dict[int, int]:
        """Paragraph numbers by the start of a narrative sentence."""
        return {s.span.start: s.paragraph for s in self.document.sentences}

    @cached_property
    def run_in_titles(self) -> dict[int, str]:
        """Paragraph number → the short title that opens it: （三）“三公”经费。全年支出…"""
        titles: dict[int, str] = {}
        for sentence in self.document.sentences:
            if sentence.paragraph not in titles:
                match = _RUN_IN.match(sentence.span.cut(self.document.folded))
                titles[sentence.paragraph] = match.group(1) if match else ""
        return titles

    def place_of(self, claim: Claim) -> str:
        """The words that set a claim's topic: its heading, run-in title and sentence up to it."""
        path = self.document.section_path(claim.section)
        paragraph = self.paragraphs.get(claim.sentence.start)
        run_in = self.run_in_titles.get(paragraph, "") if paragraph is not None else ""
        before = self.document.folded[claim.sentence.start : claim.quantity.span.start]
        return f"{path[-1].title if path else ''} {run_in} {before}"

    def cell_of(self, link: Link) -> NumericCell:
        """The numeric cell that a link points at."""
        return self.cells[link.table_id, link.row, link.col, link.cell_span.start]

    def groups_of(self, *kinds: GroupKind) -> Iterator[tuple[ClaimGroup, Claim, tuple[Claim, ...]]]:
        """Groups of the kinds with their whole and parts as claims."""
        for group in self.groups:
            if group.kind in kinds:
                parts = tuple(self.by_id[part] for part in group.parts)
                yield group, self.by_id[group.whole], parts

    def title_of(self, section: int | None) -> str:
        """Titles of the section and its ancestors, outermost first, joined by spaces."""
        return " ".join(part.title for part in self.document.section_path(section))

    def evidence(
        self,
        what: Claim | NumericCell | CellField | CharSpan,
        role: EvidenceRole,
        label: str = "",
        table_id: str | None = None,
    ) -> Evidence:
        """The place of ``what``; a claim is shown from its indicator to its unit."""
        if isinstance(what, Claim):
            start = min(what.indicator_span.start, what.quantity.span.start)
            if what.quantity.span.start - start > 30:
                start = what.quantity.span.start
            span = CharSpan(start, what.quantity.span.end)
            return Evidence(self.document.id, span, role, label or what.indicator, what.cell)
        if isinstance(what, NumericCell):
            cell = (what.table_id, what.row, what.col)
            return Evidence(self.document.id, what.span, role, label or what.indicator, cell)
        if isinstance(what, CellField):
            place = (table_id, what.row, what.col) if table_id else None
            return Evidence(self.document.id, what.span, role, label, place)
        return Evidence(self.document.id, what, role, label)


_SIZE = Decimal("2.2")
"""Hedged figures agree up to about twice their number: 1000余 and 1900."""


def _by_value(
    items: Sequence[Claim | NumericCell],
) -> dict[Dimension, list[tuple[Decimal, int]]]:
    found: dict[Dimension, list[tuple[Decimal, int]]] = {}
    for index, item in enumerate(items):
        found.setdefault(item.quantity.dimension, []).append((item.quantity.base_value, index))
    for values in found.values():
        values.sort()
    return found


def _near(values: list[tuple[Decimal, int]], wanted: Decimal) -> list[int]:
    """Indices of values within a factor of two, in document order."""
    ends = sorted((wanted / _SIZE, wanted * _SIZE))
    low = bisect.bisect_left(values, (ends[0], -1))
    high = bisect.bisect_right(values, (ends[1], len(values) + 10**9))
    return sorted(index for _, index in values[low:high])


Run = Callable[[CheckContext], Iterable[Tick]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. ``slug`` is the name of its file and of its function.

    ``contradiction`` tells whether a finding means that two statements can't both be true; the
    others are remarks on quality.
    """

    id: str
    slug: str
    family: Family
    severity: Severity
    scope: Scope
    contradiction: bool
    title: str
    doc: str
    run: Run


HEADINGS = ("检查内容", "为何重要", "违反示例", "符合示例", "局限")


def check(
    *,
    id: str,  # noqa: A002
    family: Family,
    severity: Severity,
    contradiction: bool = True,
    scope: Scope = Scope.DOCUMENT,
) -> Callable[[Run], Check]:
    """Make a ``Check`` of a function; its docstring is the catalogue entry."""

    def register(run: Run) -> Check:
        doc = inspect.cleandoc(run.__doc__ or "")
        title = doc.split("\n", 1)[0].rstrip("。")
        return Check(id, run.__name__, family, severity, scope, contradiction, title, doc, run)

    return register


def sections_of_doc(doc: str) -> dict[str, str]:
    """The five parts of a check's docstring by heading."""
    parts = re.split(r"^## (.+)$", doc, flags=re.M)
    return {
        heading.strip(): inspect.cleandoc("\n" + body).strip("\n")
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


LAST_YEAR, THIS_YEAR = "〔上年报告〕", "〔本年报告〕"


def reports_of_example(text: str) -> tuple[str | None, str]:
    """Last year's report, where an example has one, and the report itself."""
    before, mark, after = text.partition(THIS_YEAR)
    return (before.replace(LAST_YEAR, "").strip(), after.strip()) if mark else (None, text)


def on_one_line(text: str) -> str:
    """``text`` without line ends: a figure may stand on one line and its unit on the next."""
    return "".join(text.splitlines()) if "\n" in text else text


def tick(
    check_id: str,
    ok: bool | None,
    *,
    stated: str,
    expected: str,
    working: str,
    evidence: Iterable[Evidence],
    facts: dict[str, str] | None = None,
    stated_bounds: Interval | None = None,
    expected_bounds: Interval | None = None,
    difference: str | None = None,
    hint: str | None = None,
    severity: Severity | None = None,
    confidence: float = 1.0,
    constraint: Constraint | None = None,
    elsewhere: Iterable[Elsewhere] = (),
) -> Tick:
    """A tick; ``ok`` is ``None`` for undecided."""
    verdict = Verdict.UNDECIDED
    if ok is not None:
        verdict = Verdict.CONSISTENT if ok else Verdict.INCONSISTENT
    return Tick(
        check_id,
        verdict,
        on_one_line(stated),
        on_one_line(expected),
        on_one_line(working),
        tuple(evidence),
        confidence,
        stated_bounds,
        expected_bounds,
        difference,
        tuple(sorted((facts or {}).items())),
        hint,
        severity,
        constraint,
        tuple(elsewhere),
    )

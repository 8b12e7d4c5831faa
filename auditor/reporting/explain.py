"""Why a finding was raised, what became of a claim: plain lines for the terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditor.checks import all_checks
from auditor.checks.coverage import coverage_of, ticks_about
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.finding import Evidence, Finding
from auditor.core.interval import show
from auditor.core.link import Link
from auditor.core.quantity import Quantity
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting.consequences import confidence_reason, severity_reason
from auditor.reporting.pages.excerpts import Excerpts
from auditor.reporting.phrasing import SEVERITY_NAMES, also_of, hint_of, message_of, title_of
from auditor.reporting.words import LANGUAGES, WORDS, label_of

_NUMBERS = 24
_INDENT = "  "


@cache
def _pairs() -> dict[str, list[str]]:
    text = (files("auditor.reporting") / "explain.toml").read_text("utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains what a run holds, in ``zh`` or ``en``. ``out`` is where the run lies."""

    run: RunResult
    lang: str = "zh"
    out: str = "out"

    def find(self, target: str) -> tuple[tuple[Analysis, Finding | Claim], ...]:
        """The findings and claims whose id or fingerprint is ``target``, else begins with it."""
        known = [
            (analysis, item, names)
            for analysis in self.run.analyses
            for item, names in _named(analysis)
        ]
        exact = [(a, item) for a, item, names in known if target in names]
        begun = ((a, item) for a, item, names in known if any(n.startswith(target) for n in names))
        return tuple(exact or begun)

    def word(self, key: str, /, **values: object) -> str:
        """A word of ``explain.toml``, filled in."""
        return _pairs()[key][LANGUAGES.index(self.lang)].format(**values)

    def finding(self, analysis: Analysis, finding: Finding) -> Iterator[str]:
        """Statement, places, arithmetic, intervals, links, what to do."""
        tick = finding.tick
        nature = self.word("contradiction" if finding.contradiction else "remark")
        yield f"{tick.check_id} {title_of(tick.check_id, self.lang)} · {nature}"
        yield analysis.document.key
        state = self._state(finding)
        yield self.word("ids", id=finding.id, fingerprint=finding.fingerprint, state=state)
        yield self._severity(finding)
        sure = confidence_reason(finding, self.lang)
        yield self.word("confidence", confidence=f"{100 * tick.confidence:.0f}%", why=sure)
        yield ""
        yield message_of(tick, self.lang)
        for more in (hint_of(tick.hint, self.lang), also_of(finding, self.lang)):
            if more:
                yield more
        yield from self._places(analysis, tick.evidence)
        yield from self._arithmetic(analysis, finding)
        yield from self._numbers(analysis, tick.evidence)
        yield ""
        found = [link for link in analysis.links if _behind(analysis, link, tick.evidence)]
        yield from self._links(analysis, found) if found else [self.word("no_links")]
        yield ""
        yield self.word("rule", check=tick.check_id)
        if finding.open:
            yield self.word("how_to_suppress", fingerprint=finding.fingerprint, out=self.out)

    def claim(self, analysis: Analysis, claim: Claim) -> Iterator[str]:
        """What the number states, what it was compared with or why with nothing, its links."""
        quantity = claim.quantity
        place = self._where(analysis.document, quantity.span)
        yield f"{claim.id} “{quantity.span.cut(analysis.document.text)}”"
        yield f"{analysis.document.key} {place}"
        yield " ".join(claim.sentence.cut(analysis.document.text).split())
        yield self.word(
            "claim_facts",
            indicator=claim.indicator or "—",
            unit=quantity.unit.name if quantity.unit else "—",
            interval=show(quantity.bounds),
            role=claim.role.value,
            year=claim.period.year or "—",
        )
        known = next(c for c in coverage_of(analysis).claims if c.claim_id == claim.id)
        if known.reason is not None:
            reason = WORDS[self.lang][f"unchecked_{known.reason.value}"]
            yield self.word("claim_unchecked", reason=reason)
        ticks = ticks_about(analysis, claim)
        if ticks:
            yield ""
            yield self.word("claim_ticks")
        for tick in ticks:
            yield _INDENT + self.word(
                "claim_tick",
                verdict=self.word(tick.verdict.value),
                check=tick.check_id,
                title=title_of(tick.check_id, self.lang),
                working=tick.working,
            )
        found = [link for link in analysis.links if claim.id in link.claim_ids]
        if found:
            yield ""
            yield from self._links(analysis, found)

    def _state(self, finding: Finding) -> str:
        if finding.suppressed is not None:
            return self.word("state_suppressed", reason=finding.suppressed)
        return self.word("state_baselined" if finding.baselined else "state_open")

    def _severity(self, finding: Finding) -> str:
        names = SEVERITY_NAMES[self.lang]
        known = next((c for c in all_checks() if c.id == finding.tick.check_id), None)
        usual = known.severity if known else finding.severity
        name = "severity_same" if finding.severity is usual else "severity_own"
        why = severity_reason(finding, self.lang)
        if finding.by_settings:
            name = "severity_set"
        return self.word(name, severity=names[finding.severity], usual=names[usual], why=why)

    def _places(self, analysis: Analysis, evidence: Sequence[Evidence]) -> Iterator[str]:
        cutter = Excerpts(analysis)
        own = [place for place in evidence if place.document_id == analysis.document.id]
        if own:
            yield ""
            yield self.word("places")
        for place in own:
            cut = cutter.of(place, label_of(place.label))
            words = f"{cut.before}【{cut.text}】{cut.after}"
            if cut.in_table:
                words = " ｜ ".join((*cut.left, words, *cut.right))
            where = self._where(analysis.document, place.span)
            yield f"{_INDENT}{self.word(place.role.value)} {where} {words}"

    def _where(self, document: Document, span: CharSpan) -> str:
        origins = document.origins_of(span)
        found: list[str] = []
        if origins:
            first = origins[0]
            named = (("sheet", first.sheet), ("page", first.page), ("paragraph", first.paragraph))
            found = [self.word(name, n=value) for name, value in named if value]
        if not found:
            found = [self.word("line", n=document.text.count("\n", 0, span.start) + 1)]
        return f"[{span.start}–{span.end}] {' '.join(found)}"

    def _arithmetic(self, analysis: Analysis, finding: Finding) -> Iterator[str]:
        tick = finding.tick
        known = _quantities(analysis, tick.evidence)
        base = next((q.unit.base for q in known if q.unit is not None), None)
        yield ""
        yield self.word("arithmetic")
        yield _INDENT + tick.working
        stated, expected = tick.stated_bounds, tick.expected_bounds
        if stated is None or expected is None:
            return
        yield self.word("intervals", base=base) if base else self.word("intervals_bare")
        yield _INDENT + self.word("row_stated", text=tick.stated, interval=show(stated))
        yield _INDENT + self.word("row_expected", text=tick.expected, interval=show(expected))
        yield _INDENT + self.word("overlapping" if stated.overlaps(expected) else "disjoint")

    def _numbers(self, analysis: Analysis, evidence: Sequence[Evidence]) -> Iterator[str]:
        known = _quantities(analysis, evidence)[:_NUMBERS]
        if known:
            yield self.word("numbers")
        for quantity in known:
            unit = f" {quantity.unit.name}" if quantity.unit else ""
            bounds = show(quantity.bounds)
            yield f"{_INDENT}{quantity.text} → {bounds}{unit} ({self._why(quantity)})"

    def _why(self, quantity: Quantity) -> str:
        if quantity.comparator:
            return self.word("why_comparator", comparator=quantity.comparator)
        if quantity.hedge:
            return self.word("why_hedge", hedge=quantity.hedge)
        return self.word("why_exact" if quantity.bounds.is_exact else "why_rounded")

    def _links(self, analysis: Analysis, links: Iterable[Link]) -> Iterator[str]:
        claims = {claim.id: claim for claim in analysis.claims}
        cells = {(n.table_id, n.row, n.col): n for t in analysis.tables for n in t.numbers}
        yield self.word("links")
        for link in links:
            cell = cells.get((link.table_id, link.row, link.col))
            yield _INDENT + self.word(
                "link",
                claims=" + ".join(
                    f"{claims[c].indicator} {claims[c].quantity.text}" for c in link.claim_ids
                ),
                cell=link.cell_span.cut(analysis.document.text),
                path=" / ".join((*cell.row_path, *cell.col_path)) if cell else "—",
                probability=f"{link.probability:.3f}",
                relation=link.relation.value,
                source=link.source,
            )
            parts = sorted(link.contributions, key=lambda part: -abs(part[1]))
            for name, value in parts:
                yield _INDENT * 2 + self.word("link_row", value=f"{value:+8.3f}", name=name)
            total = sum(value for _, value in parts)
            yield _INDENT * 2 + self.word("link_sum", value=f"{total:+8.3f}")


def _quantities(analysis: Analysis, evidence: Sequence[Evidence]) -> list[Quantity]:
    """The quantities inside the places, each once, in the order of the places."""
    known: dict[CharSpan, Quantity] = {q.span: q for q in analysis.quantities}
    for parsed in analysis.tables:
        known.update((number.span, number.quantity) for number in parsed.numbers)
    found: dict[CharSpan, Quantity] = {}
    for place in evidence:
        if place.document_id == analysis.document.id:
            inside = sorted(span for span in known if place.span.contains(span))
            found.update((span, known[span]) for span in inside)
    return list(found.values())


def _named(analysis: Analysis) -> Iterator[tuple[Finding | Claim, tuple[str, ...]]]:
    for finding in analysis.findings:
        yield finding, (finding.id, finding.fingerprint)
    for claim in analysis.claims:
        yield claim, (claim.id,)


def _behind(analysis: Analysis, link: Link, evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence holds the link's cell and one of its claims."""
    spans = [place.span for place in evidence]
    claims = [c.quantity.span for c in analysis.claims if c.id in link.claim_ids]
    cell = any(span.overlaps(link.cell_span) for span in spans)
    return cell and any(span.contains(claim) for span in spans for claim in claims)

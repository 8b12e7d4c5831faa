"""审核意见反馈单: one letter a unit, each finding with quotation, arithmetic, request, reply.

A unit whose reports leave nothing to answer gets a letter that says what was compared.
"""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from auditor.core.finding import EvidenceRole, Finding
from auditor.core.passage import PassageKind
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.reporting.files import write_bytes
from auditor.reporting.order import by_urgency
from auditor.reporting.outcome import coverage_sentence, is_clean, outcome_of
from auditor.reporting.pages.excerpts import Excerpt
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pairs import covered
from auditor.reporting.phrasing import also_of, ask_of, hint_of, statement_of, title_of
from auditor.reporting.safe import clean, file_name
from auditor.reporting.words import LANGUAGES, WORDS, label_of

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_PLACES = 4
_NEAR = 60
_COPIES = 5
_COPY_CHARS = 160
_WIDTHS: Final = (Cm(2.6), Cm(13.6))
_BODY, _HEAD = "宋体", "黑体"


@cache
def _all_words() -> dict[str, list[str]]:
    text = (files("auditor.reporting") / "letters.toml").read_text("utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit with its reports."""

    name: str
    analyses: tuple[Analysis, ...]

    @property
    def number(self) -> str:
        return self.analyses[0].document.id


def write_letters(out: Path, run: RunResult, lang: str) -> list[Path]:
    """``letters/<unit>.docx`` for each unit; the paths written.

    Only open findings are in them. A report whose agency is unknown is a unit of its own, under its file's name.
    """
    known = Known(run)
    written: list[Path] = []
    used: Counter[str] = Counter()
    for unit in _units(known):
        stem = file_name(unit.name)
        used[stem] += 1
        name = stem if used[stem] == 1 else f"{stem}_{unit.number}"
        path = out / "letters" / f"{name}.docx"
        write_bytes(path, letter_bytes(known, unit, lang if lang in LANGUAGES else "zh"))
        written.append(path)
    return written


def _units(known: Known) -> list[_Unit]:
    grouped: dict[tuple[str, str], list[Analysis]] = defaultdict(list)
    for analysis in known.analyses.values():
        identity = analysis.document.identity
        key = (identity.region or "", identity.agency or analysis.document.key)
        grouped[key].append(analysis)
    return [
        _Unit(name, tuple(sorted(group, key=lambda a: (_year(a), a.document.key))))
        for (_, name), group in sorted(grouped.items())
    ]


def _year(analysis: Analysis) -> int:
    return analysis.document.identity.fiscal_year or 0


def _copied(known: Known, analysis: Analysis) -> list[Any]:
    shared = known.shared.get(analysis.document.id, ())
    return sorted({span for span, kind, _ in shared if kind is PassageKind.COPIED})


def letter_bytes(known: Known, unit: _Unit, lang: str) -> bytes:
    """The letter of ``unit`` as docx; the same bytes for the same run."""
    letter = _Writer(known, lang)
    letter.head(unit)
    for analysis in unit.analyses:
        if len(unit.analyses) > 1:
            letter.heading(known.title(analysis.document.id))
        letter.items(analysis)
    letter.close(answered=not _asks(known, unit))
    return letter.bytes()


def _asks(known: Known, unit: _Unit) -> bool:
    """Whether the unit has anything to answer."""
    return any(not is_clean(a) or _copied(known, a) for a in unit.analyses)


class _Writer:
    """Fills one letter; items are numbered through."""

    def __init__(self, known: Known, lang: str) -> None:
        self._known = known
        self._lang = lang
        self._count = 0
        self._letter: Letter = docx.Document()
        section = self._letter.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.2)
        style = self._letter.styles["Normal"]
        style.font.size = Pt(10.5)
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
        style.paragraph_format.space_after = Pt(2)
        properties = self._letter.core_properties
        properties.author = properties.last_modified_by = "auditor"
        properties.created = properties.modified = _EPOCH

    def head(self, unit: _Unit) -> None:
        """Title, who and what, the result in numbers."""
        self._paragraph(self._word("title"), size=16, bold=True, centred=True)
        findings = [f for a in unit.analyses for f in a.findings if f.open]
        real = sum(finding.contradiction for finding in findings)
        copied = sum(bool(_copied(self._known, a)) for a in unit.analyses)
        asks = _asks(self._known, unit)
        name = "to_answer" if asks else "nothing_to_answer"
        result = self._outcome(unit.analyses) + self._word(
            name, contradictions=real, remarks=len(findings) - real + copied
        )
        table = self._table()
        self._row(table, "unit", unit.name)
        self._row(
            table, "reports", "\n".join(self._known.keys[a.document.id] for a in unit.analyses)
        )
        self._row(table, "result", result)
        self._row(table, "number", unit.number)
        intro = self._paragraph(self._word("intro" if asks else "clean"))
        intro.paragraph_format.space_before = Pt(6)
        self._paragraph(self._word("rounding" if asks else "clean_rounding"))

    def heading(self, text: str) -> None:
        """A report of several."""
        heading = self._paragraph(text, size=13, bold=True)
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.keep_with_next = True

    def items(self, analysis: Analysis) -> None:
        """The open findings of one report, then the text that it shares with other units."""
        for finding in by_urgency(f for f in analysis.findings if f.open):
            self._finding(finding)
        self._copies(analysis)
        if is_clean(analysis) and not _copied(self._known, analysis):
            self._paragraph(self._outcome([analysis]) + self._covered(analysis))

    def close(self, *, answered: bool) -> None:
        """Who signs; the unit too where it has something to answer."""
        for name in ("reviewer",) if answered else ("reviewer", "replier"):
            self._paragraph(self._word(name)).paragraph_format.space_before = Pt(18)

    def bytes(self) -> bytes:
        """The file, its parts in a fixed order and without the time of writing."""
        stream, stable = io.BytesIO(), io.BytesIO()
        self._letter.save(stream)
        with zipfile.ZipFile(stream) as source, zipfile.ZipFile(stable, "w") as target:
            for name in source.namelist():
                member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
                member.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(member, source.read(name))
        return stable.getvalue()

    def _finding(self, finding: Finding) -> None:
        tick = finding.tick
        kind = self._word("contradiction" if finding.contradiction else "remark")
        table = self._item(f"{title_of(tick.check_id, self._lang)}（{kind}）")
        places = [
            self._known.excerpts(place.document_id).of(place, label_of(place.label))
            for place in tick.evidence
            if place.document_id in self._known.analyses
        ]
        stated = [p for p in places if p.role == EvidenceRole.STATED.value]
        others = [p for p in places if p.role != EvidenceRole.STATED.value]
        computed = any(p.role == EvidenceRole.COMPUTED_FROM.value for p in others)
        self._quotations(table, "quotation", stated)
        near = [place.start for place in stated if not place.in_table]
        self._quotations(table, "computed" if computed else "other", others, near)
        said = (
            statement_of(tick, self._lang),
            hint_of(tick.hint, self._lang),
            also_of(finding, self._lang),
        )
        self._row(table, "arithmetic", "\n".join(text for text in said if text))
        self._row(table, "asked", ask_of(tick, self._lang))
        self._reply(table)

    def _copies(self, analysis: Analysis) -> None:
        """Copied text, without naming the other units: the letter goes to one of them."""
        spans = _copied(self._known, analysis)
        if not spans:
            return
        table = self._item(f"{self._word('copied')}（{self._word('remark')}）")
        quotes = [_cut(span.cut(analysis.document.text)) for span in spans[:_COPIES]]
        left = len(spans) - len(quotes)
        self._row(
            table,
            "quotation",
            "\n".join([*quotes, *([self._word("more", n=left)] if left else [])]),
        )
        found = self._word("copied_found", n=len(spans), chars=covered(spans))
        self._row(table, "arithmetic", found)
        self._row(table, "asked", self._word("copied_asked"))
        self._reply(table)

    def _item(self, title: str) -> Any:
        self._count += 1
        text = self._word("item", n=self._count, title=title)
        head = self._paragraph(text, size=11, bold=True)
        head.paragraph_format.space_before = Pt(10)
        head.paragraph_format.keep_with_next = True
        return self._table()

    def _table(self) -> Any:
        table = self._letter.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = width
        return table

    def _row(self, table: Any, name: str, text: str) -> _Cell:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 the library has no other way
        cells = row.cells
        for cell, width in zip(cells, _WIDTHS, strict=True):
            cell.width = width
        self._fill(cells[0].paragraphs[0], self._word(name), bold=True)
        first, *rest = clean(text).split("\n")
        self._fill(cells[1].paragraphs[0], first)
        for line in rest:
            self._fill(cells[1].add_paragraph(), line)
        filled: _Cell = cells[1]
        return filled

    def _quotations(
        self, table: Any, name: str, places: list[Excerpt], near: Sequence[int] = ()
    ) -> None:
        """The places with the words around them; those ``near`` a quoted one without."""
        if not places:
            return
        cell = self._row(table, name, "")
        for index, place in enumerate(places[:_PLACES]):
            line = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            before, after = place.before, place.after
            if not place.in_table and any(abs(place.start - at) < _NEAR for at in near):
                before = after = ""
            if place.in_table and place.label:
                before = f"{self._word('in_table', row=place.label)}　{before}"
            elif place.in_table:
                before = " ｜ ".join((*place.left, before))
                after = " ｜ ".join((after, *place.right))
                before = self._word("in_table", row=before)
            self._fill(line, before)
            self._fill(line, place.text or self._word("empty"), bold=True, underline=True)
            self._fill(line, after)
        if len(places) > _PLACES:
            self._fill(cell.add_paragraph(), self._word("more", n=len(places) - _PLACES))

    def _reply(self, table: Any) -> None:
        """Room for the answer, on one page with what is asked."""
        for cell in table._cells:  # noqa: SLF001 rows make their cells anew at each look
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
        cell = self._row(table, "reply", "")
        for _ in range(3):
            cell.add_paragraph()

    def _paragraph(
        self, text: str, *, size: float = 10.5, bold: bool = False, centred: bool = False
    ) -> Paragraph:
        paragraph = self._letter.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._fill(paragraph, text, bold=bold, size=size)
        return paragraph

    @staticmethod
    def _fill(
        paragraph: Paragraph,
        text: str,
        *,
        bold: bool = False,
        underline: bool = False,
        size: float = 10.5,
    ) -> None:
        run = paragraph.add_run(clean(text))
        run.bold, run.underline, run.font.size = bold, underline, Pt(size)
        if bold and not underline:
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEAD)  # noqa: SLF001 the library has no other way

    def _outcome(self, analyses: Sequence[Analysis]) -> str:
        name, values = outcome_of(analyses)
        return self._ended(WORDS[self._lang][name].format(**values))

    def _covered(self, analysis: Analysis) -> str:
        name, values = coverage_sentence([analysis])
        return WORDS[self._lang][name].format(**values)

    def _ended(self, text: str) -> str:
        return f"{text} " if self._lang == "en" else text

    def _word(self, name: str, **values: object) -> str:
        return _all_words()[name][LANGUAGES.index(self._lang)].format(**values)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _COPY_CHARS else flat[:_COPY_CHARS] + "…"

"""The document model: text, sections, sentences, tables and where they came from."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.swift import swift
from auditor.core.table import Table


class ReportKind(StrEnum):
    """What is evaluated: a whole agency's spending, one project, or unknown."""

    WHOLE_UNIT = "whole_unit"
    PROJECT = "project"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who, where, when. ``None`` where the report doesn't say.

    ``aliases`` are the other names by which the report calls its agency.
    """

    agency: str | None = None
    region: str | None = None
    fiscal_year: int | None = None
    report_kind: ReportKind = ReportKind.UNKNOWN
    aliases: tuple[str, ...] = ()


@swift
@dataclass(frozen=True, slots=True)
class Origin:
    """Where a span of the rendered text stands in the source file; ``None`` where it can't tell.

    ``page`` and ``paragraph`` and ``table`` count from 1 in the file; ``box`` is left, top, right,
    bottom from the page's upper left corner, in points (PDF) or pixels (images); ``row`` and
    ``col`` are those of the ``Cell``, from 0; ``sheet`` and ``address`` (``B7``) are a workbook's.
    """

    span: CharSpan
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    col: int | None = None
    sheet: str | None = None
    address: str | None = None


@swift
@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs.

    ``span`` runs from the heading to the next heading of its level or above; ``heading`` is the
    heading line itself. ``id`` is its index in ``Document.sections``, ``parent`` another id.
    ``level`` starts at 1.
    """

    id: int
    span: CharSpan
    heading: CharSpan
    level: int
    number: str
    title: str
    parent: int | None


@swift
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a ；-clause of the narrative; it may run over hard line breaks.

    ``section`` is an id in ``Document.sections`` or ``None`` before the first heading;
    ``paragraph`` numbers the paragraphs of the narrative from 0.
    """

    span: CharSpan
    section: int | None
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``len(folded) == len(text)``, so that every offset serves both.

    ``origins`` are sorted by span and don't overlap. ``reader`` names what turned the file into
    text (``docx``, ``doc2docx``, ``soffice``, …); ``member`` is the place inside a container:
    an archive's member, a workbook's sheet. ``remarks`` say what the reader left out (hidden
    sheets, formulas without a result), a sentence each.
    """

    id: str
    key: str
    source_name: str
    media_type: str
    text: str
    folded: str
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    origins: tuple[Origin, ...] = ()
    identity: Identity = field(default_factory=Identity)
    sha256: str = ""
    member: str | None = None
    reader: str = ""
    remarks: tuple[str, ...] = ()

    def size(self, part: str) -> int:
        """How many characters, sentences … there are; a stored document knows without them."""
        return len(getattr(self, part))

    def origins_of(self, span: CharSpan) -> tuple[Origin, ...]:
        """The origins that share a character with ``span``, or touch it where it is empty."""
        first = bisect.bisect_left(self.origins, span.start, key=lambda origin: origin.span.end)
        found: list[Origin] = []
        for origin in self.origins[first:]:
            if origin.span.start > span.end:
                break
            if origin.span.overlaps(span) or not len(span) or not len(origin.span):
                found.append(origin)
        return tuple(found)

    def section_path(self, section: int | None) -> tuple[Section, ...]:
        """The sections from the root down to ``section``; empty for ``None``."""
        path: list[Section] = []
        while section is not None:
            found = self.sections[section]
            path.append(found)
            section = found.parent
        return tuple(reversed(path))

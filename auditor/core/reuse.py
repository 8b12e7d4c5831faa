"""What the texts that reports share say of each report: measures, sources, clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage


@dataclass(frozen=True, slots=True)
class Change:
    """A report against the same unit's report of the latest earlier year.

    ``modification``: Brown & Tucker (2011), Journal of Accounting Research 49(2): one less the
    cosine of the term vectors, raw (they adjust it for length by a regression over all reports).
    ``cosine``, ``jaccard``, ``minimum_edit``, ``simple``: Cohen, Malloy & Nguyen (2020), Journal
    of Finance 75(3): of term counts; of term sets; one less the Levenshtein distance over the
    longer length; one less the sentences added and deleted over all sentences. All in [0, 1].
    """

    previous: str
    modification: float
    cosine: float
    jaccard: float
    minimum_edit: float
    simple: float


@dataclass(frozen=True, slots=True)
class FieldMeasures:
    """The measures of a report, or of the sections under one first-level heading.

    ``chars`` are characters of sentences. ``template``, ``common``, ``copied`` and
    ``own_previous_year`` are shares of them, a character counted once as in
    ``SimilarityShares``; ``idiosyncratic`` is what no other report shares.
    ``lang_boilerplate``: Lang & Stice-Lawrence (2015), Journal of
    Accounting and Economics 60(2–3): share of characters in sentences with a phrase that
    30 % of the reports have.
    ``specificity``: share of sentences with a number, a name or a date, after Hope, Hu & Lu
    (2016), Review of Accounting Studies 21(4), who count specific entities a word.
    ``numbers_per_1000``: numbers and dates by 1,000 characters.
    ``sentence_chars``, ``clause_chars``: mean characters of a sentence and between punctuation
    marks, the surface part of Chinese readability (Sung et al., 2015, Behavior Research Methods
    47(2)); larger is harder. ``change`` is ``None`` without an earlier report; that of a section is against the
    earlier report's section of the same title.
    """

    document_id: str
    section: int | None
    chars: int
    template: float
    common: float
    copied: float
    own_previous_year: float
    idiosyncratic: float
    specificity: float
    numbers_per_1000: float
    sentence_chars: float
    clause_chars: float
    lang_boilerplate: float | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Descent:
    """Text that ``taker`` shares with ``source``, the report of the earlier year.

    ``directed`` is false where the years are equal or unknown: ``source`` is then only the one
    whose key comes first. ``chars`` are characters of the taker's passages, counted once.
    """

    source: str
    taker: str
    directed: bool
    chars: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports joined by copied passages, and the characters of all of those passages."""

    documents: tuple[str, ...]
    chars: int


@dataclass(frozen=True, slots=True)
class Survival:
    """A name or a year in a passage of ``document`` that belongs to ``source``'s report.

    ``kind`` is ``agency``, ``region`` or ``year``.
    """

    document: str
    span: CharSpan
    text: str
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class Known:
    """A passage (``a`` is the report of the run) shared with a report of an index.

    ``key``, ``unit`` and ``year`` are those of the report of the index.
    """

    passage: Passage
    key: str
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Reuse:
    """All of it, for one run; ``measures`` may be made anew each time they are gone through."""

    measures: Sequence[FieldMeasures] = ()
    descents: tuple[Descent, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    survivals: tuple[Survival, ...] = ()
    known: tuple[Known, ...] = ()

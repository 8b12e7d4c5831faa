"""Links against labels: all of them, those whose number is wrong, sums, and their probabilities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.link import Relation
from auditor.core.report import Analysis
from auditor.evaluation.calibration import Calibration, calibrate
from auditor.evaluation.labels import Label, is_link, is_sum, is_wanted, states_same
from auditor.evaluation.scores import Counts, ScoreRow, score_row

CLAIMS = "links (claims to a right cell)"


@dataclass(frozen=True, slots=True)
class Made:
    """One claim's link as the tool made it, and the labels that it answers."""

    said: CharSpan
    cell: CharSpan
    probability: float
    is_sum: bool
    answers: tuple[Label, ...]
    related: bool
    relates: bool = False

    @property
    def right(self) -> bool:
        """Whether some label has it, or relates the two as the link does."""
        return bool(self.answers) or self.relates


def score_links(
    gold: Mapping[str, Sequence[Label]], analysed: Mapping[str, Analysis], misses: list[str]
) -> tuple[list[ScoreRow], Calibration]:
    """Rows and the calibration of the links of all labelled reports.

    A link to a cell that the labels only relate to the claim (a part, an operand of a rate) counts
    as wrong, unless the link says that relation itself; a claim in a cell's text (a goals block)
    counts only where it is labelled. The rows by kind of pair count, of what was found, the links
    of claims so labelled.
    """
    made = {name: _made(labels, analysed[name]) for name, labels in gold.items()}
    rows = [
        _claims(gold, made, misses),
        _pairs("links (pairs)", gold, made, lambda _: True),
    ]
    if any("corrupted" in label for labels in gold.values() for label in labels):
        rows.append(
            _pairs("links, number right", gold, made, lambda g: not g.get("corrupted", False))
        )
        rows.append(
            _pairs("links, number corrupted", gold, made, lambda g: bool(g.get("corrupted")))
        )
    if any(is_sum(label) for labels in gold.values() for label in labels):
        rows.append(_pairs("links, sums", gold, made, is_sum))
    chances = [(m.probability, m.right) for found in made.values() for m in found]
    for name, found in made.items():
        misses.extend(_outside(name, found, analysed[name]))
    return rows, calibrate("links", chances)


def _made(labels: Sequence[Label], analysis: Analysis) -> list[Made]:
    claims = {claim.id: claim for claim in analysis.claims}
    labelled = [CharSpan(g["narrative_start"], g["narrative_end"]) for g in labels]
    found: dict[tuple[int, int], Made] = {}
    for link in analysis.links:
        for claim in link.claim_ids:
            said = claims[claim].quantity.span
            if claims[claim].cell is not None and not any(said.overlaps(g) for g in labelled):
                continue
            fitting = [g for g in labels if is_link(g, said, link.cell_span)]
            found[said.start, link.cell_span.start] = Made(
                said,
                link.cell_span,
                link.probability,
                link.relation is Relation.SUM,
                tuple(g for g in fitting if states_same(g)),
                bool(fitting),
            )
    return list(found.values())


def _claims(
    gold: Mapping[str, Sequence[Label]], made: Mapping[str, Sequence[Made]], misses: list[str]
) -> ScoreRow:
    """Claims linked to a right cell; a found link is right when any label has it."""
    counts: dict[str, Counts] = {}
    for name, labels in gold.items():
        wanted = {g["narrative_start"] for g in labels if is_wanted(g)}
        hit = {g["narrative_start"] for m in made[name] for g in m.answers} & wanted
        found = made[name]
        counts[name] = Counts(len(wanted), len(found), sum(m.right for m in found), len(hit))
        missed = {
            g["narrative_start"]: g
            for g in labels
            if is_wanted(g) and g["narrative_start"] in wanted - hit
        }
        misses.extend(
            f"claim without its cell: {name} at {start} {g.get('narrative_text', '')} → "
            f"{g.get('row_label', '')} | {g.get('column_label', '')} | {g['cell_text']}"
            for start, g in sorted(missed.items())
        )
    return score_row(CLAIMS, counts)


def _pairs(
    what: str,
    gold: Mapping[str, Sequence[Label]],
    made: Mapping[str, Sequence[Made]],
    kind: Callable[[Label], bool],
) -> ScoreRow:
    """Pairs of a claim and a cell whose label is of a kind.

    Found are the links of the claims that have a label of the kind, those answering a label of
    another kind apart.
    """
    counts: dict[str, Counts] = {}
    for name, labels in gold.items():
        wanted = [g for g in labels if is_wanted(g) and kind(g)]
        spans = [(g["narrative_start"], g["narrative_end"]) for g in wanted]
        every = len(wanted) == len([g for g in labels if is_wanted(g)])
        about = [
            m
            for m in made[name]
            if (every or any(m.said.start < b and a < m.said.end for a, b in spans))
            and (not m.answers or any(kind(g) for g in m.answers))
        ]
        hit = {(g["narrative_start"], g["cell_start"]) for m in about for g in m.answers if kind(g)}
        places = {(g["narrative_start"], g["cell_start"]) for g in wanted}
        counts[name] = Counts(
            len(places), len(about), sum(m.right for m in about), len(hit & places)
        )
    return score_row(what, counts)


def _outside(name: str, found: Sequence[Made], analysis: Analysis) -> Iterator[str]:
    text = analysis.document.text
    for m in found:
        if not m.right:
            said = text[max(0, m.said.start - 14) : m.said.start + 8].replace("\n", "⏎")
            kind = "only related" if m.related else "not labelled"
            yield f"link {kind}: {name} at {m.said.start} …{said}… → {m.cell.cut(text)} at {m.cell.start}, {m.probability}"

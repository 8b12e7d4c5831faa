"""Relations among numbers against labels: was each one ticked, with all its operands, and how.

A record of ``arith.jsonl`` has ``kind``, ``operands`` and ``stated`` with offsets, and ``verdict``
(``holds``, ``rounding``, ``violated``, ``undecided``). A label without a stated number (and without
``stated_total``) is a computation that no report makes; it isn't scored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.checks import all_checks
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Tick, Verdict
from auditor.core.report import Analysis
from auditor.evaluation.labels import Label
from auditor.evaluation.scores import Counts, ScoreRow, score_row

_FAMILY = {check.id: check.family.value for check in all_checks()}
_FAMILIES = frozenset({"sums", "ratios", "growth", "enumerations", "balances", "scores"})
_WANTED = {
    "holds": Verdict.CONSISTENT,
    "rounding": Verdict.CONSISTENT,
    "violated": Verdict.INCONSISTENT,
}


@dataclass(frozen=True, slots=True)
class _Relation:
    """A label's places, and the ticks that are about just these."""

    label: Label
    kind: str
    ticks: tuple[Tick, ...]

    @property
    def right(self) -> bool:
        """Ticked with the label's verdict and none against it; undecided: no finding."""
        verdicts = {tick.verdict for tick in self.ticks}
        wanted = _WANTED.get(self.label["verdict"])
        if wanted is None:
            return Verdict.INCONSISTENT not in verdicts
        against = _WANTED["violated" if wanted is Verdict.CONSISTENT else "holds"]
        return wanted in verdicts and against not in verdicts


def score_relations(
    gold: Mapping[str, Sequence[Label]],
    complete: Collection[str],
    analysed: Mapping[str, Analysis],
    misses: list[str],
) -> Iterator[ScoreRow]:
    """A row for each kind and for all: ``found`` are the labels ticked with all operands, ``right``
    those with the right verdict. The last row turns round: of the ticks that compute something in
    the ``complete`` files, the right ones are those of a label, with its verdict.
    """
    made = {name: list(_relations(labels, analysed[name])) for name, labels in gold.items()}
    kinds = sorted({r.kind for relations in made.values() for r in relations})
    for kind in (*kinds, ""):
        counts = {
            name: _counts([r for r in relations if kind in ("", r.kind)])
            for name, relations in made.items()
        }
        yield score_row(f"relations {kind}" if kind else "relations", counts)
    for name, relations in made.items():
        misses.extend(_missed(name, relations))
    known = {name: made.get(name, []) for name in sorted(complete) if name in analysed}
    if known:
        yield _ticks(known, analysed, misses)


def _relations(labels: Sequence[Label], analysis: Analysis) -> Iterator[_Relation]:
    for label in labels:
        stated = label.get("stated") or label.get("stated_total")
        if stated is None:
            continue
        kind = re.sub(r"\s*[（(].*", "", label["kind"])
        place = _span(stated)
        operands = [_span(operand) for operand in label["operands"]]
        ticks = tuple(t for t in analysis.ticks if _is_about(t, place, operands))
        if ticks or label["verdict"] in _WANTED:
            yield _Relation(label, kind, ticks)


def _span(place: Mapping[str, int]) -> CharSpan:
    return CharSpan(place["start"], place["end"])


def _is_about(tick: Tick, stated: CharSpan, operands: Sequence[CharSpan]) -> bool:
    """Whether the tick shows all places of the relation and computes from no other.

    A remark about a whole section (an empty or untouched part of the template) is about none.
    """
    if _FAMILY.get(tick.check_id) == "template":
        return False
    shown = [e.span for e in tick.evidence]
    places = (stated, *operands)
    if not all(any(span.overlaps(place) for span in shown) for place in places):
        return False
    return all(
        any(e.span.overlaps(place) for place in places)
        for e in tick.evidence
        if e.role is EvidenceRole.COMPUTED_FROM
    )


def _counts(relations: Sequence[_Relation]) -> Counts:
    right = sum(1 for r in relations if r.ticks and r.right)
    return Counts(len(relations), sum(1 for r in relations if r.ticks), right, right)


def _missed(name: str, relations: Sequence[_Relation]) -> Iterator[str]:
    for r in relations:
        if r.ticks and r.right:
            continue
        stated = r.label.get("stated") or r.label["stated_total"]
        from_ = "、".join(o["text"] for o in r.label["operands"][:6])
        what = "relation with another verdict" if r.ticks else "relation not ticked"
        yield (
            f"{what}: {name} {r.label.get('id', '')} {r.kind} ({r.label['verdict']}): "
            f"{stated['text']} at {stated['start']} ← {from_}"
        )


def _ticks(
    known: Mapping[str, Sequence[_Relation]], analysed: Mapping[str, Analysis], misses: list[str]
) -> ScoreRow:
    counts: dict[str, Counts] = {}
    for name, relations in known.items():
        made = [t for t in analysed[name].ticks if _computes(t)]
        right = {id(t) for r in relations if r.right for t in r.ticks}
        labelled = {id(t) for r in relations for t in r.ticks}
        counts[name] = Counts(
            len(relations),
            len(made),
            sum(id(t) in right for t in made),
            sum(1 for r in relations if r.ticks and r.right),
        )
        misses.extend(
            f"tick outside the labels: {name} {t.check_id} {t.verdict.value}: {t.stated} | {t.working}"
            for t in made
            if id(t) not in labelled
        )
    return score_row("relations, as ticks", counts)


def _computes(tick: Tick) -> bool:
    """Whether the tick is a relation: of such a family, computed from something."""
    return _FAMILY.get(tick.check_id) in _FAMILIES and any(
        e.role is EvidenceRole.COMPUTED_FROM for e in tick.evidence
    )

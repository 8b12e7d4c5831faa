"""Shared passages against labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage
from auditor.core.report import Analysis
from auditor.evaluation.labels import Label
from auditor.evaluation.scores import Counts, ScoreRow, score_row

_SIDES = ("a", "b")


@dataclass(frozen=True, slots=True)
class _Found:
    files: tuple[str, str]
    spans: tuple[CharSpan, CharSpan]
    kind: str


def score_passages(
    gold: Sequence[Label],
    passages: Sequence[Passage],
    analysed: Mapping[str, Analysis],
    misses: list[str],
) -> Iterator[ScoreRow]:
    """A row for each labelled kind and one for all of them.

    A passage answers a label of the same two reports and kind whose places it overlaps on both
    sides, where the label has places; counted by the report of the ``a`` side.
    """
    names = {analysis.document.id: name for name, analysis in analysed.items()}
    found = [
        _Found((names[p.a_document], names[p.b_document]), (p.a_span, p.b_span), p.kind.value)
        for p in passages
    ]
    kinds = sorted({str(g["kind"]) for g in gold})
    total: dict[str, Counts] = {name: Counts() for name in analysed}
    for kind in kinds:
        counts: dict[str, Counts] = {name: Counts() for name in analysed}
        labels = [g for g in gold if g["kind"] == kind]
        ours = [f for f in found if f.kind == kind]
        for label in labels:
            hit = any(_answers(label, f) for f in ours)
            counts[label["a_file"]].gold += 1
            counts[label["a_file"]].hits += hit
            if not hit:
                misses.append(f"passage missed: {label['a_file']} | {label['b_file']} {kind}")
        for f in ours:
            counts[f.files[0]].found += 1
            counts[f.files[0]].right += any(_answers(label, f) for label in labels)
        for name, c in counts.items():
            own = total[name]
            total[name] = Counts(
                own.gold + c.gold, own.found + c.found, own.right + c.right, own.hits + c.hits
            )
        yield score_row(f"passages {kind}", counts)
    if len(kinds) > 1:
        yield score_row("passages", total)


def _answers(label: Label, found: _Found) -> bool:
    wanted = (label["a_file"], label["b_file"])
    for files, spans in (
        (found.files, found.spans),
        ((found.files[1], found.files[0]), (found.spans[1], found.spans[0])),
    ):
        if files == wanted and all(
            _overlaps(label, side, span) for side, span in zip(_SIDES, spans, strict=True)
        ):
            return True
    return False


def _overlaps(label: Label, side: str, span: CharSpan) -> bool:
    start, end = label.get(f"{side}_start"), label.get(f"{side}_end")
    return start is None or end is None or span.overlaps(CharSpan(start, end))

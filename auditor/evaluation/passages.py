"""Shared passages against labels.

A label names two reports and the ``kind`` of what they share, with places (``a_start, a_end,
b_start, b_end``) or without. Kinds are a matter of the run: a passage counts as ``copied`` only
while few agencies share it. Records of kind ``own`` (``file, start, end``) are paragraphs that
share nothing with another agency's report; an ``alternative`` pair is right where it is found.

What stands outside of the labelled places is shared text that the labels know nothing about (duties
of one kind of agency, prescribed sentences); it is counted neither right nor wrong. Labels without
places speak for the whole pair of reports, so then every passage counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage
from auditor.core.report import Analysis
from auditor.evaluation.labels import Label
from auditor.evaluation.scores import Counts, ScoreRow, score_row

_REUSED = ("copied", "own_previous_year")
_COVER = 0.5
Place = tuple[str, CharSpan]


@dataclass(frozen=True, slots=True)
class _Found:
    files: tuple[str, str]
    spans: tuple[CharSpan, CharSpan]
    kind: str

    def sides(self) -> Iterator[tuple[Place, Place]]:
        """The two places, either of them first."""
        a, b = zip(self.files, self.spans, strict=True)
        yield a, b
        yield b, a


def score_passages(
    gold: Sequence[Label],
    passages: Sequence[Passage],
    analysed: Mapping[str, Analysis],
    misses: list[str],
) -> Iterator[ScoreRow]:
    """A row for each labelled kind, one for all kinds, and one for what was found under any kind.

    A label is hit where passages of its pair and kind cover half of its ``a`` place and touch the
    ``b`` place; a passage is right where a label of its pair and kind has its places. Counted by
    the report of the ``a`` side.
    """
    names = {analysis.document.id: name for name, analysis in analysed.items()}
    found = [
        _Found((names[p.a_document], names[p.b_document]), (p.a_span, p.b_span), p.kind.value)
        for p in passages
    ]
    pairs = [g for g in gold if g["kind"] != "own"]
    scored = [f for f in found if _inside(f, gold)]
    kinds = sorted({str(g["kind"]) for g in pairs} | (set(_REUSED) if len(gold) > len(pairs) else set()))  # fmt: skip
    total: dict[str, Counts] = {name: Counts() for name in analysed}
    for kind in kinds:
        counts = _of_kind(kind, pairs, scored, analysed, misses)
        for name, c in counts.items():
            own = total[name]
            total[name] = Counts(
                own.gold + c.gold, own.found + c.found, own.right + c.right, own.hits + c.hits
            )
        yield score_row(f"passages {kind}", counts)
    if len(kinds) > 1:
        yield score_row("passages", total)
    if any(_placed(g) for g in pairs):
        yield _of_any_kind(pairs, found, analysed)


def _of_kind(
    kind: str,
    pairs: Sequence[Label],
    scored: Sequence[_Found],
    analysed: Mapping[str, Analysis],
    misses: list[str],
) -> dict[str, Counts]:
    counts: dict[str, Counts] = {name: Counts() for name in analysed}
    labels = [g for g in pairs if g["kind"] == kind]
    ours = [f for f in scored if f.kind == kind]
    for label in labels:
        if label.get("alternative", False):
            continue
        hit = _is_hit(label, ours)
        counts[label["a_file"]].gold += 1
        counts[label["a_file"]].hits += hit
        if not hit:
            misses.append(
                f"passage missed: {label['a_file']} | {label['b_file']} {kind} {label.get('edit', '')}"
            )
    for f in ours:
        right = any(_answers(label, f) for label in labels)
        counts[f.files[0]].found += 1
        counts[f.files[0]].right += right
        if not right:
            start, end = f.spans[0].start, f.spans[0].end
            misses.append(
                f"passage not labelled: {f.files[0]} [{start}, {end}) | {f.files[1]} {kind}"
            )
    return counts


def _of_any_kind(
    pairs: Sequence[Label], found: Sequence[_Found], analysed: Mapping[str, Analysis]
) -> ScoreRow:
    counts: dict[str, Counts] = {name: Counts() for name in analysed}
    for label in pairs:
        if label.get("alternative", False):
            continue
        hit = _is_hit(label, found)
        c = counts[label["a_file"]]
        counts[label["a_file"]] = Counts(c.gold + 1, c.found + hit, c.right + hit, c.hits + hit)
    return score_row("passages, of any kind", counts)


def _placed(label: Label) -> bool:
    return label.get("a_start") is not None and label.get("b_start") is not None


def _inside(found: _Found, gold: Sequence[Label]) -> bool:
    """Whether labels speak for the passage: it reaches a labelled place on either side."""
    places = [
        (g[f"{side}file"], CharSpan(g[f"{side}start"], g[f"{side}end"]))
        for g in gold
        for side in (("",) if g["kind"] == "own" else ("a_", "b_"))
        if g["kind"] == "own" or _placed(g)
    ]
    if not places:
        return True
    return any(
        name == file and span.overlaps(place)
        for name, span in zip(found.files, found.spans, strict=True)
        for file, place in places
    )


def _is_hit(label: Label, found: Sequence[_Found]) -> bool:
    if not _placed(label):
        return any(_answers(label, f) for f in found)
    place = CharSpan(label["a_start"], label["a_end"])
    covered: set[int] = set()
    for f in found:
        for a, b in f.sides():
            if _is_pair(label, a, b):
                covered.update(range(max(a[1].start, place.start), min(a[1].end, place.end)))
    return len(covered) >= _COVER * len(place)


def _answers(label: Label, found: _Found) -> bool:
    return any(_is_pair(label, a, b) for a, b in found.sides())


def _is_pair(label: Label, a: Place, b: Place) -> bool:
    if (a[0], b[0]) != (label["a_file"], label["b_file"]):
        return False
    return not _placed(label) or (
        a[1].overlaps(CharSpan(label["a_start"], label["a_end"]))
        and b[1].overlaps(CharSpan(label["b_start"], label["b_end"]))
    )

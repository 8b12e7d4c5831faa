"""Shared passages against labels: places, kinds, and text that the labels know nothing about."""

from __future__ import annotations

from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis
from auditor.evaluation.passages import score_passages
from auditor.evaluation.scores import ScoreRow
from auditor.reading import read_bytes

ANALYSED = {name: Analysis(read_bytes(f"报告{name}".encode(), f"{name}.txt")) for name in "abc"}
COPY = {
    "a_file": "a", "a_start": 100, "a_end": 200,
    "b_file": "b", "b_start": 300, "b_end": 400, "kind": "copied", "edit": "exact",
}  # fmt: skip
OWN = {"file": "c", "start": 100, "end": 200, "kind": "own"}


def passage(
    a: tuple[str, int, int], b: tuple[str, int, int], kind: PassageKind = PassageKind.COPIED
) -> Passage:
    spans = [CharSpan(start, end) for _, start, end in (a, b)]
    ids = [ANALYSED[name].document.id for name, _, _ in (a, b)]
    return Passage(ids[0], spans[0], ids[1], spans[1], 1.0, kind, 2)


def scored(
    labels: list[dict[str, Any]], *passages: Passage
) -> tuple[dict[str, ScoreRow], list[str]]:
    misses: list[str] = []
    rows = score_passages(labels, passages, ANALYSED, misses)
    return {row.what: row for row in rows}, misses


def test_a_passage_at_the_labelled_places_either_way_round() -> None:
    for made in (passage(("a", 90, 190), ("b", 290, 390)), passage(("b", 300, 400), ("a", 100, 200))):  # fmt: skip
        row = scored([COPY], made)[0]["passages copied"]
        assert (row.found, row.right, row.hits) == (1, 1, 1)


def test_half_of_the_paragraph_must_be_found_in_one_piece_or_several() -> None:
    small = passage(("a", 100, 140), ("b", 300, 340))
    rows, misses = scored([COPY], small)
    assert (rows["passages copied"].right, rows["passages copied"].hits) == (1, 0)
    assert misses == ["passage missed: a | b copied exact"]
    assert scored([COPY], small, passage(("a", 150, 170), ("b", 350, 370)))[0]["passages copied"].hits == 1  # fmt: skip


def test_another_kind_is_missed_but_known_as_found() -> None:
    rows, _ = scored([COPY], passage(("a", 100, 200), ("b", 300, 400), PassageKind.TEMPLATE))
    assert rows["passages copied"].hits == 0
    assert rows["passages, of any kind"].recall == 1.0


def test_text_outside_of_the_labelled_places_is_not_judged() -> None:
    rows, misses = scored([COPY, OWN], passage(("a", 500, 600), ("c", 500, 600)))
    assert rows["passages copied"].found == 0
    assert misses == ["passage missed: a | b copied exact"]


def test_a_paragraph_of_its_own_that_is_called_copied_is_wrong() -> None:
    rows, misses = scored([COPY, OWN], passage(("a", 500, 600), ("c", 120, 180)))
    assert (rows["passages copied"].found, rows["passages copied"].right) == (1, 0)
    assert "passage not labelled: a [500, 600) | c copied" in misses


def test_labels_without_places_speak_for_the_pair() -> None:
    pair = {"a_file": "a", "b_file": "b", "kind": "copied"}
    rows, _ = scored([pair], passage(("a", 1, 30), ("b", 1, 30)), passage(("a", 1, 30), ("c", 1, 30)))  # fmt: skip
    assert (rows["passages copied"].found, rows["passages copied"].right) == (2, 1)
    assert "passages, of any kind" not in rows


def test_a_pair_that_shares_a_third_ones_text_is_right_and_not_asked_for() -> None:
    indirect = {**COPY, "alternative": True}
    made = passage(("a", 100, 200), ("b", 300, 400))
    row = scored([indirect], made)[0]["passages copied"]
    assert (row.gold, row.found, row.right) == (0, 1, 1)
    assert scored([indirect])[1] == []

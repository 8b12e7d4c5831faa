"""Relations against labels: what counts as ticked, and the verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.finding import Evidence, EvidenceRole, Tick, Verdict
from auditor.core.report import Analysis
from auditor.evaluation.relations import score_relations
from auditor.evaluation.scores import ScoreRow
from auditor.reading import read_bytes

TEXT = "合计30人，其中甲组10人、乙组20人。"
WHOLE, FIRST, SECOND = (2, 5), (10, 13), (16, 19)
ANALYSIS = Analysis(read_bytes(TEXT.encode(), "r.txt"))


def place(span: tuple[int, int]) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": TEXT[span[0] : span[1]]}


def label(verdict: str = "holds", **more: Any) -> dict[str, Any]:
    return {
        "file": "r.txt", "kind": "total-parts (of people)", "verdict": verdict,
        "operands": [place(FIRST), place(SECOND)], "stated": place(WHOLE), **more,
    }  # fmt: skip


def tick(
    *parts: tuple[int, int], verdict: Verdict = Verdict.CONSISTENT, whole: tuple[int, int] = WHOLE
) -> Tick:
    roles = [EvidenceRole.STATED, *[EvidenceRole.COMPUTED_FROM] * len(parts)]
    evidence = tuple(
        Evidence("r", CharSpan(*span), role)
        for span, role in zip((whole, *parts), roles, strict=True)
    )
    return Tick("SUM01", verdict, "30人", "30人", "10 + 20 = 30", evidence)


def scored(
    labels: list[dict[str, Any]], *ticks: Tick, complete: bool = True
) -> tuple[dict[str, ScoreRow], list[str]]:
    misses: list[str] = []
    analysed = {"r.txt": replace(ANALYSIS, ticks=ticks)}
    rows = score_relations({"r.txt": labels}, ["r.txt"] if complete else [], analysed, misses)
    return {row.what: row for row in rows}, misses


def test_the_places_cut_what_they_say() -> None:
    assert [TEXT[a:b] for a, b in (WHOLE, FIRST, SECOND)] == ["30人", "10人", "20人"]


@pytest.mark.parametrize(
    ("verdict", "ticked", "right"),
    [
        ("holds", Verdict.CONSISTENT, 1),
        ("rounding", Verdict.CONSISTENT, 1),
        ("holds", Verdict.INCONSISTENT, 0),
        ("violated", Verdict.INCONSISTENT, 1),
        ("violated", Verdict.UNDECIDED, 0),
        ("undecided", Verdict.CONSISTENT, 1),
        ("undecided", Verdict.INCONSISTENT, 0),
    ],
)
def test_a_verdict_answers_its_label(verdict: str, ticked: Verdict, right: int) -> None:
    rows, misses = scored([label(verdict)], tick(FIRST, SECOND, verdict=ticked))
    row = rows["relations total-parts"]
    assert (row.gold, row.found, row.right) == (1, 1, right)
    assert len([m for m in misses if "another verdict" in m]) == 1 - right


def test_a_tick_against_the_label_undoes_one_for_it() -> None:
    rows, _ = scored([label()], tick(FIRST, SECOND), tick(FIRST, SECOND, verdict=Verdict.INCONSISTENT))  # fmt: skip
    assert rows["relations"].right == 0


def test_all_operands_must_be_shown_and_none_beside_them() -> None:
    for made in (tick(FIRST), tick(FIRST, SECOND, (0, 2)), tick(FIRST, SECOND, whole=(20, 21))):
        rows, misses = scored([label()], made)
        assert rows["relations"].found == 0
        assert any(m.startswith("relation not ticked: r.txt") for m in misses)


def test_what_is_undecided_need_not_be_ticked() -> None:
    rows, misses = scored([label("undecided")])
    assert (rows["relations"].gold, misses) == (0, [])


def test_a_computation_that_no_report_makes_is_left_out() -> None:
    rows, _ = scored([label(stated=None), label(stated=None, stated_total=place(WHOLE))])
    assert rows["relations"].gold == 1


def test_ticks_outside_the_labels_lower_the_precision_of_complete_files_only() -> None:
    made = (tick(FIRST, SECOND), tick(FIRST), replace(tick(FIRST), check_id="TGT01"))
    rows, misses = scored([label()], *made)
    assert (rows["relations, as ticks"].found, rows["relations, as ticks"].right) == (2, 1)
    assert [m for m in misses if m.startswith("tick outside")] == [
        "tick outside the labels: r.txt SUM01 consistent: 30人 | 10 + 20 = 30"
    ]
    assert "relations, as ticks" not in scored([label()], *made, complete=False)[0]

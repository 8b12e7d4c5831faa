"""Figures and labels from reviewers' verdicts, by hand-made histories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.core.finding import Finding
from auditor.core.report import Analysis
from auditor.core.review import (
    Act,
    Author,
    Decision,
    DismissReason,
    Entry,
    Rank,
    Standing,
    standing,
)
from auditor.engine.relink import LinkFix, cells_by_place, place_of, relinked
from auditor.evaluation.reviews import CheckPrecision, Reviewed, labels_of, precision_by_check
from auditor.evaluation.training import training_set
from auditor.settings import Settings
from tests.helpers import TITLE, analysed

BODY = """2023年公用经费93.50万元，会议费1.10万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
| 印刷费 | 90.00 | 93.50 |
"""
C, D, U = Decision.CONFIRMED, Decision.DISMISSED, Decision.UNSURE


def said(decision: Decision, reason: DismissReason | None = None) -> Standing:
    author = Author(1, "甲", Rank.REVIEWER)
    return standing([Entry(1, "s", 1, Act.VERDICT, author, "", decision, reason)])


def test_precision_counts_what_is_settled() -> None:
    minor, explained = said(D, DismissReason.MINOR), said(D, DismissReason.EXPLAINED)
    given = [
        ("A", said(C)),
        ("A", minor),
        ("A", explained),
        ("A", said(U)),
        ("A", Standing()),
        ("B", Standing()),
    ]
    one, two = precision_by_check(given)
    assert (one.check, one.found, one.decided, one.right) == ("A", 5, 3, 2)
    assert one.precision == pytest.approx(2 / 3)
    assert (two.precision, two.interval) == (None, None)


@pytest.mark.parametrize(
    ("right", "decided", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_wilson(right: int, decided: int, low: float, high: float) -> None:
    """Values of the published formula, worked out apart from this code."""
    found = CheckPrecision("A", decided, decided, right).interval
    assert found == pytest.approx((low, high), abs=5e-5)


def comparing(analysis: Analysis) -> Finding:
    (finding,) = [f for f in analysis.findings if f.tick.check_id == "NAR01"]
    return finding


def links(analysis: Analysis, found: Standing, corrected: int = 0) -> dict[str, tuple[str, bool]]:
    standings = {f.id: found for f in analysis.findings}
    made = labels_of([Reviewed(analysis, standings, corrected)])["links"]
    return {label["narrative_text"]: (label["cell_text"], label["alternative"]) for label in made}


def test_a_confirmed_finding_confirms_its_link() -> None:
    analysis = analysed(BODY)
    assert links(analysis, said(C)) == {"93.50万元": ("66.50", False), "1.10万元": ("1.10", False)}


def test_a_wrong_link_is_no_label() -> None:
    analysis = analysed(BODY)
    assert links(analysis, said(D, DismissReason.WRONG_LINK)) == {"1.10万元": ("1.10", False)}


def test_what_nobody_judged_is_in_doubt() -> None:
    analysis = analysed(BODY)
    found = links(analysis, said(D, DismissReason.MISREAD))
    assert found["93.50万元"] == ("66.50", True)


def test_an_undecided_report_gives_no_labels() -> None:
    analysis = analysed(BODY)
    for found in (Standing(), said(U)):
        assert labels_of([Reviewed(analysis, {comparing(analysis).id: found})]) == {
            "links": [],
            "findings": [],
        }


def test_a_corrected_link_is_the_label() -> None:
    analysis = analysed(BODY)
    claim = next(c for c in analysis.claims if c.quantity.text.startswith("93.50"))
    (link,) = [k for k in analysis.links if k.claim_ids == (claim.id,)]
    (right,) = [p for p, c in cells_by_place(analysis).items() if c.quantity.text == "93.50"]
    after = relinked(analysis, [LinkFix(link.claim_ids, place_of(link), right)], Settings())
    assert links(after, Standing(), 1)["93.50万元"] == ("93.50", False)


def test_findings_of_a_report_reviewed_to_the_end() -> None:
    analysis = analysed(BODY)
    standings = {f.id: said(C) for f in analysis.findings}
    (label,) = labels_of([Reviewed(analysis, standings)])["findings"]
    assert (label["type"], label["contradiction"]) == ("narrative-vs-table", True)
    assert [e["text"] for e in label["evidence"]][-1] == "66.50"
    dismissed = dict.fromkeys(standings, said(D, DismissReason.EXPLAINED))
    assert labels_of([Reviewed(analysis, dismissed)])["findings"] == []


def test_training_takes_the_labels(tmp_path: Path) -> None:
    """What a reviewer refuted is trained against, what they confirmed is trained for."""
    text = TITLE + BODY
    (tmp_path / "report.txt").write_text(text, "utf-8")
    gold = tmp_path / "labels"
    gold.mkdir()
    analysis = analysed(BODY)
    counts = []
    for found in (said(C), said(D, DismissReason.WRONG_LINK)):
        standings = {f.id: found for f in analysis.findings}
        made = labels_of([Reviewed(analysis, standings)])["links"]
        lines = "".join(json.dumps(label, ensure_ascii=False) + "\n" for label in made)
        (gold / "links.jsonl").write_text(lines, "utf-8")
        data = training_set([gold], tmp_path)
        truth = data.truth()
        counts.append((int((truth > 0).sum()), len(truth)))
    (confirmed, pairs), (refuted, same) = counts
    assert (confirmed, refuted, pairs) == (2, 1, same)

"""A link corrected by hand: the comparison is made anew, everything else stays."""

from __future__ import annotations

import pytest

from auditor.core.finding import Verdict
from auditor.core.link import BY_HAND
from auditor.engine.relink import LinkFix, cells_by_place, place_of, relinked
from auditor.settings import Settings
from tests.helpers import analysed, found, ticks

BODY = """2023年公用经费93.50万元，会议费1.10万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
| 印刷费 | 90.00 | 93.50 |
"""


def place(analysis, text):
    (name,) = [
        p for p, cell in cells_by_place(analysis).items() if cell.quantity.text.startswith(text)
    ]
    return name


def wrong_link(analysis):
    (tick,) = found(analysis, "NAR01")
    claim = next(c for c in analysis.claims if c.quantity.text.startswith("93.50"))
    (link,) = [k for k in analysis.links if k.claim_ids == (claim.id,)]
    assert tick.expected == "66.50"
    return link


def test_the_same_links_give_the_same_analysis() -> None:
    analysis = analysed(BODY)
    assert relinked(analysis, [], Settings()) == analysis


def test_another_cell_that_agrees_takes_the_finding_away() -> None:
    analysis = analysed(BODY)
    link = wrong_link(analysis)
    fix = LinkFix(link.claim_ids, place_of(link), place(analysis, "93.50"))
    after = relinked(analysis, [fix], Settings())
    assert found(after, "NAR01") == []
    (tick,) = [t for t in ticks(after, "NAR01", Verdict.CONSISTENT) if t.stated.startswith("93.50")]
    assert tick.expected == "93.50"
    (made,) = [k for k in after.links if k.source == BY_HAND]
    assert (made.claim_ids, made.probability) == (link.claim_ids, 1.0)
    others = [k for k in analysis.links if k != link]
    assert [k for k in after.links if k.source != BY_HAND] == others


def test_another_cell_that_differs_gives_another_finding() -> None:
    analysis = analysed(BODY)
    link = wrong_link(analysis)
    fix = LinkFix(link.claim_ids, place_of(link), place(analysis, "88.10"))
    (tick,) = found(relinked(analysis, [fix], Settings()), "NAR01")
    assert (tick.expected, tick.verdict) == ("88.10", Verdict.INCONSISTENT)


def test_no_cell_means_no_comparison() -> None:
    analysis = analysed(BODY)
    link = wrong_link(analysis)
    after = relinked(analysis, [LinkFix(link.claim_ids, place_of(link), None)], Settings())
    assert found(after, "NAR01") == []
    assert len(after.links) == len(analysis.links) - 1


def test_a_fix_for_an_edited_report_is_passed_over() -> None:
    analysis = analysed(BODY)
    link = wrong_link(analysis)
    strangers = (
        LinkFix(("nobody",), place_of(link), None),
        LinkFix(link.claim_ids, place_of(link), ("t9", 0, 0, 0)),
    )
    assert relinked(analysis, strangers, Settings()) == analysis


def test_a_fix_survives_the_store() -> None:
    fix = LinkFix(("c1", "c2"), None, ("t1", 2, 3, 40))
    assert LinkFix.from_json(fix.to_json()) == fix
    for text in ("{}", "[1]", "nonsense", '[["a"], [1], null]'):
        with pytest.raises(ValueError, match=r".*"):
            LinkFix.from_json(text)

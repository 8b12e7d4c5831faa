"""A place cut out for a card."""

from __future__ import annotations

from auditor.core.charspan import CharSpan
from auditor.core.finding import Evidence, EvidenceRole
from auditor.reporting.pages.excerpts import Excerpt, Excerpts
from tests.helpers import analysed

BODY = """2023年公用经费93.50万元。

| 经费控制情况（万元） | 2021年决算数 | 2022年决算数 | 2023年预算数 |  | 2023年决算数 |
| --- | --- | --- | --- | --- | --- |
| 公用经费 | 80.10 | 88.10 | 70.00 |  | 66.50 |
"""


def excerpt(words: str) -> Excerpt:
    analysis = analysed(BODY)
    start = analysis.document.text.index(words)
    span = CharSpan(start, start + len(words))
    place = Evidence(analysis.document.id, span, EvidenceRole.STATED)
    return Excerpts(analysis).of(place, "公用经费")


def test_in_running_text_the_words_around_it() -> None:
    found = excerpt("93.50万元")
    assert (found.before, found.text, found.after) == ("2023年公用经费", "93.50万元", "。")
    assert not found.in_table


def test_in_a_table_its_row_without_empty_cells() -> None:
    found = excerpt("66.50")
    assert found.in_table
    assert found.left == ("公用经费", "88.10", "70.00")
    assert found.right == ()
    first = excerpt("80.10")
    assert first.left == ("公用经费",)
    assert first.right == ("88.10", "70.00", "66.50")


def test_long_surroundings_are_cut_at_both_sides() -> None:
    text = "甲" * 90 + "培训12期" + "乙" * 90
    analysis = analysed(text)
    start = analysis.document.text.index("12期")
    place = Evidence(analysis.document.id, CharSpan(start, start + 3), EvidenceRole.STATED)
    found = Excerpts(analysis).of(place, "")
    assert found.before.startswith("…甲")
    assert found.before.endswith("培训")
    assert found.after == "乙" * 48 + "…"

"""Sentences over line ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.claims.clauses import rejoined


def test_words_cut_by_a_line_end_are_put_together() -> None:
    assert rejoined("比去\n年增加 5 万元") == "比去年增加\n 5 万元"
    assert rejoined("比去\r\n年增加5万元") == "比去年增加\r\n5万元"
    assert rejoined("减少,\n其中") == "减少,\n其中"


@given(st.text(alphabet="比去年增加\n\r,。5 "))
def test_figures_and_marks_keep_their_places(text: str) -> None:
    joined = rejoined(text)
    assert len(joined) == len(text)
    marks = [(at, c) for at, c in enumerate(text) if c in ",。5 "]
    assert marks == [(at, c) for at, c in enumerate(joined) if c in ",。5 "]

from __future__ import annotations

import pytest

from auditor.similarity import compare_reports
from benchmarks.similarity_bench import quality
from benchmarks.similarity_corpus import WORDS_REPLACED, corpus


@pytest.fixture(scope="module")
def reports():
    return corpus(500)


def test_the_goals_hold(reports) -> None:
    found = quality(reports, compare_reports([r.document for r in reports]))
    assert found["recall copied exact"] >= 0.99
    assert found["recall copied numbers"] >= 0.98
    assert found["recall copied words"] >= 0.90
    assert found["precision copied"] >= 0.97
    assert found["kind accuracy"] >= 0.95
    assert found["source found"] >= 0.99
    assert found["template only: copied 0"] == 1


def test_the_corpus_is_what_it_says(reports) -> None:
    again = corpus(500)
    assert [r.document for r in again] == [r.document for r in reports]
    assert 0.08 <= sum(r.source is not None for r in reports) / len(reports) <= 0.11
    assert all(8_000 < len(r.document.text) < 10_000 for r in reports)
    for report in reports:
        for one in report.truth:
            if one.source is None or one.source_span is None:
                continue
            mine = one.span.cut(report.document.text)
            theirs = one.source_span.cut(reports[one.source].document.text)
            same = "县" in mine + theirs or mine == theirs or "年" in mine
            assert one.edit != "exact" or same
    assert WORDS_REPLACED == 0.12

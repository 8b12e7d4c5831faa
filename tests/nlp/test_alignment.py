"""Whatever the tokens are, spans cover what was found and values keep exact characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from auditor.nlp import load_nlp
from auditor.nlp.components import QuantitiesComponent

TEXT = "全年培训党员3800余人次，近2000户受益，执行率98.5%，支出1,016.14 万元。"
FOUND = ["3800余人次", "近2000户", "98.5%", "1,016.14 万元"]


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_spacy_s_own_segmenters(segmenter: str) -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    doc = load_nlp(nlp)(TEXT)
    assert [q.text for q in doc._.quantities] == FOUND
    for span, text in zip(doc.spans["auditor_quantities"], FOUND, strict=True):
        assert text in span.text
        assert span._.quantity.text == text


def test_tokens_across_the_edges_are_widened() -> None:
    nlp = spacy.blank("zh")
    words = ["培训党员3800", "余人", "次，近2000户", "受益"]
    doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words))
    QuantitiesComponent()(doc)
    assert [s.text for s in doc.spans["auditor_quantities"]] == [
        "培训党员3800余人次，近2000户",
        "次，近2000户",
    ]
    assert [s._.quantity.text for s in doc.spans["auditor_quantities"]] == [
        "3800余人次",
        "近2000户",
    ]


def test_strict_leaves_out_what_doesn_t_fit() -> None:
    nlp = spacy.blank("zh")
    words = ["培训党员3800", "余人次", "，", "近", "2000", "户"]
    doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words))
    QuantitiesComponent(alignment_mode="strict")(doc)
    assert [s.text for s in doc.spans["auditor_quantities"]] == ["近2000户"]
    assert len(doc._.quantities) == 2


@settings(max_examples=60, deadline=None)
@given(cuts=st.sets(st.integers(1, len(TEXT) - 1)))
def test_any_tokens_do(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(TEXT)]
    words = [TEXT[a:b] for a, b in pairwise(edges)]
    doc = Doc(spacy.blank("zh").vocab, words=words, spaces=[False] * len(words))
    QuantitiesComponent()(doc)
    for span, text in zip(doc.spans["auditor_quantities"], FOUND, strict=True):
        exact = span._.quantity.span
        assert exact.cut(TEXT) == text
        assert span.start_char <= exact.start
        assert exact.end <= span.end_char


def test_our_tokenizer_keeps_terms_whole_and_loses_nothing() -> None:
    doc = load_nlp().make_doc("“三公经费”支出\r\n　　一般公共预算 ok İı\n")
    assert doc.text == "“三公经费”支出\r\n　　一般公共预算 ok İı\n"
    words = [token.text for token in doc]
    assert "三公经费" in words
    assert "一般公共预算" in words

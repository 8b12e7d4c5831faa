"""A pipeline of the user's own before ours."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from auditor.nlp import load_nlp
from tests.nlp.test_components import REPORT


def theirs() -> Language:
    """As LTP-, transformer- or zh_core_web-based ones do: own words, sentences, entities."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "ORG", "pattern": "县档案馆"}, {"label": "CARDINAL", "pattern": "620"}]
    )
    nlp.add_pipe("sentencizer", config={"punct_chars": ["。"]})
    return nlp


def test_ours_run_behind_and_leave_theirs() -> None:
    nlp = load_nlp(theirs())
    doc = nlp(REPORT)
    assert nlp.pipe_names[-3:] == ["auditor_sections", "auditor_quantities", "auditor_claims"]
    assert [c.indicator for c in doc._.claims][2:4] == ["整理档案", "接待查档群众"]
    before = theirs()(REPORT)
    assert [t.text for t in doc] == [t.text for t in before]
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in before.ents]
    assert [s.text for s in doc.sents] == [s.text for s in before.sents]


def test_entities_of_theirs_are_kept_where_ours_would_overlap() -> None:
    nlp = theirs()
    nlp.add_pipe("auditor_quantities", config={"ents": True})
    ents = {(e.text, e.label_) for e in nlp(REPORT).ents}
    assert ("620", "CARDINAL") in ents
    assert ("620人次", "people") not in ents
    assert ("3800余卷", "count") in ents


def test_a_pipe_that_is_there_is_not_added_twice() -> None:
    nlp = theirs()
    nlp.add_pipe("auditor_claims", config={"threshold": 0.9})
    load_nlp(nlp)
    assert nlp.pipe_names.count("auditor_claims") == 1
    assert nlp.get_pipe("auditor_claims").threshold == 0.9


def test_their_tokens_may_be_anything() -> None:
    nlp = load_nlp()
    doc = Doc(nlp.vocab, words=[REPORT[:40], REPORT[40:]], spaces=[False, False])
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    assert [q.text for q in doc._.quantities][2] == "3800余卷"

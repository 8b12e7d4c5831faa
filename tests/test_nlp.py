from __future__ import annotations

import warnings

import auditor


def test_load_nlp() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = auditor.load_nlp()
    text = "全年培训党员3800余人次，举办 培训班12期。"
    doc = nlp(text)
    assert doc.text == text
    assert [q.text for q in doc._.quantities] == ["3800余人次", "12期"]
    assert [c.indicator for c in doc._.claims] == ["培训党员", "举办培训班"]
    assert list(nlp.pipe(["", "得分98分。"]))[1]._.quantities[0].value == 98

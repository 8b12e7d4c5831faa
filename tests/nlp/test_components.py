"""Components, attributes and spans over the pipeline of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

import auditor
from auditor.nlp import SectionsComponent, load_nlp, to_doc

REPORT = """云杉县档案馆2023年度部门整体支出绩效自评报告
一、部门概况
　　县档案馆核定编制12人，年末实有人员11人。
二、绩效完成情况
　　全年整理档案3800余卷；接待查档群众 620人次。
　　自评得分96分。
附件：绩效自评表
一级指标\t指标名称\t目标值\t完成值\t权重\t得分
产出指标\t整理档案\t3500卷\t3800卷\t50\t50
\t接待查档群众\t600人次\t602人次\t40\t36
满意度指标\t群众满意度\t≥90%\t95%\t10\t10
合计\t\t\t\t100\t96
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(REPORT)


def test_the_text_stays(doc: Doc) -> None:
    assert doc.text == REPORT


def test_quantities_and_claims(doc: Doc) -> None:
    assert [q.text for q in doc._.quantities][:4] == ["12人", "11人", "3800余卷", "620人次"]
    assert [c.indicator for c in doc._.claims][2:4] == ["整理档案", "接待查档群众"]
    assert all(q.span.cut(REPORT) == q.text for q in doc._.quantities)


def test_links_lead_from_claims_to_cells(doc: Doc) -> None:
    claims = {c.id: c.quantity.text for c in doc._.claims}
    cells = {
        claims[name]: link.cell_span.cut(REPORT) for link in doc._.links for name in link.claim_ids
    }
    assert cells["3800余卷"] == "3800卷"
    assert cells["620人次"] == "602人次"
    assert {"3800卷", "602人次"} <= {span.text for span in doc.spans["auditor_linked_cells"]}


def test_sections_and_tables_are_spans(doc: Doc) -> None:
    assert [(s.label_, s.text) for s in doc._.sections][1:3] == [
        ("level_1", "一、部门概况"),
        ("level_1", "二、绩效完成情况"),
    ]
    (table,) = doc._.tables
    assert table._.table.indicators[1].actual.text == "602人次"
    frame = table._.data
    assert list(frame.columns) == ["一级指标", "指标名称", "目标值", "完成值", "权重", "得分"]
    assert frame.loc[1, "完成值"] == "602人次"
    assert set(map(str, frame.dtypes)) == {"string"}


def test_span_attributes(doc: Doc) -> None:
    second = doc.spans["auditor_claims"][2]
    assert second._.claim.indicator == "整理档案"
    assert second._.section.title == "绩效完成情况"
    assert second._.links[0].cell_span.cut(REPORT) == "3800卷"
    assert second.label_ == "actual"
    assert doc.spans["auditor_quantities"][2]._.quantity.hedge == "余"
    assert second._.quantity is None
    assert second._.table is None


def test_any_span_tells_what_lies_in_it(doc: Doc) -> None:
    sentence = next(s for s in doc.sents if "查档" in s.text)
    assert [q.text for q in sentence._.quantities] == ["620人次"]
    assert [c.indicator for c in sentence._.claims] == ["接待查档群众"]
    assert doc[:1]._.quantities == ()


def test_our_sentences_are_spacy_s(doc: Doc) -> None:
    texts = [s.text.strip() for s in doc.sents]
    assert "全年整理档案3800余卷；" in texts
    assert "二、绩效完成情况" in texts
    assert "".join(s.text for s in doc.sents) == REPORT


def test_entities_on_request() -> None:
    nlp = auditor.load_nlp()
    nlp.remove_pipe("auditor_quantities")
    nlp.add_pipe("auditor_quantities", config={"ents": True})
    doc = nlp("支出16.14万元，培训30人。")
    assert [(e.text, e.label_) for e in doc.ents] == [("16.14万元", "money"), ("30人", "people")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff没有数字。", "a\x00b3人", "%PDF-1.4 3人"])
def test_any_string_passes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(q.span.cut(text) == q.text for q in doc._.quantities)


def test_a_component_alone_finds_what_it_needs() -> None:
    import spacy

    nlp = spacy.blank("zh")
    nlp.add_pipe("auditor_claims")
    doc = nlp("全年培训党员3800余人次，举办 培训班12期。")
    assert [c.indicator for c in doc._.claims] == ["培训党员", "举办培训班"]
    assert [q.text for q in doc._.quantities] == ["3800余人次", "12期"]


def test_a_read_report_keeps_its_own_structure(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    document = auditor.read(tmp_path / "r.txt")
    doc = to_doc(nlp, document)
    assert doc._.report == document
    assert [c.quantity.text for c in doc._.claims] == [
        c.quantity.text for c in nlp(REPORT)._.claims
    ]


def test_a_tokenizer_that_changes_the_text_is_refused(tmp_path: Path) -> None:
    import spacy

    class Lossy:
        def __init__(self, vocab: object) -> None:
            self.vocab = vocab

        def __call__(self, text: str) -> Doc:
            return Doc(self.vocab, words=text.split())

    nlp = spacy.blank("zh")
    nlp.tokenizer = Lossy(nlp.vocab)
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    with pytest.raises(ValueError, match="offsets"):
        to_doc(load_nlp(nlp), auditor.read(tmp_path / "r.txt"))


def test_attributes_of_another_package_are_left_alone() -> None:
    from auditor.nlp import extensions

    before = Doc.get_extension("tables")
    Doc.set_extension("tables", default="theirs", force=True)
    try:
        extensions.register()
        doc = SectionsComponent()(load_nlp().make_doc(REPORT))
        assert doc._.tables == "theirs"
        assert len(doc.spans["auditor_tables"]) == 1
    finally:
        Doc.set_extension("tables", getter=before[2], force=True)


def test_span_attributes_are_registered_once() -> None:
    from auditor.nlp import extensions

    extensions.register()
    assert Span.has_extension("claim")
    assert Doc.has_extension("claims")

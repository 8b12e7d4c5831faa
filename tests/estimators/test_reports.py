from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from auditor.core.document import Document
from auditor.estimators import BoilerplateVectorizer, ReportMeasures
from auditor.reading import read_string
from auditor.reading.folding import fold

STOCK = "　　我们坚持科学谋划统筹推进各项重点任务，切实把资金管好用好，确保年度目标如期完成。\n"
OWN = (
    "　　全年修复古籍善本二十七部，举办方志讲堂进校园活动，整理民国县志手稿并影印出版。\n",
    "　　沿河两岸新栽柳树，疏浚支渠，灌区渠首闸门更换为液压启闭，旱季轮灌有序。\n",
    "　　对辖区幼托机构食堂留样冰箱逐一查验，发现问题当场下达整改通知书。\n",
    "　　乡村邮路恢复通车，代办点增加快递寄递业务，群众取件不再往返县城。\n",
)


def report(name: str, *bodies: str) -> str:
    body = "".join(bodies)
    return f"{name}2023年度部门整体支出绩效自评报告\n一、基本情况\n{body}"


TEXTS = [
    report("云杉县档案馆", OWN[0], STOCK),
    report("云杉县水利局", OWN[1], STOCK),
    report("云杉县卫生监督所", OWN[2], STOCK),
    report("云杉县邮政管理局", OWN[3]),
]


def test_shared_phrases_are_counted() -> None:
    vectorizer = BoilerplateVectorizer(min_share=0.5)
    counts = vectorizer.fit_transform(TEXTS)
    assert issparse(counts)
    assert counts.shape == (4, len(vectorizer.vocabulary_))
    sums = counts.sum(axis=1).A1
    assert (sums[:3] > 3).all()
    assert sums[3] == 0
    names = vectorizer.get_feature_names_out()
    assert all(name in fold(STOCK) for name in names)
    assert (vectorizer.shares_ == 0.75).all()


def test_counts_are_counts_and_rows_stand_alone() -> None:
    vectorizer = BoilerplateVectorizer(min_share=0.5).fit(TEXTS)
    twice = vectorizer.transform([report("乙局", STOCK, OWN[3], STOCK)])
    once = vectorizer.transform([report("乙局", STOCK)])
    assert (twice.toarray() == 2 * once.toarray()).all()
    whole = vectorizer.transform(TEXTS).toarray()
    assert (vectorizer.transform(TEXTS[1:2]).toarray() == whole[1:2]).all()


def test_bounds_and_limits() -> None:
    assert BoilerplateVectorizer(min_share=0.5, max_share=0.6).fit(TEXTS).vocabulary_ == {}
    assert len(BoilerplateVectorizer(min_share=0.5, max_features=2).fit(TEXTS).vocabulary_) == 2
    assert BoilerplateVectorizer(min_share=0.9).fit(TEXTS).transform(TEXTS).shape == (4, 0)


def test_measures_are_against_the_fitted_reports() -> None:
    measures = ReportMeasures().fit(TEXTS)
    names = list(measures.get_feature_names_out())
    found = measures.transform(TEXTS)
    assert found.shape == (4, 11)
    shared = found[:, names.index("idiosyncratic")]
    assert (shared[:3] < 0.8).all()
    assert shared[3] == 1.0
    lang = found[:, names.index("lang_boilerplate")]
    assert (lang[:3] > 0.3).all()
    assert lang[3] == 0.0
    chars = found[:, names.index("chars")]
    assert chars[3] == len(OWN[3].strip())


def test_rows_don_t_depend_on_each_other_and_a_report_not_on_itself() -> None:
    measures = ReportMeasures().fit(TEXTS)
    assert (measures.transform(TEXTS)[[2]] == measures.transform([TEXTS[2]])).all()
    alone = ReportMeasures().fit([TEXTS[0]])
    assert alone.transform([TEXTS[0]])[0, 5] == 1.0
    fresh = report("外县某局", STOCK)
    both = measures.transform([fresh, fresh.replace("外县某局", "外县乙局")])
    assert (both[0] == both[1]).all()
    assert both[0, 5] < 0.2


def test_documents_and_texts_are_the_same() -> None:
    documents = [read_string(text) for text in TEXTS]
    assert isinstance(documents[0], Document)
    fitted = ReportMeasures().fit(documents)
    assert (fitted.transform(TEXTS) == fitted.transform(documents)).all()


def test_they_fit_in_a_pipeline() -> None:
    union = make_union(BoilerplateVectorizer(min_share=0.5), ReportMeasures())
    model = make_pipeline(union, LogisticRegression(max_iter=5000))
    assert list(model.fit(TEXTS, [1, 1, 1, 0]).predict(TEXTS)) == [1, 1, 1, 0]
    names = model[0].get_feature_names_out()
    assert "reportmeasures__specificity" in names
    assert clone(model).get_params()["featureunion__boilerplatevectorizer__min_share"] == 0.5


@pytest.mark.parametrize("kind", [BoilerplateVectorizer, ReportMeasures])
def test_what_can_t_be_taken(kind: type) -> None:
    with pytest.raises(NotFittedError):
        kind().transform(TEXTS)
    with pytest.raises(ValueError, match="sequence of reports"):
        kind().fit(TEXTS[0])
    with pytest.raises(ValueError, match="not int"):
        kind().fit([1, 2])
    with pytest.raises(ValueError, match="No report"):
        kind().fit([])
    with pytest.raises(NotFittedError):
        kind().get_feature_names_out()
    fitted = kind().fit(TEXTS)
    assert fitted.transform([]).shape[0] == 0
    assert np.asarray(fitted.transform(TEXTS[:1]).sum()) >= 0


def test_a_report_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        ReportMeasures().fit([TEXTS[0], TEXTS[0]])


def test_pandas_output() -> None:
    frame = ReportMeasures().set_output(transform="pandas").fit(TEXTS).transform(TEXTS)
    assert list(frame.columns[:2]) == ["chars", "template"]

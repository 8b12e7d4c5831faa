"""Where a passage is cut, and what short sentences between others are taken for."""

from __future__ import annotations

import pytest

from auditor.core.document import Document
from auditor.core.passage import PassageKind
from auditor.similarity import SimilarityResult, compare_reports

RULE = "各单位应当逐条对照年初下达的考核事项说明进展情况，未办结的写明缘由与预计办结的时间。"
AFTER = "本表数据由承办科室填列并经分管负责人签字，与年末财务报表不一致的应当附说明材料。"
GOALS = {
    "林业局": "核查护林站不少于6座。补种山杏苗不少于900株。清理防火道不少于14段。",
    "文化馆": "举办秦腔晚会不少于8台。整理皮影戏本不少于30册。培训鼓乐手不少于50名。",
    "水利局": "疏浚斗渠不少于7条。校准雨量筒不少于40只。加固塘坝不少于5处。",
    "农机站": "检修插秧机不少于60台。试验旋耕刀不少于9组。回访机手不少于80户。",
    "幼儿园": "更新木质滑梯不少于2架。采购绘本不少于300本。家访幼童不少于70个。",
    "养老院": "铺设防滑地垫不少于4层。理发修面不少于26次。量测血压不少于900回。",
}


def county(make, years: dict[str, tuple[int, ...]]) -> list[Document]:
    """Reports that have the county's two rules, and the unit's own goals between."""
    return [
        make(f"{name}{year}", RULE + goals + AFTER, f"甲县{name}", "甲县", year)
        for name, goals in GOALS.items()
        for year in years.get(name, (2023,))
    ]


def said(result: SimilarityResult, document: Document, text: str) -> set[PassageKind]:
    """The kinds of the passages that reach into ``text``."""
    start = document.text.index(text)
    end = start + len(text)
    spans = [(p.a_document, p.a_span, p.kind) for p in result.passages]
    spans += [(p.b_document, p.b_span, p.kind) for p in result.passages]
    return {
        kind for id_, span, kind in spans
        if id_ == document.id and span.start < end and start < span.end
    }  # fmt: skip


def test_a_units_own_goals_between_two_rules_are_no_template(make) -> None:
    documents = county(make, {})
    result = compare_reports(documents)
    for document, goals in zip(documents, GOALS.values(), strict=True):
        assert said(result, document, goals) == set()
        assert said(result, document, RULE) == said(result, document, AFTER) == {
            PassageKind.TEMPLATE
        }  # fmt: skip
        rules = len(RULE) + len(AFTER)
        template = result.shares[document.id].template
        assert template == pytest.approx(rules / (rules + len(goals)), abs=0.05)


def test_short_sentences_in_a_row_that_the_unit_had_last_year_are_its_own(make) -> None:
    documents = county(make, {"林业局": (2022, 2023)})
    result = compare_reports(documents)
    for document in documents[:2]:
        assert said(result, document, GOALS["林业局"]) == {PassageKind.OWN_PREVIOUS_YEAR}


def test_one_short_sentence_goes_with_its_neighbours(make) -> None:
    documents = [
        make(f"{name}{year}", RULE + "如有不符从严。" + AFTER, f"甲县{name}", "甲县", year)
        for name in GOALS
        for year in (2023,)
    ]
    result = compare_reports(documents)
    assert {p.kind for p in result.passages} == {PassageKind.TEMPLATE}
    assert all(one.template == 1 for one in result.shares.values())


def test_an_own_sentence_with_a_stock_clause_is_not_met_by_chance(make) -> None:
    clause = "落实常态化巡查机制并及时上报异常情况"
    others = [
        make(f"{place}{k}", f"{clause}。{goals}", f"{place}县第{k}站", f"{place}县", 2023)
        for place in "乙丙"
        for k, goals in enumerate(GOALS.values())
    ]
    own = f"{clause}，蜂箱失窃数降为零。"
    mine = [
        make(f"own{year}", own + goals, "甲县蜂业站", "甲县", year)
        for year, goals in ((2022, GOALS["林业局"]), (2023, GOALS["文化馆"]))
    ]
    result = compare_reports([*mine, *others])
    (between,) = [
        p for p in result.passages if {p.a_document, p.b_document} == {m.id for m in mine}
    ]
    assert between.kind is PassageKind.OWN_PREVIOUS_YEAR

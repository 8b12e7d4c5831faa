from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.passage import PassageKind
from auditor.similarity import (
    Fingerprints,
    SimilarityResult,
    Thresholds,
    compare_fingerprints,
    compare_reports,
    fingerprint,
)
from auditor.similarity.mask import mask

WATER = "组织技术员逐段排查灌区干渠渗漏点126处，更换闸门14扇，末级渠道通水时间比往年提前九天。"
TEA = "茶农合作社改用电烘干机后每斤成本下降1.3元，春茶季共烘制鲜叶42吨，无一批次退货。"
LAMP = "夜间巡查发现路灯不亮的巷道全部换装感应灯，居民拨打维修热线的次数由每月60次降到7次。"
BOOK = "流动书车沿着三条山路每周停靠九个村小，孩子们借阅最多的是昆虫图鉴和航天故事。"
CLINIC = "村卫生室配齐了血糖仪和心电机，慢病老人不出村就能复查，家庭医生按月上门核对药盒。"
GRAIN = "粮库改造后实行低温储藏，全年抽检样品的水分和杂质指标均好于入库时的记录。"
PRINCIPLE = "本次绩效自评遵循科学性、规范性、客观性的评价原则，由评价工作小组按照评分标准逐项打分，形成自评报告。"
MONEY = "全年预算收入820.5万元，其中：基本支出611万元，项目支出209.5万元，预算执行率98%。"
OWN = (WATER, TEA, LAMP, BOOK, CLINIC, GRAIN)


def kinds(result: SimilarityResult) -> list[PassageKind]:
    return [passage.kind for passage in result.passages]


def cut(result: SimilarityResult, documents: list[Document]) -> list[tuple[str, str]]:
    texts = {document.id: document.text for document in documents}
    return [
        (p.a_span.cut(texts[p.a_document]), p.b_span.cut(texts[p.b_document]))
        for p in result.passages
    ]


def test_unrelated_reports_share_nothing(make) -> None:
    pair = [
        make("a", WATER + TEA + LAMP, "甲县水利局"),
        make("b", BOOK + CLINIC + GRAIN, "乙县文化局"),
    ]
    result = compare_reports(pair)
    assert result.passages == ()
    assert all(one.boilerplate == one.template == 0 for one in result.shares.values())
    assert all(one.nearest_document is None for one in result.shares.values())


def test_an_exact_copy_has_exact_spans(make) -> None:
    pair = [
        make("a", LAMP + WATER + TEA, "甲县水利局"),
        make("b", GRAIN + WATER + BOOK, "乙县水利局"),
    ]
    result = compare_reports(pair)
    assert cut(result, pair) == [(WATER, WATER)]
    assert kinds(result) == [PassageKind.COPIED]
    assert result.passages[0].similarity == 1.0
    assert result.passages[0].units == 2
    water, rest = len(mask([make("w", WATER)]).text), len(mask([make("r", LAMP + TEA)]).text)
    shares = result.shares["id-a"]
    assert shares.copied == shares.boilerplate == round(water / (water + rest), 4)
    assert (shares.nearest_document, shares.nearest_similarity) == ("id-b", shares.copied)


def test_changed_numbers_and_swapped_names_are_still_the_same_passage(make) -> None:
    own = "甲县水利局在柳河镇" + WATER
    theirs = "乙市水务局在大塘乡" + WATER.replace("126", "58").replace("14", "3").replace(
        "九", "两"
    )
    pair = [make("a", own, "甲县水利局"), make("b", theirs, "乙市水务局")]
    result = compare_reports(pair)
    assert cut(result, pair) == [(own, theirs)]
    assert result.passages[0].similarity == 1.0
    assert result.shares["id-b"].copied == 1.0


def test_words_edited(make) -> None:
    edited = LAMP.replace("发现", "查出").replace("全部", "一律").replace("降到", "减至")
    pair = [make("a", TEA + LAMP, "甲县城管局"), make("b", edited + BOOK, "乙县城管局")]
    result = compare_reports(pair)
    (passage,) = result.passages
    assert passage.kind is PassageKind.COPIED
    assert 0.8 <= passage.similarity < 1
    ((own, theirs),) = cut(result, pair)
    assert len(own) >= 0.9 * len(LAMP)
    assert theirs.endswith("7次。")


def test_edits_at_one_character_in_ten_keep_most_of_a_copy(make) -> None:
    rng = random.Random(5)  # noqa: S311
    story = "".join(OWN)
    edited = "".join("㐀" if c not in "。，" and rng.random() < 0.1 else c for c in story)
    result = compare_reports([make("a", story, "甲县畜牧局"), make("b", edited, "乙县畜牧局")])
    assert result.shares["id-a"].copied > 0.8


def test_a_sentence_rewritten_is_no_copy(make) -> None:
    rewritten = "巷子里坏掉的灯都换成了感应式，群众打热线报修从六十回减少到七回，夜里走路不再怕。"
    pair = [make("a", LAMP, "甲县城管局"), make("b", rewritten, "乙县城管局")]
    assert compare_reports(pair).passages == ()


def test_neighbouring_sentences_are_one_passage_over_a_line_break(make) -> None:
    broken = (WATER + TEA).replace("末级", "\n\n末级")
    pair = [make("a", BOOK + WATER + TEA, "甲县水利局"), make("b", broken + GRAIN, "乙县水利局")]
    result = compare_reports(pair)
    assert cut(result, pair) == [(WATER + TEA, broken)]


def test_part_of_a_longer_sentence(make) -> None:
    tail = TEA.replace("。", "，")
    pair = [
        make("a", "据统计，" + tail + "合作社明年再购一台。", "甲县"),
        make("b", TEA + BOOK, "乙县"),
    ]
    ((own, theirs),) = cut(compare_reports(pair), pair)
    assert own.rstrip("，") == theirs.rstrip("。") == TEA.rstrip("。")


def test_reports_that_share_only_the_template_copied_nothing(make) -> None:
    documents = [
        make(f"{number}", PRINCIPLE + own, f"甲县第{number}管理站", "甲县")
        for number, own in enumerate(OWN)
    ]
    result = compare_reports(documents)
    assert set(kinds(result)) == {PassageKind.TEMPLATE}
    assert {p.units for p in result.passages} == {6}
    for shares in result.shares.values():
        assert shares.template > 0.4
        assert shares.copied == shares.common == shares.boilerplate == 0
        assert shares.nearest_document is None


def test_the_template_of_a_large_run_is_found_by_counting_alone(make) -> None:
    rng = random.Random(3)  # noqa: S311
    own = [
        "".join(rng.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往", k=60)) for _ in range(30)
    ]
    documents = [make(f"{n:02}", f"{GRAIN}{own[n]}。", f"甲县第{n}站", "甲县") for n in range(30)]
    result = compare_reports(documents)
    assert set(kinds(result)) == {PassageKind.TEMPLATE}
    assert all(one.template > 0.2 and one.copied == 0 for one in result.shares.values())
    assert len(result.passages) <= 2 * len(documents)


def test_two_reports_know_prescribed_text_by_its_words(make) -> None:
    pair = [make("a", PRINCIPLE + WATER, "甲县水利局"), make("b", PRINCIPLE + BOOK, "乙县文化局")]
    result = compare_reports(pair)
    assert kinds(result) == [PassageKind.TEMPLATE]
    assert result.shares["id-a"].boilerplate == 0


def test_statements_of_budget_figures_are_form_and_not_copied(make) -> None:
    other = MONEY.replace("820.5", "93").replace("611", "70").replace("209.5", "23")
    pair = [make("a", MONEY + WATER, "甲县水利局"), make("b", other + BOOK, "乙县文化局")]
    assert kinds(compare_reports(pair)) == [PassageKind.TEMPLATE]


def test_a_template_and_a_copy_side_by_side_are_two_passages(make) -> None:
    pair = [make("a", PRINCIPLE + WATER, "甲县水利局"), make("b", PRINCIPLE + WATER, "乙县水利局")]
    result = compare_reports(pair)
    assert kinds(result) == [PassageKind.TEMPLATE, PassageKind.COPIED]
    assert cut(result, pair) == [(PRINCIPLE, PRINCIPLE), (WATER, WATER)]


def filler(number: int) -> str:
    rng = random.Random(number)  # noqa: S311
    return (
        "".join(rng.choices("金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡", k=50))
        + "。"
    )


def test_many_units_of_several_regions_make_it_common(make) -> None:
    documents = [
        make(
            f"{n:02}",
            filler(n) + (TEA if n < 5 else ""),
            f"{'甲乙丙丁'[n % 4]}县第{n}站",
            f"{'甲乙丙丁'[n % 4]}县",
        )
        for n in range(20)
    ]
    result = compare_reports(documents)
    assert set(kinds(result)) == {PassageKind.COMMON}
    assert {p.units for p in result.passages} == {5}
    shares = result.shares["id-00"]
    assert shares.common == shares.boilerplate > 0.3


def test_the_text_of_most_agencies_of_one_county_is_its_template(make) -> None:
    documents = [
        make(f"{n:02}", filler(n) + (TEA if n < 6 else ""), f"第{n}站", "甲县" if n < 8 else "乙县")
        for n in range(40)
    ]
    assert set(kinds(compare_reports(documents))) == {PassageKind.TEMPLATE}


def test_the_same_agency_in_another_year(make) -> None:
    documents = [
        make("2022", BOOK + WATER, "中共甲县委组织部", "甲县", 2022),
        make("2023", LAMP + WATER, "甲县委组织部", "甲县", 2023),
        make("other", GRAIN, "甲县水利局", "甲县", 2023),
    ]
    result = compare_reports(documents)
    assert kinds(result) == [PassageKind.OWN_PREVIOUS_YEAR]
    assert result.passages[0].units == 1
    shares = result.shares["id-2023"]
    assert shares.own_previous_year > 0.4
    assert shares.boilerplate == shares.copied == 0
    assert shares.nearest_document == "id-2022"


def test_own_text_that_another_unit_has_too_is_boilerplate_counted_as_own(make) -> None:
    documents = [
        make("2022", BOOK + WATER, "甲县水利局", "甲县", 2022),
        make("2023", LAMP + WATER, "甲县水利局", "甲县", 2023),
        make("other", GRAIN + WATER, "乙县水利局", "乙县", 2023),
    ]
    result = compare_reports(documents)
    shares = result.shares["id-2023"]
    assert shares.own_previous_year == shares.boilerplate > 0.4
    assert shares.copied == 0
    assert result.shares["id-other"].copied == result.shares["id-other"].boilerplate > 0.4


def test_thresholds_are_settings(make) -> None:
    pair = [make("a", WATER, "甲县水利局"), make("b", WATER, "乙县水利局")]
    assert compare_reports(pair, Thresholds(min_chars=200)).passages == ()


def test_no_report_one_report_and_an_empty_one(make) -> None:
    none = compare_reports([])
    assert (none.passages, none.shares) == ((), {})
    alone = compare_reports([make("a", WATER + WATER)])
    assert alone.passages == ()
    assert alone.shares["id-a"].boilerplate == 0
    assert compare_reports([make("a", ""), make("b", "")]).passages == ()


def test_equal_ids_are_refused(make) -> None:
    with pytest.raises(ValueError, match="one id"):
        compare_reports([make("a", WATER), make("a", TEA)])


def test_a_very_long_copy_without_sentence_ends_is_found_whole(make) -> None:
    rng = random.Random(1)  # noqa: S311
    long = "".join(rng.choices([c for c in "".join(OWN) if c not in "。，0123456789"], k=7000))
    pair = [make("a", filler(1) + long, "甲县站"), make("b", long + filler(2), "乙县站")]
    result = compare_reports(pair)
    assert result.shares["id-a"].copied > 0.95
    assert result.shares["id-b"].copied > 0.95


def test_passages_grow_with_the_run_and_not_with_its_square(make) -> None:
    def passages(count: int) -> int:
        reports = [make(f"{n:03}", GRAIN + filler(n), f"第{n}站", "甲县") for n in range(count)]
        return len(compare_reports(reports).passages)

    assert passages(80) <= 2.1 * passages(40)


def test_repetition_is_seen_whole_and_costs_no_more_than_its_length(make) -> None:
    pair = [make("a", GRAIN * 400, "甲县站"), make("b", BOOK + GRAIN, "乙县站")]
    result = compare_reports(pair)
    assert result.shares["id-a"].copied > 0.99
    assert len(result.passages) <= 400


def test_political_formulas_are_common_also_in_a_small_run(make) -> None:
    formula = "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神。"
    pair = [make("a", formula + WATER, "甲县水利局"), make("b", formula + BOOK, "乙县文化局")]
    assert kinds(compare_reports(pair)) == [PassageKind.COMMON]


def test_stored_fingerprints_give_the_same_result(make) -> None:
    pair = [make("a", LAMP + WATER, "甲县水利局"), make("b", GRAIN + WATER, "乙县水利局")]
    stored = [Fingerprints.from_bytes(fingerprint(one).to_bytes()) for one in pair]
    assert compare_fingerprints(stored) == compare_reports(pair)


SENTENCES = st.lists(
    st.sampled_from([*OWN, PRINCIPLE, MONEY, "另行说明。", "**加粗** 内容。"]), max_size=6
)
UNITS = st.sampled_from(["甲县水利局", "乙县文化局", "丙市教育局", None])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SENTENCES, UNITS), min_size=2, max_size=6), st.randoms())
def test_laws(drawn: list[tuple[list[str], str | None]], rng: random.Random) -> None:
    build = _builder()
    documents = [build(f"{n}", "".join(s), agency) for n, (s, agency) in enumerate(drawn)]
    result = compare_reports(documents)
    lengths = {document.id: len(document.text) for document in documents}
    for passage in result.passages:
        assert passage.a_document != passage.b_document
        assert 0 <= passage.a_span.start < passage.a_span.end <= lengths[passage.a_document]
        assert 0 <= passage.b_span.start < passage.b_span.end <= lengths[passage.b_document]
        assert Thresholds().similarity <= passage.similarity <= 1
    for shares in result.shares.values():
        parts = (shares.template, shares.common, shares.copied, shares.own_previous_year)
        assert all(
            0 <= part <= 1 for part in (*parts, shares.boilerplate, shares.nearest_similarity)
        )
        assert sum(parts) <= 1.0003
        assert shares.boilerplate >= shares.copied + shares.common - 0.0002
    shuffled = list(documents)
    rng.shuffle(shuffled)
    assert compare_reports(shuffled) == result


def _builder():
    from auditor.core.charspan import CharSpan
    from auditor.core.document import Identity, Sentence

    def build(key: str, text: str, agency: str | None) -> Document:
        spans = [CharSpan(m.start(), m.end()) for m in re.finditer(r"[^。]+。?", text)]
        return Document(
            f"id-{key}", key, key, "text/plain", text, text,
            sentences=tuple(Sentence(span, None) for span in spans),
            identity=Identity(agency),
        )  # fmt: skip

    return build


@pytest.mark.parametrize("number", range(8))
def test_what_a_sentence_repeats_within_itself_hides_nothing_after_it(make, number: int) -> None:
    # Equal grams off the diagonal once ended the passage where the repeated words end.
    words = WATER[number : number + 11]
    text = f"年初安排{words}1处，年末又安排{words}2处。" + WATER + LAMP + TEA
    pair = [make("a", text, year=2022), make("b", text, year=2023)]
    (passage,) = compare_reports(pair).passages
    assert (passage.a_span, passage.b_span) == (CharSpan(0, len(text)),) * 2

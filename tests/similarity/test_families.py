from __future__ import annotations

import random

from auditor.core.passage import PassageEdit, PassageKind
from auditor.similarity import Thresholds, compare_reports

RULE = "各单位应当逐条对照年初下达的考核事项说明进展情况，未办结的写明缘由与预计办结的时间。"
STORY = "护林员骑摩托巡山遇到塌方绕行两小时，仍按时把火险气象表送到瞭望塔并帮助登记进山人员。"
OTHER = "养蜂户转场途中遇暴雨受困，值班员联系货车连夜接应，蜂箱一个不少地运到了槐花林边。"
THIRD = "社区食堂增设了少盐窗口和外送小车，独居老人用餐后由志愿者顺路量血压并记在本子上。"
PLACES = "甲乙丙丁戊己庚辛壬癸"


def filler(number: int) -> str:
    rng = random.Random(number)  # noqa: S311
    return "".join(rng.choices("金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜", k=50)) + "。"


def kinds(result) -> set[PassageKind]:
    return {passage.kind for passage in result.passages}


def two_departments(make, with_rule: int):
    """Ten counties with a forestry and a culture bureau; the rule stands in forestry reports."""
    return [
        make(
            f"{place}{department}", filler(10 * n + 200 * (department == "文化馆"))
            + (RULE if department == "林业局" and n < with_rule else ""),
            f"{place}县{department}", f"{place}县",
        )
        for n, place in enumerate(PLACES)
        for department in ("林业局", "文化馆")
    ]  # fmt: skip


def test_what_most_agencies_of_a_department_have_is_its_template(make) -> None:
    result = compare_reports(two_departments(make, with_rule=6))
    assert kinds(result) == {PassageKind.TEMPLATE}
    assert all(shares.copied == 0 for shares in result.shares.values())


def test_what_few_of_a_department_have_is_not_its_template(make) -> None:
    assert kinds(compare_reports(two_departments(make, with_rule=3))) == {PassageKind.COPIED}


def test_an_official_form_is_template_text_however_few_have_it(make) -> None:
    pair = [
        make("a", RULE + STORY, "甲县林业局", "甲县"),
        make("b", RULE + STORY, "乙县文化馆", "乙县"),
    ]
    assert kinds(compare_reports(pair)) == {PassageKind.COPIED}
    result = compare_reports(pair, templates=[make("form", RULE)])
    assert [p.kind for p in result.passages] == [PassageKind.TEMPLATE, PassageKind.COPIED]
    lone = compare_reports(
        [make("c", RULE + STORY, "丙县林业局", "丙县")], templates=[make("f", RULE)]
    )
    assert 0.4 < lone.shares["id-c"].template < 0.6


def test_a_common_phrase_that_most_of_one_small_county_use_is_no_template(make) -> None:
    documents = [
        make(
            f"{n:03}", filler(n) + (STORY if n in (1, 2) or n % 4 == 0 else ""),
            f"第{n}站", f"{PLACES[n // 50]}{PLACES[n // 5 % 10]}县",
        )
        for n in range(300)
    ]  # fmt: skip
    # Three of the first county's five; a quarter of all others.
    assert kinds(compare_reports(documents)) == {PassageKind.COMMON}


def test_common_takes_more_units_the_larger_the_run(make) -> None:
    documents = [
        make(f"{n:03}", filler(n) + (STORY if n < 5 else ""), f"第{n}站", f"{PLACES[n % 10]}县")
        for n in range(150)
    ]
    assert kinds(compare_reports(documents)) == {PassageKind.COPIED}
    fixed = Thresholds(common_root=0.0)
    assert kinds(compare_reports(documents, fixed)) == {PassageKind.COMMON}


def test_a_sentence_of_two_stock_clauses_is_not_itself_common(make) -> None:
    left, right = "牵头拟定年度培训课程并报上级备案审查", "组织志愿者沿河捡拾漂浮垃圾分类称重"
    stock = [f"{left}。" if n % 2 else f"{right}。" for n in range(16)]
    documents = [
        make(f"{n:02}", filler(n) + text, f"第{n}站", f"{PLACES[n % 10]}县")
        for n, text in enumerate(stock)
    ]
    both = f"{left[:9]},{right[:9]},{left[9:]},{right[9:]}。"
    documents += [
        make(f"x{n}", filler(50 + n) + both, f"第{50 + n}站", f"{PLACES[n]}县") for n in range(2)
    ]
    passages = compare_reports(documents).passages
    pair = [p for p in passages if {p.a_document, p.b_document} == {"id-x0", "id-x1"}]
    assert [p.kind for p in pair] == [PassageKind.COPIED]


def test_a_clause_that_is_all_two_reports_share_takes_few_units_to_be_common(make) -> None:
    def of(count: int) -> set[PassageKind]:
        text = "值班员联系货车连夜接应，蜂箱一个不少地运到了对岸的槐花林边。"
        documents = [
            make(
                f"{n:03}",
                filler(n) + (text if n < count else ""),
                f"第{n}站",
                f"{PLACES[n % 10]}县",
            )
            for n in range(150)
        ]
        return kinds(compare_reports(documents))

    assert of(4) == {PassageKind.COMMON}
    assert of(3) == {PassageKind.COPIED}


def test_edits_are_told_apart(make) -> None:
    def edit(changed: str) -> PassageEdit:
        pair = [
            make("a", filler(1) + original, "甲县林业局", "甲县"),
            make("b", filler(2) + changed, "乙县林业局", "乙县"),
        ]
        (passage,) = compare_reports(pair).passages
        return passage.edit

    original = "在柳河镇护林员巡山37次遇到塌方绕行,仍按时把火险气象表送到瞭望塔并帮助登记进山人员。"
    assert edit(original) is PassageEdit.EXACT
    assert edit(original.replace("柳河镇", "大塘乡")) is PassageEdit.NAMES
    assert edit(original.replace("37", "41")) is PassageEdit.NUMBERS
    assert edit(original.replace("37", "41").replace("按时", "准点")) is PassageEdit.WORDS


def test_a_passage_that_changed_places_is_reordered(make) -> None:
    pair = [
        make("a", STORY + filler(1) + OTHER + filler(2) + THIRD, "甲县林业局"),
        make("b", OTHER + filler(3) + STORY + filler(4) + THIRD, "乙县林业局"),
    ]
    result = compare_reports(pair)
    places = {p.a_span.cut(pair[0].text): p.reordered for p in result.passages}
    assert places == {STORY: False, OTHER: True, THIRD: False}

from __future__ import annotations

from auditor.core.reuse import Cluster, Descent
from auditor.similarity import clusters, compare_reports, descents, survivals

STORY = "护林员骑摩托巡山遇到塌方绕行两小时，仍按时把火险气象表送到瞭望塔并帮助登记进山人员。"
OTHER = "养蜂户转场途中遇暴雨受困，值班员联系货车连夜接应，蜂箱一个不少地运到了槐花林边。"
THIRD = "社区食堂增设了少盐窗口和外送小车，独居老人用餐后由志愿者顺路量血压并记在本子上。"
FOURTH = "图书馆把旧报纸扫描后按村名编目，返乡的人来查祖屋变迁，一下午能翻完几十年的版面。"


def test_the_earlier_year_is_the_source(make) -> None:
    documents = [
        make("a", STORY, "甲县林业局", "甲县", 2023),
        make("b", STORY + OTHER, "乙县林业局", "乙县", 2022),
    ]
    found = descents(documents, compare_reports(documents).passages)
    assert found == (Descent("id-b", "id-a", directed=True, chars=len(STORY)),)


def test_equal_years_have_no_direction(make) -> None:
    documents = [make("a", STORY, "甲县林业局"), make("b", STORY, "乙县林业局")]
    (found,) = descents(documents, compare_reports(documents).passages)
    assert not found.directed


def test_clusters_join_what_copied_passages_join(make) -> None:
    documents = [
        make("a", STORY, "甲县林业局"),
        make("b", STORY + OTHER, "乙县林业局"),
        make("c", OTHER, "丙县林业局"),
        make("d", THIRD, "丁县林业局"),
        make("e", THIRD, "戊县林业局"),
        make("f", FOURTH, "己县林业局"),
    ]
    passages = compare_reports(documents).passages
    lengths = {document.id: len(document.text) for document in documents}
    assert clusters(passages, lengths) == (
        Cluster(("id-a", "id-b", "id-c"), 2 * len(STORY) + 2 * len(OTHER)),
        Cluster(("id-d", "id-e"), 2 * len(THIRD)),
    )
    assert clusters(passages, dict.fromkeys(lengths, 10_000)) == ()


def test_another_units_name_and_year_survive(make) -> None:
    documents = [
        make("a", f"2022年青原县林业局派出{STORY}", "青原县林业局", "青原县", 2022),
        make("b", f"2022年青原县林业局派出{STORY}", "白沙县林业局", "白沙县", 2023),
    ]
    found = survivals(documents, compare_reports(documents).passages)
    told = {(s.document, s.kind, s.span.cut(documents[1].text), s.source) for s in found}
    assert told == {
        ("id-b", "agency", "青原县林业局", "id-a"),
        ("id-b", "region", "青原县", "id-a"),
        ("id-b", "year", "2022年", "id-a"),
    }


def test_own_names_and_changed_years_are_no_survivals(make) -> None:
    documents = [
        make("a", f"2022年青原县林业局派出{STORY}", "青原县林业局", "青原县", 2022),
        make("b", f"2023年白沙县林业局派出{STORY}", "白沙县林业局", "白沙县", 2023),
    ]
    result = compare_reports(documents)
    assert len(result.passages) == 1
    assert survivals(documents, result.passages) == ()

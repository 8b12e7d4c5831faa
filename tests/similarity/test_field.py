from __future__ import annotations

from collections import Counter

import pytest

from auditor.reading import read_bytes
from auditor.similarity import change, compare_reports, field, field_measures, fingerprint
from auditor.similarity.field import widespread

STORY = "护林员骑摩托巡山遇到塌方绕行，仍按时把火险气象表送到瞭望塔并帮助登记进山人员。"
OTHER = "养蜂户转场途中遇暴雨受困，值班员联系货车接应，蜂箱完好地运到了槐花林边。"
NUMBERS = "全局受理来信41件办结40件，接待来访群众九批次，满意率为96.5%。"


def measured(*documents):
    prints = [fingerprint(document) for document in documents]
    return field_measures(documents, prints, compare_reports(documents).passages)


def test_shares_of_a_report_add_up(make) -> None:
    one, _ = measured(
        make("a", STORY + NUMBERS, "甲县林业局"), make("b", STORY + OTHER, "乙县林业局")
    )
    assert one.chars == len(STORY + NUMBERS)
    assert one.copied == round(len(STORY) / one.chars, 4)
    assert one.idiosyncratic == round(len(NUMBERS) / one.chars, 4)


def test_specificity_numbers_and_sentence_length(make) -> None:
    (one,) = measured(make("a", OTHER + NUMBERS, "甲县林业局"))
    assert one.specificity == 0.5
    assert one.numbers_per_1000 == round(1000 * 4 / len(OTHER + NUMBERS), 2)
    # Masked: a number counts one character, whatever its digits.
    shorter = len(NUMBERS) - len("414096.5%") + 3
    assert one.sentence_chars == (len(OTHER) + shorter) / 2
    assert one.change is None


def test_lang_and_stice_lawrence_counts_whole_sentences_with_a_widespread_phrase(make) -> None:
    documents = [make("a", STORY + NUMBERS), make("b", STORY + OTHER), make("c", STORY)]
    a, _, c = measured(*documents)
    masked = fingerprint(documents[0])
    assert a.lang_boilerplate == round(len(STORY) / len(masked.text), 4)
    assert c.lang_boilerplate == 1.0


def test_widespread_grams_are_those_of_all_reports_at_once(
    make, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        STORY,
        STORY + OTHER,
        NUMBERS,
        OTHER,
        NUMBERS + OTHER,
        STORY,
        NUMBERS,
        "",
        OTHER,
        OTHER,
    ]
    prints = [fingerprint(make(str(n), text)) for n, text in enumerate(texts)]
    each = Counter(gram for one in prints for gram in set(one.hashes.tolist()))
    wanted = sorted(gram for gram, count in each.items() if count >= 3)
    assert {each[gram] for gram in wanted} == {3, 5}
    assert widespread(prints).tolist() == wanted
    # Three of ten reports at a time, and the last one alone.
    monkeypatch.setattr(field, "_AT_ONCE", 3)
    assert widespread(prints).tolist() == wanted
    assert widespread(prints[:1]).tolist() == []


def test_change_against_the_year_before(make) -> None:
    documents = [
        make("old", STORY + OTHER, "甲县林业局", "甲县", 2021),
        make("mid", STORY + NUMBERS, "甲县林业局", "甲县", 2022),
        make("new", STORY + NUMBERS, "甲县林业局", "甲县", 2023),
    ]
    by_id = {one.document_id: one.change for one in measured(*documents)}
    assert by_id["id-old"] is None
    assert by_id["id-mid"].previous == "id-old"
    assert by_id["id-mid"].simple == 0.5
    assert by_id["id-new"].previous == "id-mid"
    assert by_id["id-new"].modification == 0.0
    assert (by_id["id-new"].cosine, by_id["id-new"].jaccard, by_id["id-new"].minimum_edit) == (
        1, 1, 1,
    )  # fmt: skip


def test_change_by_hand(make) -> None:
    found = change(make("a", "山水云。"), make("b", "山水月。"))
    # Pairs 山水 水云 云。 against 山水 水月 月。: one of three, of five in all.
    assert found.cosine == pytest.approx(1 / 3, abs=1e-4)
    assert found.modification == pytest.approx(2 / 3, abs=1e-4)
    assert found.jaccard == 0.2
    assert found.minimum_edit == 0.75
    assert found.simple == 0.0


def test_sections_have_records_of_their_own() -> None:
    text = f"青原县林业局2023年度自评报告\n\n一、工作情况\n\n{STORY}\n\n二、信访情况\n\n{NUMBERS}\n"
    document = read_bytes(text.encode(), "a.txt")
    rows = {one.section: one for one in measured(document)}
    titles = {document.sections[k].title: one for k, one in rows.items() if k is not None}
    assert titles["工作情况"].numbers_per_1000 == 0
    assert titles["信访情况"].numbers_per_1000 == round(1000 * 4 / len(NUMBERS), 2)
    assert rows[None].chars == sum(one.chars for one in titles.values()) + sum(
        len(s.span) for s in document.sentences if s.section is None
    )


def test_sections_are_measured_against_the_section_of_the_same_title_and_on_their_own() -> None:
    def report(year: int, key: str, second: str, last: str):
        text = (
            f"青原县林业局{year}年度自评报告\n\n一、工作情况\n\n{STORY}\n\n二、{second}\n\n{last}\n"
        )
        return read_bytes(text.encode(), key)

    old = report(2022, "old.txt", "信访情况", NUMBERS)
    new = report(2023, "new.txt", "信访情况", OTHER)
    moved = report(2024, "moved.txt", "其他情况", NUMBERS)
    titled = {
        (one.document_id, document.sections[one.section].title): one
        for document in (old, new, moved)
        for one in measured(old, new, moved)
        if one.document_id == document.id and one.section is not None
    }
    same, other = titled[new.id, "工作情况"], titled[new.id, "信访情况"]
    assert (same.change.modification, same.change.simple) == (0.0, 1.0)
    assert other.change.previous == old.id
    assert other.change.simple == 0.0
    assert other.change.modification > 0.5
    assert titled[moved.id, "其他情况"].change is None
    assert titled[old.id, "工作情况"].change is None
    # All three reports have the story, one alone has the other sentence, two the numbers.
    assert (same.lang_boilerplate, other.lang_boilerplate) == (1.0, 0.0)
    assert titled[old.id, "信访情况"].lang_boilerplate == 1.0

from __future__ import annotations

import sqlite3

import pytest

from auditor.core.errors import UsageError
from auditor.core.passage import PassageKind
from auditor.similarity import SimilarityIndex, compare_reports, fingerprint

STORY = "护林员骑摩托巡山遇到塌方绕行两小时，仍按时把火险气象表送到瞭望塔并帮助登记进山人员。"
OTHER = "养蜂户转场途中遇暴雨受困，值班员联系货车连夜接应，蜂箱一个不少地运到了槐花林边。"
THIRD = "社区食堂增设了少盐窗口和外送小车，独居老人用餐后由志愿者顺路量血压并记在本子上。"


def test_an_index_answers_as_a_run_over_all_would(make, tmp_path) -> None:
    old = [make("a", STORY + OTHER, "甲县林业局", "甲县"), make("b", OTHER, "乙县林业局", "乙县")]
    new = make("n", THIRD + STORY, "丙县林业局", "丙县")
    with SimilarityIndex(tmp_path / "i.sqlite", create=True) as index:
        assert index.add(map(fingerprint, old)) == 2
    with SimilarityIndex(tmp_path / "i.sqlite") as index:
        answer = index.ask(fingerprint(new))
    whole = compare_reports([*old, new])
    (known,) = answer.passages
    assert (known.passage.a_document, known.passage.b_document) == ("id-n", "id-a")
    assert known.passage.a_span.cut(new.text) == STORY
    assert known.passage.b_span.cut(old[0].text) == STORY
    assert (known.key, known.unit, known.passage.kind) == ("a", "甲县|林业局", PassageKind.COPIED)
    assert answer.shares == whole.shares["id-n"]


def test_an_index_grows_and_replaces(make, tmp_path) -> None:
    path = tmp_path / "i.sqlite"
    with SimilarityIndex(path, create=True) as index:
        index.add([fingerprint(make("a", STORY))])
    with SimilarityIndex(path, create=True) as index:
        index.add([fingerprint(make("b", OTHER)), fingerprint(make("a", THIRD))])
        assert len(index) == 2
        assert index.ask(fingerprint(make("n", STORY))).passages == ()
        assert len(index.ask(fingerprint(make("n", THIRD))).passages) == 1


def test_a_report_is_not_held_against_itself(make, tmp_path) -> None:
    with SimilarityIndex(tmp_path / "i.sqlite", create=True) as index:
        index.add([fingerprint(make("a", STORY))])
        assert index.ask(fingerprint(make("a", STORY))).passages == ()


def test_other_files_are_refused_and_left_alone(tmp_path) -> None:
    text, foreign = tmp_path / "a.txt", tmp_path / "run.sqlite"
    text.write_text("甲县林业局二〇二三年度报告，本文件不是索引。" * 20, "utf-8")
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE result (data)")
    db.close()
    for path in (text, foreign):
        before = path.read_bytes()
        for create in (False, True):
            with pytest.raises(UsageError, match="不是索引"):
                SimilarityIndex(path, create=create)
        assert path.read_bytes() == before
    with pytest.raises(UsageError, match="没有索引"):
        SimilarityIndex(tmp_path / "none")
    assert not (tmp_path / "none").exists()

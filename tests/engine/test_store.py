"""The store, its packed analyses, and the sequence over them."""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.checks.coverage import coverage_of
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.engine.packing import pack, packed, prints_of, unpack, with_findings
from auditor.engine.store import RunStore, stored_analyses, stored_analysis
from auditor.engine.stored import DocumentsOf, StoredAnalyses
from auditor.similarity import fingerprint
from tests.helpers import analysed

WRONG = "2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出130.70万元。"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    found = analysed(WRONG + "\n\n| 项目 | 金额 |\n| --- | --- |\n| 接待 | 1.2 |")
    assert found.findings
    assert found.tables
    return found


def keyed(analysis: Analysis, name: str) -> Analysis:
    document = replace(analysis.document, id=f"id-{name}", key=name, sha256=f"sha-{name}")
    return replace(analysis, document=document)


def test_packing_keeps_everything(analysis: Analysis) -> None:
    back = unpack(pack(analysis))
    assert back == analysis
    assert analysis == back
    assert hash(back) == hash(analysis)
    assert pack(back) == pack(analysis)
    assert pickle.loads(pickle.dumps(back)) == analysis  # noqa: S301
    assert replace(unpack(pack(analysis)), links=()) == replace(analysis, links=())
    assert back != replace(analysis, findings=())


def test_a_part_is_decoded_when_it_is_asked_for(analysis: Analysis) -> None:
    data = pack(analysis)
    back = unpack(data[:-40] + bytes(40))
    assert back.findings == analysis.findings
    assert back.document.text == analysis.document.text
    with pytest.raises(ValueError, match="damaged"):
        _ = back.ticks
    with pytest.raises(AttributeError):
        back.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_other_findings_leave_the_rest(analysis: Analysis) -> None:
    for given in (analysis, unpack(pack(analysis))):
        without = with_findings(given, ())
        assert without.findings == ()
        assert without.ticks == analysis.ticks
        assert given.findings == analysis.findings


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b"short"), zlib.compress(bytes(400))])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"stored analysis|damaged"):
        _ = unpack(data).document.text


def test_a_cut_analysis_is_refused(analysis: Analysis) -> None:
    data = pack(analysis)
    for cut in (data[:-1], data + b"x"):
        with pytest.raises(ValueError, match="cut short"):
            unpack(cut)


def test_sizes_are_known_without_the_parts(analysis: Analysis) -> None:
    data = pack(analysis)
    back = unpack(data[:-40] + bytes(40))
    for name in ("quantities", "claims", "links", "ticks", "findings"):
        assert back.size(name) == analysis.size(name) == len(getattr(analysis, name))
    assert (
        back.document.size("text") == analysis.document.size("text") == len(analysis.document.text)
    )
    assert back.document.size("tables") == analysis.document.size("tables") == 1
    assert with_findings(back, ()).size("findings") == 0


def test_fingerprints_are_packed_along(analysis: Analysis) -> None:
    one = packed(analysis)
    assert prints_of(one.prints).to_bytes() == fingerprint(analysis.document).to_bytes()
    assert (one.id, one.sha256) == (analysis.document.id, analysis.document.sha256)


def test_an_entry_counts_for_its_bytes_and_mark_only(tmp_path: Path, analysis: Analysis) -> None:
    path, sha256 = tmp_path / "run.sqlite", analysis.document.sha256
    with RunStore(path, lambda media: f"a {media}") as store:
        store.put("a.txt", [analysis])
        assert store.get("a.txt", sha256) == (analysis,)
        assert store.get("a.txt", "other") == ()
        store.put("b.txt", [analysis], whole=False)
        assert not store.has("b.txt", sha256)
        store.put("c.txt", [])
        assert not store.has("c.txt", sha256)
    with RunStore(path, lambda media: f"b {media}") as store:
        assert store.get("a.txt", sha256) == ()
        assert list(store.others({"b.txt"})) == [analysis]
        store.keep_only({"b.txt"})
        assert list(store.others(set())) == [analysis]
        store.forget()
        assert list(store.others(set())) == []


def test_fewer_reports_than_before_leave_none_behind(tmp_path: Path, analysis: Analysis) -> None:
    first, second = keyed(analysis, "a"), keyed(analysis, "b")
    with RunStore(tmp_path / "run.sqlite", lambda _: "m") as store:
        store.put("book.xlsx", [first, second])
        store.put("book.xlsx", [second])
        assert store.get("book.xlsx", second.document.sha256) == (second,)
    assert list(stored_analyses(tmp_path / "run.sqlite")) == [second]


def test_one_report_by_its_digest(tmp_path: Path, analysis: Analysis) -> None:
    path = tmp_path / "run.sqlite"
    with RunStore(path, lambda _: "m") as store:
        store.put("a", [keyed(analysis, "a"), keyed(analysis, "b")])
    assert stored_analysis(path, "id-b", "sha-b") == keyed(analysis, "b")
    assert stored_analysis(path, "id-b", "sha-a") is None
    with pytest.raises(sqlite3.OperationalError):
        stored_analysis(tmp_path / "none.sqlite", "id-b", "sha-b")


def test_a_store_of_the_first_version_is_made_anew(tmp_path: Path, analysis: Analysis) -> None:
    path = tmp_path / "run.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE result (key TEXT, sha256 TEXT, fingerprint TEXT, data BLOB)")
        db.execute("CREATE TABLE review_entry (note TEXT)")
        db.execute("INSERT INTO review_entry VALUES ('属实')")
    db.close()
    with RunStore(path, lambda _: "m") as store:
        assert not store.has("a", "b")
        store.put("a", [analysis])
    db = sqlite3.connect(path)
    assert db.execute("SELECT * FROM review_entry").fetchall() == [("属实",)]
    db.close()


def test_the_sequence_is_in_the_order_of_files_and_keeps_few(
    tmp_path: Path, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.sqlite"
    names = ["乙.txt", "甲.txt", "b.txt", "\U00020000.txt", "～.txt", "B.txt"]
    with RunStore(path, lambda _: "m") as store:
        for name in names:
            store.put(name, [keyed(analysis, name)])
    monkeypatch.setattr("auditor.engine.stored._KEPT", 2)
    found = StoredAnalyses(path, lambda a: with_findings(a, ()))
    assert [a.document.key for a in found] == sorted(names)
    assert len(found) == 6
    assert found[-1].document.key == max(names)
    assert [a.document.key for a in found[1:3]] == sorted(names)[1:3]
    assert not any(a.findings for a in found)
    assert len(found._kept) == 2
    assert found == tuple(found)
    assert found != list(found)[:3]
    assert [d.key for d in DocumentsOf(found)] == sorted(names)
    assert DocumentsOf(found)[0].key == min(names)
    assert DocumentsOf(found)[:1][0].key == min(names)


def test_a_run_finds_its_reports_by_id(analysis: Analysis) -> None:
    run = RunResult((keyed(analysis, "b"), keyed(analysis, "a")))
    assert list(run.by_id()) == ["id-b", "id-a"]
    assert run.by_id()["id-a"].document.key == "a"
    assert len(run.by_id()) == 2
    assert "id-c" not in run.by_id()


def test_coverage_is_stored_beside_the_rest() -> None:
    analysis = analysed("2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出120.70万元。")
    stored = unpack(pack(analysis))
    assert stored.coverage == coverage_of(analysis)
    assert stored.coverage is not None
    assert stored.coverage.checked == 3
    assert stored == analysis
    assert pack(stored) == pack(analysis)

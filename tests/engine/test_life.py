"""Suppressions and baselines over edits of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.core.errors import UsageError
from auditor.core.finding import Finding
from auditor.core.life import Suppression
from auditor.core.run import RunResult
from auditor.engine import RunOptions, analyse, audit_inputs
from auditor.engine.life import baseline_bytes, baseline_of, read_baseline
from auditor.reading import read_bytes
from auditor.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus" / "reports"
TITLE = "测试县林业局2023年度部门整体支出绩效自评报告\n\n一、基本情况\n\n"
WRONG = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n"
OTHER = "年末实有人数50人，其中：在职人员30人，离退休人员22人。\n"


def run_of(folder: Path, *bodies: str, name: str = "a.txt", **options: object) -> RunResult:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(TITLE + "\n".join(bodies), "utf-8")
    return audit_inputs([folder / name], RunOptions(**options))  # type: ignore[arg-type]


def found(run: RunResult) -> list[Finding]:
    return [finding for analysis in run.analyses for finding in analysis.findings]


def sums(run: RunResult) -> list[Finding]:
    return [finding for finding in found(run) if finding.tick.check_id == "SUM01"]


def hushed(fingerprint: str, reason: str = "已核对", **more: str) -> Settings:
    return Settings(suppress=(Suppression(fingerprint, reason, **more),))


def test_a_suppression_survives_edits_elsewhere_and_a_new_file_name(tmp_path: Path) -> None:
    (finding,) = sums(run_of(tmp_path, WRONG))
    settings = hushed(finding.fingerprint)
    later = run_of(
        tmp_path / "moved",
        "新增一段话，全年召开会议12次。",
        WRONG,
        OTHER,
        name="b.txt",
        settings=settings,
    )
    by_open = {f.tick.stated: f.suppressed for f in sums(later)}
    assert by_open == {"900.00万元": "已核对", "50人": None}
    assert later.life.stale == ()
    assert [row.high for row in later.ranking] == [0]


def test_a_changed_number_wakes_the_finding_and_makes_the_suppression_stale(
    tmp_path: Path,
) -> None:
    (finding,) = sums(run_of(tmp_path, WRONG))
    settings = hushed(finding.fingerprint, check="SUM01", report="测试县林业局 2023")
    later = run_of(tmp_path, WRONG.replace("310.00", "320.00"), settings=settings)
    assert [f.open for f in sums(later)] == [True]
    assert [known.reason for known in later.life.stale] == ["已核对"]


def test_the_second_of_two_in_the_same_words_stays(tmp_path: Path) -> None:
    first, second = sums(run_of(tmp_path, OTHER, "间隔。", OTHER))
    assert first.fingerprint != second.fingerprint
    later = run_of(tmp_path, OTHER, "间隔。", OTHER, settings=hushed(first.fingerprint))
    assert [f.open for f in sums(later)] == [False, True]


def test_one_fact_that_is_told_twice_is_one_finding_with_both_places(tmp_path: Path) -> None:
    (finding,) = sums(run_of(tmp_path, WRONG, "间隔。", WRONG))
    assert len(finding.also) == 1
    assert len({place.span for place in finding.tick.evidence}) == 6


def test_another_unit_with_the_same_words_is_not_suppressed(tmp_path: Path) -> None:
    (finding,) = sums(run_of(tmp_path, WRONG))
    (tmp_path / "b.txt").write_text(TITLE.replace("林业局", "水利局") + WRONG, "utf-8")
    run = audit_inputs([tmp_path], RunOptions(settings=hushed(finding.fingerprint)))
    assert sorted(f.open for f in sums(run)) == [False, True]


def test_a_suppression_of_a_report_that_is_not_there_is_not_stale(tmp_path: Path) -> None:
    away = hushed("0" * 16, report="别处县林业局 2023")
    assert run_of(tmp_path, OTHER, settings=away).life.stale == ()
    assert len(run_of(tmp_path, OTHER, settings=hushed("0" * 16)).life.stale) == 1


def test_a_new_suppression_needs_no_new_analysis(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (finding,) = sums(run_of(tmp_path, WRONG, out=out))
    store = (out / "run.sqlite").stat().st_mtime_ns
    later = run_of(tmp_path, WRONG, out=out, settings=hushed(finding.fingerprint))
    assert [f.suppressed for f in sums(later)] == ["已核对"]
    again = run_of(tmp_path, WRONG, out=out)
    assert [f.suppressed for f in sums(again)] == [None]
    assert store > 0


def test_a_baseline_tells_new_known_and_gone(tmp_path: Path) -> None:
    path = tmp_path / "baseline.jsonl"
    path.write_bytes(baseline_bytes(baseline_of(run_of(tmp_path, WRONG, OTHER).analyses)))
    baseline = read_baseline(path)
    assert {known.report for known in baseline} == {"测试县林业局 2023"}
    third = "核定编制60人，其中行政编制20人、事业编制30人。\n"
    run = run_of(tmp_path, OTHER, third, baseline=baseline)
    assert {f.tick.stated: f.baselined for f in sums(run)} == {"50人": True, "60人": False}
    assert run.life.compared
    assert {gone.stated for gone in run.life.gone if gone.check == "SUM01"} == {"900.00万元"}
    assert run.life.unseen == ()


def test_what_was_not_looked_for_is_not_gone(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(tmp_path, WRONG).analyses)
    off = run_of(tmp_path, OTHER, baseline=baseline, settings=Settings(ignore=("SUM",)))
    assert (off.life.gone, len(off.life.unseen)) == ((), len(baseline))
    (tmp_path / "a.txt").write_text(TITLE.replace("林业局", "水利局") + OTHER, "utf-8")
    away = audit_inputs([tmp_path / "a.txt"], RunOptions(baseline=baseline))
    assert (away.life.gone, len(away.life.unseen)) == ((), len(baseline))


def test_a_suppressed_finding_is_no_baseline(tmp_path: Path) -> None:
    (finding,) = sums(run_of(tmp_path, WRONG))
    run = run_of(tmp_path, WRONG, settings=hushed(finding.fingerprint))
    assert finding.fingerprint not in {b.fingerprint for b in baseline_of(run.analyses)}


@pytest.mark.parametrize("text", ["no json", '{"fingerprint": "ab"}', "[1]", '{"severity": 3}'])
def test_a_file_that_is_no_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="不是基线文件"):
        read_baseline(path)
    with pytest.raises(UsageError, match="无法读取"):
        read_baseline(tmp_path / "none")


ASIDE = "本段为补充说明，有关情况已向主管部门报告。"


@pytest.mark.parametrize(
    "file", sorted((CORPUS / "云澜县" / "2023").glob("*.txt")), ids=lambda p: p.stem
)
def test_fingerprints_survive_a_sentence_anywhere_else(file: Path) -> None:
    document = read_bytes(file.read_bytes(), file.name)
    prints = {finding.fingerprint for finding in analyse(document).findings}
    assert prints
    tables = [table.span for table in document.tables]
    ends = [
        sentence.span.end
        for sentence in document.sentences
        if sentence.span.cut(document.text).endswith("。")
        and not any(span.contains(sentence.span) for span in tables)
    ]
    for at in (ends[0], ends[len(ends) // 2], ends[-1]):
        edited = document.text[:at] + ASIDE + document.text[at:]
        again = analyse(read_bytes(edited.encode(), "renamed.txt"))
        assert prints <= {finding.fingerprint for finding in again.findings}

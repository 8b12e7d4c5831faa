"""What pages say of clean reports, of closed findings, of numbers that nothing was held against."""

from __future__ import annotations

from pathlib import Path

from auditor.core.life import Suppression
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.life import baseline_of
from auditor.reporting import write_run
from auditor.settings import Settings

TITLE = "测试县林业局2023年度部门整体支出绩效自评报告\n\n一、基本情况\n\n"
WRONG = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n"
RIGHT = WRONG.replace("310", "300")


def run_of(folder: Path, body: str, **options: object) -> RunResult:
    (folder / "a.txt").write_text(TITLE + body, "utf-8")
    return audit_inputs([folder / "a.txt"], RunOptions(**options))  # type: ignore[arg-type]


def pages(folder: Path, run: RunResult) -> tuple[str, str]:
    write_run(folder, run, lang="zh")
    (page,) = (folder / "reports").glob("*.html")
    return (folder / "index.html").read_text("utf-8"), page.read_text("utf-8")


def test_a_clean_report_says_what_was_compared(tmp_path: Path) -> None:
    run = run_of(tmp_path, RIGHT + "放飞和平鸽66只。")
    index, page = pages(tmp_path, run)
    said = f"已核对 {len(run.analyses[0].ticks)} 处，全部相符。"
    assert page.count(said) == 2
    assert "正文的 4 个数中有 3 个（75%）与别处核对过。" in page
    assert "正文的 4 个数中有 3 个（75%）与别处核对过。" in index
    assert "没有可对照的数" in page.split('id="unchecked"')[1].split("</details>")[0]
    assert 'id="changes"' not in index


def test_closed_findings_stay_folded_away_with_their_reason(tmp_path: Path) -> None:
    (finding,) = run_of(tmp_path, WRONG).analyses[0].findings
    settings = Settings(suppress=(Suppression(finding.fingerprint, "单位<来函>更正"),))
    index, page = pages(tmp_path, run_of(tmp_path, WRONG, settings=settings))
    closed = page.split('id="closed"')[1]
    assert f'id="card-{finding.id}"' in closed
    assert "单位&lt;来函&gt;更正" in closed
    assert f'id="card-{finding.id}"' not in page.split('id="closed"')[0]
    assert "data-check=" not in index
    assert "没有发现问题。" in page


def test_the_overview_lists_new_gone_and_stale(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(tmp_path, WRONG).analyses)
    other = "年末实有人数50人，其中：在职人员30人，离退休人员22人。\n"
    stale = Settings(suppress=(Suppression("0" * 16, "早已更正", "SUM01"),))
    index, _ = pages(tmp_path, run_of(tmp_path, other, baseline=baseline, settings=stale))
    section = index.split('id="changes"')[1].split("</section>")[0]
    assert "新问题 1，已消除 1，仍存在 0，本次未涉及 0" in section
    assert "50人" in section
    assert "900.00万元" in section
    assert "早已更正" in section

"""``explain``, ``baseline``, ``suppress`` and ``audit`` with them, as a user runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from auditor.apps.cli.main import cli
from auditor.core.errors import UsageError

TITLE = "测试县林业局2023年度部门整体支出绩效自评报告\n\n一、基本情况\n\n"
WRONG = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n"
RIGHT = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出300.00万元。\n"
TABLE = """2023年公用经费93.50万元。放飞和平鸽66只。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
"""


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


def said(*arguments: str | Path) -> str:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def records(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in (out / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TITLE + WRONG + TABLE, "utf-8")
    return tmp_path


def test_explain_a_check_by_any_of_its_names() -> None:
    for name in ("SUM01", "sum01", "parts_differ_from_whole"):
        page = said("explain", name)
        assert "检查内容" in page
        assert "640.00万元" in page
    assert said("explain", "BAL") == said("explain", "balances")
    assert said("explain", "SUM").count("检查内容") == said("explain", "SUM").count("局限") >= 3
    assert "What is checked" in said("explain", "SUM01", "--lang", "en")


def test_explain_a_sum(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    (finding,) = [f for f in records(here / "out", "findings") if f["check"] == "SUM01"]
    for name in (finding["finding_id"], finding["fingerprint"], finding["fingerprint"][:8]):
        text = said("explain", name)
        assert "600 + 310 = 910 ≠ 900" in text
        assert "区间（元）" in text
        assert "[8999950, 9000050]" in text
        assert "600.00万元 → [599.995, 600.005] 万元 (四舍五入，末位后放宽半个单位)" in text
        assert text.count("计算依据 [") == 2
        assert "不依据正文与表格的对应" in text
        assert f"auditor suppress {finding['fingerprint']} --out out --reason" in text
    assert "The two intervals share no value" in said(
        "explain", finding["finding_id"], "--lang", "en"
    )


def test_explain_shows_the_rows_of_the_link_score(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    (finding,) = [f for f in records(here / "out", "findings") if f["check"] == "NAR01"]
    links = [k for k in records(here / "out", "links") if k["cell_text"] == "66.50"]
    text = said("explain", finding["finding_id"])
    for name, value in links[0]["contributions"].items():
        assert f"{value:+8.3f}  {name}" in text
    assert "概率 0.9" in text


def test_explain_a_claim(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    claims = {c["text"]: c for c in records(here / "out", "claims")}
    doves = said("explain", claims["66只"]["claim_id"])
    assert claims["66只"]["unchecked"] == "no_partner"
    assert "未与别处核对：报告别处没有可对照的数" in doves
    office = said("explain", claims["93.50万元"]["claim_id"])
    assert claims["93.50万元"]["checked_by"] == ["NAR01"]
    assert "不符  NAR01" in office
    assert "66.50" in office


def test_show_tells_what_became_of_each_number(here: Path) -> None:
    lines = said("show", "a.txt", "--claims").splitlines()
    assert any("93.50万元" in line and line.endswith("NAR01") for line in lines)
    assert any("66只" in line and line.endswith("（报告别处没有可对照的数）") for line in lines)


def test_checks_by_any_of_their_names() -> None:
    assert "违反示例" in said("checks", "unit_slip")
    assert re.findall(r"^UNI0\d", said("checks", "uni"), re.M) == ["UNI01", "UNI02", "UNI03"]
    with pytest.raises(UsageError, match="SUM01"):
        invoke("checks", "SUM1")


def test_explain_what_is_not_there(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    ids = [f["finding_id"] for f in records(here / "out", "findings")]
    assert len(ids) >= 2
    with pytest.raises(UsageError, match="SUM99"):
        invoke("explain", "SUM99")
    with pytest.raises(UsageError, match="没有"):
        invoke("explain", ids[0][:3])
    with pytest.raises(UsageError, match="不止一个"):
        invoke("explain", records(here / "out", "claims")[0]["report_id"])


def test_suppress_needs_a_reason_and_marks_the_finding(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    (finding,) = [f for f in records(here / "out", "findings") if f["check"] == "SUM01"]
    assert invoke("suppress", finding["finding_id"]).exit_code == 2
    with pytest.raises(UsageError, match="理由"):
        invoke("suppress", finding["finding_id"], "--reason", " ")
    said("suppress", finding["finding_id"], "--reason", '单位来函"更正"')
    said("suppress", finding["finding_id"], "--reason", "again")
    text = (here / "auditor.toml").read_text("utf-8")
    assert text.count("[[suppress]]") == 1
    assert "auditor.toml" in invoke("audit", "a.txt", "--out", "out", "--fail-on", "high").output
    found = {f["check"]: f["suppressed"] for f in records(here / "out", "findings")}
    assert found == {"SUM01": '单位来函"更正"', "NAR01": None}
    assert "已搁置，理由：单位来函" in said("explain", finding["finding_id"])


def test_a_suppressed_finding_does_not_fail_a_run(here: Path) -> None:
    (here / "a.txt").write_text(TITLE + WRONG, "utf-8")
    assert invoke("audit", "a.txt", "--out", "out", "-q", "--fail-on", "high").exit_code == 1
    (finding,) = records(here / "out", "findings")
    said("suppress", finding["finding_id"], "--reason", "已核对")
    assert invoke("audit", "a.txt", "--out", "out", "-q", "--fail-on", "high").exit_code == 0
    (here / "a.txt").write_text(TITLE + RIGHT, "utf-8")
    assert "搁置已失效" in said("audit", "a.txt", "--out", "out", "-q")
    (stale,) = records(here / "out", "changes")
    assert (stale["change"], stale["check"], stale["reason"]) == ("stale", "SUM01", "已核对")


def test_suppress_in_a_file_of_other_settings(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    (finding,) = [f for f in records(here / "out", "findings") if f["check"] == "SUM01"]
    project = here / "pyproject.toml"
    project.write_text('[tool.auditor]\nlang = "en"', "utf-8")
    said("suppress", finding["finding_id"], "--reason", "x", "--config", project)
    out = said("audit", "a.txt", "--out", "out", "--config", project)
    assert "numbers in the text" in out
    assert sum(f["suppressed"] is not None for f in records(here / "out", "findings")) == 1
    (here / "auditor.toml").write_text("suppress = []\n", "utf-8")
    with pytest.raises(UsageError, match="不能续写"):
        invoke("suppress", finding["finding_id"], "--reason", "x")


def test_a_baseline_tells_new_and_gone(here: Path) -> None:
    said("audit", "a.txt", "--out", "out", "-q")
    assert "已认可 2 条" in said("baseline", "out", "--file", "known.jsonl")
    other = "年末实有人数50人，其中：在职人员30人，离退休人员22人。\n"
    (here / "a.txt").write_text(TITLE + WRONG + other, "utf-8")
    out = said("audit", "a.txt", "--out", "out", "--baseline", "known.jsonl")
    assert "新问题 1，已消除 1，仍存在 1，本次未涉及 0" in out
    changes = {(c["change"], c["stated"]) for c in records(here / "out", "changes")}
    assert changes == {("new", "50人"), ("gone", "93.50万元")}
    marks = {f["stated"]: f["baselined"] for f in records(here / "out", "findings")}
    assert marks == {"900.00万元": True, "50人": False}
    assert said("baseline", "out").startswith("out/baseline.jsonl: 已认可 2 条")


def test_a_clean_report_says_what_was_compared(here: Path) -> None:
    (here / "a.txt").write_text(TITLE + RIGHT + "放飞和平鸽66只。", "utf-8")
    ticks = said("audit", "a.txt", "--out", "out").replace("\n", "")
    count = len(records(here / "out", "ticks"))
    assert f"a.txt: 已核对 {count} 处，全部相符。" in ticks
    assert "正文的 4 个数中有 3 个（75%）与别处核对过。" in ticks
    (report,) = records(here / "out", "reports")
    assert (report["checked_claims"], report["coverage"]) == (3, 0.75)
    assert report["unchecked"]["no_partner"] == 1
    assert sum(report["unchecked"].values()) == 1


def test_last_years_reports_are_counted(here: Path) -> None:
    (here / "old").mkdir()
    told = said("audit", "a.txt", "--out", "out", "--previous", "old")
    assert "与上年报告比对：1 份报告中 0 份有上年报告（所给上年报告 0 份）。" in told
    assert "与上年报告比对" not in said("audit", "a.txt", "--out", "out")

"""Agency × year, with hand-counted figures, and joins with others' data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import auditor
from auditor.core.run import RunResult
from auditor.reporting import AuditResult

BODY = """一、收支情况
　　2023年全年预算500.00万元。全年支出合计480.00万元，预算执行率96%。
二、绩效完成情况
　　{told}
　　自评得分{score}分。
附件：绩效自评表
一级指标\t指标名称\t目标值\t完成值\t权重\t得分
产出指标\t整理档案\t3500卷\t3800卷\t50\t50
\t接待查档群众\t600人次\t602人次\t40\t36
满意度指标\t群众满意度\t≥90%\t95%\t10\t10
合计\t\t\t\t100\t96
"""
TITLE = "云杉县档案馆{year}年度部门整体支出绩效自评报告\n"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    folder = tmp_path_factory.mktemp("reports")
    right = "全年整理档案3800卷，接待查档群众602人次。"
    texts = {
        "a.txt": TITLE.format(year=2022)
        + BODY.format(told=right, score=96).replace("2023", "2022"),
        "b.txt": TITLE.format(year=2023) + BODY.format(told=right.replace("602", "620"), score=96),
        "c.txt": "自评报告\n一、情况\n　　全年整理档案3800卷。\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return auditor.audit([folder])


@pytest.fixture(scope="module")
def panel(result: AuditResult) -> pd.DataFrame:
    return result.panel()


def test_a_row_an_agency_and_year(panel: pd.DataFrame) -> None:
    assert panel[["agency", "fiscal_year", "reports", "project_reports"]].values.tolist() == [
        ["云杉县档案馆", 2022, 1, 0],
        ["云杉县档案馆", 2023, 1, 0],
    ]
    assert panel["unit_key"].nunique() == 1


def test_reports_without_agency_or_year_are_told(result: AuditResult, panel: pd.DataFrame) -> None:
    reports = result.reports().set_index("file")
    assert panel.attrs["left_out"] == (reports.loc["c.txt", "report_id"],)


def test_findings_and_rates(result: AuditResult, panel: pd.DataFrame) -> None:
    first, second = panel.to_dict("records")
    assert first["contradictions"] == 0
    assert second["contradictions"] == 1
    assert second["findings_narrative"] == 1
    assert second["contradictions_per_100_claims"] == round(100 / second["claims"], 4)
    ticks = result.ticks()
    own = ticks[ticks["report_id"] == result.findings()["report_id"].iloc[0]]
    decided = own[own["verdict"] != "undecided"]
    assert second["inconsistent_share"] == round(1 / len(decided), 4)


def test_what_the_report_states(panel: pd.DataFrame) -> None:
    row = panel.iloc[0]
    assert row["self_score"] == 96
    assert row["budget"] == 5_000_000
    assert row["executed"] == 4_800_000
    assert row["execution_rate"] == 0.96
    assert row["funds_source"] == "narrative"


def test_change_is_of_the_later_year(panel: pd.DataFrame) -> None:
    assert pd.isna(panel.loc[0, "cosine"])
    assert 0.9 < panel.loc[1, "cosine"] < 1


def test_columns_are_stable(panel: pd.DataFrame) -> None:
    empty = AuditResult(RunResult(())).panel()
    assert panel.dtypes.equals(empty.dtypes)
    assert empty.attrs["left_out"] == ()


def test_two_reports_of_one_year_are_one_row(tmp_path: Path) -> None:
    text = TITLE.format(year=2023) + BODY.format(told="全年整理档案3800卷。", score=96)
    project = text.replace("部门整体支出", "项目支出").replace("500.00", "50.00")
    (tmp_path / "a.txt").write_text(project, "utf-8")
    (tmp_path / "b.txt").write_text(text, "utf-8")
    result = auditor.audit([tmp_path])
    panel, reports = result.panel(), result.reports()
    assert panel[["reports", "project_reports"]].values.tolist() == [[2, 1]]
    assert panel.loc[0, "chars"] == reports["chars"].sum()
    assert panel.loc[0, "budget"] == 5_000_000
    measures = result.measures()
    measures = measures[measures["section_id"].isna()]
    mean = (measures["chars"] * measures["specificity"]).sum() / measures["chars"].sum()
    assert panel.loc[0, "specificity"] == pytest.approx(mean, abs=1e-4)


def test_covariates_by_agency_and_year(panel: pd.DataFrame) -> None:
    mine = pd.DataFrame(
        {"agency": ["中共云杉县 档案馆", "别处"], "fiscal_year": ["2023", "2023"], "staff": [12, 9]}
    )
    joined = auditor.join_covariates(panel, mine)
    assert joined["staff"].tolist()[1] == 12
    assert joined["matched"].tolist() == [False, True]
    assert list(joined.columns) == [*panel.columns, "staff", "matched"]
    assert len(auditor.join_covariates(panel, mine, how="inner")) == 1


def test_covariates_of_the_region(panel: pd.DataFrame) -> None:
    mine = pd.DataFrame({"region": ["云杉县"], "gdp": [31.2]})
    assert auditor.join_covariates(panel, mine, on=("region",))["gdp"].tolist() == [31.2, 31.2]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"agency": ["甲"], "year": [2023]}), "no column fiscal_year"),
        (pd.DataFrame({"agency": ["甲", "甲"], "fiscal_year": [2023, 2023]}), "two rows"),
        (pd.DataFrame({"agency": ["甲"], "fiscal_year": [2023], "claims": [1]}), "claims already"),
        (pd.DataFrame({"agency": ["甲"], "fiscal_year": ["去年"]}), "去年"),
    ],
)
def test_covariates_that_don_t_fit(panel: pd.DataFrame, frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        auditor.join_covariates(panel, frame)


def test_the_way_of_joining(panel: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="left or inner"):
        auditor.join_covariates(panel, pd.DataFrame(), how="outer")


def test_identities_of_your_own_go_first(result: AuditResult) -> None:
    mine = pd.DataFrame(
        {
            "file": ["c.txt", "a.txt"],
            "agency": ["县档案馆", None],
            "region": ["云杉县", "甲市云杉县"],
            "fiscal_year": [2024, None],
        }
    )
    panel = result.panel(mine)
    assert panel.attrs["left_out"] == ()
    rows = panel.set_index("fiscal_year")
    assert rows.loc[2024, "agency"] == "县档案馆"
    assert rows.loc[2022, "region"] == "甲市云杉县"
    assert rows.loc[2022, "agency"] == "云杉县档案馆"
    assert rows.loc[2023, "region"] == "云杉县"
    assert rows.loc[2024, "unit_key"] == rows.loc[2023, "unit_key"]


def test_identities_need_a_file(result: AuditResult) -> None:
    with pytest.raises(ValueError, match="column file"):
        result.panel(pd.DataFrame({"agency": ["县档案馆"]}))

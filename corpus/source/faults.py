"""The planted faults, report by report: each changes one thing that the report states."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from corpus.source.world import State, money


def _education_2022(s: State) -> None:
    s.text["hedged"] = {1: "1700余人次"}
    s.fault(
        "narrative-vs-table",
        ["1700余人次", "1620人次"],
        "1620人次",
        "正文培训1700余人次，自评表完成1620人次。",
        ["1700余人次", "1620人次"],
    )


def _education_2023(s: State) -> None:
    s.table["public"] = "79.25"
    s.fault(
        "narrative-vs-table",
        ["70.25", "79.25"],
        "70.25万元",
        "正文公用经费70.25万元，基础数据表79.25万元。",
        ["公用经费70.25万元", "79.25"],
    )
    s.table["actual_texts"] = {3: "已完成"}
    s.fault(
        "vague-actual",
        ["已完成"],
        "450个",
        "新增学位目标≥400个，完成值只填已完成。",
        ["已完成"],
        contradiction=False,
    )


def _health_2022(s: State) -> None:
    s.text["actuals"] = [*s.text["actuals"][:3], 86, s.text["actuals"][4]]
    s.fault(
        "narrative-vs-table",
        ["86场", "66场"],
        "66场",
        "正文健康讲座86场，自评表66场。",
        ["86场", "66场"],
    )
    s.table["reason"] = ""
    s.fault(
        "deduction-without-reason", ["14"], "说明原因", "扣1分未说明原因。", [], contradiction=False
    )


def _transport_2022(s: State) -> None:
    s.text["rate"] = "93.17"
    s.fault(
        "ratio",
        ["93.17%"],
        s.table["rate"] + "%",
        "正文执行率与执行数、预算数不符。",
        ["93.17%"],
        also=["narrative-vs-table"],
    )


def _transport_2023(s: State) -> None:
    s.text["personnel_unit"] = "元"
    s.fault("unit-slip", ["611.45元"], "611.45万元", "人员经费611.45元应为万元。", ["611.45元"])
    s.table["actuals"] = [s.table["actuals"][0], 5, *s.table["actuals"][2:]]
    s.text["actuals"] = list(s.table["actuals"])
    s.fault(
        "missed-target-full-score",
        ["5座"],
        "按比例扣分",
        "危桥改造目标6座完成5座，仍得满分。",
        ["≥6座"],
    )


def _water_2022(s: State) -> None:
    s.table["three"] = money(Decimal(s.table["three"]) + 1)
    s.text["three"] = s.table["three"]
    s.fault(
        "parts-vs-whole-table",
        [s.table["three"]],
        "各项之和",
        "三公经费与三项之和差1万元。",
        [],
        also=["parts-vs-whole-text"],
    )
    s.table["satisfaction_text"] = "≥90%"
    s.fault(
        "actual-repeats-inequality",
        ["≥90%"],
        "实测值",
        "满意度完成值照抄≥90%。",
        [],
        contradiction=False,
    )


def _water_2023(s: State) -> None:
    s.table["fund_rate"] = "89.90%"
    s.fault(
        "ratio",
        ["89.90%"],
        s.table["rate"] + "%",
        "自评表执行率与执行数、预算数不符。",
        [],
        also=["narrative-vs-table", "execution-score"],
    )


def _farming_2023(s: State) -> None:
    s.table["total"] = s.text["total"] = 97
    s.fault("score-total", ["97"], "99", "各行得分合计99，总分写97。", [])
    s.text["offices_stated"] = s.text["offices"] + 1
    s.fault(
        "enumeration-count",
        [f"{s.text['offices'] + 1}个"],
        f"{s.text['offices']}个",
        "内设机构个数与名单不符。",
        [],
    )


def _archive_2022(s: State) -> None:
    s.table["weights"] = [5, *s.table["weights"][1:]]
    s.table["scores"] = [5, *s.table["scores"][1:]]
    s.table["total"] = s.text["total"] = sum(s.table["scores"]) + 10
    s.fault("weights-total", ["100"], "95", "各行分值合计95，总分值写100。", [])


def _archive_2023(s: State) -> None:
    s.table["rank_target"] = True
    s.fault(
        "target-actual-kind-mismatch",
        ["前3名", "100%"],
        "名次",
        "目标是名次，完成值是百分比。",
        ["前3名"],
        contradiction=False,
    )
    s.table["scores"] = [12, *s.table["scores"][1:]]
    s.table["total"] = s.text["total"] = sum(s.table["scores"]) + 10
    s.fault("score-vs-weight", ["12"], "≤10", "得分12超过分值10。", [])


def _culture_2023(s: State) -> None:
    s.text["growth_shown"] = "9.86"
    s.fault("growth", ["9.86%"], "按增减额计算", "支出增长率与增加额不符。", ["9.86%"])
    s.text["residue"] = "请简要说明本部门年度绩效目标的完成情况和主要成效。"
    s.fault(
        "template-residue",
        [s.text["residue"]],
        "删除",
        "填写说明未删。",
        [s.text["residue"]],
        contradiction=False,
    )


def _traffic_2022(s: State) -> None:
    s.text["total"] = 95
    s.fault("narrative-vs-table", ["95分", "99"], "99分", "正文自评95分，自评表总分99。", ["95分"])


def _traffic_2023(s: State) -> None:
    s.text["project_change_shift"] = "6.00"
    shown = money(Decimal(s.text["project"]) - Decimal(s.text["project_before"]) + 6)
    s.fault(
        "growth-decomposition",
        [f"{shown}万元"],
        "分项之和",
        "基本支出与项目支出的增加额之和不等于总增加额。",
        [],
    )


def _veterans_2022(s: State) -> None:
    s.text["people"] = str(int(s.text["people"]) + 3)
    s.fault(
        "parts-vs-whole-text",
        [f"{s.text['people']}人"],
        "在职加离退休",
        "实有人数与在职、离退休之和不符。",
        [f"{s.text['people']}人"],
    )
    s.text["current_share"] = "41.30"
    s.fault("ratio", ["41.30%"], "按资产计算", "流动资产占比有误。", ["41.30%"])


def _market_2023(s: State) -> None:
    s.text["extra_goal"] = "培育知识产权示范企业达到12家以上"
    s.fault(
        "goal-without-result",
        ["12家以上"],
        "补充结果",
        "目标12家以上，全文没有结果。",
        ["12家以上"],
        contradiction=False,
    )
    s.text["grade"] = "良好"
    s.fault("grade-vs-score", ["良好"], "优秀", "99分应为优秀。", ["良好"])


def _town_2022(s: State) -> None:
    s.text["reception_word"] = "增加到"
    s.fault("direction", ["增加到"], "减少到", "接待费下降却写增加。", ["增加到"], also=["growth"])


def _town_2023(s: State) -> None:
    s.text["basic_again"] = "523.95"
    s.fault(
        "narrative-vs-narrative",
        ["523.95万元"],
        s.text["basic"] + "万元",
        "基本支出前后不一致。",
        ["523.95万元"],
        also=["narrative-vs-table"],
    )


def _disabled_2022(s: State) -> None:
    s.table["targets_only"] = True
    s.fault(
        "targets-without-actuals",
        ["98分"],
        "补充完成值",
        "只有目标没有完成值，得分98。",
        [],
        also=["score-without-evidence"],
        contradiction=False,
    )
    s.text["total"] = 98


def _disabled_2023(s: State) -> None:
    s.text["staff"] = s.table["staff"] = "16"
    s.text["people"] = str(16 + int(s.text["retired"]))
    s.fault(
        "headcount-over-establishment",
        ["16人"],
        "说明原因",
        "编制14人，在职16人。",
        ["16人"],
        contradiction=False,
    )


FAULTS: dict[tuple[int, int], Callable[[State], None]] = {
    (0, 2022): _education_2022, (0, 2023): _education_2023, (1, 2022): _health_2022,
    (2, 2022): _transport_2022, (2, 2023): _transport_2023, (3, 2022): _water_2022,
    (3, 2023): _water_2023, (4, 2023): _farming_2023, (5, 2022): _archive_2022,
    (5, 2023): _archive_2023, (6, 2023): _culture_2023, (7, 2022): _traffic_2022,
    (7, 2023): _traffic_2023, (8, 2022): _veterans_2022, (9, 2023): _market_2023,
    (10, 2022): _town_2022, (10, 2023): _town_2023, (11, 2022): _disabled_2022,
    (11, 2023): _disabled_2023,
}  # fmt: skip

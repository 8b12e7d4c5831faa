"""State → the forms as logical grids: rows of (text, columns spanned, rows spanned)."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.source.world import State

Cell = tuple[str, int, int]


@dataclass
class Form:
    caption: str
    width: int
    rows: list[list[Cell]]
    note: str = ""


def _row(*texts: str) -> list[Cell]:
    return [(text, 1, 1) for text in texts]


def forms(s: State) -> list[Form]:
    if s.unit.county == "云澜县":
        return [_base(s), _whole(s), _project(s, 0), _project(s, 1)]
    return [_compact(s)]


def _base(s: State) -> Form:
    v = s.table
    wide = [("", 1, 1)]
    rows = [
        _row("财政供养人员情况（人）", "编制数", f"{s.year}年实际在职人数", "控制率"),
        [*wide, (v["posts"], 1, 1), (v["staff"], 1, 1), (v["control"] + "%", 1, 1)],
        _row(
            "经费控制情况（万元）",
            f"{s.year - 1}年决算数",
            f"{s.year}年预算数",
            f"{s.year}年决算数",
        ),
        _row("三公经费", v["three_before"], v["three_budget"], v["three"]),
        _row(
            "   1、公务用车购置和运行维护费", v["vehicle_before"], v["vehicle_budget"], v["vehicle"]
        ),
        _row("   2、因公出国（境）费", "0", "0", "0"),
        _row("   3、公务接待费", v["reception_before"], v["reception_budget"], v["reception"]),
        _row("项目支出：", v["project_before"], v["project"], v["project"]),
        _row(f"    1、{s.unit.projects[0]}", v["p1_before"], v["p1"], v["p1"]),
        _row(f"    2、{s.unit.projects[1]}", v["p2_before"], v["p2"], v["p2"]),
        _row("公用经费", v["public_before"], v["public"], v["public"]),
        _row("    其中：办公经费", "12.60", "11.80", "11.35"),
        _row("          会议费、培训费", "4.20", "4.00", "3.90"),
    ]
    return Form(
        f"{s.year}年度部门整体支出绩效评价基础数据表",
        4,
        rows,
        "说明：“项目支出”需要填报基本支出以外的所有项目。",
    )


def _fund_rows(s: State, budget: str, executed: str, initial: str, rate: str) -> list[list[Cell]]:
    score = str(s.table["fund_score"])
    return [
        [
            ("项目资金（万元）" if s.table.get("project_form") else "年度预算申请（万元）", 1, 2),
            *_row("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ],
        _row("年度资金总额", initial, budget, executed, "10", rate, score),
    ]


def _indicator_rows(s: State) -> list[list[Cell]]:
    v = s.table
    rows: list[list[Cell]] = []
    names = [
        *(a.indicator for a in s.unit.activities),
        s.unit.effect[0],
        s.unit.effect[1],
        "服务对象满意度",
    ]
    for i, name in enumerate(names):
        if i < 5:
            unit = s.unit.activities[i].unit
            target = f"≥{v['targets'][i]}{unit}"
            actual = v["actual_texts"].get(i, f"{v['actuals'][i]}{unit}")
        elif i < 7:
            target = actual = "效果明显"
        else:
            target = "≥90%"
            actual = v.get("satisfaction_text", v["satisfaction"] + "%")
        if i == 4 and v.get("rank_target"):
            name, target, actual = "业务考核全市排名", "前3名", "100%"
        low = v["scores"][i] < v["weights"][i]
        level1 = {
            0: ("产出指标（50分）" if v["weights"][0] == 10 else "产出指标", 1, 5),
            5: ("效益指标（30分）", 1, 2),
            7: ("满意度指标（10分）", 1, 1),
        }.get(i)
        level2 = {
            0: ("数量指标", 1, 5),
            5: ("社会效益指标", 1, 2),
            7: ("服务对象满意度指标", 1, 1),
        }.get(i)
        cells: list[Cell] = [c for c in (level1, level2) if c]
        cells += _row(
            name,
            target,
            actual,
            str(v["weights"][i]),
            str(v["scores"][i]),
            v["reason"] if low else "",
        )
        rows.append(cells)
    return rows


_HEAD = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)


def _whole(s: State) -> Form:
    v = s.table
    rows: list[list[Cell]] = [[("预算部门名称", 1, 1), (f"{s.unit.county}{s.unit.name}", 7, 1)]]
    rows += _fund_rows(
        s, v["budget"], v["executed"], v["initial"], v.get("fund_rate", v["rate"] + "%")
    )
    rows.append([("年度总体目标", 1, 2), ("预期目标", 3, 1), ("实际完成情况", 4, 1)])
    rows.append(
        [
            ("围绕年度重点任务，规范资金使用，按期完成各项指标。", 3, 1),
            ("各项任务按期完成，资金使用规范，预期目标基本实现。", 4, 1),
        ]
    )
    rows.append(_row(*_HEAD))
    rows += _indicator_rows(s)
    rows.append(
        [("总分", 5, 1), (str(v["total_weight"]), 1, 1), (str(v["total"]), 1, 1), ("", 1, 1)]
    )
    return Form(f"{s.year}年度部门整体支出绩效自评表", 8, rows)


def _project(s: State, number: int) -> Form:
    v = s.table
    name = s.unit.projects[number]
    rows: list[list[Cell]] = [[("项目名称", 1, 1), (name, 7, 1)]]
    v["project_form"], key = True, f"p{number + 1}"
    rows += _fund_rows(s, v[key], v[key], v[key], "100%")
    v["project_form"] = False
    rows.append(_row(*_HEAD))
    rows.append(
        [
            ("产出指标（50分）", 1, 2),
            ("质量指标", 1, 1),
            *_row("项目验收合格率", "≥98%", "100%", "25", "25", ""),
        ]
    )
    rows.append(
        [
            ("时效指标", 1, 1),
            *_row("按期完工", f"{s.year}年12月31日前", f"{s.year}年12月15日", "25", "25", ""),
        ]
    )
    rows.append(
        [
            ("效益指标（30分）", 1, 1),
            ("社会效益指标", 1, 1),
            *_row(s.unit.effect[0], "效果明显", "效果明显", "30", "28", "受益面还需扩大"),
        ]
    )
    rows.append(
        [
            ("满意度指标（10分）", 1, 1),
            ("服务对象满意度指标", 1, 1),
            *_row("受益群众满意度", "≥90%", v["satisfaction"] + "%", "10", "10", ""),
        ]
    )
    rows.append([("总分", 5, 1), ("100", 1, 1), ("98", 1, 1), ("", 1, 1)])
    return Form(f"{s.year}年度项目支出绩效自评表", 8, rows)


def _compact(s: State) -> Form:
    """The second county's form: weights, targets, actuals, completion and scores in one grid."""
    v = s.table
    if v.get("targets_only"):
        rows = [_row("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据")]
        for i, a in enumerate(s.unit.activities):
            rows.append(
                _row(
                    "产出指标" if i == 0 else "",
                    "数量指标",
                    a.indicator,
                    f"≥{v['targets'][i]}{a.unit}",
                    "年度工作计划",
                )
            )
        return Form(f"{s.year}年度部门整体支出绩效指标表", 5, rows)
    rows = [_row("一级指标", "指标名称", "目标值", "完成值", "完成率", "权重", "得分")]
    for i, a in enumerate(s.unit.activities):
        target, actual = v["targets"][i], v["actuals"][i]
        done = "100%" if i % 2 else f"{actual * 10000 // target / 100:.2f}%"
        rows.append(
            _row(
                "产出指标" if i == 0 else "",
                a.indicator,
                f"{target}{a.unit}",
                f"{actual}{a.unit}",
                done,
                str(v["weights"][i]),
                str(v["scores"][i]),
            )
        )
    for i, name in ((5, s.unit.effect[0]), (6, s.unit.effect[1])):
        rows.append(
            _row(
                "效益指标" if i == 5 else "",
                name,
                "效果明显",
                "效果明显",
                "",
                str(v["weights"][i]),
                str(v["scores"][i]),
            )
        )
    rows.append(
        _row("满意度指标", "服务对象满意度", "≥90%", v["satisfaction"] + "%", "100%", "10", "10")
    )
    rows.append(_row("预算执行", "预算执行率", "≥95%", v["rate"] + "%", "", "10", "10"))
    rows.append(_row("合计", "", "", "", "", str(v["total_weight"]), str(v["total"])))
    return Form(f"{s.year}年度部门整体支出绩效自评表", 7, rows)

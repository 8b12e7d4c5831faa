"""State → the narrative: blocks of (kind, text), two ways of telling for the two counties."""

from __future__ import annotations

from decimal import Decimal

from corpus.source.paragraphs import (
    ALTERNATE,
    COPIES,
    MANAGEMENT,
    OWN_REUSE,
    STOCK,
    TEMPLATE_A,
    TEMPLATE_B,
)
from corpus.source.world import State, money, percent

Block = tuple[str, str]
_OFFICES = (
    "办公室",
    "人事股（含党建工作办公室、群团办）",
    "财务股",
    "法规股",
    "业务指导股",
    "项目管理股",
    "督查考核股",
)
_CN = "零一二三四五六七八九十"


def management(s: State) -> str:
    if s.year == 2022 or s.number in OWN_REUSE:
        return MANAGEMENT[s.number]
    if s.number in COPIES:
        return MANAGEMENT[COPIES[s.number]]
    return ALTERNATE[s.number]


def _amount(s: State, index: int) -> str:
    hedged = s.text.get("hedged", {})
    unit = s.unit.activities[index].unit
    value = s.text["actuals"][index]
    if index in hedged:
        return hedged[index]
    if s.number % 3 == 1 and index == 1 and value >= 1000:
        return f"{value // 100 * 100}余{unit}"
    if value <= 9 and unit in ("个", "所", "座", "项", "场", "条") and s.number % 2:
        return f"{_CN[value]}{unit}"
    return f"{value}{unit}"


def _deeds(s: State) -> list[str]:
    return [a.sentence.format(n=_amount(s, i)) for i, a in enumerate(s.unit.activities)]


def _offices(s: State) -> str:
    names = _OFFICES[: s.text["offices"]]
    stated = s.text.get("offices_stated", len(names))
    return f"{s.unit.short}内设机构共{stated}个，分别是：{'、'.join(names)}。"


def narrative(s: State) -> list[Block]:
    return _first(s) if s.unit.county == "云澜县" else _second(s)


def _first(s: State) -> list[Block]:
    t, u = s.text, s.unit
    duties = [("p", f"{i}、{duty}。") for i, duty in enumerate(u.duties, 1)]
    deeds = _deeds(s)
    return [
        ("title", f"{s.year}年度{u.county}{u.name}"),
        ("title", "部门整体支出绩效自评报告"),
        ("h1", "一、部门（单位）基本情况"),
        ("h2", "（一）主要职能"),
        ("p", f"{u.county}{u.name}（以下简称{u.short}）主要职能为："),
        *duties,
        ("h2", "（二）机构设置与人员情况"),
        ("p", _offices(s)),
        (
            "p",
            f"{s.year}年末实有人数{t['people']}人，其中：在职人员{t['staff']}人，离退休人员{t['retired']}人。",
        ),
        ("h1", "2、 预算执行情况" if s.number % 2 else "二、预算执行情况"),
        (
            "p",
            f"{s.year}年全年预算资金{t['budget']}万元，全年实际支出{t['executed']}万元，其中：基本支出{t['basic']}万元，项目支出{t['project']}万元，预算执行率{t['rate']}%。",
        ),
        (
            "p",
            f"基本支出{t['basic']}万元，包括人员经费{t['personnel']}{t.get('personnel_unit', '万元')}，公用经费{t['public']}万元。",
        ),
        (
            "p",
            f"“三公”经费支出{t['three']}万元，其中：公务用车购置和运行维护费{t['vehicle']}万元，因公出国（境）费0万元，公务接待费{t['reception']}万元。",
        ),
        ("p", f"项目支出主要用于{'、'.join(u.projects)}等方面，其中{u.projects[0]}{t['p1']}万元。"),
        ("h1", "三、绩效情况"),
        ("h2", "（一）预算财务管理方面"),
        ("p", management(s)),
        ("p", TEMPLATE_A[0]),
        ("h2", "（二）履职产出方面"),
        (
            "p",
            f"一是{deeds[0]}。二是{deeds[1]}。三是{deeds[2]}；{deeds[3]}。四是{deeds[4]}，服务对象满意度达到{t['satisfaction']}%。",
        ),
        (
            "p",
            f"通过上述工作，{u.effect[0]}，{u.effect[1]}。部门整体支出绩效自评得分{t['total']}分。",
        ),
        ("h1", "四、存在的问题及原因"),
        ("p", f"{u.problem}。"),
        ("h1", "五、下一步改进措施"),
        ("p", f"{u.remedy}；{s.year + 1}年拟将培训和督导经费安排在20万元以内。"),
        ("p", TEMPLATE_A[1]),
        *([("p", STOCK)] if s.number % 2 else []),
    ]


def _goals(s: State) -> list[Block]:
    lines = []
    for number, a in enumerate(s.unit.activities, 1):
        lines.append(f"{a.indicator}不少于{s.text['targets'][number - 1]}{a.unit}")
    extra = s.text.get("extra_goal")
    text = "；".join([*lines, *([extra] if extra else [])])
    return [("p", f"绩效指标：{text}。")]


def _second(s: State) -> list[Block]:
    t, u = s.text, s.unit
    deeds = _deeds(s)
    change = Decimal(t["executed"]) - Decimal(t["executed_before"])
    basic = Decimal(t["basic"]) - Decimal(t["basic_before"])
    project = Decimal(t["project"]) - Decimal(t["project_before"])
    growth = t.get("growth_shown") or percent(change, Decimal(t["executed_before"]))
    shown = money(project + Decimal(t.get("project_change_shift", "0")))
    again = t.get("basic_again", t["basic"])
    return [
        ("title", f"{u.county}{u.name}{s.year}年度部门整体支出绩效自评报告"),
        ("h1", "一、部门概况"),
        ("h2", "（一）职责和人员"),
        ("p", f"{u.county}{u.name}主要承担以下职责：{'；'.join(u.duties)}。"),
        (
            "p",
            f"{u.short}核定编制{t['posts']}人，年末实有人员{t['people']}人，其中在职人员{t['staff']}人、离退休人员{t['retired']}人。",
        ),
        (
            "p",
            f"年末总资产{t['assets']}万元，其中流动资产{t['current']}万元，占总资产的{t['current_share']}%，固定资产净值{t['fixed']}万元，占总资产的{t['fixed_share']}%。",
        ),
        ("h2", "（二）收支预决算情况"),
        (
            "p",
            f"{s.year}年年初预算安排{t['initial']}万元，全年预算{t['budget']}万元。全年支出合计{t['executed']}万元，较上年增加{money(change)}万元，增长{growth}%，其中：基本支出增加{money(basic)}万元，项目支出增加{shown}万元。",
        ),
        (
            "p",
            f"按支出性质分，基本支出{t['basic']}万元，包括人员经费{t['personnel']}万元，公用经费{t['public']}万元；项目支出{t['project']}万元，包括{u.projects[0]}{t['p1']}万元，{u.projects[1]}{t['p2']}万元。",
        ),
        (
            "p",
            f"公务接待费由{s.year - 1}年的{t['reception_before']}万元{t.get('reception_word', '减少到')}{s.year}年的{t['reception']}万元。",
        ),
        ("h2", "（三）部门整体支出绩效目标、指标"),
        *_goals(s),
        ("h1", "二、自评工作开展情况"),
        ("p", TEMPLATE_B[0] + TEMPLATE_B[1]),
        ("h1", "三、绩效目标实现情况"),
        *([("p", t["residue"])] if "residue" in t else []),
        ("p", f"全年各项任务按计划推进。{deeds[0]}。{deeds[1]}。"),
        ("p", f"{deeds[2]}，{deeds[3]}。{deeds[4]}，服务对象满意度{t['satisfaction']}%。"),
        ("p", management(s)),
        ("h1", "四、评价结论"),
        (
            "p",
            f"{s.year}年基本支出{again}万元用于保障机构运转，{u.effect[0]}，{u.effect[1]}。经综合评价，自评得分{t['total']}分，评价等级为{t.get('grade', '优秀')}。",
        ),
        ("h1", "五、存在的问题和建议"),
        ("p", f"主要问题：{u.problem}。改进措施：{u.remedy}。"),
        *([("p", STOCK.replace("全县", "全区"))] if s.number % 2 else []),
    ]

"""TGT07."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import compress

from auditor.checks.answers import answers_of_others, name_of, staff, told_beside
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.cut_off import cut_off
from auditor.checks.elimination import near_in_size, telling_unit
from auditor.claims.goals import goal_spans, in_goal_section, within
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.language import content_words

_TITLES = re.compile(r"《[^》]*》")
"""A document that was issued tells no result of what its title names."""
_RESULTS = re.compile(
    r"实现情况|完成情况|履职|产出|效益|成效|绩效情况|指标分析|绩效分析|主要做法|工作开展"
)
_COMPARED = frozenset({Dimension.PERCENT, Dimension.PEOPLE, Dimension.COUNT, Dimension.LENGTH,
                       Dimension.AREA, Dimension.WEIGHT, Dimension.VOLUME})  # fmt: skip
_NO_RESULT = frozenset({Role.TARGET, Role.PLAN, Role.HEADCOUNT, Role.ESTABLISHMENT})
_WEAK = frozenset(
    [
        "年度",
        "全年",
        "计划",
        "目标",
        "达到",
        "达",
        "数量",
        "实际",
        "学员",
        "累计",
        "率",
        "完成率",
        "完成",
        "以上",
        "工作",
        "任务",
        "指标",
        "活动",
        "力争",
        "确保",
        "争取",
        "不少于",
        "不低于",
        "超过",
        "左右",
        "各类",
        "各项",
        "不断",
        "进一步",
        "继续",
        "情况",
        "我局",
        "本局",
        "我县",
        "我市",
        "我区",
        "全县",
        "全市",
        "全区",
    ]
)
_ACTS = frozenset(
    [
        "新增",
        "建成",
        "举办",
        "开展",
        "组织",
        "改造",
        "新建",
        "建设",
        "实施",
        "推进",
        "发放",
        "引进",
        "培训",
        "服务",
        "接待",
        "解决",
        "检查",
        "制定",
        "扩建",
        "购置",
        "安装",
        "帮扶",
        "新",
        "办理",
        "处置",
        "提供",
        "创建",
        "培育",
        "打造",
        "建立",
        "举行",
        "召开",
        "承办",
        "参加",
        "适配",
    ]
)
_TELLING = frozenset(
    [
        "培训",
        "引进",
        "检查",
        "宣传",
        "救助",
        "资助",
        "慰问",
        "帮扶",
        "采购",
        "种植",
        "检测",
        "诊疗",
        "招聘",
        "调解",
    ]
)
"""Acts that name a result by themselves, other than 新增 or 完成."""


_COUNTED = re.compile(r"(?:[一二三]级|绩效)(?:目标)?指标$|绩效目标$")
"""共设三级指标12个 tells how many indicators there are."""
_TASKS = re.compile(r"(?:重点|主要|具体|年度)?(?:工作|任务|措施|举措|行动|职责|职能)(?![一-鿿])")
"""推进四项工作: how many things are on the list, each with a result of its own."""
_BODIES = frozenset({"部门", "部委", "单位"})
"""财政部等五部门 counts who issued a document."""
_NOUGHT = re.compile(
    r"([一-鿿]{3,12}率)\s*(?:均?为|是|:|保持|控制在|降至|达到?)?\s*(?:0|零)(?![.\d])"
)
_NAME = 4
"""Characters by which a rate is known."""
_SURVEYED = re.compile(r"满意.*\d[\d.]*%")
"""A share of satisfied people, whoever they are called."""


@check(id="TGT07", family=Family.TARGETS, severity=Severity.HIGH, contradiction=False)
def goal_without_result(ctx: CheckContext) -> Iterator[Tick]:
    """绩效目标中的数量在全文没有结果。

    ## 检查内容
    “绩效目标”“绩效指标”一节写明的数量目标，在实现情况部分和表格完成值中找不到同一事项的任何结果。
    ## 为何重要
    自评应逐项说明目标的完成情况；没有结果的目标无法评分。
    ## 违反示例
    （一）绩效目标

    引进高层次人才30人以上。

    （二）绩效目标实现情况

    全年举办政策宣讲12场，群众反响良好。
    ## 符合示例
    （一）绩效目标

    引进高层次人才30人以上。

    （二）绩效目标实现情况

    全年引进高层次人才33名，群众反响良好。
    ## 局限
    以事项用词和单位判断是否同一事项，用词更接近另一目标的结果和本单位人员数不算，换了说法的结果可能认不出（自评表中有同值指标且填了完成值的不判断），结果部分以文字提到同一事项而没有数的，列为低级别；另有单位相同、大小相近的结果的不判断（比率列为低级别）；报告没有实现情况一节的不判断；金额目标另由执行率核对。
    """
    titles = [section.title for section in ctx.document.sections]
    reported = any(_RESULTS.search(title) for title in titles) or any(
        row.actual is not None for table in ctx.tables for row in table.indicators
    )
    if not reported or cut_off(ctx.document):
        return
    spans = goal_spans(ctx.document)
    goals = [c for c in ctx.claims if c.role is Role.TARGET and c.quantity.dimension in _COMPARED]
    own = [goal for goal in goals if goal.cell is None and _in_goals(ctx, goal, spans)]
    if not own:
        return
    results = _results(ctx)
    told = cache(lambda: _told(ctx, spans))
    worded = [(goal, _words(goal)) for goal in goals]
    for goal in own:
        words = _words(goal)
        if not words:
            continue
        people = staff(ctx, goal)
        others = people | answers_of_others(ctx, goal)
        rivals = [w for g, w in worded if g is not goal and _one_unit(g, goal) and w != words]
        lost = [bool(rivals) and _nearer(r[1], words, rivals) for r in results]
        nearer = {r[2] for r in compress(results, lost)}
        free = [r for r, gone in zip(results, lost, strict=True) if not gone and r[2] not in others]
        found = next((r[0] for r in free if _same(goal, words, r[0], r[1])), None)
        if found is None and (beside := told_beside(ctx, goal)) is not None:
            found = beside.quantity
        told_in_words = found is None and any(_mentions(text, words) for text in told())
        ok: bool | None = found is not None
        near = not ok and near_in_size(ctx, goal, people | _parts_of(ctx, nearer))
        counted = goal.quantity.dimension is not Dimension.PERCENT
        if not ok and (
            _is_indicator(ctx, goal)
            or (near and (counted or telling_unit(goal)))
            or any(_same_act(goal, words, r[0], r[1]) for r in free)
            or any(_of_like_size(goal, words, r[0], r[1]) for r in free)
        ):
            ok = None
        if not ok and "满意" in goal.context and any(map(_SURVEYED.search, told())):
            ok = None
        if not ok and not counted and any(_told_as_nought(text, goal) for text in told()):
            ok = None
        yield tick(
            "TGT07",
            ok,
            stated=f"{goal.indicator}{goal.quantity.text}",
            expected=found.text if found else "—",
            working=f"{goal.quantity.text} ↔ {found.text if found else '∅'}",
            evidence=[
                ctx.evidence(goal, EvidenceRole.STATED),
                *([ctx.evidence(found.span, EvidenceRole.COUNTERPART)] if found else []),
            ],
            facts={"goal": f"{goal.indicator}{goal.quantity.text}"},
            severity=Severity.LOW if told_in_words or near else _severity(goal),
            confidence=0.75,
        )


def _told_as_nought(text: str, goal: Claim) -> bool:
    """Whether a rate of the goal's name is told without its sign: 再犯罪率为0."""
    return any(name[-_NAME:] in goal.context for name in _NOUGHT.findall(text))


def _parts_of(ctx: CheckContext, wholes: Set[str]) -> set[str]:
    return {part for part, whole in ctx.wholes.items() if whole.id in wholes}


def _one_unit(a: Claim, b: Claim) -> bool:
    one, other = a.quantity.unit, b.quantity.unit
    return one is not None and other is not None and one.base == other.base


def _nearer(
    result: frozenset[str], words: frozenset[str], rivals: Sequence[frozenset[str]]
) -> bool:
    """Whether the result has more words of another goal than of this one, and not all of this one's."""
    shared = len(result & words)
    return shared < len(words) and any(len(result & rival) > shared for rival in rivals)


def _in_goals(ctx: CheckContext, goal: Claim, spans: Sequence[CharSpan]) -> bool:
    before = ctx.document.folded[: goal.quantity.span.start][-1:]
    end = goal.quantity.span.end
    if _TASKS.match(ctx.document.folded, end):
        return False
    if _COUNTED.search(goal.indicator) or (before == "等" and goal.quantity.text[-2:] in _BODIES):
        return False
    if within(spans, goal.quantity.span.start):
        return True
    path = ctx.document.section_path(goal.section)
    return in_goal_section([s.title for s in path])


def _told(ctx: CheckContext, spans: Sequence[CharSpan]) -> list[str]:
    """Sentences and cells outside the goals and plans: where a result may be told in words."""
    plans = re.compile(r"下一步|改进|今后|打算|建议|职责|职能|问题")
    found = []
    for sentence in ctx.document.sentences:
        title = ctx.title_of(sentence.section)
        own = ctx.document.section_path(sentence.section)
        if plans.search(title) or in_goal_section([s.title for s in own]):
            continue
        if not within(spans, sentence.span.start + len(sentence.span) // 2):
            found.append(_TITLES.sub("", sentence.span.cut(ctx.document.folded)))
    for table in ctx.tables:
        found.extend(
            row.level3 + row.actual.text
            for row in table.indicators
            if row.actual is not None and row.actual.text
        )
    return found


def _mentions(text: str, words: frozenset[str]) -> bool:
    """Whether the goal's act and most of its nouns stand together in ``text``."""
    nouns, acts = words - _ACTS, words & _ACTS
    if not any(word in text for word in nouns or acts):
        return False
    known = set(content_words(text))
    near = sum(1 for noun in nouns if noun in text or noun in known)
    acted = not acts or bool(acts & known) or any(act in text for act in acts)
    return acted and near * 3 >= len(nouns) * 2


def _same_act(
    goal: Claim, words: frozenset[str], result: Quantity, result_words: frozenset[str]
) -> bool:
    """Whether a result in the goal's own unit names its act: 业务培训500人次, 普查培训862人次."""
    a, b = goal.quantity.unit, result.unit
    return (
        a is not None
        and b is not None
        and a.base == b.base
        and bool(words & result_words & _TELLING)
    )


def _of_like_size(
    goal: Claim, words: frozenset[str], result: Quantity, result_words: frozenset[str]
) -> bool:
    """Whether a count in another unit has a word and the size: 器具检定3500台, 检定衡器3979件."""
    wanted, done = goal.quantity.base_value, result.base_value
    alike = goal.quantity.dimension is result.dimension and wanted * 4 <= done * 5 <= wanted * 8
    return alike and bool((words & result_words) - _ACTS)


def _is_indicator(ctx: CheckContext, goal: Claim) -> bool:
    """Whether a form has the goal's number as a target with a result, in words of its own."""
    unit = goal.quantity.unit
    return any(
        row.target is not None
        and row.target.quantity is not None
        and row.target.quantity.unit is not None
        and unit is not None
        and row.target.quantity.unit.base == unit.base
        and row.target.quantity.base_value == goal.quantity.base_value
        and row.actual is not None
        and bool(row.actual.text)
        for table in ctx.tables
        for row in table.indicators
    )


def _severity(goal: Claim) -> Severity:
    return Severity.MEDIUM if goal.quantity.dimension is Dimension.PERCENT else Severity.HIGH


def _words(goal: Claim) -> frozenset[str]:
    return frozenset(w for w in content_words(goal.context) if len(w) > 1 and w not in _WEAK)


def _results(ctx: CheckContext) -> list[tuple[Quantity, frozenset[str], str]]:
    """What was done, its words, and the id of the claim or the row."""
    found = [
        (claim.quantity, frozenset(content_words(claim.context)), claim.id)
        for claim in ctx.claims
        if claim.role not in _NO_RESULT
    ]
    for table in ctx.tables:
        for row in table.indicators:
            if row.actual is not None and row.actual.text:
                words = frozenset(content_words(row.level3))
                if row.actual.quantity is not None:
                    found.append((row.actual.quantity, words, name_of(row)))
    return found


def _same(
    goal: Claim,
    words: frozenset[str],
    result: Quantity,
    result_words: Sequence[str] | frozenset[str],
) -> bool:
    a, b = goal.quantity.unit, result.unit
    if a is None or (b is not None and a.dimension is not b.dimension):
        return False
    near = {
        w
        for w in words
        if any(w in other or other in w for other in result_words if len(other) > 1)
    }
    nouns = near - _ACTS
    return len(near) * 2 >= len(words) or (a.base == (b.base if b else "") and bool(nouns))

"""YEA07."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.base import CheckContext, Family, Scope, check, tick
from auditor.checks.last_year import place_in
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.quantity import DISCRETE, Dimension
from auditor.language import normal_form

_COUNTED = DISCRETE - {Dimension.RANK}
_STANDING = re.compile(
    r"编制|在职|在编|在岗|退休|职工|人员总数|内设|下设|下属|所属|机构|科室|股室|管辖|辖区|总人口|现有|共有|总面积|床位|站点|村|社区"
    r"|学生总数|在校|累计|历年|连续|以来|网格|户数|对象|名额|计划|任务|标准|每|应"
)
_STANDING_PART = re.compile(r"基本情况|概况|职责|职能|机构|人员|目标|打算|下一步|改进|建议")
_ROUTINE = frozenset({12, 24, 36, 48, 52, 365, 366})
"""Meetings by the month and the week, days of a year: the same each year."""
_LEAST, _HALF, _LONG = 3, 0.5, 1000


@check(
    id="YEA07",
    family=Family.YEARS,
    severity=Severity.MEDIUM,
    scope=Scope.PREVIOUS,
    contradiction=False,
)
def figures_unchanged_since_last_year(ctx: CheckContext) -> Iterator[Tick]:
    """多项工作数量与上年报告完全相同。

    ## 检查内容
    本年和上年（`--previous`）报告都写到的工作数量（培训人次、检查户次、办结件数等）中，有多少一个不差。
    ## 为何重要
    各项活动的数量逐年不同；多项完全相同，可能沿用了上年的数据。
    ## 违反示例
    〔上年报告〕
    二、履职成效

    全年培训农户1863人次，检查经营门店427户次，调解纠纷139起，发放宣传册5210份。
    〔本年报告〕
    二、履职成效

    全年培训农户1863人次，检查经营门店427户次，调解纠纷139起，发放宣传册5640份。
    ## 符合示例
    〔上年报告〕
    二、履职成效

    全年培训农户1863人次，检查经营门店427户次，调解纠纷139起，发放宣传册5210份。
    〔本年报告〕
    二、履职成效

    全年培训农户1930人次，检查经营门店451户次，调解纠纷139起，发放宣传册5640份。
    ## 局限
    两年的事项名称须相同；编制、机构、辖区等常年不变的数，整十数、两位以下的数和12次、52次一类例行次数不算；
    同名事项中有三项以上且过半相同才提出，或一个四位以上的数相同时作低级别提出。
    """
    if ctx.previous is None:
        return
    own, theirs = _acts(ctx.claims, ctx.document), _acts(ctx.previous.claims, ctx.previous.document)
    shared = [(claim, theirs[key]) for key, claim in own.items() if key in theirs]
    if not shared:
        return
    same = [(a, b) for a, b in shared if a.quantity.base_value == b.quantity.base_value]
    many = len(same) >= _LEAST and len(same) >= _HALF * len(shared)
    long = [(a, b) for a, b in same if a.quantity.value >= _LONG]
    shown = same if many else long or shared[:1]
    severity = None if many else Severity.LOW
    yield tick(
        "YEA07",
        not (many or long),
        stated="、".join(f"{a.indicator}{a.quantity.text}" for a, _ in shown),
        expected="、".join(f"{b.indicator}{b.quantity.text}" for _, b in shown),
        working=f"{len(same)} / {len(shared)}",
        evidence=[ctx.evidence(a, EvidenceRole.STATED) for a, _ in shown],
        facts={
            "same": str(len(shown)),
            "shared": str(len(shared)),
            "last_file": ctx.previous.document.key,
        },
        severity=severity,
        confidence=0.75 if many else 0.6,
        elsewhere=[
            place_in(
                ctx.previous, CharSpan(b.quantity.span.start, b.quantity.span.end), b.indicator
            )
            for _, b in shown
        ],
    )


def _acts(claims: Sequence[Claim], document: Document) -> dict[tuple[str, str], Claim]:
    """Counts of this year's work by name and unit; names told with two values are left out."""
    found: dict[tuple[str, str], list[Claim]] = {}
    year = document.identity.fiscal_year
    for claim in claims:
        quantity = claim.quantity
        if quantity.dimension not in _COUNTED or claim.cell is not None or quantity.unit is None:
            continue
        if claim.role not in (Role.ACTUAL, Role.UNKNOWN) or claim.period.year not in (None, year):
            continue
        odd = quantity.value >= 100 and quantity.value % 10 and int(quantity.value) not in _ROUTINE
        title = " ".join(s.title for s in document.section_path(claim.section))
        if not odd or _STANDING.search(claim.context[-20:]) or _STANDING_PART.search(title):
            continue
        found.setdefault((normal_form(claim.indicator), quantity.unit.name), []).append(claim)
    return {
        key: same[0]
        for key, same in found.items()
        if len(key[0]) >= 3 and len({c.quantity.base_value for c in same}) == 1
    }

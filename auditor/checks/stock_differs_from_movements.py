"""BAL06."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.checks.amounts import amount, difference, implausible, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import total
from auditor.core.quantity import Dimension

_OPENING = re.compile(
    r"(?<![较比与同])(?:年初|期初|上年年?[末底]|去年年?[末底]|原有)(?!预算|计划|目标|下达|确定|设定|安排|部署|制定)"
)
_CLOSING = re.compile(r"(?<![上去])年[末底]|期末|现有|实有|现共有")
_IN = re.compile(
    r"新增|增加|购置|购入|新购|调入|招录|招聘|招考|引进|接收|新招|新聘|录用|转入|入职|新进|划入|新建|新办|新登记|新入|新收"
)
_OUT = re.compile(
    r"报废|减少|退休|调出|调离|注销|退出|处置|辞职|离职|去世|病故|死亡|划出|划转|淘汰|解聘|转出|辞退|毕业|离任|停用|核销|拍卖|移交"
)
_KIND = re.compile(r"编制|在编|在职|在岗|实有|临聘|聘用|退休|离休|事业|行政")
_BRACKET = re.compile(r"\([^()]*\)")
_COUNTS = (Dimension.COUNT, Dimension.PEOPLE)
_MOST = 8


@check(id="BAL06", family=Family.BALANCES, severity=Severity.MEDIUM)
def stock_differs_from_movements(ctx: CheckContext) -> Iterator[Tick]:
    """年末数与年初数、增减数不平。

    ## 检查内容
    同一句写明年初数、新增（购置、调入、招录）数、减少（报废、调出、退休、注销）数和年末数的，年初数＋增加－减少是否等于年末数。
    ## 为何重要
    车辆、资产、人员的变动是连续的，不平说明其中一数有误。
    ## 违反示例
    年初在用执法车16辆，本年购置4辆，报废3辆，年末在用18辆。
    ## 符合示例
    年初在用执法车16辆，本年购置4辆，报废3辆，年末在用17辆。
    ## 局限
    增加和减少都写明才判为不符，只写其一的只记录相符的；其间有说不清增减的同单位数、年初和年末口径不同（在编与在职）的不判断；概数按区间比较。
    """
    for _, group in groupby(ctx.claims, key=lambda c: (c.sentence, c.cell)):
        claims = [c for c in group if c.quantity.dimension in _COUNTS]
        for place, opening in enumerate(claims):
            if not _OPENING.search(_words(ctx, opening)):
                continue
            made = _tick(ctx, opening, claims[place + 1 : place + 1 + _MOST])
            if made is not None:
                yield made
            break


def _words(ctx: CheckContext, claim: Claim) -> str:
    """The words of the claim's clause before it."""
    before = ctx.document.folded[claim.sentence.start : claim.quantity.span.start]
    clause = "".join(re.split(r"[,;:()]", before)[-1].split())
    return re.split(r"\d\S{1,4}?、", clause)[-1]


def _tick(ctx: CheckContext, opening: Claim, following: Sequence[Claim]) -> Tick | None:
    moves: list[tuple[Claim, int]] = []
    for claim in following:
        between = ctx.document.folded[opening.quantity.span.end : claim.quantity.span.start]
        if between.count("(") > between.count(")"):
            continue
        if "其中" in _BRACKET.sub("", between) or "。" in between:
            return None
        if not _one_unit(opening, claim):
            return None
        words = _words(ctx, claim)
        if _CLOSING.search(words):
            return _balance(ctx, opening, moves, claim) if moves else None
        sign = bool(_IN.search(words)) - bool(_OUT.search(words))
        if not sign or "净" in words:
            return None
        moves.append((claim, sign))
    return None


def _one_unit(a: Claim, b: Claim) -> bool:
    left, right = a.quantity.unit, b.quantity.unit
    return left is not None and right is not None and left.base == right.base


def _balance(
    ctx: CheckContext, opening: Claim, moves: Sequence[tuple[Claim, int]], closing: Claim
) -> Tick | None:
    first, last = (set(_KIND.findall(_words(ctx, c))) for c in (opening, closing))
    if first and last and not first & last:
        return None
    parts = [opening, *(claim for claim, _ in moves)]
    signs = [1, *(sign for _, sign in moves)]
    expected = total(
        p.quantity.base if sign > 0 else -p.quantity.base
        for p, sign in zip(parts, signs, strict=True)
    )
    value = sum(
        (p.quantity.base_value * s for p, s in zip(parts, signs, strict=True)),
        start=opening.quantity.base_value * 0,
    )
    stated = closing.quantity
    ok: bool | None = stated.base.overlaps(expected)
    if not ok and (len(set(signs[1:])) < 2 or implausible(stated.base_value, value)):
        ok = None
    unit = stated.unit
    terms = in_unit(opening.quantity, unit) + "".join(
        f" {'+' if sign > 0 else '-'} {in_unit(claim.quantity, unit)}" for claim, sign in moves
    )
    shown = amount(value, unit)
    return tick(
        "BAL06",
        ok,
        stated=stated.text,
        expected=shown,
        working=f"{terms} = {shown} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(closing, EvidenceRole.STATED),
            *(ctx.evidence(part, EvidenceRole.COMPUTED_FROM) for part in parts),
        ),
        facts={"indicator": opening.indicator},
        stated_bounds=stated.base,
        expected_bounds=expected,
        difference=difference(stated, value),
        confidence=0.85,
        constraint=sum_of(stated, [p.quantity for p in parts], signs, promised=ok is not None),
    )

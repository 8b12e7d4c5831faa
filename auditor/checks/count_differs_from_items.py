"""ENU01."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, show
from auditor.quantities import parse_cell

_OFFICE = re.compile(r"[股科室办部所站处局队馆院校厅组]$|中心$|支队$|委员会$")
_JOINED = re.compile(r"[和及与]|以及")


@check(id="ENU01", family=Family.ENUMERATIONS, severity=Severity.MEDIUM)
def count_differs_from_items(ctx: CheckContext) -> Iterator[Tick]:
    """所称个数与列举项数不符。

    ## 检查内容
    “共8个，分别是：甲、乙……”“甲、乙、丙等3个”“三项工作：一是……二是……”所称个数与列出的项数是否一致。
    ## 为何重要
    个数与名单不符，多半是漏列、多列或沿用了往年的数。
    ## 违反示例
    内设机构共4个，分别是：办公室、人事股、财务股。
    ## 符合示例
    内设机构共3个，分别是：办公室、人事股（含党建办、群团办）、财务股。
    ## 局限
    括号内的顿号不计；“和”“及”连接的一项按一项或两项都算相符（科室名称内部的“与”除外）；带“等”的只在列举多于所称个数时提出；“等六大活动”一类只记录相符的；不带“一是”的并列短句只在句数相符时记录。
    """
    for group, whole, _ in ctx.groups_of(GroupKind.ENUMERATION):
        yield _tick(ctx, group, whole)


def _tick(ctx: CheckContext, group: ClaimGroup, whole: Claim) -> Tick:
    texts = [item.cut(ctx.document.folded) for item in group.items]
    low = len(texts)
    plain = [re.sub(r"\([^()]*\)", "", text) for text in texts]
    offices = sum(1 for text in plain if _OFFICE.search(text)) * 2 > low
    high = low + sum(1 for text in plain if _two(text, offices=offices))
    expected = Interval(Decimal(low), Decimal(high))
    if group.open_list:
        expected = Interval(Decimal(low), None)
    counted = _counted(texts, whole)
    if counted is not None:
        expected = Interval.exact(counted)
    stated = whole.quantity.base
    ok: bool | None = stated.overlaps(expected)
    named = whole.quantity.text.endswith("大")
    if not ok and (named or low > 30 or any(len(text) > 40 for text in texts)):
        ok = None
    return tick(
        "ENU01",
        ok,
        stated=whole.quantity.text,
        expected=f"{low}" if low == high and not group.open_list else show(expected),
        working=f"{low} {'=' if ok else '≠'} {whole.quantity.text}: " + "、".join(texts),
        evidence=(
            ctx.evidence(whole, EvidenceRole.STATED),
            *(
                ctx.evidence(item, EvidenceRole.COMPUTED_FROM, str(i))
                for i, item in enumerate(group.items, 1)
            ),
        ),
        facts={"indicator": whole.indicator, "items": str(low)},
        stated_bounds=stated,
        expected_bounds=expected,
        confidence=0.85,
    )


def _counted(texts: Sequence[str], whole: Claim) -> Decimal | None:
    """The sum of the items where each has a number in the count's own unit: 省级1家、市级2家."""
    unit = whole.quantity.unit
    if unit is None:
        return None
    found = [
        [q for q in parse_cell(re.sub(r"^\D+", "", text)) if q.unit and q.unit.base == unit.base]
        for text in texts
    ]
    if not all(len(each) == 1 for each in found):
        return None
    return sum((each[0].base_value for each in found), start=Decimal(0))


def _two(text: str, *, offices: bool) -> bool:
    """Whether an item may be two: 人事股和财务股, but not 移交安置与就业创业股 among offices."""
    joined = _JOINED.search(text)
    if joined is None:
        return False
    return not offices or bool(_OFFICE.search(text[: joined.start()]))

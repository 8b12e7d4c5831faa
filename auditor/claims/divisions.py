"""Lists whole of which stands in the sentence before: 项目支出按用途划分：…; 基本支出中，…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from auditor.claims.clauses import Statement
from auditor.claims.parts import OTHERS, but_own_total
from auditor.claims.roles import states_level
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.quantity import Quantity
from auditor.language import complement_set, disjoint, normal_form

_BY = re.compile(
    r"(?P<subject>[^,;。:()、\d]{0,12}?)按(?:照)?[^,;。:()\d]{1,10}?(?:(?:划分|分类|区分|分)(?:为|来看|看)?[,:]?|(?:内容|用途|性质|类别|科目|来源|结构)[:,])"
)
_IN = re.compile(
    r"(?P<subject>[^,;。:()、\d]{2,12})中(?![心队学药医小国央级型期层])(?P<comma>[,:]?)"
)
_AS = re.compile(
    r"(?P<subject>[^,;。:()、\d]{2,12}?)(?:具体(?:为|包括|是|构成为?)|构成为?|分别用于|(?:主要)?用于|主要是|主要包括)[:]"
)
_OF = re.compile(
    r"(?P<subject>[^,;。:()、\d]{2,12}?)由(?=[^;。:()]{4,90}(?:组成|构成)(?:$|[,;。]))"
)
"""基本支出由人员经费…和公用经费…组成."""
_SPENT = re.compile(
    r"(?P<subject>)(?:具体|资金|其)?(?:支出|使用)(?:情况|内容|明细|方向|构成|范围)?(?:具体)?(?:为|如下|是|包括)[:]"
)
_BEHIND = re.compile(
    r"中(?:[,:]|(?=[一-鿿]{2,10}\d))|(?:,|的)?(?:具体|分别)(?:为|是|用于|包括)[:]?"
)
_TOTAL = re.compile(
    r"^(?:本年|全年|实际|决算|总|部门|当年)*(?:支出|收入)(?:总额|决算|总计|合计|完成)?$"
)
_OPEN = re.compile(r"等(?![奖级功])|主要|其余|包括但")
_REACH = 14


def find_divisions(
    statement: Statement,
    claims: Sequence[Claim],
    earlier: Sequence[Claim],
    nested: Set[str] = frozenset(),
) -> Iterator[ClaimGroup]:
    """PARTITION and SUBSET groups whose whole is named, not stated, where the list begins.

    ``nested`` are the ids of claims that are parts of another amount of the statement.
    """
    if len(claims) < 2:
        return
    last: Claim | None = None
    for match in _leads(statement):
        start = statement.span.start + match.end()
        parts = _parts(statement, [c for c in claims if c.id not in nested], start)
        if len(parts) < 2:
            continue
        before = [
            c
            for c in (*earlier[-_REACH:], *claims)
            if c.quantity.span.end <= statement.span.start + match.start()
            or c.quantity.span.end <= start - len(match.group())
        ]
        whole = _whole(match.group("subject"), parts[0].quantity, before)
        if whole is None and match.re in (_BY, _SPENT):
            fitting = _fitting(parts, before) if match.re is _BY else None
            whole = last or fitting or _total(parts, before, match.group())
        if whole is None or whole.section != parts[0].section:
            continue
        last = whole
        opening = start - len(match.group())
        yield from _division(statement, whole, parts, opening, listed=match.re is not _IN)
    yield from _behind_amounts(statement, claims, nested)


def _division(
    statement: Statement, whole: Claim, parts: list[Claim], opening: int, *, listed: bool
) -> Iterator[ClaimGroup]:
    """The group; ``listed`` says that the words before it announce a full list."""
    parts = but_own_total(statement, whole, _adding_up(whole, parts))
    if len(parts) < 2:
        return
    labels = [part.indicator for part in parts]
    opened = bool(_OPEN.search(statement.between(opening, parts[-1].quantity.span.end + 2)))
    closed = complement_set(labels) or OTHERS.search(labels[-1])
    kind = GroupKind.PARTITION if (closed or listed) and not opened else GroupKind.SUBSET
    yield ClaimGroup(
        id=f"{whole.id}-division-{parts[0].quantity.span.start}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=CharSpan(
            min(whole.quantity.span.start, parts[0].quantity.span.start),
            parts[-1].quantity.span.end,
        ),
        open_list=opened,
    )


def _behind_amounts(
    statement: Statement, claims: Sequence[Claim], nested: Set[str]
) -> Iterator[ClaimGroup]:
    """支出1332.93万元中，基本支出…；项目支出…: the whole is the amount right before the list."""
    for index, whole in enumerate(claims):
        end = whole.quantity.span.end
        lead = _BEHIND.match(statement.between(end, min(end + 12, statement.span.end)))
        if lead is None or not states_level(whole.role):
            continue
        free = [c for c in claims[index + 1 :] if c.id not in nested]
        parts = _parts(statement, free, end + lead.end())
        if len(parts) >= 2 and _one_unit(whole.quantity, parts[0].quantity):
            listed = "中" not in lead.group()
            yield from _division(statement, whole, parts, end, listed=listed)


def _fitting(parts: Sequence[Claim], before: Sequence[Claim]) -> Claim | None:
    """The nearest amount that the list adds up to: what 按批次分 without a subject divides again."""
    wanted = total(part.quantity.base for part in parts)
    for claim in reversed(before):
        same = _one_unit(claim.quantity, parts[0].quantity) and states_level(claim.role)
        if same and claim.quantity.base.overlaps(wanted):
            return claim
    return None


def _total(parts: Sequence[Claim], before: Sequence[Claim], lead: str) -> Claim | None:
    """What 按性质分 without a subject divides: the nearest total of spending or income."""
    wanted = "收入" if "收入" in lead else "支出"
    largest = max(part.quantity.base_value for part in parts)
    told = [
        c
        for c in reversed(before)
        if _one_unit(c.quantity, parts[0].quantity) and states_level(c.role)
    ]
    # A part that no amount before can hold is mistyped itself: then the others tell the whole.
    if len(parts) > 1 and all(c.quantity.base_value < largest for c in told):
        largest = sorted(part.quantity.base_value for part in parts)[-2]
    amounts = [c for c in told if c.quantity.base_value >= largest]
    totals = [c for c in amounts if wanted in c.indicator or "决算" in c.indicator]
    named = [c for c in totals if _TOTAL.match(c.indicator)]
    return next(iter((*named, *totals)), None)


def _leads(statement: Statement) -> Iterator[re.Match[str]]:
    masked = statement.masked
    for pattern, needed in ((_BY, "按"), (_IN, "中"), (_AS, ":"), (_SPENT, ":"), (_OF, "由")):
        if needed not in masked:
            continue
        for match in pattern.finditer(masked):
            at = match.start()
            if at == 0 or masked[at - 1] in " ,;。:()\t\n":
                yield match


def _parts(statement: Statement, claims: Sequence[Claim], start: int) -> list[Claim]:
    """The run of amounts of one unit from ``start`` on, up to another unit.

    A semicolon ends it too, unless already the first two are parted by one.
    """
    run: list[Claim] = []
    listed = False
    for claim in claims:
        if claim.quantity.span.start < start:
            continue
        gap = statement.between(
            run[-1].quantity.span.end if run else start, claim.quantity.span.start
        )
        if len(run) == 1 and ";" in gap:
            listed = True
        if (";" in gap and not listed) or not claim.indicator:
            break
        if not states_level(claim.role):
            continue
        if run and not _one_unit(run[0].quantity, claim.quantity):
            break
        run.append(claim)
    return run


def _adding_up(whole: Claim, parts: list[Claim]) -> list[Claim]:
    """The shortest beginning of the list that adds up to the whole, else all of it.

    Kinds that exclude each other are one list: 全额供给单位中行政单位1个；参公单位0个；事业单位1个.
    """
    if disjoint([part.indicator for part in parts]):
        return parts
    for count in range(2, len(parts)):
        if total(p.quantity.base for p in parts[:count]).overlaps(whole.quantity.base):
            return parts[:count]
    return parts


def _one_unit(a: Quantity, b: Quantity) -> bool:
    return a.unit is not None and b.unit is not None and a.unit.base == b.unit.base


def _whole(subject: str, part: Quantity, before: Sequence[Claim]) -> Claim | None:
    """The nearest amount before that the subject names; without a subject none is sure."""
    name = normal_form(subject)
    if len(name) < 2:
        return None
    for claim in reversed(before):
        if not _one_unit(claim.quantity, part) or not states_level(claim.role):
            continue
        if claim.indicator and (claim.indicator.endswith(name) or name.startswith(claim.indicator)):
            return claim
    return None

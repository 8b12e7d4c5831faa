"""EST01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from auditor.checks.amounts import in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import at_most
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.table import NumericCell, ParsedTable

_POSTS = re.compile(
    r"^(?:[^,;]{0,12})?(?:核定)?(?:人员)?编制(?:数|人数|总数|总额|人数共有|共有)?$|^(?:核定|共有|总)编制"
)
_KIND = re.compile(r"行政|事业|参公|工勤|政法专项|专项编制|机关|公安|全额|差额|中心|大队|所属|下属")
_FILLED = re.compile(r"\s*,\s*(?:实有|实际|在编|实有在编)\s*")
_FILLED_TOO = re.compile(
    r"\s*,\s*(?:截至)?(?:(?:20\d\d)?年[末底]|期末)?(?:实有)?在(?:职|编|岗|编在岗|编在职|职在编|岗在编)(?:人员|人数|职工)?(?:共|为)?\s*"
)
_PARTED = re.compile(r"\s?[(,]\s?(?:其中|含|包括|另)")
_ONE_KIND = re.compile(r"(?:行政|事业|参公|工勤|政法专项|公安专项)\S{0,2}编制?$")
_NEAR = 20
"""Characters between 年末在职34人 and the number of the next kind's posts."""
_ROLES = (Role.ESTABLISHMENT, Role.HEADCOUNT)
_STAFF = re.compile(r"在职|在编|在岗在编")
_EXPLAINED = re.compile(
    r"(?<!没有)(?<![未无不非])超编|超职数|消化|军转|周转编制|临聘|聘用|借调|挂职|劳务派遣|编外"
    r"|合同制|合同工|政策性安置"
)

_EXCUSES = (
    "超编", "超职数", "消化", "军转", "周转编制", "临聘", "聘用", "借调", "挂职", "劳务派遣", "编外", "合同制", "合同工", "政策性安置",
)  # fmt: skip
"""Words of ``_EXPLAINED``."""


@check(id="EST01", family=Family.ESTABLISHMENT, severity=Severity.MEDIUM, contradiction=False)
def headcount_exceeds_establishment(ctx: CheckContext) -> Iterator[Tick]:
    """在职人数超过编制数。

    ## 检查内容
    正文或基础数据表中，在职（在编）人数是否不超过编制数。
    ## 为何重要
    超编影响人员经费的合规性，控制率应不超过100%。
    ## 违反示例
    我局核定编制20人，年末在职人员26人。
    ## 符合示例
    我局核定编制28人，年末在职人员26人。
    ## 局限
    离退休、临聘、借调人员不计；只分列行政、事业等几类编制而没有合计的，只核对紧跟其后的同类实有数；文中已说明超编消化等原因的不提出。
    """
    posts = [c for c in ctx.claims if c.role is Role.ESTABLISHMENT and _POSTS.search(c.indicator)]
    staff = [c for c in ctx.claims if c.role is Role.HEADCOUNT and _STAFF.search(c.indicator)]
    beside = [cells for table in ctx.tables if len(cells := _staff_cells(table)) > 1]
    if not any(c.role is Role.ESTABLISHMENT for c in ctx.claims) and not beside:
        return
    explained = ctx.says(*_EXCUSES) and bool(_EXPLAINED.search(ctx.document.folded))
    for person in staff[:1]:
        here = [
            p for p in posts if p.section == person.section and p.period.compatible(person.period)
        ]
        kind = _KIND.search(person.indicator)
        own = [p for p in here if kind is not None and kind.group() in p.indicator]
        total = own or [p for p in here if not _KIND.search(p.indicator)]
        if total:
            yield _tick(ctx, person, total[0], explained=explained)
    yield from _by_kind(ctx, explained=explained)
    for cells in beside:
        for (row, role), cell in cells.items():
            posts_cell = cells.get((row, Role.ESTABLISHMENT))
            if role is Role.HEADCOUNT and posts_cell is not None:
                yield _tick(ctx, cell, posts_cell, explained=explained)


def _staff_cells(table: ParsedTable) -> dict[tuple[int, Role], NumericCell]:
    return {(n.row, n.role): n for n in table.numbers if n.role in _ROLES}


def _by_kind(ctx: CheckContext, *, explained: bool) -> Iterator[Tick]:
    """行政编制96名，实有97人；…: posts of one kind and, right behind them, who fills them."""
    above: Claim | None = None
    yield from _kind_by_kind(ctx, explained=explained)
    for posts, staff in pairwise(ctx.claims):
        several = above is not None and above.role is Role.ESTABLISHMENT
        several = several and above is not None and above.sentence == posts.sentence
        above = posts
        if several or posts.role is not Role.ESTABLISHMENT or posts.cell != staff.cell:
            continue
        gap = ctx.document.folded[posts.quantity.span.end : staff.quantity.span.start]
        if _FILLED.fullmatch(gap) and _ONE_KIND.search(posts.indicator):
            yield _tick(ctx, staff, posts, explained=explained)


def _kind_by_kind(ctx: CheckContext, *, explained: bool) -> Iterator[Tick]:
    """行政编制9名,年末在职8人;事业编制6名,年末在职7人: 在职 is of one kind where the next has its own."""
    pairs: list[tuple[Claim, Claim, str]] = []
    for posts, staff in pairwise(ctx.claims):
        if posts.role is not Role.ESTABLISHMENT or posts.cell or staff.cell:
            continue
        kind = _ONE_KIND.search(posts.indicator)
        gap = ctx.document.folded[posts.quantity.span.end : staff.quantity.span.start]
        if kind and _FILLED_TOO.fullmatch(gap):
            pairs.append((posts, staff, kind.group()[:2]))
    for first, second in pairwise(pairs):
        gap = ctx.document.folded[first[1].quantity.span.end : second[0].quantity.span.start]
        if first[2] == second[2] or len(gap) > _NEAR or "。" in gap or "\n" in gap:
            continue
        for posts, staff, _ in (first, second):
            if not _PARTED.match(ctx.document.folded, staff.quantity.span.end):
                yield _tick(ctx, staff, posts, explained=explained)


def _tick(
    ctx: CheckContext,
    person: Claim | NumericCell,
    post: Claim | NumericCell,
    *,
    explained: bool,
) -> Tick:
    least, most = person.quantity.base.low, post.quantity.base.high
    over = least is not None and most is not None and least > most
    unit = post.quantity.unit
    a, b = in_unit(person.quantity, unit), in_unit(post.quantity, unit)
    return tick(
        "EST01",
        None if over and explained else not over,
        stated=person.quantity.text,
        expected=f"≤ {post.quantity.text}",
        working=f"{a} {'>' if over else '≤'} {b}",
        evidence=[
            ctx.evidence(person, EvidenceRole.STATED),
            ctx.evidence(post, EvidenceRole.COUNTERPART),
        ],
        facts={"indicator": person.indicator},
        stated_bounds=person.quantity.base,
        expected_bounds=post.quantity.base,
        confidence=0.8,
        constraint=replace(at_most((person.quantity,), post.quantity), promised=not explained),
    )

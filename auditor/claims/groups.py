"""Wholes and parts as a sentence states them: 其中, 包括, brackets, nesting, and plain lists.

A small stack parser over the claims and markers of one full sentence. What it can't tell apart
it reads charitably: a list that could end earlier ends where its sum holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from auditor.claims.clauses import Statement, hard_start
from auditor.claims.parts import (
    AVERAGE,
    OTHERS,
    SUMMED,
    TOTAL_WORD,
    but_own_total,
    planned,
    same_kind,
    three_public,
)
from auditor.claims.roles import states_level
from auditor.claims.unmarked import find_unmarked
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.language import complement_set, normal_form

_MARKER = re.compile(
    r"其中|另有|另外|此外|包括|包含|分别为|分别是|分为|(?<=[,元])由(?=[一-鿿]{2,14}\d)|(?<![包])含(?!义|金|量|有)|[;():]|(?<![一二三特优])等(?![奖级功次于候待距同额效])(?!(?<=[中高初]等)(?<![初高]中等)(?:职业|教育|院校|学校|专科|专业|技术|师范))|主要"
)
_NEW_TOTAL = re.compile(
    r"^(?:本年|全年|实际|当年|年度|预算|一般公共预算)?(?:总)?(?:收入|支出|结余|结转结余|年末结转和?结余|预算|决算)"
    r"(?:总计|合计|总额|预算|决算|完成|执行)?$|^年末|^全年|^实际(?:支出|完成)"
)
_COMPARED = re.compile(r"(?:占|比|较|高于|低于|超过|相当于)[^,;。、\d]{0,14}$")
_BASE = re.compile(r"的\s*\d[\d.]*\s*%")
"""Behind an amount: it is what a rate is measured by (为全年预算1300万元的92.31%)."""
_PARTIAL = re.compile(r"其中|含|主要|等")
_AMOUNT_LIST = re.compile(
    r"[一-鿿]{2,12}[\d.,]+ ?[一-鿿]{1,3}(?:,[一-鿿]{2,12}[\d.,]+ ?[一-鿿]{1,3}){1,8}"
)
"""行政83人,事业52人: names and amounts by turns."""


_SORTED = re.compile(r",按[一-鿿]{2,6}?(?:划分|统计|分类|分)(?:为|是)?")
_HOLDS = ("含", "包括", "包含")
_LIST = 3
"""Parts joined by 、 that make a list which a comma ends."""
_MARK = re.compile(r"[、,;:()]")
_ASIDE = ("另有", "另外", "此外")
_RESIDUAL = re.compile(r"结余|结转|剩余|节约")
_TAKEN_OFF = re.compile(r"(?:调|核|追|扣|压)减(?:了|额|数|资金|指标)?$|(?:收回|扣回)(?:了|资金)?$")
"""An amount that lessens the whole: 下达资金1.60万元，其中抚育补助调减2.40万元."""
_NESTED = re.compile(r"[一二三四1-4]级(?:绩效|评价)?指标$")
"""Each level holds the next: 指标15个，其中一级指标3个，二级指标7个，三级指标15个."""
_SUMMED_UP = re.compile(r"(?:总计|合计|共计)(?:为|达|是)?\s*$")


@dataclass(slots=True)
class _Open:
    whole: Claim
    inclusive: bool
    depth: int
    listed: bool = False
    """Whether a colon introduces the parts, so that ；parts one from the next."""
    interrupted: bool = False
    strange: bool = False
    """Whether an amount of another unit stood in the list: 接待费20万元，其中：接待403批次；…."""
    parts: list[Claim] = field(default_factory=list)
    open_list: bool = False
    told: tuple[Claim, ...] = ()
    """The amounts before the whole."""
    aside: int | None = None
    """How many parts stand before 另有: what follows is beside the list, unless the sum needs it."""
    twin: Claim | None = None
    """The amount right before the whole where one is planned and one is real: 预算20万元，决算12万元."""


def find_groups(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """All whole–parts groups of the statement; ``claims`` are the statement's, in order."""
    if len(claims) < 2:
        return
    claims = [claim for claim in claims if not _compared(statement, claim)]
    closed = _parse(statement, claims)
    seen = {group.whole.id for group in closed if group.parts}
    for group in (side for both in closed for side in _sides(both)):
        made = _close(statement, group)
        if made is not None:
            yield made
    yield from find_unmarked(statement, claims, seen)


def _compared(statement: Statement, claim: Claim) -> bool:
    """An amount that is only compared with (占合同价510万元的4.8%, 比任务500人多30人) is no part.

    Nor is an average a sum of averages.
    """
    if claim.quantity.comparator in ("<", "<=", ">", ">="):
        return True
    end = claim.quantity.span.end
    if AVERAGE.search(claim.indicator) or _BASE.match(statement.between(end, end + 12)):
        return True
    start = hard_start(statement, claim.quantity.span.start)
    return bool(_COMPARED.search(statement.between(start, claim.quantity.span.start)))


def _events(statement: Statement, claims: Sequence[Claim]) -> list[tuple[int, str, Claim | None]]:
    events: list[tuple[int, str, Claim | None]] = [
        (claim.quantity.span.start, "claim", claim) for claim in claims
    ]
    events.extend(
        (statement.span.start + match.start(), match.group(), None)
        for match in _MARKER.finditer(statement.masked)
    )
    return sorted(events, key=lambda event: event[0])


def _parse(statement: Statement, claims: Sequence[Claim]) -> list[_Open]:
    nest = _Nest(statement)
    for position, kind, claim in _events(statement, claims):
        if claim is not None:
            nest.last = nest.amount(claim) or nest.last
        elif kind in "();:":
            nest.punctuation(kind, position)
        elif kind in ("等", "主要"):
            if nest.stack:
                nest.stack[-1].open_list = True
        else:
            nest.marker(kind, position)
    return [*nest.closed, *reversed(nest.stack)]


class _Nest:
    """The groups that are open at one point of the statement, innermost last."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.stack: list[_Open] = []
        self.closed: list[_Open] = []
        self.last: Claim | None = None
        self.amounts: list[Claim] = []
        self.before: Claim | None = None
        self.depth = 0

    def amount(self, claim: Claim) -> Claim | None:
        """Put ``claim`` under the group that it belongs to; the claim if it states an amount."""
        stack, closed = self.stack, self.closed
        if not states_level(claim.role) or claim.quantity.dimension not in SUMMED:
            return None
        while stack and _new_total(stack[-1], claim):
            closed.append(stack.pop())
        while len(stack) > 1 and not _sibling(stack[-1], claim) and _sibling(stack[-2], claim):
            closed.append(stack.pop())
        if stack and stack[-1].interrupted and not _sibling(stack[-1], claim):
            closed.append(stack.pop())
        if stack and self._fits(stack[-1], claim):
            stack[-1].parts.append(claim)
        elif stack and not same_kind(stack[-1].whole, claim):
            stack[-1].strange = True
        self.amounts.append(claim)
        if claim is not self.last:
            self.before = self.last
        return claim

    def _open(self, whole: Claim, inclusive: bool, listed: bool) -> None:
        group = _Open(whole, inclusive, self.depth, listed, told=tuple(self.amounts))
        before = self.before
        if before and same_kind(whole, before) and planned(before) != planned(whole):
            group.twin = before
        self.stack.append(group)

    def _fits(self, group: _Open, claim: Claim) -> bool:
        """One unit, one year, and not in a bracket that only explains the part before it."""
        whole = group.whole
        if self.depth > group.depth or whole.period.year != claim.period.year:
            return False
        return same_kind(whole, claim) or _second_unit(whole, claim)

    def punctuation(self, kind: str, position: int) -> None:
        """Brackets open and close breakdowns; a ；closes or interrupts the innermost list."""
        stack = self.stack
        if kind == "(":
            self.depth += 1
            if self.last is not None and _breakdown(self.statement, self.last, position):
                self._open(self.last, inclusive=True, listed=True)
        elif kind == ")":
            while stack and stack[-1].depth >= self.depth > 0:
                self.closed.append(stack.pop())
            self.depth = max(self.depth - 1, 0)
        elif kind == ":":
            last = self.last
            if last is not None and last.indicator and self._introduced(last, position):
                self._open(last, inclusive=True, listed=True)
        elif len(stack) > 1 or (stack and stack[-1].strange and not stack[-1].parts):
            self.closed.append(stack.pop())
        elif stack and not stack[-1].listed and stack[-1].parts:
            stack[-1].interrupted = True

    def _introduced(self, last: Claim, position: int) -> bool:
        """Whether the colon stands right behind the amount, or behind 按类别分."""
        between = self.statement.between(last.quantity.span.end, position)
        return not between or bool(_SORTED.fullmatch(between))

    def marker(self, kind: str, position: int) -> None:
        """其中, 包括, 分别为: the last amount becomes a whole; 另有 ends its list."""
        stack, last = self.stack, self.last
        if kind in _ASIDE:
            if stack and stack[-1].parts and stack[-1].aside is None:
                stack[-1].aside = len(stack[-1].parts)
            return
        if kind.startswith("分别") and not _total_before(self.statement, last, position):
            return
        if kind == "由" and not _made_up_of(self.statement, last, position):
            return
        if last is not None and kind == "其中" and _RESIDUAL.search(last.indicator):
            last = self._divided(last, position)
        elif last is not None and kind in _HOLDS:
            last = self._holding(last, position)
        if last is not None and not (stack and stack[-1].whole is last):
            end = position + len(kind)
            listed = self.statement.between(end, end + 2).lstrip().startswith(":")
            self._open(last, kind != "其中", listed)
        elif stack and stack[-1].whole is last and kind == "其中":
            stack[-1].inclusive = False

    def _holding(self, last: Claim, position: int) -> Claim:
        """基本支出934万元、项目支出755万元；基本支出含人员经费…: what is named right before 含 is divided."""
        words = normal_form(self.statement.between(last.quantity.span.end, position).strip(",;、 "))
        if len(words) < 2:
            return last
        known = [c for c in self.amounts if c.indicator and c.indicator.endswith(words)]
        return known[-1] if known else last

    def _divided(self, last: Claim, position: int) -> Claim:
        """执行1799万元，结余83万元，其中基本支出执行…: the amount whose words the list takes up."""
        words = self.statement.between(position + 2, position + 14).lstrip(",:")
        if _RESIDUAL.search(words):
            return last
        known = [
            claim
            for claim in self.amounts
            if claim.indicator[-2:] in words and same_kind(claim, last) and claim is not last
        ]
        return known[-1] if known else last


def _made_up_of(statement: Statement, last: Claim | None, position: int) -> bool:
    """三公经费合计17.51万元，由公务用车…和公务接待…（构成）: right behind a total."""
    if last is None or statement.between(last.quantity.span.end, position) not in ("", ","):
        return False
    rest = statement.between(position, statement.span.end)
    return bool(TOTAL_WORD.search(last.context) or re.match(r"[^,;。]*(?:构成|组成)", rest))


def _new_total(group: _Open, claim: Claim) -> bool:
    """Whether the amount begins anew and is no part: 支出总计500万元，其中本年支出… is one."""
    if not _NEW_TOTAL.search(claim.indicator):
        return False
    if _sibling(group, claim):
        more = claim.quantity.base_value > group.whole.quantity.base_value
        return more and _SUMMED_UP.search(claim.context) is not None
    return bool(group.parts) or "总计" not in group.whole.context


def _total_before(statement: Statement, last: Claim | None, position: int) -> bool:
    """Whether 分别为 follows a number at once (共8个，分别为…) and not a noun of its own."""
    if last is None:
        return False
    between = statement.between(last.quantity.span.end, position).replace("其中", "")
    return not re.search(r"[一-鿿]", between) or ("," not in between and len(between) < 8)


def _breakdown(statement: Statement, last: Claim, position: int) -> bool:
    """Whether the bracket right behind an amount lists what it consists of: 22人（行政9人、事业13人）."""
    noun = statement.between(last.quantity.span.end, position)
    if not re.fullmatch(r"[一-鿿]{0,10}", noun):
        return False
    inside = statement.between(position + 1, statement.span.end).partition(")")[0]
    listed = "、" in inside or "+" in inside or inside.count(",") > 1
    listed = listed or bool(_AMOUNT_LIST.fullmatch(inside))
    return listed and not _PARTIAL.search(inside)


def _sibling(group: _Open, claim: Claim) -> bool:
    """Whether ``claim`` completes a known split together with a part of ``group``."""
    return any(complement_set((part.indicator, claim.indicator)) for part in group.parts)


def _second_unit(whole: Claim, part: Claim) -> bool:
    """Whether the part is counted in one of the units that the whole gives: 5680条（篇）."""
    a, b = whole.quantity.unit, part.quantity.unit
    if a is None or b is None or whole.quantity.dimension is not part.quantity.dimension:
        return False
    return "(" in a.name and b.name in re.split(r"[()]", a.name)


def _sides(group: _Open) -> list[_Open]:
    """The group once for what was planned and once for what is real, where its whole is told twice.

    Parts that don't say which they are belong to the whole that they add up to.
    """
    twin, parts = group.twin, group.parts[: group.aside]
    if twin is None or not parts or _adds_up(group.whole, parts):
        return [group]
    alike = [p for p in parts if planned(p) == planned(group.whole)]
    others = [p for p in parts if p not in alike]
    if alike and others:
        return [replace(group, parts=alike), replace(group, whole=twin, parts=others)]
    told = bool(others) or any(p.role is not Role.UNKNOWN for p in parts)
    added = total(p.quantity.base for p in parts)
    fits = added.overlaps(group.whole.quantity.base)
    if (others and told) or (not fits and added.overlaps(twin.quantity.base)):
        return [replace(group, whole=twin)]
    return [group]


def _close(statement: Statement, group: _Open) -> ClaimGroup | None:
    group = _beyond_rest(group)
    parts = but_own_total(statement, group.whole, _charitable(statement, group))
    if not parts or any(_TAKEN_OFF.search(part.indicator) for part in group.parts):
        return None
    labels = [part.indicator for part in parts]
    if all(_NESTED.search(label) for label in labels):
        return None
    known = complement_set(labels) or _exhausts(group, labels)
    listing = group.inclusive and not group.open_list and len(parts) >= 2
    kind = GroupKind.PARTITION if known or listing else GroupKind.SUBSET
    return ClaimGroup(
        id=f"{group.whole.id}-{kind.value}-{parts[0].quantity.span.start}",
        kind=kind,
        whole=group.whole.id,
        parts=tuple(part.id for part in parts),
        span=CharSpan(group.whole.quantity.span.start, parts[-1].quantity.span.end),
        open_list=group.open_list,
    )


def _beyond_rest(group: _Open) -> _Open:
    """支出17.38万元，节约3.62万元；其中…4.86万元、…12.52万元: what the parts give, not what is left."""
    if not _RESIDUAL.search(group.whole.context):
        return group
    added = total(part.quantity.base for part in group.parts)
    fitting = [
        c
        for c in group.told
        if same_kind(c, group.whole)
        and c.quantity.base.overlaps(added)
        and not _RESIDUAL.search(c.context)
    ]
    return replace(group, whole=fitting[-1]) if fitting and len(group.parts) > 1 else group


def _exhausts(group: _Open, labels: Sequence[str]) -> bool:
    """Lists that leave nothing out: closed by 其他, or the three kinds of 三公经费."""
    if group.open_list or len(labels) < 2:
        return False
    if OTHERS.search(labels[-1]):
        return True
    return three_public(group.whole, labels)


def _charitable(statement: Statement, group: _Open) -> list[Claim]:
    """The parts, cut after the shortest prefix of two or more whose sum is the whole.

    Only a comma, never 、, can end the list early.
    """
    for count in range(2, len(group.parts)):
        head = group.parts[:count]
        gap = statement.between(head[-1].quantity.span.end, group.parts[count].quantity.span.start)
        if not gap.lstrip().startswith((",", ";")):
            continue
        if _adds_up(group.whole, head):
            return head
    if group.aside is not None and not _adds_up(group.whole, group.parts):
        return group.parts[: group.aside]
    listed = _listed(statement, group.parts)
    if _LIST <= listed < len(group.parts) and not _adds_up(group.whole, group.parts):
        return group.parts[:listed]
    return group.parts


def _listed(statement: Statement, parts: Sequence[Claim]) -> int:
    """How many parts 、 joins before a comma goes on with something else: 甲…、乙…、丙…，不合格28批次."""
    for count, (a, b) in enumerate(pairwise(parts), start=1):
        mark = _MARK.search(statement.between(a.quantity.span.end, b.quantity.span.start))
        if mark is None or mark.group() != "、":
            return count if mark is not None and mark.group() == "," else len(parts)
    return len(parts)


def _adds_up(whole: Claim, parts: Sequence[Claim]) -> bool:
    return total(part.quantity.base for part in parts).overlaps(whole.quantity.base)

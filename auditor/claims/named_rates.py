"""Rates that their own name says the operands of: 发现隐患1128项，整改1121项，整改率99.38%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.claims.clauses import Statement
from auditor.claims.roles import states_level
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_OTHER_WORDS = {
    "整改": ("改正", "整治", "销号"),
    "利用": ("还田", "收储", "回收利用"),
    "办结": ("办复", "答复"),
    "核查": ("核实", "查实"),
    "覆盖": ("接受", "享受", "惠及", "纳入"),
}
"""Other words for what a rate counts, beside those of its own name."""
_DONE = re.compile(r"已|实际|实[一-鿿]|完成|上岗|到位|落实")
_QUALIFIED = re.compile(r"按时|按期|及时|一次|首次|准时|当场|限时|提前|优良|优秀|有效|直接")
"""Words that make a rate one of fewer things: 按时办结率 isn't 办结 over 受理."""
_NAMED_RATE = re.compile(r"([一-鿿]{2,6})率$|(满意)度$")
_NO_PART = re.compile(
    r"节约|节支|增长|下降|变动|溢价|结余|控制|流失|周转|负债|收益|贡献|增幅|降幅|升学|利用|差错|误差|发病|发案"
)
"""Rates that are no part over its whole."""
_ALL = re.compile(
    r"[一-鿿]{0,4}[,、]?(?:并|已|均|现)*(?:全部|全数|均已)(?P<done>[一-鿿]{2,6})[,、;]?(?:[一-鿿]{2,8}率)(?:达到?|为|均?为|实现)?$"
)
_WHOLE = 100


def grouped(kind: GroupKind, whole: Claim, parts: Sequence[Claim]) -> ClaimGroup:
    """A SHARE or RATIO group: the percentage and what it is of."""
    return ClaimGroup(
        id=f"{whole.id}-{kind.value}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
    )


def same_base(a: Claim, b: Claim) -> bool:
    """Whether both have a unit, and it converts."""
    left, right = a.quantity.unit, b.quantity.unit
    return left is not None and right is not None and left.base == right.base


def of_all(statement: Statement, rate: Claim, own: Sequence[Claim]) -> list[ClaimGroup]:
    """发现问题880个并全部解决，办结率100%: all of them, so one number over itself."""
    if rate.role is not Role.RATE or not own or not states_level(own[-1].role):
        return []
    name = _NAMED_RATE.search(rate.indicator)
    if name is None or _NO_PART.search(name.group()) or _QUALIFIED.search(rate.indicator):
        return []
    counted = own[-1]
    between = statement.between(counted.quantity.span.end, rate.quantity.span.start)
    found = _ALL.match(between)
    said = found is not None and any(
        found.group("done")[at : at + 2] in rate.indicator
        for at in range(len(found.group("done")) - 1)
    )
    if (
        found is None
        or not (said or rate.quantity.value == _WHOLE)
        or counted.quantity.dimension is Dimension.PERCENT
    ):
        return []
    return [grouped(GroupKind.RATIO, rate, (counted, counted))]


def by_name(rate: Claim, own: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """发现隐患1128项，整改1121项，整改率99.38%: the rate names what is over what."""
    match = _NAMED_RATE.search(rate.indicator)
    name = (match.group(1) or match.group(2)) if match is not None else ""
    if not name or rate.role is not Role.RATE:
        return
    other_words = next((w for known, w in _OTHER_WORDS.items() if known in name), ())
    if _NO_PART.search(name) and not other_words:
        return
    if "其中" in rate.context or _named_before(rate, name, own):
        return
    levels = [c for c in own if states_level(c.role)]
    due = _due(name, levels)
    if due is not None:
        yield grouped(GroupKind.RATIO, rate, due)
        return
    told = [name[at : at + 2] for at in range(len(name) - 1)]
    told.extend(pair[::-1] for pair in tuple(told))
    told.extend(other_words)
    named = {index: _named(told, levels[index]) for index in range(len(levels) - 1, 0, -1)}
    for index in sorted(named, key=lambda at: (-named[at], -at)):
        done = levels[index]
        if not named[index]:
            return
        if any(word not in done.context for word in _QUALIFIED.findall(rate.indicator)):
            return
        like = [c for c in reversed(levels[:index]) if same_base(c, done)]
        wholes = [c for c in like if _holds(c, done)]
        wholes = wholes or [c for c in like[:1] if c is levels[index - 1]]
        if wholes:
            yield grouped(GroupKind.RATIO, rate, (done, *wholes))
        return


def _due(name: str, levels: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """应安置28人，已上岗27人，安置率…: what was due, and the amount of its unit right behind it."""
    for due, done in pairwise(levels):
        if not same_base(due, done) or not _holds(due, done):
            continue
        named = any(f"应{name[at : at + 2]}" in due.context for at in range(len(name) - 1))
        if named and _DONE.search(done.context):
            return done, due
    return None


def _holds(whole: Claim, part: Claim) -> bool:
    """Whether ``whole`` can be as much as ``part``; 1500余份 holds 1523份."""
    most, least = whole.quantity.base.high, part.quantity.base.low
    return most is None or least is None or most >= least


def _named(told: Sequence[str], claim: Claim) -> int:
    """How many of the syllable pairs of a rate's name the claim's words have; none if negated."""
    said = claim.indicator + claim.head
    if re.search(rf"[不未无](?:{'|'.join(told)})", said):
        return 0
    return sum(pair in said for pair in told)


def _named_before(rate: Claim, name: str, own: Sequence[Claim]) -> bool:
    """Whether the sentence gave a rate of that name already: this one is of something else."""
    return any(c.role is Role.RATE and c.indicator.endswith(name[-2:] + "率") for c in own)

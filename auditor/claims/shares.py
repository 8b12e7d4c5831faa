"""Shares: which two amounts the percentage in 占…的 x% is the quotient of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from auditor.claims.clauses import Statement, hard_start
from auditor.claims.roles import states_level
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import Interval
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import complement_set, content_words, normal_form

OF = re.compile(r"占([^,;。、\d]{0,20}?)(?:的?(?:比例|比重)|的|比)?(?:达到?|为|约|的|\s)*$")
_ALL_OF = re.compile(r"总(?:户|人|件|家)?[数量]$")
_ACT = 2
_TELLING = 4
"""A name of so many characters is looked for in the whole text before."""
_WHOLE_WORDS = re.compile(r"^(?:总额|总数|全部|总量|总计|总人数|比|总|合计|其)?$")
_TOTAL = re.compile(r"总|(?<!公)共(?!同|青|产|建|享)|合计|实际支出|预算")
_STATED = re.compile(r"占([^,;。、\d]{0,20}?)(?P<amount>\d[\d.,]*)[^,;。、\d]{1,4}的$")
_DIVIDED = re.compile(r"([^,;。:]{4,40}?)(?:当?中|里|内),(?![^,;。]{0,6}(?:增|减|同比|较|比))")
_ACCOUNT = re.compile(r"(?:决算|执行)?(?:总额|总数|合计|金额)?数?$")
_SUM_OF = re.compile(
    r"^(?:总|全部|全年|本年|年度|当年|实际|累计|整体|部门整体|决算)*(?P<of>支出|收入)(?:总额|总数|合计|总计|决算|完成|数)*$"
)
"""What all that was spent, or came in, is called."""
_PLANS = frozenset({Role.INITIAL_BUDGET, Role.BUDGET, Role.TARGET, Role.PLAN})
_HUNDRED = Decimal(100)
_EACH = re.compile(r"分别(?:约|各)?占[^,;。\d]{0,14}$")


def find_share(
    statement: Statement,
    share: Claim,
    before: Sequence[Claim],
    wholes: Mapping[str, Claim],
    named: Sequence[Claim],
    earlier: Sequence[Claim] = (),
) -> ClaimGroup | None:
    """The SHARE group of ``share`` (占…的 x%): its part, and the wholes that it can be of.

    ``before`` are the claims before it, ``wholes`` what those are parts of, by their ids; ``named``
    the whole of a share before that named it; ``earlier`` the claims of all statements before.
    """
    clause = clause_of(statement, share)
    levels = [c for c in before if states_level(c.role) or c.role is Role.TARGET]
    if _STATED.search(clause):
        return _of_stated(share, levels, wholes)
    match = OF.search(clause)
    levels = [c for c in before if states_level(c.role)]
    if match is None or len(levels) < 2:
        return None
    subject = normal_form(clause[: match.start()])
    name = normal_form(match.group(1))
    if len(subject) == 1:
        return None
    if subject:
        parts = [c for c in levels if about(subject, c)][-1:]
    else:
        parts = _bare(statement, share, before, wholes, name)
    said = _said_first(statement, parts) if _WHOLE_WORDS.match(name) else ""
    found = [
        (part, of)
        for part in parts
        if (
            of := _told_before(said, part, earlier)
            if said
            else _wholes(statement, part, name, levels, wholes, named, earlier)
        )
    ]
    fitting = [(part, of) for part, of in found if any(quotient_fits(share, part, w) for w in of)]
    if not fitting and _WHOLE_WORDS.match(name):
        found = _but_siblings(statement, found, before, wholes)
    able = [(part, of) for part, of in found if _larger(part, of)]
    chosen = fitting or (found if len(parts) == 1 else able if len(able) == 1 else [])
    return make(GroupKind.SHARE, share, (chosen[0][0], *chosen[0][1])) if chosen else None


def _said_first(statement: Statement, parts: Sequence[Claim]) -> str:
    """三公经费支出决算中，甲费…，占70%；乙费…: what the sentence's first words name as divided."""
    if not parts:
        return ""
    words = statement.words(statement.span.start, parts[0].quantity.span.start)
    match = _DIVIDED.match(words.lstrip())
    return _ACCOUNT.sub("", normal_form(match.group(1))) if match is not None else ""


def _told_before(name: str, part: Claim, earlier: Sequence[Claim]) -> list[Claim]:
    """The amount of that name told last before the sentence, spent rather than planned."""
    for claim in reversed(earlier):
        # Its own part (公务接待费 in 三公经费) isn't it, so the name stands in the indicator.
        named = name in claim.indicator and claim.period.compatible(part.period)
        told = states_level(claim.role) and claim.role not in _PLANS
        if named and told and same_base(claim, part):
            return [claim]
    return []


def _share_behind(statement: Statement, amount: Claim, share: Claim) -> bool:
    """Whether ``share`` is that of the ``amount`` right before it (also 占,88.19%, so misprinted)."""
    between = statement.between(amount.quantity.span.end, share.quantity.span.start)
    return share.quantity.dimension is Dimension.PERCENT and between.strip(",、 ") == "占"


def _but_siblings(
    statement: Statement,
    found: Sequence[tuple[Claim, list[Claim]]],
    before: Sequence[Claim],
    wholes: Mapping[str, Claim],
) -> list[tuple[Claim, list[Claim]]]:
    """``found`` without wholes that have a share behind them themselves: 甲34元，占52%；乙31元，占48%.

    What 其中 divides stays a whole, its own share or not.
    """
    shared = {a.id for a, b in pairwise(before) if _share_behind(statement, a, b)}
    left = [
        (part, [c for c in of if c.id not in shared or c is wholes.get(part.id)])
        for part, of in found
    ]
    return [(part, of) for part, of in left if of]


def _bare(
    statement: Statement,
    share: Claim,
    before: Sequence[Claim],
    wholes: Mapping[str, Claim],
    name: str,
) -> list[Claim]:
    """What a share without a subject can be the share of: what stands before it, brackets aside.

    Behind a list (基本支出…，其中甲…、乙…，占…) that is its last part or the amount divided.
    """
    levels = [c for c in before if states_level(c.role)]
    while levels and _in_bracket(statement, levels[-1], share):
        levels.pop()
    if not levels:
        return []
    part = levels[-1]
    whole = wholes.get(part.id)
    listed = [c for c in before if whole is not None and wholes.get(c.id) is whole]
    if whole is None or len(listed) < 2 or (len(name) > 1 and about(name, whole)):
        return [part]
    shares = [c for c in before if c.role is Role.SHARE]
    if any(c.quantity.span.start > listed[-2].quantity.span.end for c in shares):
        return [part]
    return [part, whole]


def _in_bracket(statement: Statement, claim: Claim, share: Claim) -> bool:
    """Whether a bracket around ``claim`` is closed before ``share``."""
    between = statement.between(claim.quantity.span.end, share.quantity.span.start)
    return between.count(")") > between.count("(")


def quotient_fits(share: Claim, part: Claim, whole: Claim) -> bool:
    """Whether ``share`` is what its two amounts give, rounded or cut off."""
    return rate_fits(share, part.quantity.base.divide(whole.quantity.base))


def rate_fits(rate: Claim, quotient: Interval | None) -> bool:
    """Whether ``rate`` is 100 times ``quotient``, rounded or cut off."""
    return quotient is not None and rate.quantity.lenient.overlaps(quotient.scale(_HUNDRED))


def _wholes(
    statement: Statement,
    part: Claim,
    name: str,
    levels: Sequence[Claim],
    wholes: Mapping[str, Claim],
    named: Sequence[Claim],
    earlier: Sequence[Claim],
) -> list[Claim]:
    """What a share of ``part`` in what is called ``name`` can be of, the likeliest first."""
    if _WHOLE_WORDS.match(name):
        own = [wholes[part.id]] if part.id in wholes else []
        found = _larger(part, [*own, *named]) + _totals(part, levels)
        near = [c for c in _larger(part, levels) if statement.span.contains(c.quantity.span)]
        found += _larger(part, levels) if found or len(near) == 1 else []
    else:
        candidates = [c for c in reversed(levels) if _beyond(c, part)]
        found = [c for c in candidates if about(name, c)]
        if not found and len(name) >= _TELLING:
            found = [
                c
                for c in reversed(earlier)
                if same_base(c, part) and states_level(c.role) and c.indicator.endswith(name)
            ]
        found = found or _divided(part, name, levels, wholes, earlier)
        found = found or _acted_on(statement, part, name, levels, wholes)
    return list(dict.fromkeys(found))


def _divided(
    part: Claim,
    name: str,
    levels: Sequence[Claim],
    wholes: Mapping[str, Claim],
    earlier: Sequence[Claim],
) -> list[Claim]:
    """实际支出90万元。支出中，基本支出40万元，占总支出的…: the total divided, or any other one told."""
    whole, called = wholes.get(part.id), _SUM_OF.match(name)
    if whole is None or called is None or whole.role in _PLANS:
        return []
    total = _SUM_OF.match(whole.indicator)
    if total is None or total.group("of") != called.group("of"):
        return []
    named = [c for c in reversed(earlier) if name in c.indicator and same_base(c, part)]
    return [whole, *named, *(c for c in _larger(part, levels) if _beyond(c, part))]


def _acted_on(
    statement: Statement,
    part: Claim,
    name: str,
    levels: Sequence[Claim],
    wholes: Mapping[str, Claim],
) -> list[Claim]:
    """对96家企业全面检查，处罚12家，占检查总数的…: the one larger amount that 检查 stands behind."""
    act = _ALL_OF.sub("", name)
    if act == name or len(act) < _ACT:
        return []
    found = [
        c
        for c in _larger(part, levels)
        if _beyond(c, part)
        and c.id not in wholes
        and statement.span.contains(c.quantity.span)
        and act in statement.words(c.quantity.span.end, part.quantity.span.start)
    ]
    return found if len(found) == 1 else []


def _beyond(whole: Claim, part: Claim) -> bool:
    """Whether ``whole`` can be what ``part`` is a share of: not its sibling (基本支出, 项目支出)."""
    siblings = complement_set((part.indicator, whole.indicator))
    return whole is not part and same_base(whole, part) and not siblings


def find_respective(
    statement: Statement, claims: Sequence[Claim], split: Sequence[ClaimGroup]
) -> Iterator[ClaimGroup]:
    """基本支出…、项目支出…，分别占77.03%、22.97%: as many shares as parts, in their order."""
    shares = share_run(statement, claims)
    if len(shares) < 2:
        return
    if not _EACH.search(clause_of(statement, shares[0])):
        yield from _named_by_turns(statement, claims, shares)
        return
    by_id = {claim.id: claim for claim in claims}
    start = shares[0].quantity.span.start
    groups = [g for g in split if g.parts and all(p in by_id for p in (g.whole, *g.parts))]
    groups = [g for g in groups if by_id[g.parts[-1]].quantity.span.end <= start]
    if groups and len(groups[-1].parts) == len(shares):
        for share, part in zip(shares, groups[-1].parts, strict=True):
            yield make(GroupKind.SHARE, share, (by_id[part], by_id[groups[-1].whole]))


def share_run(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """占…的26.0%、45.4%和28.6%: a share and those that only 、 or 和 parts from it.

    Each is of another amount, so that none can be judged alone.
    """
    for index, claim in enumerate(claims):
        if claim.role is not Role.SHARE:
            continue
        run = [claim]
        for later in claims[index + 1 :]:
            gap = statement.between(run[-1].quantity.span.end, later.quantity.span.start)
            if later.quantity.dimension is not Dimension.PERCENT or gap.strip(" 、和及与,"):
                break
            run.append(later)
        if len(run) > 1:
            return run
    return []


def _named_by_turns(
    statement: Statement, claims: Sequence[Claim], shares: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """规模分别为86亿元、150亿元和95亿元，占总规模的26%、45%和29%: in the order of the amounts.

    Only within a sentence that states the whole too, by the name that the shares give it.
    """
    match = OF.search(clause_of(statement, shares[0]))
    start = shares[0].quantity.span.start
    levels = [c for c in claims if c.quantity.span.end <= start and states_level(c.role)]
    parts, before = levels[-len(shares) :], levels[: -len(shares)]
    if match is None or len(parts) < len(shares) or not all(same_base(parts[0], c) for c in parts):
        return
    words = statement.between(statement.span.start, parts[0].quantity.span.start)
    name = normal_form(match.group(1))
    wholes = [c for c in reversed(before) if same_base(c, parts[0]) and about(name, c)]
    if wholes and re.search(r"分别(?:为|是)?$", words):
        for share, part in zip(shares, parts, strict=True):
            yield make(GroupKind.SHARE, share, (part, wholes[0]))


def _of_stated(
    share: Claim, levels: Sequence[Claim], wholes: Mapping[str, Claim]
) -> ClaimGroup | None:
    """占预算7.5万元的87%: the base stands right before the share, the part before the base.

    Behind a list (其中运行费5万元，接待费1.5万元) it may be what was listed that is measured.
    """
    if len(levels) < 2:
        return None
    whole = levels[-1]
    parts = [c for c in levels[:-1] if same_base(c, whole) and c.sentence == share.sentence]
    if not parts:
        return None
    listed = wholes.get(parts[-1].id)
    if listed is not None and not quotient_fits(share, parts[-1], whole):
        return (
            make(GroupKind.SHARE, share, (listed, whole))
            if quotient_fits(share, listed, whole)
            else None
        )
    return make(GroupKind.SHARE, share, (parts[-1], whole))


def base_named(statement: Statement, share: Claim, whole: Claim) -> list[Claim]:
    """The whole of a share that names it (占项目支出的57%): the shares after it mean the same."""
    match = OF.search(clause_of(statement, share))
    named = match is not None and not _WHOLE_WORDS.match(normal_form(match.group(1)))
    return [whole] if named else []


def _larger(part: Claim, claims: Sequence[Claim]) -> list[Claim]:
    return [
        c
        for c in claims
        if c is not part
        and same_base(c, part)
        and c.quantity.span.end <= part.quantity.span.start
        and c.quantity.base_value > part.quantity.base_value
    ]


def _earlier(part: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Amounts before a part that none of them can hold: then one of the two is mistyped."""
    return [
        c
        for c in claims
        if c is not part and same_base(c, part) and c.quantity.span.end <= part.quantity.span.start
    ]


def _totals(part: Claim, levels: Sequence[Claim]) -> list[Claim]:
    """What an unnamed share can be of, nearest first: any total before the part."""
    before = list(reversed(levels))
    larger = _larger(part, before) or _earlier(part, before)
    totals = [c for c in larger if _TOTAL.search(c.context)]
    return [*totals, *(c for c in larger if c not in totals)] if totals else []


def about(name: str, claim: Claim) -> bool:
    """Whether ``claim`` is what ``name`` names: same words, or one phrase inside the other."""
    if not name or not claim.indicator:
        return False
    if name in claim.indicator or claim.indicator in name:
        return True
    words = set(content_words(name))
    if words and words <= set(content_words(claim.indicator)):
        return True
    return fuzz.ratio(name, claim.indicator) >= 80


def make(kind: GroupKind, whole: Claim, parts: Sequence[Claim]) -> ClaimGroup:
    """The group of ``kind`` with all its members in its span."""
    return ClaimGroup(
        id=f"{whole.id}-{kind.value}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
    )


def clause_of(statement: Statement, claim: Claim) -> str:
    """The comma clause up to the claim's number."""
    start = claim.quantity.span.start
    return statement.between(hard_start(statement, start), start)


def same_base(a: Claim, b: Claim) -> bool:
    """Whether the two are measured in units that convert into each other."""
    left, right = a.quantity.unit, b.quantity.unit
    return left is not None and right is not None and left.base == right.base

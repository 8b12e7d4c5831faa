"""Whether a claim and a cell that differ are surely about one thing: the charitable reading.

A link says that both are probably about one fact. Before a difference is called a contradiction
every innocent reading is tried: another scope, another subject, another part of the year, a part
instead of the whole, and a neighbour that the number belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import agree, implausible, quotient, significant_digits
from auditor.checks.base import CheckContext
from auditor.checks.elimination import column_of_list
from auditor.checks.telling import ACTS, GENERIC
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.compatibility import unit_fit
from auditor.linking.wording import labels_of
from auditor.tables.vocabulary import FUND_TOTAL

_NARROW = re.compile(
    r"其中|平均|人均|户均|亩均|均|每|单价|线上|线下|网上|夜间|首次|剩余|其余|另有|未完成|上半年|下半年|季度|年中追加|追加"
    r"|累计|总数|总量|存量|历年|历史|净增|净值|原值|余额|结余|结转|(?:市级|省级|中央|县级|区级)(?!及?以上)|自筹|收回|欠|初|重点|试点|空缺|缺编|超编|空编"
)
_TOTAL = re.compile(r"(?:合计|总计|小计|总额|年度资金总额)$")
_PART_OF_ALL = re.compile(r"项目支出|基本支出|专项资金|转移支付|人员经费|公用经费")
"""What a table's totals are limited to by its caption."""
_OWN_AVERAGE = re.compile(r"(?:平均)?(?:每)?[户人车亩村家次场]?均?")
"""发放补助365.80万元，户均2.22万元: an average of the amount before it."""
_MADE = frozenset({"新增", "增加", "扩建", "维修", "整治", "已", "实际", "全年"})
_BARE = re.compile(r"(?:实际)?(?:支出|投入|花费|使用)$")
_WHOLE_UNIT = re.compile(
    r"全年|本年|年度|当年|\d{4}年|部门|单位|总|决算|收入|资金|预算|累计|[我本][局院校镇]"
)
"""What makes 支出 the spending of the unit and not of the thing that the sentence tells of."""
_LEFT_OVER = re.compile(r"结转|结余|余额|欠款|尾款|未支付")
"""A part of what is left over is no amount of the year: 年末结余…，其中甲项目5万元."""
_WIDE = re.compile(r"累计|总数|总量|存量|达到?$|增至|共有|现有")
_SPENT = re.compile(r"(?<=[一-鿿]{2})(?:经费|费用|支出|费)$")
"""What makes a thing its cost: 公务接待, 公务接待费."""
_STAGES = (Role.INITIAL_BUDGET, Role.BUDGET, Role.FINAL)
_LONG = 6
"""A label of so many characters names its thing whatever stands before it."""
_MANNER = re.compile(r"依托|通过|利用|结合|围绕|按照|根据|联合|会同|委托|采取|依据")
"""Words that open a phrase of manner, which narrows nothing: 依托教师中心组织教师培训."""
_PART_YEAR = re.compile(
    r"(?<!\d)(?:1[01]|[1-9])月(?:底|末|份|\d{1,2}日)?|上半年|前[一二三]季度|[一二三]季度|[一二三]季末|年中(?!追加)"
)
_CAUSE = re.compile(r"因[灾病公火旱伤残](?=死|伤|亡|致|受|损|返)")
"""因灾死亡人数 counts none of those whom accidents killed."""
_BOTH_SIDES = re.compile(r"收入[、和与及]?支出|收支")
"""What a table of all money is called; 收入 in it is no topic of its own."""
_OTHER_TOPIC = re.compile(
    r"采购|资产|负债|三公|公务接待|公务用车|债券|贷款|基金|非税|罚没|产值|销售|营业|收费|医疗|票据|纳税|税收|保费|会费"
    r"|工会|党费|食堂|收入(?!性质)|专项债|社保|医保|公积金|捐赠|合同|招标|概算|投资额"
)


def surely_about(
    ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell, spare: int = 0
) -> bool:
    """Whether a difference between ``claims`` (their sum) and ``cell`` is a contradiction.

    ``spare`` is how many words an amount of money may have that the label hasn't.
    """
    if narrower(ctx, claims, cell) or not _same_words(ctx, claims, cell, spare):
        return False
    return worded_otherwise(ctx, claims, cell)


def worded_otherwise(ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell) -> bool:
    """Whether nothing but their words speaks against ``claims`` and ``cell`` being about one thing."""
    planned = any(claim.role in (Role.TARGET, Role.PLAN) for claim in claims)
    if planned and cell.role is not Role.TARGET:
        return False
    lead = claims[0]
    if of_a_thing(ctx, lead) or _OWN_AVERAGE.fullmatch(lead.indicator):
        return False
    if _part_of_the_year(ctx, lead, cell) or (len(claims) > 1 and _one_addend(claims, cell)):
        return False
    cause = _CAUSE.match(cell.indicator)
    if cause is not None and cause.group() not in ctx.place_of(lead):
        return False
    if _fund_total(cell) and (
        _OTHER_TOPIC.search(ctx.place_of(lead))
        or (len(claims) == 1 and implausible(lead.quantity.base_value, cell.quantity.base_value))
    ):
        return False
    return not (_at_home_elsewhere(ctx, claims, cell) or _taken(ctx, claims, cell))


def of_a_thing(ctx: CheckContext, claim: Claim) -> bool:
    """Whether a bare 支出 is what one thing cost: 修缮纪念广场1800平方米，支出28.6万元."""
    return bool(_BARE.match(claim.indicator)) and not _WHOLE_UNIT.search(_before(ctx, claim))


def _one_addend(claims: Sequence[Claim], cell: NumericCell) -> bool:
    """Whether the cell is about one of several neighbours, by its words or its number."""
    if any(agree(claim.quantity, cell.quantity).ok for claim in claims):
        return True
    each = [set(content_words(claim.indicator)) for claim in claims]
    shared = set.intersection(*each) | set(content_words(claims[0].indicator)[:1])
    label = set(content_words(cell.indicator))
    return any((words - shared) & label for words in each)


def _fund_total(cell: NumericCell) -> bool:
    return cell.block is TableKind.FUNDS and bool(FUND_TOTAL.search(cell.indicator))


def _before(ctx: CheckContext, claim: Claim) -> str:
    """The words of the sentence up to the claim."""
    return ctx.document.folded[claim.sentence.start : claim.quantity.span.start]


def _part_of_the_year(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """截至6月底拨付… states no figure of the whole year."""
    shown = "".join((*cell.row_path, *cell.col_path))
    found = _PART_YEAR.search(_before(ctx, claim))
    whole = re.search(r"1?12月(?:31日|底|末)", _before(ctx, claim))
    return bool(found) and not whole and not _PART_YEAR.search(shown)


def narrower(ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell) -> bool:
    """Whether one side is narrowed (其中, 人均, 累计, 市级) in a way that the other isn't."""
    shown = "".join((*cell.row_path, *cell.col_path, cell.indicator))
    for claim in claims:
        phrase = ctx.document.folded[claim.indicator_span.start : claim.quantity.span.start]
        planned = claim.role is cell.role is Role.TARGET
        same = _one_name(claim.indicator.removeprefix("其中"), cell.indicator)
        whole = ctx.wholes.get(claim.id)
        if whole is not None and any(w not in shown for w in _LEFT_OVER.findall(whole.indicator)):
            return True
        known = shown + "其中" + ("初" if planned else "")
        if any(found not in known for found in _NARROW.findall(phrase + claim.head)):
            return True
        listed = claim.context.lstrip().startswith("其中") or phrase.startswith("其中")
        if listed and not same:
            return True
    if len(claims) == 1 and _is_stock(claims[0], cell):
        return True
    said = "".join(claim.context for claim in claims) + ctx.place_of(claims[0])
    return any(found not in said for found in _NARROW.findall(cell.indicator))


def _one_name(phrase: str, label: str) -> bool:
    """Whether both name one thing, words of money and its stages apart: 基本支出执行 / （一）基本支出."""
    if _SPENT.sub("", normal_form(phrase)) == _SPENT.sub("", normal_form(label)):
        return True
    wanted = _specific(content_words(label))
    return bool(wanted) and wanted == _specific(content_words(phrase))


def _specific(words: Sequence[str]) -> set[str]:
    return {word for word in words if word not in GENERIC and not word.isnumeric()}


def _covered(words: set[str], by: set[str], text: str = "") -> set[str]:
    return {
        w
        for w in words
        if w in by or w in text or any(len(o) > 1 and (o in w or w in o) for o in by)
    }


def _same_words(ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell, spare: int) -> bool:
    """Whether label and claim name each other's specific words, or nothing else can be meant."""
    return any(_fits_label(ctx, claims, cell, label, spare) for label in labels_of(cell))


def _fits_label(
    ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell, label: str, spare: int
) -> bool:
    lead = claims[0]
    wanted = _specific(content_words(label))
    each = [set(content_words(claim.indicator)) for claim in claims]
    own = set.intersection(*each) or set.union(*each)
    said = {w for claim in claims for w in content_words(claim.context)} | own
    around = ctx.place_of(lead)
    missing = wanted - _covered(wanted, said, around)
    places = {w for part in (*cell.row_path, *cell.col_path) for w in content_words(part)}
    caption = next((t.table.caption for t in ctx.tables if t.table.id == cell.table_id), "")
    extra = _specific(tuple(own)) - _covered(
        _specific(tuple(own)), places | wanted, f"{cell.indicator}{cell.subject or ''}"
    )
    if lead.quantity.dimension is Dimension.MONEY:
        return not missing and len(extra) <= spare and _topic_told(ctx, lead, cell, caption)
    extra -= ACTS
    tail = normal_form(label)
    manner = _MANNER.match(lead.indicator) or len(tail) >= _LONG
    if manner and lead.indicator.endswith(tail):
        extra = set()
    if missing - ACTS:
        return _unmistakable(ctx, lead, cell) and len(extra) <= 1 and not _own_rate(ctx, lead)
    return len(extra) * 2 <= max(len(_specific(tuple(own))), 1)


def _is_stock(claim: Claim, cell: NumericCell) -> bool:
    """Whether the label says what was done (改造基层社) and the claim only what there is (基层社18家)."""
    wanted = set(content_words(cell.indicator))
    said = set(content_words(claim.context)) | set(content_words(claim.indicator))
    return bool(wanted & ACTS) and claim.indicator in wanted and not said & (ACTS | _MADE)


def _topic_told(ctx: CheckContext, claim: Claim, cell: NumericCell, caption: str) -> bool:
    """A table about one thing (政府采购情况表) is only spoken of where that thing is named."""
    topics = _OTHER_TOPIC.findall(_BOTH_SIDES.sub("", caption))
    said = ctx.place_of(claim) + ctx.title_of(claim.section)
    if _TOTAL.match(cell.indicator):
        topics += _PART_OF_ALL.findall(caption)
    return all(topic in said for topic in topics)


def _unmistakable(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether the claim's phrase fits one label only, and no other claim has the phrase."""
    phrase = normal_form(claim.indicator)
    if len(phrase) < 2:
        return False
    labels = {
        n.indicator
        for n in ctx.cells.values()
        if phrase[-4:] in n.indicator and unit_fit(claim.quantity, n.quantity) is not None
    }
    others = [
        c
        for c in ctx.claims
        if phrase[-4:] in c.indicator
        and c.quantity.base_value != claim.quantity.base_value
        and c.role not in (Role.TARGET, Role.PLAN, Role.PRIOR)
    ]
    return len(labels) == 1 and phrase[-4:] in cell.indicator and not others


def _own_rate(ctx: CheckContext, claim: Claim) -> bool:
    """Whether the sentence gives what the rate is of, and they fit: then it is that subject's."""
    return any(
        group.whole == claim.id
        and (found := quotient(*(ctx.by_id[part].quantity for part in group.parts[:2]))) is not None
        and claim.quantity.lenient.overlaps(found)
        for group in ctx.groups
        if group.kind is GroupKind.RATIO
    )


def _at_home_elsewhere(ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell) -> bool:
    """Whether another cell about something named alike holds the claim's number."""
    lead = claims[0]
    if len(claims) > 1 or lead.role is Role.TARGET:
        return False
    words = _specific(content_words(lead.indicator)) or set(content_words(lead.context))
    for other in ctx.cells_like(lead.quantity):
        if other is cell or other.role in (Role.WEIGHT, Role.TARGET):
            continue
        if (other.role is Role.SCORE) != (cell.role is Role.SCORE):
            continue
        same_row = (other.table_id, other.row) == (cell.table_id, cell.row)
        if same_row and not other.period.compatible(lead.period):
            continue
        if same_row and other.role is not cell.role and column_of_list(ctx, lead, cell):
            continue
        if other.quantity.dimension is not cell.quantity.dimension:
            continue
        elsewhere = other.role is not cell.role or other.block is TableKind.INDICATORS
        if elsewhere and lead.role is cell.role in _STAGES:
            continue
        if not agree(lead.quantity, other.quantity).ok or _trivial(lead):
            continue
        named = _specific(content_words(other.indicator + "".join(other.col_path)))
        if same_row or _covered(words, named, other.indicator):
            return True
    return False


def _trivial(claim: Claim) -> bool:
    """One-digit numbers and round percentages agree by chance."""
    return significant_digits(claim.quantity.value) < 2


def _taken(ctx: CheckContext, claims: Sequence[Claim], cell: NumericCell) -> bool:
    """Whether another claim, worded otherwise or part of another whole, is what the row states."""
    lead = claims[0]
    ids = {claim.id for claim in claims}
    place = (cell.table_id, cell.row)
    if lead.role is cell.role is Role.TARGET:
        told = {c for k in ctx.links if (k.table_id, k.row) == place for c in k.claim_ids}
        return any(
            c.id not in ids
            and _sets(c, cell, lead)
            and not (c.id in told and _named(c, lead, cell))
            for c in ctx.claims
        )
    row = [
        n
        for n in ctx.rows.get((cell.table_id, cell.row), ())
        if n.role not in (Role.WEIGHT, Role.TARGET)
        and n.quantity.dimension is cell.quantity.dimension
        and n.period.compatible(lead.period)
        and (n.role is cell.role or cell.block is not TableKind.INDICATORS)
        and (n.role is cell.role or lead.role is not cell.role)
    ]
    return any(
        claim.id not in ids and _other_fact(ctx, lead, claim) and not _nearer(ctx, lead, claim, n)
        for n in row
        for claim in _stating(ctx, n)
    )


def _named(a: Claim, b: Claim, cell: NumericCell) -> bool:
    """Whether both name a telling word of the label: then they tell one target, once with a slip."""
    words = _specific(content_words(cell.indicator)) - ACTS
    return all(words & set(content_words(c.indicator)) for c in (a, b))


def _sets(claim: Claim, cell: NumericCell, lead: Claim) -> bool:
    """Whether ``claim`` sets the very mark of the cell, for something else than ``lead`` does."""
    if claim.role is not Role.TARGET or claim.quantity.base_value != cell.quantity.base_value:
        return False
    known = unit_fit(claim.quantity, cell.quantity) is not None
    return known and normal_form(claim.indicator) != normal_form(lead.indicator)


def _stating(ctx: CheckContext, cell: NumericCell) -> Iterator[Claim]:
    """Claims that agree with the cell and name its specific words."""
    wanted = _specific(content_words(cell.indicator))
    for claim in ctx.claims_like(cell.quantity):
        if claim.cell is not None or claim.role in (Role.TARGET, Role.PLAN, Role.PRIOR):
            continue
        if claim.quantity.comparator:
            continue
        if unit_fit(claim.quantity, cell.quantity) is None or claim.quantity.unit is None:
            continue
        if claim.quantity.dimension is not cell.quantity.dimension:
            continue
        if not (states_level(claim.role) or claim.role in (Role.RATE, Role.SCORE)):
            continue
        if not agree(claim.quantity, cell.quantity).ok:
            continue
        said = set(content_words(claim.indicator)) | set(content_words(claim.context))
        if len(_covered(wanted, said, _before(ctx, claim))) * 2 >= len(wanted):
            yield claim


def _nearer(ctx: CheckContext, lead: Claim, other: Claim, cell: NumericCell) -> bool:
    """Whether ``lead`` counts by every word of the label and ``other`` only by some of them.

    Rates and amounts of one name are taken by many (满意度 of a survey, of a poll).
    """
    if lead.quantity.dimension in (Dimension.PERCENT, Dimension.MONEY):
        return False
    wanted = _specific(content_words(cell.indicator))
    named = [
        _covered(wanted, set(content_words(claim.indicator)), claim.indicator)
        for claim in (lead, other)
    ]
    said = set(content_words(other.context))
    return named[0] == wanted != named[1] | _covered(wanted, said, _before(ctx, other))


def _things(claim: Claim) -> set[str]:
    """What a phrase speaks of, what was done with it aside; nothing for less than two words.

    对水库开展维修养护, 完成水库的维修养护: one fact.
    """
    words = {w for w in _specific(content_words(claim.indicator)) - ACTS - _MADE if len(w) > 1}
    return words if len(words) > 1 else set()


def _of_one_size(a: Claim, b: Claim) -> bool:
    low, high = sorted(abs(c.quantity.base_value) for c in (a, b))
    return high * 2 <= low * 3


def _other_fact(ctx: CheckContext, lead: Claim, other: Claim) -> bool:
    """Whether ``other`` speaks of another fact than ``lead``: other words, or another whole."""
    if normal_form(lead.indicator) != normal_form(other.indicator):
        return not (_things(lead) == _things(other) != set() and _of_one_size(lead, other))
    mine, theirs = ctx.wholes.get(lead.id), ctx.wholes.get(other.id)
    if mine is None or theirs is None:
        return False
    return not mine.quantity.base.overlaps(theirs.quantity.base)

"""EVI05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.score_bands import banded_scores
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain

_N = r"\d+(?:\.\d+)?"
_STEP = re.compile(
    rf"每(?:超过?|超出|高于?|高出|低于?|增加|减少|下降|降低|差|少|多|偏离)?(?:目标|指标|计划)?值?(?P<step>{_N})?个?(?:百分点|%)的?,?(?:扣减?|减)(?P<points>{_N})分"
)
_WITHIN = re.compile(
    rf"(?P<limit>{_N})%(?:\(含\))?(?:以内|以下|及以下|之内)(?:\(含\))?的?[^。;\d]{{0,6}}(?:满分|{_N}分)"
    rf"|(?:≤|<=|不超过|小于等于|小于或等于)(?P<limit2>{_N})%的?[^。;\d]{{0,6}}(?:满分|{_N}分)"
)
_AT_LEAST = re.compile(
    rf"(?P<limit>{_N})%(?:\(含\))?(?:以上|及以上)(?:\(含\))?的?[^。;\d]{{0,6}}(?:满分|{_N}分)"
    rf"|(?:≥|>=|不低于|达到?|大于等于)(?P<limit2>{_N})%的?[^。;\d]{{0,6}}(?:满分|{_N}分)"
)
_SHORT = re.compile(r"低|下降|差|少")
_UP = re.compile(r"不足(?:1|一)个?(?:百分点|%)的?,?(?:均)?按(?:1|一)个")
_DOWN = re.compile(r"不足(?:1|一)个?(?:百分点|%)的?,?不(?:扣|计)")
_RATE = re.compile(
    rf"(?:率|=|为|达到?)\s?(?P<rate>-?{_N})%(?!\s?(?:\(含\)|以内|以下|以上|及以|的?[,，]?(?:计|得)))"
)
_TAKEN = re.compile(rf"(?<!应)得(?:分)?(?:为)?\s?(?P<score>{_N})\s?分")
_AIM = re.compile(rf"目标值?(?:为|是)?\s?(?:≥|>=)?(?P<limit>{_N})%")
_GOT = re.compile(rf"(?:结果|实际(?:值|完成值?|达到)?|完成值)(?:为|是|达到?)?\s?(?P<rate>{_N})%")
_FULL = re.compile(rf"(?:分值|满分|标准分|权重)(?:为)?\s?(?P<full>{_N})\s?分")


@dataclass(frozen=True, slots=True)
class _Item:
    rate: Decimal
    limit: Decimal
    above: bool
    step: Decimal
    points: Decimal
    full: Decimal
    score: Decimal
    place: CharSpan
    rule: CharSpan


@check(id="EVI05", family=Family.EVIDENCE, severity=Severity.HIGH)
def score_breaks_its_rule(ctx: CheckContext) -> Iterator[Tick]:
    """得分与文中写明的扣分规则不符。

    ## 检查内容
    同一段写明“×%以内得满分，每超过1个百分点扣×分”一类规则、实际比率、分值和得分时，按规则算出的得分是否等于所写得分；
    评分标准按区间计分（“0-10%（含），计4分；…；大于30%不得分”）的，正文同名比率所计得分是否合于所在区间。
    ## 为何重要
    规则和数字都由单位自己写出，得分不符说明多计或少计了分。
    ## 违反示例
    预算调整率=46.00/400.00×100%=11.50%。调整率5%（含）以内得满分，每超过1个百分点扣0.5分，不足1个百分点按1个百分点计。该项分值5分，得4.5分。
    ## 符合示例
    预算调整率=46.00/400.00×100%=11.50%。调整率5%（含）以内得满分，每超过1个百分点扣0.5分，不足1个百分点按1个百分点计。该项分值5分，得1.5分。
    ## 局限
    规则、比率、分值、得分须在同一段；按区间计分的，标准须写明比率名称、不少于三个区间，比率恰在界限上的不判断；没有写明不足1个百分点如何处理的，进位、舍去、按比例任一成立即视为相符。
    """
    yield from _by_bands(ctx)
    for start, text in _paragraphs(ctx):
        item = _item(text, start)
        if item is None:
            continue
        possible = _scores(item, text)
        ok = any(abs(value - item.score) < Decimal("0.005") for value in possible)
        shown = plain(possible[0])
        over = abs(item.rate - item.limit)
        yield tick(
            "EVI05",
            ok,
            stated=f"{plain(item.score)}分",
            expected=f"{shown}分",
            working=f"{plain(item.rate)}% ↔ {plain(item.limit)}%: {plain(over)} ÷ {plain(item.step)} × {plain(item.points)}; {plain(item.full)} → {shown} {'=' if ok else '≠'} {plain(item.score)}",
            evidence=(
                ctx.evidence(item.place, EvidenceRole.STATED, "得分"),
                ctx.evidence(item.rule, EvidenceRole.COMPUTED_FROM, "扣分规则"),
            ),
            facts={"rate": f"{plain(item.rate)}%", "limit": f"{plain(item.limit)}%"},
            confidence=0.85,
        )


def _by_bands(ctx: CheckContext) -> Iterator[Tick]:
    """控制率=47.16%，计5分 against 0-10%（含），计4分；…；大于30%不得分 in the form."""
    for item in banded_scores(ctx.document.folded):
        ok = item.score == item.band.points
        shown, sign = plain(item.band.points), "=" if ok else "≠"
        yield tick(
            "EVI05",
            ok,
            stated=f"{plain(item.score)}分",
            expected=f"{shown}分",
            working=f"{plain(item.rate)}% ∈ {item.band.text}: {shown} {sign} {plain(item.score)}",
            evidence=(
                ctx.evidence(item.place, EvidenceRole.STATED, "得分"),
                ctx.evidence(item.rule, EvidenceRole.COMPUTED_FROM, "计分规则"),
            ),
            facts={"rate": f"{plain(item.rate)}%", "limit": item.band.text},
            confidence=0.85,
        )


def _paragraphs(ctx: CheckContext) -> Iterator[tuple[int, str]]:
    spans: dict[int, CharSpan] = {}
    for sentence in ctx.document.sentences:
        known = spans.get(sentence.paragraph)
        start = known.start if known else sentence.span.start
        spans[sentence.paragraph] = CharSpan(start, sentence.span.end)
    for span in spans.values():
        text = span.cut(ctx.document.folded)
        if "每" in text and "扣" in text and len(text) < 1_000:
            yield span.start, text


def _item(text: str, start: int) -> _Item | None:
    """The one rule of the paragraph with everything that it needs; ``None`` otherwise."""
    steps = list(_STEP.finditer(text))
    if len(steps) != 1:
        return None
    step = steps[0]
    within = _WITHIN.search(text, 0, step.start())
    at_least = _AT_LEAST.search(text, 0, step.start())
    limit = within or at_least
    taken = list(_TAKEN.finditer(text, step.end()))
    full = _FULL.search(text)
    if limit is None and full is not None and taken:
        return _off_target(text, start, step, taken[-1], Decimal(full.group("full")))
    if limit is None or (within and at_least) or not taken or full is None:
        return None
    rates = list(_RATE.finditer(text, 0, limit.start()))
    if not rates or not Decimal(step.group("step") or 1):
        return None
    score = taken[-1]
    return _Item(
        rate=Decimal(rates[-1].group("rate")),
        limit=Decimal(limit.group("limit") or limit.group("limit2")),
        above=limit is within,
        step=Decimal(step.group("step") or 1),
        points=Decimal(step.group("points")),
        full=Decimal(full.group("full")),
        score=Decimal(score.group("score")),
        place=CharSpan(start + score.start(), start + score.end()),
        rule=CharSpan(start + limit.start(), start + step.end()),
    )


def _off_target(
    text: str, start: int, step: re.Match[str], taken: re.Match[str], full: Decimal
) -> _Item | None:
    """每低于目标值1个百分点扣0.5分。满意度目标90%，调查结果87%，权重10分，得9.5分: the rule first."""
    aim = _AIM.search(text, step.end(), taken.start())
    got = _GOT.search(text, aim.end(), taken.start()) if aim else None
    if aim is None or got is None or not _SHORT.search(step.group()):
        return None
    if not Decimal(step.group("step") or 1) or len(list(_TAKEN.finditer(text, step.end()))) > 1:
        return None
    return _Item(
        rate=Decimal(got.group("rate")),
        limit=Decimal(aim.group("limit")),
        above=False,
        step=Decimal(step.group("step") or 1),
        points=Decimal(step.group("points")),
        full=full,
        score=Decimal(taken.group("score")),
        place=CharSpan(start + taken.start(), start + taken.end()),
        rule=CharSpan(start + step.start(), start + step.end()),
    )


def _scores(item: _Item, text: str) -> list[Decimal]:
    """The scores that the rule allows, the likeliest first."""
    over = item.rate - item.limit if item.above else item.limit - item.rate
    steps = max(over, Decimal(0)) / item.step
    up = steps.to_integral_value(ROUND_CEILING)
    down = steps.to_integral_value(ROUND_FLOOR)
    if _UP.search(text):
        counted = [up]
    elif _DOWN.search(text):
        counted = [down]
    else:
        counted = [up, down, steps]
    return [max(item.full - count * item.points, Decimal(0)) for count in counted]

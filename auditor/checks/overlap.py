"""Whether the parts of a list can overlap, so that their sum may exceed the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.checks.amounts import digit_repair
from auditor.checks.base import CheckContext
from auditor.core.claim import Claim
from auditor.language import disjoint

_OVERLAPPING = re.compile(
    r"女|党员|少数民族|岁|学历|本科|硕士|博士|职称|高级|中级|专业|脱贫|低保|残疾|退役|困难|老年|青年|未成年|农村|城镇"
    r"|重点|夜间|专项|线上|首次|新|骨干|优秀|留守|流动"
)
"""Attributes that one person or thing may have together with others."""
_RUNNING = re.compile(r"累计|增至")
"""A running total holds the part before it: 上半年开放4处、年底累计开放10处."""


def apart(ctx: CheckContext, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether parts whose sum exceeds the whole can't overlap.

    Kinds that exclude each other, or a list of three and more that one mistyped digit explains.
    """
    if any(_RUNNING.search(part.context) for part in parts[1:]):
        return False
    labels = [part.indicator for part in parts]
    if disjoint(labels):
        return True
    if distinct(ctx, parts):
        return True
    alike = _one_noun(labels)
    if not alike and (len(parts) < 3 or any(_OVERLAPPING.search(label) for label in labels)):
        return False
    least = 2 if len(parts) > 2 else 3
    return digit_repair(whole.quantity, [part.quantity for part in parts], least=least)


def distinct(ctx: CheckContext, parts: Sequence[Claim]) -> bool:
    """Whether the parts are kinds of one thing by their wording: 主管、支管; 对工矿企业执法、对危化企业执法.

    Labels with their last character in common, joined by 、 alone, and none of an attribute that
    overlaps others.
    """
    labels = [part.indicator for part in parts]
    if len(labels) < 2 or len(set(labels)) < len(labels) or min(map(len, labels)) < 2:
        return disjoint(labels)
    if any(_OVERLAPPING.search(label) for label in labels):
        return disjoint(labels)
    joined = all(
        ctx.document.folded[a.quantity.span.end : b.indicator_span.start].strip() == "、"
        for a, b in pairwise(parts)
    )
    return (joined and len({label[-1] for label in labels}) == 1) or disjoint(labels)


def _one_noun(labels: Sequence[str]) -> bool:
    """Whether the labels are kinds of one noun: 国内公证, 涉外公证; 技术输出, 技术吸纳."""
    tails, heads = {label[-2:] for label in labels}, {label[:2] for label in labels}
    one = len(tails) == 1 or (len(heads) == 1 and len({len(label) for label in labels}) == 1)
    return one and len(set(labels)) == len(labels) and min(map(len, labels)) > 2


def nothing_larger(ctx: CheckContext, whole: Claim, part: Claim) -> bool:
    """Whether no other amount before the part, in its sentence, is large enough to hold it."""
    return not any(
        c.quantity.base_value >= part.quantity.base_value
        for c in ctx.claims
        if c.quantity.dimension is part.quantity.dimension
        and c.quantity.span.end <= part.quantity.span.start
        and c.cell == whole.cell
        and c.sentence == part.sentence
    )

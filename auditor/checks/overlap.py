"""Whether the parts of a list can overlap, so that their sum may exceed the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.checks.amounts import digit_repair
from auditor.core.claim import Claim
from auditor.language import disjoint

_OVERLAPPING = re.compile(
    r"女|党员|少数民族|岁|学历|本科|硕士|博士|职称|高级|中级|专业|脱贫|低保|残疾|退役|困难|老年|青年|未成年|农村|城镇"
    r"|重点|夜间|专项|线上|首次|新|骨干|优秀|留守|流动"
)
"""Attributes that one person or thing may have together with others."""


def apart(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether parts whose sum exceeds the whole can't overlap.

    Kinds that exclude each other, or a list of three and more that one mistyped digit explains.
    """
    labels = [part.indicator for part in parts]
    if disjoint(labels):
        return True
    alike = _one_noun(labels)
    if not alike and (len(parts) < 3 or any(_OVERLAPPING.search(label) for label in labels)):
        return False
    least = 2 if len(parts) > 2 else 3
    return digit_repair(whole.quantity, [part.quantity for part in parts], least=least)


def _one_noun(labels: Sequence[str]) -> bool:
    """Whether the labels are kinds of one noun: 国内公证, 涉外公证; 技术输出, 技术吸纳."""
    tails, heads = {label[-2:] for label in labels}, {label[:2] for label in labels}
    one = len(tails) == 1 or (len(heads) == 1 and len({len(label) for label in labels}) == 1)
    return one and len(set(labels)) == len(labels) and min(map(len, labels)) > 2

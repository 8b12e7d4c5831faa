"""YEA03."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_HAN = re.compile(r"[一-鿿]*")
_PLACE = re.compile(r"[省市州县区旗镇乡]")
_LEAST = 8
_EDGE = 4
"""Characters that both forms of the name share at either end."""
_TAIL = 3


@check(id="YEA03", family=Family.YEARS, severity=Severity.LOW, contradiction=False)
def agency_named_in_two_ways(ctx: CheckContext) -> Iterator[Tick]:
    """单位全称前后写法不一。

    ## 检查内容
    报告单位的全称在全文中只差一个字的不同写法（多字、漏字、错字）。
    ## 为何重要
    单位名称是报告的基本要素，写错影响公开和归档，也可能是套用其他单位的报告。
    ## 违反示例
    中共清河市北城区组织部对2023年整体支出开展了自评。

    中共清河市北城区委组织部

    2024年4月10日
    ## 符合示例
    中共清河市北城区委组织部对2023年整体支出开展了自评。

    中共清河市北城区委组织部

    2024年4月10日
    ## 局限
    只认首尾相同、相差一个字的八字以上全称；简称、上下级单位名称不比较。
    """
    text = ctx.document.folded
    names = [n for n in (ctx.document.identity.agency, *_signed(text)) if n and len(n) >= _LEAST]
    seen: set[tuple[str, str]] = set()
    for name in dict.fromkeys(names):
        places = [m.start() for m in re.finditer(re.escape(name), text)]
        if not places:
            continue
        for span in _variants(text, name):
            other = span.cut(text)
            pair = (min(name, other), max(name, other))
            if pair in seen:
                continue
            seen.add(pair)
            yield tick(
                "YEA03",
                False,
                stated=other,
                expected=name,
                working=f"{other} ↔ {name}",
                evidence=[
                    ctx.evidence(span, EvidenceRole.STATED, "单位名称"),
                    ctx.evidence(
                        CharSpan(places[-1], places[-1] + len(name)),
                        EvidenceRole.COUNTERPART,
                        "单位名称",
                    ),
                ],
                facts={"name": other, "agency": name},
                confidence=0.8,
            )


def _signed(text: str) -> list[str]:
    """A name that stands alone in a line near the end, as a signature."""
    lines = [line.strip() for line in text.strip().split("\n")[-8:]]
    return [line for line in lines if re.fullmatch(r"[一-鿿]{8,24}", line)]


def _variants(text: str, name: str) -> Iterator[CharSpan]:
    """Strings with the ends of ``name`` that are one character longer, shorter or another."""
    head, tail = name[:_EDGE], name[-_TAIL:]
    middle = len(name) - _EDGE - _TAIL
    at = text.find(head)
    while at >= 0:
        inner = at + _EDGE
        end = at + 1
        for size in range(max(middle - 1, 0), middle + 2):
            if text.startswith(tail, inner + size) and _HAN.fullmatch(text, inner, inner + size):
                end = inner + size + _TAIL
                found = text[at:end]
                if found != name and _one_apart(found, name):
                    yield CharSpan(at, end)
                break
        at = text.find(head, end)


def _one_apart(a: str, b: str) -> bool:
    if len(a) == len(b):
        differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        # 北城区 and 南城区 are two places, not two spellings.
        return len(differing) == 1 and not _PLACE.search(a[differing[0] + 1 : differing[0] + 3])
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))

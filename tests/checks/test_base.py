"""What checks share of one report: asked once, and looked up by words and by groups."""

from __future__ import annotations

from auditor.checks.base import CheckContext
from auditor.core.claim import GroupKind
from auditor.settings import Settings
from tests.helpers import analysed


def context(body: str) -> CheckContext:
    made = analysed(body)
    return CheckContext(
        made.document, made.claims, made.groups, made.tables, made.links, Settings()
    )


def test_asked_once() -> None:
    asked: list[CheckContext] = []

    def count(ctx: CheckContext) -> int:
        asked.append(ctx)
        return len(ctx.claims)

    ctx, other = context("全年支出5万元。"), context("全年无支出。")
    assert (ctx.once(count), ctx.once(count), other.once(count)) == (1, 1, 0)
    assert asked == [ctx, other]


def test_says_whole_words_of_the_folded_text() -> None:
    ctx = context("采购设备（3台）。")
    assert ctx.says("设备")
    assert ctx.says("名录", "(3台)")
    # Each character is there, the word isn't.
    assert not ctx.says("备设", "台采")
    assert not ctx.says()


def test_mates_are_the_others_of_all_groups() -> None:
    ctx = context("支出合计631万元，其中：基本支出510.3万元，项目支出120.7万元。")
    group = next(g for g in ctx.groups if g.kind is GroupKind.PARTITION or g.parts)
    first, second = group.parts[:2]
    assert ctx.mates[group.whole] == set(group.parts)
    assert ctx.mates[first] == {group.whole, second}

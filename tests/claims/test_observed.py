"""Relations by the form in which numbers stand, and those that only their numbers show."""

from __future__ import annotations

import pytest

from auditor.core.claim import GroupKind
from auditor.core.finding import Verdict
from tests.helpers import analysed


def _groups(body: str, kind: GroupKind) -> list[tuple[str, tuple[str, ...], bool]]:
    analysis = analysed(body)
    text = {claim.id: claim.quantity.text for claim in analysis.claims}
    return [
        (text[g.whole], tuple(text[part] for part in g.parts), g.observed)
        for g in analysis.groups
        if g.kind is kind
    ]


@pytest.mark.parametrize(
    ("body", "group"),
    [
        ("群众满意度93.3%（140户/150户）。", ("93.3%", ("140户", "150户"), False)),
        (
            "改造小区42个、楼栋318栋，分别完成年度计划（40个、300栋）的105%和106%。",
            ("106%", ("318栋", "300栋"), False),
        ),
        (
            "疫苗应种86420剂次，实种84983剂次，接种率98.34%。",
            ("98.34%", ("84983剂次", "86420剂次"), False),
        ),
        (
            "年末资产总额500.00万元，负债总额120.00万元，资产负债率24%。",
            ("24%", ("120.00万元", "500.00万元"), False),
        ),
        ("共发现问题880个并全部解决，办结率达100%。", ("100%", ("880个", "880个"), False)),
    ],
)
def test_rates(body: str, group: tuple[str, tuple[str, ...], bool]) -> None:
    assert group in _groups(body, GroupKind.RATIO)


@pytest.mark.parametrize(
    "body",
    [
        "群众满意度93.3%（样本140户）。",
        "改造小区42个、楼栋318栋，分别完成年度计划（40个、300个、2处）的105%和106%。",
        "疫苗应种86420剂次；实种84983剂次，及时率98.34%。",
        "共发现问题880个并全部上报，抽查合格率93%。",
    ],
)
def test_no_rates(body: str) -> None:
    assert not _groups(body, GroupKind.RATIO)


@pytest.mark.parametrize(
    ("body", "group"),
    [
        (
            "在校学生4286人，其中一年级1498人、二年级1426人、三年级1362人；男生2637人，女生1649人。",
            ("4286人", ("2637人", "1649人"), True),
        ),
        (
            "机关编制36名，实有35名；所属编制118名，实有109名；全局合计编制154名、实有144名。",
            ("144名", ("35名", "109名"), True),
        ),
    ],
)
def test_lists_that_hold(body: str, group: tuple[str, tuple[str, ...], bool]) -> None:
    assert group in _groups(body, GroupKind.PARTITION)


@pytest.mark.parametrize(
    "body",
    [
        "在校学生4286人，其中一年级1498人、二年级1426人、三年级1362人；男生2637人，女生1620人。",
        "机关编制36名，实有35名；所属编制118名，实有109名；全局合计编制154名、实有146名。",
    ],
)
def test_lists_that_only_their_numbers_show_raise_nothing(body: str) -> None:
    assert not {"146名", "4286人"} & {g[0] for g in _groups(body, GroupKind.PARTITION) if g[2]}
    assert not [t for t in analysed(body).ticks if t.verdict is Verdict.INCONSISTENT]


def test_scores_of_all_hundred_points() -> None:
    body = (
        "决策方面依据充分，得20分（满分20分）。过程类指标满分20分，得18.45分。产出类指标满分30分，得28分。"
        "效益类指标满分30分，得29分。项目综合得分{}分，等级为优。"
    )
    right = ("95.45分", ("20分", "18.45分", "28分", "29分"), False)
    assert right in _groups(body.format("95.45"), GroupKind.PARTITION)
    wrong = analysed(body.format("96.45"))
    assert any(t.check_id == "SUM01" and t.verdict is Verdict.INCONSISTENT for t in wrong.ticks)


def test_scores_of_fewer_points_are_no_list() -> None:
    body = (
        "决策方面得20分（满分20分）。过程满分20分，得18分。产出满分30分，得28分。综合得分95.45分。"
    )
    assert not _groups(body, GroupKind.PARTITION)


def test_share_of_a_whole_told_before() -> None:
    between = "".join(
        f"购置{what}{number}套。" for number, what in enumerate("锣鼓琴笛箫笙弦号镲板铃磬埙", 3)
    )
    body = f"在校学生4286人。{between}\n\n二、资助\n\n免学费惠及学生4175名，占在校生的{{}}%。"
    assert ("97.41%", ("4175名", "4286人"), True) in _groups(body.format("97.41"), GroupKind.SHARE)
    assert not [t for t in analysed(body.format("96.41")).ticks if t.check_id == "RAT01"]


def test_parts_of_what_was_spent_behind_what_was_saved() -> None:
    body = "“三公”经费预算21.00万元，实际支出17.38万元，节约3.62万元；其中公务接待费4.86万元、公务用车运行维护费12.52万元。"
    assert ("17.38万元", ("4.86万元", "12.52万元"), False) in _groups(body, GroupKind.PARTITION)


def test_what_is_named_before_holding_is_divided() -> None:
    body = "实际使用1690.50万元，基本支出934.68万元、项目支出755.82万元；基本支出含人员经费851.03万元、公用经费83.65万元。"
    found = _groups(body, GroupKind.PARTITION)
    assert ("934.68万元", ("851.03万元", "83.65万元"), False) in found

"""Wholes and parts that stand in other shapes than 其中."""

from __future__ import annotations

import pytest

from auditor.core.claim import GroupKind
from tests.helpers import analysed

PARTITION, SUBSET = GroupKind.PARTITION, GroupKind.SUBSET


def groups(text: str) -> set[tuple[GroupKind, str, tuple[str, ...]]]:
    analysis = analysed(text)
    shown = {claim.id: claim.quantity.text for claim in analysis.claims}
    return {
        (g.kind, shown[g.whole], tuple(shown[p] for p in g.parts))
        for g in analysis.groups
        if g.kind in (PARTITION, SUBSET)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "接待费1.12万元，用车费1.95万元，共3.07万元。",
            {(PARTITION, "3.07万元", ("1.12万元", "1.95万元"))},
        ),
        (
            "项目支出24.70万元。按用途划分，道路12.00万元、绿化10.90万元、其他1.80万元。",
            {(PARTITION, "24.70万元", ("12.00万元", "10.90万元", "1.80万元"))},
        ),
        (
            "基本支出512.60万元，占80%。基本支出中，人员经费483.80万元，公用经费28.80万元。",
            {(PARTITION, "512.60万元", ("483.80万元", "28.80万元"))},
        ),
        (
            "共有低保9826户14735人，其中城市684户986人、农村9142户13749人。",
            {
                (PARTITION, "14735人", ("986人", "13749人")),
                (PARTITION, "9826户", ("684户", "9142户")),
            },
        ),
        (
            "全年交易1268宗。其中，工程386宗；采购724宗；产权及其他158宗。",
            {(PARTITION, "1268宗", ("386宗", "724宗", "158宗"))},
        ),
        (
            "自评得分96.2分，其中投入（15分）得15分，过程得23.5分，产出得57.7分。",
            {(PARTITION, "96.2分", ("15分", "23.5分", "57.7分"))},
        ),
        (
            "播发稿件5680条（篇），其中广播1420条、报纸986篇。",
            {(SUBSET, "5680条（篇）", ("1420条", "986篇"))},
        ),
    ],
)
def test_groups(text: str, expected: set[tuple[GroupKind, str, tuple[str, ...]]]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "资本支出126.48万元；按性质划分：基本支出912.60万元、项目支出406.06万元。",
        "处置土地2860亩、闲置1145亩，年度任务分别为2500亩、1100亩。",
        "结余38.08万元（约占合同价510.30万元的4.8%）。",
        "人均收入34862元，其中城镇44250元、农村22184元。",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert groups(text) == set()

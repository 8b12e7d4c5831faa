"""Links by what a claim is about; a test that fails if values begin to decide."""

from __future__ import annotations

import re

import pytest

from auditor.core.link import Relation
from auditor.core.report import Analysis
from tests.helpers import analysed

FORM = """

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 组织党员轮训 | ≥3000人次 | 3800人次 | 10 | 10 |
| 产出指标 | 选拔任用干部 | ≥200人次 | 232人次 | 10 | 10 |
| 产出指标 | 出台规范性文件 | ≥2个 | 3个 | 10 | 10 |
| 产出指标 | 化解矛盾，解决问题 | ≥2000件 | 2841件 | 10 | 10 |
| 产出指标 | 招揽人才 | ≥30人 | 34人 | 10 | 10 |
| 质量指标 | 问题办结率 | ≥95% | 100% | 10 | 10 |
| 总分 | | | | 60 | 60 |
"""
TEXT = (
    "全年举办党员培训班，培训党员3800余人次。共调整干部6批次232人次。制定《考核办法》等三个文件。"
    "网格员解决问题2841件。引进青年人才26名、副高级技术人才8名。问题办结率达100%。"
)
EXPECTED = {
    "3800余人次": "3800人次",
    "232人次": "232人次",
    "三个": "3个",
    "2841件": "2841件",
    "26名 8名": "34人",
    "100%": "100%",
}


def linked(analysis: Analysis) -> dict[str, str]:
    text = {claim.id: claim.quantity.text for claim in analysis.claims}
    return {
        " ".join(text[c] for c in link.claim_ids): link.cell_span.cut(analysis.document.text)
        for link in analysis.links
    }


def test_claims_find_their_cells() -> None:
    assert linked(analysed(TEXT + FORM)) == EXPECTED


def test_sum_of_claims_is_one_link() -> None:
    analysis = analysed(TEXT + FORM)
    (link,) = [k for k in analysis.links if k.relation is Relation.SUM]
    assert len(link.claim_ids) == 2


def test_contributions_add_up_to_the_score() -> None:
    import math

    for link in analysed(TEXT + FORM).links:
        total = sum(value for _, value in link.contributions)
        assert link.probability == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)


@pytest.mark.parametrize("factor", ["×10", "+1", "swap", "÷10"])
@pytest.mark.parametrize("number", ["3800", "232", "2841"])
def test_a_corrupted_value_leaves_the_link_in_place(number: str, factor: str) -> None:
    wrong = {
        "×10": number + "0",
        "+1": str(int(number) + 1),
        "swap": number[1] + number[0] + number[2:],
        "÷10": number[:-1],
    }[factor]
    pattern = rf"{number}(?=余?(?:人次|件)[。])"
    analysis = analysed(re.sub(pattern, wrong, TEXT) + FORM)
    cells = set(linked(analysis).values())
    assert cells == set(EXPECTED.values())


def test_abstention() -> None:
    analysis = analysed("全年接待外宾12批次，种植苗木300株。" + FORM)
    assert linked(analysis) == {}

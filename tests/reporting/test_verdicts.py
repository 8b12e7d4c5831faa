"""What a link came to: the tick that compared it first, else the two intervals."""

from __future__ import annotations

from dataclasses import replace

from auditor.core.finding import Verdict
from auditor.core.link import Relation
from auditor.core.report import Analysis
from auditor.reporting import records
from auditor.reporting.verdicts import LinkVerdicts
from tests.helpers import analysed

BODY = """2023年公用经费{said}万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
"""


def verdict(analysis: Analysis) -> Verdict:
    (link,) = analysis.links
    return LinkVerdicts(analysis).of(link)


def test_the_verdict_is_that_of_the_tick() -> None:
    assert verdict(analysed(BODY.format(said="93.50"))) is Verdict.INCONSISTENT
    assert verdict(analysed(BODY.format(said="66.50"))) is Verdict.CONSISTENT


def test_without_a_tick_the_intervals_decide() -> None:
    wrong = replace(analysed(BODY.format(said="93.50")), ticks=())
    right = replace(analysed(BODY.format(said="66.5")), ticks=())
    assert verdict(wrong) is Verdict.INCONSISTENT
    assert verdict(right) is Verdict.CONSISTENT


def test_a_part_only_promises_not_to_exceed_its_whole() -> None:
    for said, expected in (("60", Verdict.CONSISTENT), ("68.00", Verdict.INCONSISTENT)):
        analysis = analysed(BODY.format(said=said))
        part = replace(analysis.links[0], relation=Relation.PART)
        assert verdict(replace(analysis, ticks=(), links=(part,))) is expected


def test_a_ratio_and_an_unknown_claim_stay_undecided() -> None:
    analysis = analysed(BODY.format(said="66.50"))
    ratio = replace(analysis.links[0], relation=Relation.RATIO)
    unknown = replace(analysis.links[0], claim_ids=("nobody",))
    for link in (ratio, unknown):
        assert verdict(replace(analysis, ticks=(), links=(link,))) is Verdict.UNDECIDED


def test_records_carry_the_verdict() -> None:
    (record,) = records.links(analysed(BODY.format(said="93.50")))
    assert record["verdict"] == "inconsistent"
    assert record["cell_text"] == "66.50"

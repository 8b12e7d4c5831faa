from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Identity, Sentence
from auditor.similarity.mask import AGENCY, DATE, NUMBER, PLACE, Masked, mask, region_levels


def masked(text: str, identity: Identity | None = None) -> str:
    return mask([document(text, identity or Identity())]).text


def spans(masked: Masked) -> list[tuple[int, int]]:
    """What each masked character stands for, from the breaks."""
    places = range(len(masked.codes))
    of = np.searchsorted(masked.breaks, places, side="right") - 1
    step = places - masked.breaks[of]
    return list(
        zip((masked.starts[of] + step).tolist(), (masked.ends[of] + step).tolist(), strict=True)
    )


def document(text: str, identity: Identity) -> Document:
    sentence = Sentence(CharSpan(0, len(text)), None)
    return Document("i", "k", "k", "t", text, text, sentences=(sentence,), identity=identity)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全年举办养殖讲座12期。", "全年举办养殖讲座9期。"),
        ("全年举办养殖讲座十二期。", "全年举办养殖讲座三期。"),
        ("拨付补助3,120.5万元。", "拨付补助88元。"),
        ("于2023年5月6日验收。", "于2021 年 11 月验收。"),
        ("二〇二三年完成渠道清淤。", "2022年完成渠道清淤。"),
        ("会同云岭市财政局核对账目。", "会同石桥县审计局核对账目。"),
        ("由水利局和教育局牵头巡查。", "由民政局和司法局牵头巡查。"),
        ("在柳河镇修复桥梁。", "在大塘乡修复桥梁。"),
        ("为全区群众办实事。", "为全县群众办实事。"),
        ("1、修复乡间桥梁。", "（2）修复乡间桥梁。".replace("（", "(").replace("）", ")")),
        ("一是修复桥梁。", "三是修复桥梁。"),
        ("修复**乡间** 桥梁。", "修复乡间\n桥梁。"),
    ],
)
def test_names_places_years_and_numbers_do_not_tell_texts_apart(one: str, other: str) -> None:
    assert masked(one) == masked(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("修复乡间桥梁。", "修复乡间水渠。"),
        ("服务发展大局。", "服务发展全局。"),
        ("完成区委交办的任务。", "落实区委交办的任务。"),
    ],
)
def test_what_a_report_says_is_kept(one: str, other: str) -> None:
    assert masked(one) != masked(other)


def test_the_units_own_names_become_slots() -> None:
    identity = Identity(agency="云岭市柳河区畜牧站", region="云岭市柳河区", aliases=("牧业站",))
    assert masked("云岭市柳河区畜牧站巡诊,牧业站回访。", identity) == f"{AGENCY}巡诊,{AGENCY}回访。"
    assert masked("柳河区畜牧站为柳河奶农巡诊。", identity) == f"{AGENCY}为{PLACE}奶农巡诊。"


def test_slots() -> None:
    assert masked("2023年向民政局划转3.5万元。") == f"{DATE}向{AGENCY}划转{NUMBER}元。"


def test_offsets_lead_back_to_the_text() -> None:
    text = "  1、2023年  会同民政局**走访**老人80户。"
    result = mask([document(text, Identity())])
    pieces = [text[s:e] for s, e in spans(result)]
    assert result.text == f"{DATE}会同{AGENCY}走访老人{NUMBER}户。"
    assert pieces == ["2023年", "会", "同", "民政局", "走", "访", "老", "人", "80", "户", "。"]


def test_region_levels_run_inwards() -> None:
    assert region_levels("青原省云岭市柳河区") == ("青原省", "青原省云岭市", "青原省云岭市柳河区")
    assert region_levels(None) == ()


@given(st.text("区县市局教育财政2023年月日一三个名全我在的、,。 *(1)", max_size=80))
def test_offsets_ascend_and_lie_in_the_text(text: str) -> None:
    identity = Identity(agency="县教育局", region="全县", aliases=("教育局",))
    result = mask([document(text, identity)])
    found = spans(result)
    assert all(s < e <= len(text) for s, e in found)
    assert all(e <= s for (_, e), (s, _) in pairwise(found))
    assert result.bounds[-1] == len(result.text)


@given(st.lists(st.text("区县教育局2023年月日三个。 1、", max_size=30), min_size=1, max_size=5))
def test_several_documents_are_masked_as_each_alone(texts: list[str]) -> None:
    documents = [document(text, Identity(agency="县教育局", region="全县")) for text in texts]
    together = mask(documents)
    for number, one in enumerate(documents):
        alone = mask([one])
        low, high = together.cuts[number : number + 2].tolist()
        assert alone.text == together.text[low:high]
        assert spans(alone) == spans(together)[low:high]


@pytest.mark.parametrize("piece", ["一", "1", "财政", "在柳", "市", "((", "1、", " "])
def test_a_long_line_costs_what_its_length_costs(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        masked(text)
        return time.process_time() - start

    assert seconds(160_000) < 40 * max(seconds(16_000), 0.002)

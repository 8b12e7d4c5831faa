from __future__ import annotations

import pytest

from auditor.core.document import Document
from auditor.core.passage import PassageKind
from auditor.reading import read_bytes
from auditor.similarity import compare_reports

OWN = (
    "财务股每月核对往来账款，逾期未清的由经办人书面说明，年末清理完毕后报局务会审议通过。",
    "养护站按旬上报工程量，监理人员现场签认以后由财务股办理支付，质保期满再结清尾款。",
    "窗口实行延时服务，周末安排专人值守，群众来访一次告知所需材料，办理结果短信通知本人。",
    "抽检样品由第三方机构承检，不合格批次的后续处置情况与费用结算直接挂钩，按季度公示。",
    "演出经费实行一场一结，镇街提供签到表和现场照片，未达到约定场次的按比例扣减费用。",
    "涉农补贴全部通过惠农系统发放，村组公示不少于七天，抽查组随机电话回访核对到账金额。",
)
SHARED = "各股室围绕年度任务倒排工期挂图作战，局领导班子成员每周到现场协调解决实际困难和问题。"


def report(number: int, *sentences: str, year: int = 2023) -> Document:
    agency = f"松林县第{'甲乙丙丁戊己庚辛'[number]}服务局"
    text = (
        f"{agency}{year}年度部门整体支出绩效自评报告\n\n一、工作情况\n\n"
        + "".join(sentences)
        + "\n"
    )
    return read_bytes(text.encode(), f"{number}-{year}.txt")


def six(**extra: str) -> list[Document]:
    return [report(i, OWN[i], extra.get(f"r{i}", "")) for i in range(6)]


def test_an_exact_copy_between_two_of_many() -> None:
    documents = six(r1=SHARED, r4=SHARED)
    result = compare_reports(documents)
    (passage,) = result.passages
    assert passage.kind is PassageKind.COPIED
    assert passage.units == 2
    assert passage.a_span.cut(documents[1].text) == SHARED
    assert passage.b_span.cut(documents[4].text) == SHARED
    assert result.shares[documents[1].id].copied > 0.4
    assert result.shares[documents[0].id].copied == 0
    assert result.shares[documents[1].id].nearest_document == documents[4].id


@pytest.mark.parametrize(
    "edited",
    [
        SHARED.replace("每周", "每月").replace("年度任务", "全年目标"),
        SHARED.replace("各股室", "我局各股室"),
    ],
)
def test_edited_copies_are_found(edited: str) -> None:
    (passage,) = compare_reports(six(r1=SHARED, r4=edited)).passages
    assert 0.75 <= passage.similarity <= 1


def test_changed_numbers_are_masked() -> None:
    a = "全年组织专题培训十二期，参训学员860人次，覆盖全部下属单位和村级组织。"
    b = "全年组织专题培训九期，参训学员1420人次，覆盖全部下属单位和村级组织。"
    (passage,) = compare_reports(six(r0=a, r5=b)).passages
    assert passage.similarity == 1.0


def test_text_of_most_units_is_template_and_no_boilerplate() -> None:
    result = compare_reports([report(i, OWN[i], SHARED) for i in range(6)])
    assert {p.kind for p in result.passages} == {PassageKind.TEMPLATE}
    assert all(s.copied == s.boilerplate == 0 for s in result.shares.values())
    assert all(s.template > 0.4 for s in result.shares.values())


def test_own_previous_year() -> None:
    documents = [report(i, OWN[i]) for i in range(5)]
    documents.append(report(0, OWN[0], year=2022))
    result = compare_reports(documents)
    assert {p.kind for p in result.passages} == {PassageKind.OWN_PREVIOUS_YEAR}
    assert result.shares[documents[0].id].own_previous_year == 1.0
    assert result.shares[documents[0].id].boilerplate == 0


def test_unrelated_reports_share_nothing() -> None:
    assert compare_reports(six()).passages == ()
    assert compare_reports([]).passages == ()


def test_shares_do_not_depend_on_the_order_of_reports() -> None:
    documents = six(r1=SHARED, r4=SHARED)
    assert compare_reports(documents).shares == compare_reports(documents[::-1]).shares

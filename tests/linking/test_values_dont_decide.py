"""The number of a claim has no say in what it is linked to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.linking import linker_named, pairs_of
from auditor.reading import read_bytes
from auditor.settings import Settings

HEAD = "青禾县农业局2023年部门整体支出绩效自评报告\n\n一、基本情况\n\n"
TEXT = (
    "2023年公用经费66.50万元，会议费3.20万元。\n\n二、绩效情况\n\n"
    "全年举办农技培训班，培训农民3824人次。巡查渔港水域418次。制定《病虫害防治办法》等6个文件。"
)
FORM = """

| 经费控制情况（万元） | 2023年预算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 70.10 | 66.50 |
| 会议费 | 4.00 | 3.20 |

附表

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 培训农民人次 | ≥3000人次 | 3824人次 | 10 | 10 |
| 产出指标 | 渔港水域巡查 | ≥400次 | 418次 | 10 | 10 |
| 产出指标 | 出台文件 | ≥5个 | 6个 | 10 | 10 |
"""
NUMBERS = {"66.50": "66.50", "3.20": "3.20", "3824": "3824人次", "418": "418次", "6": "6个"}
LINKERS = ("rules", "model")


def analysed(text: str, linker: str) -> Analysis:
    document = read_bytes((HEAD + text + FORM).encode(), "report.txt")
    return analyse(document, Settings(linker=linker))


def final_cells(analysis: Analysis) -> dict[int, set[str]]:
    """The cells of each claim in the order of the text, budget columns left out."""
    place = {claim.id: n for n, claim in enumerate(analysis.claims)}
    found: dict[int, set[str]] = {}
    for link in analysis.links:
        cell = link.cell_span.cut(analysis.document.text)
        for claim in link.claim_ids:
            if cell in NUMBERS.values():
                found.setdefault(place[claim], set()).add(cell)
    return found


def corruptions(number: str) -> Iterator[str]:
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    first, last = digits[0], digits[-1]
    yield number + "0" if "." not in number else f"{float(number) * 10:.2f}"
    up = (int(number[last]) + 1) % 10
    yield number[:last] + str(up) + number[last + 1 :]
    down = (int(number[last]) - 1) % 10
    yield number[:last] + str(down) + number[last + 1 :]
    if len(digits) > 1 and number[first] != number[digits[1]]:
        swapped = list(number)
        swapped[first], swapped[digits[1]] = swapped[digits[1]], swapped[first]
        yield "".join(swapped)


CASES = [(number, wrong) for number in NUMBERS for wrong in corruptions(number)]


@pytest.mark.parametrize("linker", LINKERS)
def test_every_claim_has_its_cell(linker: str) -> None:
    assert final_cells(analysed(TEXT, linker)) == {
        n: {cell} for n, cell in enumerate(NUMBERS.values())
    }


@pytest.mark.parametrize("linker", LINKERS)
@pytest.mark.parametrize(("number", "wrong"), CASES)
def test_a_wrong_number_keeps_its_link(number: str, wrong: str, linker: str) -> None:
    text = re.sub(rf"(?<![\d.]){re.escape(number)}(?=[万人次个])", wrong, TEXT, count=1)
    assert text != TEXT
    assert final_cells(analysed(text, linker)) == final_cells(analysed(TEXT, linker))


@pytest.mark.parametrize("linker", LINKERS)
@pytest.mark.parametrize("slip", ["元", "亿元"])
def test_a_wrong_unit_of_money_keeps_its_link(slip: str, linker: str) -> None:
    text = TEXT.replace("66.50万元", f"66.50{slip}")
    assert final_cells(analysed(text, linker)) == final_cells(analysed(TEXT, linker))


@pytest.mark.parametrize("linker", LINKERS)
def test_numbers_that_change_places_stay_with_their_words(linker: str) -> None:
    """Each claim states exactly what the other's cell says: value alone would cross the links."""
    crossed = TEXT.replace("66.50", "#").replace("3.20", "66.50").replace("#", "3.20")
    assert final_cells(analysed(crossed, linker)) == final_cells(analysed(TEXT, linker))


def test_no_feature_sees_a_value() -> None:
    """All features of all pairs are the same for numbers of other sizes."""
    wrong = re.sub(r"\d(?=[\d.]*(?:万元|人次|次|个))", lambda m: str(9 - int(m.group())), TEXT)
    assert "3824" not in wrong
    one, other = (
        pairs_of(a.claims, a.tables, a.document)
        for a in (analysed(TEXT, "rules"), analysed(wrong, "rules"))
    )
    assert one.rows.tolist() == other.rows.tolist() != []
    assert one.cols.tolist() == other.cols.tolist()
    np.testing.assert_array_equal(one.values, other.values)


@pytest.mark.parametrize("linker", LINKERS)
def test_agreement_parts_only_what_words_leave_open(linker: str) -> None:
    """A cell with the claim's own number but a worse label doesn't win."""
    form = FORM.replace(
        "| 产出指标 | 培训农民人次 |",
        "| 产出指标 | 培训农民骨干人次 | ≥900人次 | 1777人次 | 10 | 10 |\n| 产出指标 | 培训农民人次 |",
    )
    text = TEXT.replace("3824人次", "1777人次")
    document = read_bytes((HEAD + text + form).encode(), "report.txt")
    analysis = analyse(document, Settings(linker=linker))
    start = document.text.index("1777人次")
    claim = next(c for c in analysis.claims if c.quantity.span.start == start)
    cells = {k.cell_span.cut(document.text) for k in analysis.links if claim.id in k.claim_ids}
    assert cells == {"3824人次"}


def test_agreement_lifts_nothing_over_the_threshold() -> None:
    text = "全年接待外宾3824批次，种植苗木418株。"
    assert (
        analysed(text, "model").links
        == analysed(text.replace("3824", "1").replace("418", "2"), "model").links
        == ()
    )


def test_the_tie_break_parts_equal_cells() -> None:
    """Two rows with one label: the words can't tell, the number may."""
    form = FORM.replace(
        "| 产出指标 | 渔港水域巡查 | ≥400次 | 418次 |",
        "| 产出指标 | 渔港水域巡查 | ≥400次 | 350次 | 10 | 10 |\n| 产出指标 | 渔港水域巡查 | ≥400次 | 418次 |",
    )
    for number, cell in (("418", "418次"), ("350", "350次")):
        text = TEXT.replace("418次", f"{number}次")
        document = read_bytes((HEAD + text + form).encode(), "report.txt")
        analysis = analyse(document, Settings(linker="rules"))
        start = document.text.index(f"{number}次")
        claim = next(c for c in analysis.claims if c.quantity.span.start == start)
        found = {k.cell_span.cut(document.text) for k in analysis.links if claim.id in k.claim_ids}
        assert found == {cell}


def test_the_linkers_are_named() -> None:
    assert {linker_named(name).name for name in LINKERS} == set(LINKERS)

"""Laws of the extractor: over arbitrary text, and over every text of the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from auditor.core.quantity import Quantity
from auditor.quantities import find_quantities, parse_quantity
from auditor.quantities.numerals import parse_arabic, parse_chinese, to_chinese
from auditor.reading import read_path

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "corpus" / "labels" / "quantities"
NUMERAL = re.compile(r"[0-9０-９零〇一二两三四五六七八九十百千万亿兆①-⑳]")
MIXED = "0123456789０３,.，．:：%％‰-—~至到一二三十百千万亿两半点分之成折余多几近约超不足以上下内第年月日号元人个名次件项（）()“”《》每扣得分、。；\n\t +×*/=aGk"


def texts() -> Iterator[str]:
    for folder in (ROOT / "corpus" / "reports", ROOT / "tests" / "strangers"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".docx"):
                yield read_path(path).text
    for name in ("sentences", "heldout", "second"):
        for line in (LABELS / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)["text"]


def check_spans(text: str) -> None:
    found = find_quantities(text)
    spans = sorted([q.span for q in found.quantities] + [e.span for e in found.excluded])
    assert all(a.end <= b.start for a, b in pairwise(spans)), text
    covered = [False] * len(text)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text), text
        covered[span.start : span.end] = [True] * len(span)
    for match in NUMERAL.finditer(text):
        assert covered[match.start()], (text[max(0, match.start() - 10) : match.end() + 10], match)
    for quantity in found.quantities:
        assert quantity.text == quantity.span.cut(text)
    for formula in found.formulas:
        assert formula.text


def meaning(quantity: Quantity) -> tuple[object, ...]:
    return (
        quantity.value,
        quantity.unit,
        quantity.decimals,
        quantity.bounds,
        quantity.hedge,
        quantity.comparator,
    )


def test_every_numeral_of_every_report_is_accounted_for() -> None:
    for text in texts():
        check_spans(text)


@given(st.text(alphabet=MIXED, max_size=80))
@example("1:3，12：30 7万5千4百 近百名 上千户")
@example("（17万-24万）/24万*100%=-29.17%")
def test_every_numeral_of_any_text_is_accounted_for(text: str) -> None:
    check_spans(text)


@given(st.text(max_size=200))
def test_any_unicode_is_taken(text: str) -> None:
    check_spans(text)


def test_the_text_of_a_span_reads_as_the_same_quantity() -> None:
    for text in texts():
        for quantity in find_quantities(text).quantities:
            again = parse_quantity(quantity.text)
            assert again is not None, quantity.text
            assert meaning(again) == meaning(quantity), quantity.text


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_chinese_numerals_keep_their_value(number: int) -> None:
    assert parse_chinese(to_chinese(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=2))
def test_printed_numbers_keep_their_value_and_places(number: Decimal) -> None:
    for printed in (f"{number:.2f}", f"{number:,.2f}"):
        assert parse_arabic(printed) == number
        (quantity,) = find_quantities(f"全年支出{printed}万元。").quantities
        assert (quantity.value, quantity.decimals, quantity.text) == (number, 2, f"{printed}万元")


@given(st.integers(min_value=1, max_value=10**8))
def test_a_chinese_amount_has_the_value_that_was_written(number: int) -> None:
    (quantity,) = find_quantities(f"全年培训{to_chinese(number)}人次。").quantities
    assert quantity.base_value == number

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.reading.number_format import BUILTIN, shown_number, shown_text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1, "0%", "100%"),
        (0.9527, "0.00%", "95.27%"),
        (0.95, "0.##%", "95%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567.891, "#,##0", "1,234,568"),
        (12, "#,##0", "12"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-2, "0;[Red]0", "2"),
        (0.125, "0.00", "0.13"),
        (2.675, "0.00", "2.68"),
        (1.005, "0.00", "1.01"),
        (0.5, "#.00", ".50"),
        (0, "#", ""),
        (0, "#,##0.00;-#,##0.00;", ""),
        (0, BUILTIN[43], "-"),
        (3.5, BUILTIN[43], "3.50"),
        (-3.5, BUILTIN[44], "¥-3.50"),
        (7, "000", "007"),
        (12345678, "000-0000", "1234-5678"),
        (1234567, '#,##0.0,"千元"', "1,234.6千元"),
        (12500000, '0.00,,"百万"', "12.50百万"),
        (98, '0"分"', "98分"),
        (120, "[>=100]0.0;[<0]-0.00;0.000", "120.0"),
        (7, "[>=100]0.0;[<0]-0.00;0.000", "7.000"),
        (1169.49, "General", "1169.49"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (1e15 / 10, "General", "100000000000000"),
        (123456789012, "General", "123456789012"),
        (-0.5, "G/通用格式", "-0.5"),
        (1234567, "0.00E+00", "1.23E+06"),
        (0.25, "# ?/?", "0.25"),
        (5, "@", "5"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1.5, "0.0_ ", "1.5"),
        (0.05, "\\±0%", "±5%"),
        (1.5, "0.???", "1.5"),
    ],
)
def test_numbers(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (45291, BUILTIN[14], "2023/12/31"),
        (45291, BUILTIN[31], "2023年12月31日"),
        (45291, 'yyyy"年"m"月";@', "2023年12月"),
        (45291, "yyyy\\-mm\\-dd;@", "2023-12-31"),
        (45291, "[$-F800]dddd\\, mmmm dd\\, yyyy", "2023年12月31日"),
        (45291, "yy.m.d", "23.12.31"),
        (45291, "aaaa", "星期日"),
        (45291.75, "yyyy/m/d h:mm", "2023/12/31 18:00"),
        (45291.75, "h:mm AM/PM", "6:00 PM"),
        (0.5, "mm:ss", "00:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy/m/d", "1900/1/1"),
        (-5, "yyyy/m/d", "-5"),
    ],
)
def test_dates(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_the_other_calendar_of_workbooks() -> None:
    assert shown_number(43829, "yyyy/m/d", date1904=True) == "2023/12/31"


def test_text_formats_add_their_letters() -> None:
    assert shown_text("甲", '@"组"') == "甲组"
    assert shown_text("甲", "#,##0.00") == "甲"
    assert shown_text("甲", BUILTIN[43]) == "甲"


@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
)
def test_grouping_only_adds_commas(cents: int, places: int) -> None:
    value = cents / 100
    dots = "." + "0" * places if places else ""
    plain = shown_number(value, "0" + dots)
    assert shown_number(value, "#,##0" + dots).replace(",", "") == plain
    assert abs(float(plain) - value) <= 0.5 / 10**places + 1e-9


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_code_breaks_the_reading(value: float, code: str) -> None:
    assert isinstance(shown_number(value, code), str)
    assert isinstance(shown_text("甲", code), str)

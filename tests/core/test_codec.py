from __future__ import annotations

import json

import pytest

from auditor.core.codec import decode, dumps, encode
from auditor.core.interval import Interval
from auditor.core.report import Analysis
from tests.helpers import analysed


def test_an_analysis_survives_the_store() -> None:
    analysis = analysed("2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出130.70万元。")
    assert analysis.findings
    data = json.loads(json.dumps(encode(analysis), ensure_ascii=False))
    assert decode(Analysis, data) == analysis


def test_wrong_data_is_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        decode(Interval, ["1", "2"])
    with pytest.raises(TypeError):
        decode(str, 7)


def test_text_in_one_step_is_the_text_of_two() -> None:
    analysis = analysed(
        "2023年“三公”经费3.07万元，同比下降5.2%。\n\n| 项目 | 金额 |\n| --- | --- |\n| 接待 | 1 |"
    )
    assert analysis.tables
    assert dumps((analysis,)) == json.dumps(encode((analysis,)), ensure_ascii=False)


def test_a_type_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError):
        dumps(object())

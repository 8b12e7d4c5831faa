from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.document import ReportKind
from auditor.reading import read_bytes
from auditor.reading.folding import fold

REPORT = """附件2
松林县林业局2023年度部门整体支出绩效自评报告

一、部门基本情况
（一）主要职能
1、负责全县森林资源管护和造林绿化工作，组织开展森林防火、病虫害防治以及野生动植物保护，指导国有林场改革；承担湿地保护日常工作。
2、 预算支出情况
全年造林1200亩；抚育幼林300亩。群众说“山更绿了。”下一步继续努力。

附件1
2023年度基础数据表
\t财政供养人员情况（人）
\t编制数
\t控制率

\t
\t20
\t95%

\t绩
效
指
标

\t一级指标
\t分值

\t
\t产出指标

(50分)
\t50

说明：本表由财务股填报。
"""


def test_cell_lines_become_a_grid() -> None:
    document = read_bytes(REPORT.encode(), "a.txt")
    (table,) = document.tables
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows[0] == ["财政供养人员情况(人)", "编制数", "控制率"]
    assert rows[1] == ["", "20", "95%"]
    assert rows[2] == ["绩效指标", "一级指标", "分值"]
    assert rows[3] == ["", "产出指标(50分)", "50"]
    assert table.caption == "2023年度基础数据表"


def test_spans_cut_the_users_own_file() -> None:
    document = read_bytes(REPORT.encode(), "a.txt")
    cell = next(c for c in document.tables[0].cells if c.text == "95%")
    assert cell.span.cut(REPORT) == "95%"
    assert [s.span.cut(REPORT) for s in document.sentences][-3:-1] == [
        "群众说“山更绿了。”",
        "下一步继续努力。",
    ]


def test_decayed_numbering_keeps_its_level() -> None:
    document = read_bytes(REPORT.encode(), "a.txt")
    levels = {section.title: section.level for section in document.sections}
    assert levels["部门基本情况"] == 1
    assert levels["主要职能"] == 2
    assert levels["预算支出情况"] == 1


def test_identity() -> None:
    identity = read_bytes(REPORT.encode(), "a.txt").identity
    assert identity.agency == "松林县林业局"
    assert identity.region == "松林县"
    assert identity.fiscal_year == 2023
    assert identity.report_kind is ReportKind.WHOLE_UNIT


@pytest.mark.parametrize(
    "title",
    [
        "2023年度松林县林业局预算部门整体支出绩效自评报告",
        "松林县林业局2023年度部门预算绩效自评报告",
        "松林县林业局2023年部门整体支出绩效评价自评报告",
    ],
)
def test_the_words_of_a_title_are_no_part_of_the_agency(title: str) -> None:
    text = f"{title}\n\n一、基本情况\n全年造林1200亩。\n"
    assert read_bytes(text.encode(), "a.txt").identity.agency == "松林县林业局"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    document = read_bytes(REPORT.encode(encoding), "a.txt")
    assert document.text == REPORT


def test_a_text_may_begin_like_an_image() -> None:
    assert read_bytes("BMI筛查1200人次。".encode(), "a.txt").media_type == "text/plain"


def test_line_breaks_stay_untouched() -> None:
    text = REPORT.replace("\n", "\r\n")
    document = read_bytes(text.encode(), "a.txt")
    assert document.text == text
    assert [c.text for c in document.tables[0].rows()[1]] == ["", "20", "95%"]


def test_a_sentence_goes_on_over_a_page_end() -> None:
    text = "某县某局2023年度部门整体支出绩效自评报告\n\n我局全年共组织森林防火巡查和宣传教育活动并且会同各乡镇对重点\n\n林区开展拉网式排查128次。\n"
    document = read_bytes(text.encode(), "a.txt")
    assert len(document.sentences) == 1


def test_tab_lines_and_pipes() -> None:
    tabs = "序号\t姓名\t签字\n1\t张三\t\n2\t李四\t\n"
    (table,) = read_bytes(tabs.encode(), "a.txt").tables
    assert [c.text for c in table.rows()[1]] == ["1", "张三", ""]
    assert not table.ragged
    pipes = "| 项目 | 金额（万元） |\n| --- | --- |\n| 维修 | 3.20 |\n"
    (table,) = read_bytes(pipes.encode(), "a.md").tables
    assert [c.text for c in table.rows()[1]] == ["维修", "3.20"]


def test_bookmarks_are_no_part_of_a_cell() -> None:
    text = "2023年度数据表\n\t项目\n\t金额\n\n\t维修\n\t[bookmark: _GoBack]469.10　\n"
    (table,) = read_bytes(text.encode(), "a.txt").tables
    cell = table.rows()[1][1]
    assert cell.text == cell.span.cut(text) == "469.10"


@given(st.text())
def test_folding_keeps_every_length(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(st.text(alphabet="一二、（）1.\t\n 。；“”年|表%≥", max_size=200))
def test_any_text_makes_a_document_with_spans_inside(text: str) -> None:
    if not text.strip():
        return
    document = read_bytes(text.encode(), "a.txt")
    size = len(document.text)
    assert all(s.span.end <= size for s in document.sentences)
    assert all(c.span.end <= size for t in document.tables for c in t.cells)


def test_years_compared_with_are_not_the_reports() -> None:
    text = (
        "2023年度收入43.20万元，较2022年度减少2.10万元。\n"
        "项目收入8.10万元，较2022年度减少1.20万元。其他收入2.40万元，与2022年相比增加0.20万元。\n"
    )
    assert read_bytes(text.encode(), "a.txt").identity.fiscal_year == 2023

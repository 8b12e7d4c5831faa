from __future__ import annotations

from auditor.core.table import Table
from auditor.reading import read_bytes

HEADER = "\t年度总体目标\n\t预期目标\n\t实际完成情况\n\n"


def tables(text: str) -> tuple[Table, ...]:
    return read_bytes(text.encode(), "a.txt").tables


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def test_paragraphs_indented_by_a_tab_are_narrative() -> None:
    text = (
        "松林县林业局2023年度部门整体支出绩效自评报告\n\n"
        "\t一、部门基本情况\n\n"
        "\t我局全年共完成人工造林1200亩，抚育幼林300亩，群众满意度较高。\n\n"
        "\t2023年部门支出合计631.00万元，全部用于机关运转和森林管护。\n"
    )
    document = read_bytes(text.encode(), "a.txt")
    assert document.tables == ()
    assert len(document.sentences) == 2
    assert [s.title for s in document.sections][-1] == "部门基本情况"


def test_so_they_are_without_blank_lines_between() -> None:
    text = (
        "\t（一）主要职能\n"
        "\t负责全县森林资源管护，组织开展森林防火和病虫害防治工作。\n"
        "\t指导国有林场改革，承担湿地保护和野生动植物保护日常工作。\n"
    )
    document = read_bytes(text.encode(), "a.txt")
    assert document.tables == ()
    assert len(document.sentences) == 2


def test_list_marks_followed_by_a_tab_are_no_columns() -> None:
    text = "1.\t全年共完成人工造林1200亩，抚育幼林300亩。\n2.\t开展森林防火宣传45场，参加群众3000余人次。\n"
    document = read_bytes(text.encode(), "a.txt")
    assert document.tables == ()
    assert len(document.sentences) == 2


def test_long_words_in_columns_are_still_a_table() -> None:
    long = "深入贯彻落实厉行节约各项规定，严格控制公务接待和会议费支出，全年支出只减不增。"
    text = f"\t厉行节约保障措施\n\t{long}\n\n\t楼堂馆所控制情况\n\t{long}\n"
    (table,) = tables(text)
    assert [len(row) for row in table.rows()] == [2, 2]


def test_a_paragraph_break_inside_a_cell_keeps_the_row_together() -> None:
    text = (
        HEADER + "\t\n\t完成人工造林1200亩，巩固退耕还林成果。\n\n"
        "推进林长制，落实县乡村三级巡护责任。\n\t人工造林1236亩。\n\n"
        "\t一级指标\n\t年度指标值\n\t实际完成值\n"
    )
    (table,) = tables(text)
    assert texts(table) == [
        ["年度总体目标", "预期目标", "实际完成情况"],
        [
            "",
            "完成人工造林1200亩,巩固退耕还林成果。推进林长制,落实县乡村三级巡护责任。",
            "人工造林1236亩。",
        ],
        ["一级指标", "年度指标值", "实际完成值"],
    ]


def test_a_list_runs_on_in_the_last_cell_of_a_row() -> None:
    text = (
        HEADER + "\t\n\t全年造林1200亩。\n\t目标1：造林1236亩。\n\n目标2：巡护全覆盖。\n\n"
        "\t一级指标\n\t年度指标值\n\t实际完成值\n"
    )
    (table,) = tables(text)
    assert texts(table)[1][2] == "目标1:造林1236亩。目标2:巡护全覆盖。"


def test_text_between_two_tables_stays_text() -> None:
    text = (
        HEADER + "\t\n\t全年造林1200亩。\n\t造林1236亩。\n\n"
        "备注：一个项目一张表，由项目股室负责填写。\n\n2023年度项目支出绩效自评表\n"
        "\t项目名称\n\t造林补助\n\n\t主管部门\n\t松林县林业局\n"
    )
    first, second = tables(text)
    assert texts(first)[-1] == ["", "全年造林1200亩。", "造林1236亩。"]
    assert second.caption == "2023年度项目支出绩效自评表"


def test_rules_alone_are_no_table() -> None:
    assert tables("|---|---|\n" * 10) == ()


FORM = (
    "三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因\n"
    "举办培训\t≥10期\t12期\t50\t50{end}\n"
    "群众知晓率\t≥90%\t88%\t50\t48\t样本偏少\n"
    "总分\t\t\t100\t98{end}\n"
)


def test_tabs_cut_at_the_ends_of_lines_are_given_back() -> None:
    from auditor.reading import read_bytes

    whole, cut = (
        read_bytes(f"自评表\n\n{FORM.format(end=end)}".encode(), "r.txt").tables[0]
        for end in ("\t", "")
    )
    assert [(c.row, c.col, c.text) for c in cut.cells] == [
        (c.row, c.col, c.text) for c in whole.cells
    ]
    assert not cut.ragged


def test_rows_of_another_width_stay_as_they_are() -> None:
    from auditor.reading import read_bytes

    text = (
        "自评表\n\n项目\t预算\t执行\t分值\t备注\n合计\t100\t98\n其他\t1\t2\t3\n末行\t1\t2\t3\t4\n"
    )
    table = read_bytes(text.encode(), "r.txt").tables[0]
    rows = [[c.text for c in table.cells if c.row == row] for row in range(4)]
    assert [len(row) for row in rows] == [5, 3, 5, 5]


def test_a_cell_broken_over_two_lines_between_bars_is_one_cell() -> None:
    (table,) = tables(
        "| 指标名称 | 目标值 | 完成值 | 得分 |\n"
        "| 改造管网\n长度 | 12 | 12 | 50 |\n"
        "| 用户\n报修\n及时率 | 98 | 99 | 50 |\n"
        "| 合计 | | | 100 |\n"
        "以上各项均已核实。\n"
    )
    assert texts(table) == [
        ["指标名称", "目标值", "完成值", "得分"],
        ["改造管网长度", "12", "12", "50"],
        ["用户报修及时率", "98", "99", "50"],
        ["合计", "", "", "100"],
    ]


def test_a_line_of_text_behind_a_bar_ends_the_table() -> None:
    (table,) = tables("| 甲 | 1 |\n| 乙 | 2 |\n| 注：本表\n由各股室填报。\n")
    assert texts(table) == [["甲", "1"], ["乙", "2"]]

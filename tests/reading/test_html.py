from __future__ import annotations

import time

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import read_bytes

TITLE = "<h1>清溪县水利局2023年度部门整体支出绩效自评报告</h1>"


def page(body: str, head: str = "") -> Document:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{TITLE}{body}</body></html>"
    return read_bytes(text.encode(), "a.html")


def grid(body: str) -> list[tuple[int, int, int, int, str]]:
    (table,) = page(body).tables
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def test_spans_push_later_cells_to_their_columns() -> None:
    body = (
        "<table><tr><td rowspan=2>项目<td colspan=2>决算数<td rowspan=2>备注<tr><td>上年<td>本年"
        "<tr><td>接待费<td>1<td>2<td>无</table>"
    )
    assert grid(body) == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "决算数"),
        (0, 3, 2, 1, "备注"),
        (1, 1, 1, 1, "上年"),
        (1, 2, 1, 1, "本年"),
        (2, 0, 1, 1, "接待费"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, "2"),
        (2, 3, 1, 1, "无"),
    ]


def test_a_span_ends_with_its_row_group_and_zero_means_all_of_it() -> None:
    body = (
        "<table><tfoot><tr><td>合计<td>9</tfoot><tbody><tr><td rowspan=0>产出<td>4<tr><td>5</tbody>"
        "<thead><tr><th>类别<th>分值</thead></table>"
    )
    assert grid(body) == [
        (0, 0, 1, 1, "类别"),
        (0, 1, 1, 1, "分值"),
        (1, 0, 2, 1, "产出"),
        (1, 1, 1, 1, "4"),
        (2, 1, 1, 1, "5"),
        (3, 0, 1, 1, "合计"),
        (3, 1, 1, 1, "9"),
    ]


def test_breaks_and_paragraphs_in_a_cell_are_its_lines() -> None:
    document = page(
        "<table><tr><td>产出<br>指标<p>（50分）</p><td>a</td></tr><tr><td>b<td>c</table>"
    )
    first = document.tables[0].cells[0]
    assert first.text == "产出指标(50分)"
    assert first.span.cut(document.text) == "产出\u2028指标\u2028（50分）"


def test_a_table_in_a_cell_of_data_stays_in_its_cell() -> None:
    inner = "<table><tr><td>培训<td>3期<tr><td>巡查<td>9次</table>"
    body = f"<table><tr><td>甲<td>1<tr><td>乙<td>2<tr><td>丙<td>3<tr><td>明细<td>{inner}</table>"
    assert grid(body)[-1] == (3, 1, 1, 1, "培训 3期巡查 9次")


def test_a_table_that_lays_out_the_page_gives_way_to_what_it_holds() -> None:
    data = "<table><tr><td>培训<td>3期<tr><td>巡查<td>9次</table>"
    document = page(
        f"<table><tr><td>栏目<td>正文</tr><tr><td></td><td><p>一、基本情况</p>{data}</td></table>"
    )
    assert [c.text for t in document.tables for c in t.cells] == ["培训", "3期", "巡查", "9次"]
    assert "基本情况" in [s.title for s in document.sections]


def test_title_rows_and_notes_leave_the_grid() -> None:
    (table,) = page(
        "<table><tr><td colspan=2>2023年度项目支出绩效自评表<tr><td colspan=2>单位：万元"
        "<tr><td>预算数<td>执行数<tr><td>20<td>19<tr><td colspan=2>说明：含上年结转。</table>"
    ).tables
    assert (table.caption, table.unit, table.n_rows) == ("2023年度项目支出绩效自评表", "万元", 2)


def test_hidden_rows_columns_and_elements_are_left_out() -> None:
    style = "<style>.gone,#away{color:red;display : none} @media print{.kept{display:none}}</style>"
    document = page(
        "<p class='x gone'>藏一</p><p id=away>藏二</p><p class=kept>留一</p><p hidden>藏三</p>"
        "<p>留二<span style='mso-hide:all'>藏四</span><del>藏五</del></p>"
        "<table><col><col width=0><col><tr><td rowspan=3>甲<td>藏六<td>1"
        "<tr style='display:none'><td>藏七<td>2<tr><td>藏八<td>3</table>",
        style,
    )
    assert "藏" not in document.text
    assert "留一" in document.text
    assert "留二" in document.text
    (table,) = document.tables
    assert [(c.row, c.col, c.row_span, c.text) for c in table.cells] == [
        (0, 0, 2, "甲"),
        (0, 1, 1, "1"),
        (1, 1, 1, "3"),
    ]


def test_menus_go_and_attachments_and_contents_stay() -> None:
    document = page(
        "<nav>站点导航</nav><ul><li><a href=/>首页</a><li><a href=/b>政务公开</a><li><a href=/c>绩效信息</a></ul>"
        "<div>当前位置：<a href=/>首页</a> &gt; <a href=/b>绩效信息公开</a> &gt; 正文及附件的内容如下所示</div>"
        "<p><a name=_Toc1>一、基本情况</a></p><p>附件：<a href=/d.xlsx>自评表</a></p>"
        "<div><p><a href='#_Toc1'>一、目录项甲</a></p><p><a href='#_Toc2'>二、目录项乙</a></p><p><a href='#_T3'>三、目录项丙</a></p></div>"
    )
    assert "首页" not in document.text
    assert "站点导航" not in document.text
    for kept in ("一、基本情况", "附件：自评表", "二、目录项乙"):
        assert kept in document.text


def test_source_breaks_vanish_between_chinese_and_brs_part_paragraphs() -> None:
    document = page(
        "<div>全年共组织\r\n  巡查128次，<b>支出</b>\n1,234.50 万元。<br>其中：&nbsp;甲</div>"
    )
    assert document.text.splitlines()[1:] == [
        "全年共组织巡查128次，支出 1,234.50 万元。",
        "其中：\xa0甲",
    ]


def test_lists_carry_their_numbers() -> None:
    document = page(
        "<ol><li>甲<ol type=a><li>乙<li>丙</ol><li value=7>丁</ol><ol reversed><li>戊<li>己</ol>"
        "<ol start=3 style='list-style-type:cjk-ideographic'><li><p>庚</p></ol><ol type=I><li>辛</ol><ul><li>壬</ul>"
    )
    assert document.text.splitlines()[1:] == [
        "1. 甲", "a. 乙", "b. 丙", "7. 丁", "2. 戊", "1. 己", "三、庚", "I. 辛", "壬",
    ]  # fmt: skip


def test_figures_in_form_fields_are_shown_text() -> None:
    body = (
        "<table><tr><td>执行数<td><input value='19.50'><input type=hidden value=藏><tr><td>等级"
        "<td><select><option>良<option selected>优</select></table>"
    )
    assert [c[4] for c in grid(body)] == ["执行数", "19.50", "等级", "优"]


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "utf-8", "utf-16", "big5"])
def test_encodings_of_pages(encoding: str) -> None:
    body = (
        "<p>水利局全年支出1234萬元</p>" if encoding == "big5" else "<p>水利局全年支出1234万元</p>"
    )
    text = f'<html><meta http-equiv="Content-Type" content="text/html; charset={encoding}">{body}</html>'
    document = read_bytes(text.encode(encoding), "a.htm")
    assert body[3:-4] in document.text


def test_a_stray_byte_costs_one_character_and_not_the_report() -> None:
    text = '<html><meta charset="gbk"><p>' + "全年共组织巡查。" * 300 + "</p></html>"
    data = text.encode("gbk").replace(b"</p>", b"\xff</p>")
    assert read_bytes(data, "a.html").text.count("巡查") == 300


def test_pages_named_xls_and_saved_archives_are_pages() -> None:
    html = "<html><body><table><tr><td>项目<td>金额<tr><td>培训<td>3</table></body></html>"
    assert len(read_bytes(html.encode(), "导出.xls").tables) == 1
    mht = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{html}\r\n--b--\r\n"
    )
    assert len(read_bytes(mht.encode(), "a.mht").tables) == 1


def test_entities_of_a_page_reach_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("x") / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    text = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><p>前&x;后</p></html>'
    assert "机密" not in read_bytes(text.encode(), "a.html").text


def test_unclosed_font_tags_lose_nothing_and_endless_nesting_is_refused() -> None:
    deep = "<html><body>" + "<font>甲" * 5000 + "<p>末段文字</p></body></html>"
    assert "末段文字" in read_bytes(deep.encode(), "a.html").text
    with pytest.raises(ReadError, match="嵌套过深"):
        read_bytes(("<html>" + "<div>甲" * 5000).encode(), "a.html")


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + "<tr><td>1<td>2" * 120_000 + "</table>",
        "<table>" + "<tr><td rowspan=60000 colspan=1000>1<td>2" * 2_000 + "</table>",
    ],
)
def test_tables_without_measure_are_refused_in_bounded_time(body: str) -> None:
    started = time.process_time()
    with pytest.raises(ReadError) as caught:
        page(body)
    assert caught.value.reason == "too_large"
    assert time.process_time() - started < 60


def test_a_page_of_scripts_says_what_is_missing() -> None:
    with pytest.raises(ReadError, match="脚本"):
        read_bytes(b"<html><body><div id=app></div><script>x()</script></body></html>", "a.html")


def test_paragraphs_and_cells_know_their_place() -> None:
    document = page("<p>甲段文字</p><table><tr><td>项目<td>金额<tr><td>培训<td>3</table>")
    start = document.text.index("甲段")
    (origin,) = document.origins_of(CharSpan(start, start + 2))
    assert origin.paragraph == 2
    (place,) = document.origins_of(document.tables[0].cells[-1].span)
    assert (place.table, place.row, place.col) == (1, 1, 1)

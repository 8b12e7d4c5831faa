"""Two versions of a passage cut where they differ; pairs and the map of them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageEdit, PassageKind
from auditor.core.run import RunResult
from auditor.engine import analyse, audit_inputs
from auditor.reading import read_bytes
from auditor.reporting import write_run
from auditor.reporting.pages.charts import similarity_map
from auditor.reporting.pages.pairs import Piece, compared, pairs_of


def test_a_changed_number_is_marked_whole() -> None:
    a, b = compared("硬化道路12公里，投入36.50万元。", "硬化道路14公里，投入36.80万元。")
    assert a == [
        Piece("硬化道路", False),
        Piece("12", True),
        Piece("公里，投入", False),
        Piece("36.50", True),
        Piece("万元。", False),
    ]
    assert [p.text for p in b if p.differs] == ["14", "36.80"]


def test_a_word_left_out_is_marked_on_one_side_only() -> None:
    a, b = compared("组织开展消防安全培训", "组织开展安全培训")
    assert [p.text for p in a if p.differs] == ["消防"]
    assert b == [Piece("组织开展安全培训", False)]


def test_equal_texts_have_no_difference() -> None:
    assert compared("甲", "甲") == ([Piece("甲", False)], [Piece("甲", False)])


@given(
    st.text("县局支出0123456789.，培训", max_size=60), st.text("县局支出0123456789.，", max_size=60)
)
def test_pieces_make_up_the_texts_and_alternate(a: str, b: str) -> None:
    for text, pieces in zip((a, b), compared(a, b), strict=True):
        assert "".join(p.text for p in pieces) == text
        assert all(x.differs != y.differs for x, y in pairwise(pieces))


def run_of(*shared: tuple[int, int, PassageKind, int]) -> RunResult:
    """Four reports; each of ``shared`` is (report, report, kind, length of the passage)."""
    bodies = [f"第{n}县某局2023年度自评报告\n\n" + f"第{n}项工作按期完成。" * 40 for n in range(4)]
    analyses = tuple(
        analyse(read_bytes(body.encode(), f"{n}.txt")) for n, body in enumerate(bodies)
    )
    span = CharSpan(30, 30)
    passages = tuple(
        Passage(
            analyses[a].document.id,
            replace(span, end=30 + size),
            analyses[b].document.id,
            replace(span, end=30 + size),
            1.0,
            kind,
            2,
        )
        for a, b, kind, size in shared
    )
    return RunResult(analyses, passages=passages)


def test_only_copied_and_reused_text_makes_a_pair() -> None:
    kinds = PassageKind
    run = run_of(
        (1, 0, kinds.COPIED, 50),
        (0, 1, kinds.COPIED, 30),
        (2, 3, kinds.TEMPLATE, 90),
        (0, 2, kinds.OWN_PREVIOUS_YEAR, 80),
    )
    ids = [a.document.id for a in run.analyses]
    first, second = pairs_of(run)
    assert (first.a, first.b, first.copied) == (ids[0], ids[1], True)
    assert first.chars == 50  # the two passages overlap
    assert len(first.passages) == 2
    assert 0 < first.share_a < 1
    assert (second.a, second.b, second.copied) == (ids[0], ids[2], False)


def test_the_map_draws_copied_pairs_symmetrically() -> None:
    run = run_of((0, 3, PassageKind.COPIED, 50), (1, 2, PassageKind.COPIED, 90))
    ids = [a.document.id for a in run.analyses]
    keys = {a.document.id: a.document.key for a in run.analyses}
    drawn = similarity_map(pairs_of(run), keys)
    assert drawn is not None
    assert set(drawn.documents[:2]) == {ids[1], ids[2]}
    assert set(drawn.documents[2:]) == {ids[0], ids[3]}
    filled = [[cell is not None for cell in row] for row in drawn.cells]
    no, yes = False, True
    assert filled == [[no, yes, no, no], [yes, no, no, no], [no, no, no, yes], [no, no, yes, no]]
    assert not drawn.cut


def test_no_map_without_copied_text() -> None:
    assert similarity_map(pairs_of(run_of((0, 1, PassageKind.COMMON, 50))), {}) is None


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, Path]:
    """Two reports of which the later one kept a name and a number of words of the earlier."""
    source, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    told = (
        "护林员骑摩托巡山遇到塌方绕行两小时，仍按时把火险气象表送到瞭望塔。"
        "云澜县林业局在北坡补植山杏37亩，成活率由村民小组逐株清点后张榜公布。"
    )
    for file, agency, year, text in (
        ("a", "云澜县林业局", 2022, told),
        ("b", "松泽区水利局", 2023, told.replace("37", "52").replace("两小时", "半天")),
    ):
        (source / f"{file}.txt").write_text(
            f"{agency}{year}年度部门整体支出绩效自评报告\n\n一、履职情况\n\n{text}\n", "utf-8"
        )
    run = audit_inputs([source])
    write_run(out, run, lang="zh")
    return run, out


def test_a_pair_page_shows_the_edit_the_earlier_report_and_what_stayed(
    neighbours: tuple[RunResult, Path],
) -> None:
    run, out = neighbours
    assert {p.edit for p in run.passages} == {PassageEdit.WORDS}
    (page,) = (out / "pairs").glob("*.html")
    text = page.read_text("utf-8")
    assert "改了文字" in text
    assert "一字不差" not in text
    earlier = re.search(r"在先的一份.*?</p>", text)
    assert earlier is not None
    assert "云澜县林业局 · 2022" in earlier.group()
    (stayed,) = (
        item
        for item in re.findall(r"<li>.*?</li>", text, re.DOTALL)
        if "云澜县林业局</mark>" in item
    )
    link = re.search(r'href="\.\./reports/(\w+)\.html#(p\d+)"', stayed)
    assert link is not None
    assert link.group(1) == run.passages[0].b_document
    report = (out / "reports" / f"{link.group(1)}.html").read_text("utf-8")
    assert f'id="{link.group(2)}"' in report

"""displaCy views hold what was found."""

from __future__ import annotations

import re

import pytest
from spacy.tokens import Doc

from auditor.core.period import Role
from auditor.nlp import link_arcs, load_nlp, render_claims, render_links
from auditor.nlp.display import COLORS
from tests.nlp.test_components import REPORT


@pytest.fixture(scope="module")
def doc() -> Doc:
    return load_nlp()(REPORT)


def test_claims_are_marked_and_lines_stay(doc: Doc) -> None:
    html = render_claims(doc)
    assert html.count("<mark") == len(doc._.claims) + len({k.cell_span for k in doc._.links})
    assert "3800余卷" in html
    assert COLORS["actual"] in html
    assert "部门概况<br>" in html


def test_each_link_is_a_tree(doc: Doc) -> None:
    view = next(v for v in link_arcs(doc) if v["words"][1]["text"] == "620人次")
    assert [w["text"] for w in view["words"]][::4] == ["接待查档群众", "602人次"]
    assert [w["tag"] for w in view["words"]] == ["indicator", "actual", "row", "column", "cell"]
    last = view["arcs"][-1]
    assert (last["start"], last["end"]) == (1, 4)
    assert last["label"].startswith("equal ")


def test_svg_a_link(doc: Doc) -> None:
    assert render_links(doc).count("<svg") == len(doc._.links)
    assert render_links(doc, limit=1).count("<svg") == 1


def test_no_word_is_cut_at_the_edge() -> None:
    """Words are drawn centred on their place, about 16 px a character."""
    name = "开展基层公共文化服务体系示范创建活动与群众文艺汇演"
    doc = load_nlp()(REPORT.replace("接待查档群众", name))
    svg = render_links(doc)
    placed = re.findall(r'<tspan class="displacy-word" fill="currentColor" x="(\d+)">([^<]*)', svg)
    assert any(word.endswith("…") for _, word in placed)
    assert all(8 * len(word) <= int(x) for x, word in placed)
    assert any(word["text"] == name for view in link_arcs(doc) for word in view["words"])


def test_nothing_to_show() -> None:
    empty = load_nlp()("没有数字。")
    assert link_arcs(empty) == []
    assert "<mark" not in render_claims(empty)


def test_colours_are_of_roles() -> None:
    assert set(COLORS) - {"cell"} <= {role.value for role in Role}

"""The net of copied text and the family tree of template text, from runs made by hand."""

from __future__ import annotations

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import SimilarityShares
from auditor.core.run import RunResult
from auditor.engine import analyse
from auditor.reading import read_bytes
from auditor.reporting.pages.charts import similarity_map
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pictures import family_trees, net

FORM = "根据区里统一要求，本单位成立工作小组并逐项核对资料与数据，随后由分管负责人主持会议，形成书面结论。"
LATER = "评价过程中坚持实事求是，先自查后复核，结果经集体研究确定。"
LAST = "各科室按职责分工提供佐证材料，财务人员负责汇总并留存备查。"


def known_of(bodies: list[str], shared: list[tuple[int, int, PassageKind, str]]) -> Known:
    """Reports of the years from 2021 on; each of ``shared`` says who has a sentence in common."""
    analyses = tuple(
        analyse(read_bytes(f"青原县林业局{2021 + n}年度自评报告\n\n{body}\n".encode(), f"{n}.txt"))
        for n, body in enumerate(bodies)
    )
    passages = []
    for a, b, kind, text in shared:
        one, other = analyses[a].document, analyses[b].document
        starts = one.text.index(text), other.text.index(text)
        spans = [CharSpan(start, start + len(text)) for start in starts]
        passages.append(Passage(one.id, spans[0], other.id, spans[1], 1.0, kind, 2))
    template = {p.a_document for p in passages} | {p.b_document for p in passages}
    shares = [
        SimilarityShares(a.document.id, float(a.document.id in template), 0, 0, 0, 0, None, 0)
        for a in analyses
    ]
    return Known(RunResult(analyses, passages=tuple(passages), shares=tuple(shares)))


def test_a_report_hangs_on_the_one_with_the_nearest_template_text() -> None:
    template = PassageKind.TEMPLATE
    known = known_of(
        [FORM, FORM + LATER, FORM + LATER + LAST, "全年巡山42次。"],
        [
            (0, 1, template, FORM),
            (1, 2, template, FORM),
            (1, 2, template, LATER),
            (2, 2, template, LAST),
        ],
    )
    ((root, count),) = family_trees(known)
    (second,) = root.branches
    (third,) = second.branches
    names = list(known.analyses)
    assert count == 3
    assert [root.name, second.name, third.name] == names[:3]
    assert (root.shared, root.added, root.lost) == (len(FORM), 0, 0)
    assert (second.shared, second.added, second.lost) == (len(FORM), 1, 0)
    assert (third.shared, third.added, third.lost) == (len(FORM + LATER), 1, 0)


def test_two_reports_are_no_family() -> None:
    known = known_of([FORM, FORM], [(0, 1, PassageKind.TEMPLATE, FORM)])
    assert family_trees(known) == []


def test_the_net_has_a_circle_a_report_and_a_line_a_pair() -> None:
    copied = PassageKind.COPIED
    known = known_of(
        [FORM, FORM, LATER, LATER, LAST], [(0, 1, copied, FORM), (2, 3, copied, LATER)]
    )
    drawn = similarity_map(known.ordered_pairs, known.keys)
    found = net(drawn)
    assert drawn is not None
    assert found is not None
    assert [drawn.documents[node.number - 1] for node in found.nodes] == [
        node.name for node in found.nodes
    ]
    places = {node.name: (node.x, node.y) for node in found.nodes}
    assert len(set(places.values())) == 4
    assert {(edge.x1, edge.y1) for edge in found.edges} | {
        (edge.x2, edge.y2) for edge in found.edges
    } == set(places.values())
    assert all(0 < x < found.width and 0 < y < found.height for x, y in places.values())


def test_no_copies_no_net() -> None:
    assert net(None) is None

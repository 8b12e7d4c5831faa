"""Passages by file and place, whether they are objects or a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis, Failure
from auditor.core.run import RunResult
from auditor.engine.measuring import PassagesOfBlocks
from auditor.reporting import order
from auditor.reporting.order import ordered_passages
from auditor.reporting.records import reports
from auditor.similarity.table import PassageTable

FILES = {"r0": "b.txt", "r1": "a.zip", "r2": "a.zip", "r3": "c.txt"}
WANTED = (
    # first report's file, place, second report's file, place
    ("r1", 0, 9, "r0", 4, 13),
    ("r2", 3, 12, "r1", 0, 9),
    ("r1", 5, 14, "r3", 7, 16),
    ("r0", 2, 11, "r3", 1, 10),
    ("r0", 2, 12, "r1", 1, 11),
)


def one(a: str, u: int, v: int, b: str, x: int, y: int) -> Passage:
    return Passage(a, CharSpan(u, v), b, CharSpan(x, y), 0.5, PassageKind.COPIED, 2)


def analysis(name: str, key: str, member: str | None = None) -> Analysis:
    return Analysis(Document(name, key, key, "text/plain", text="", folded="", member=member))


def failure(key: str, member: str | None = None) -> Failure:
    return Failure(key, member, "empty", "空文件")


def table(passages: Sequence[Passage]) -> PassageTable:
    ids = tuple(FILES)
    columns = [
        [ids.index(p.a_document) for p in passages],
        [ids.index(p.b_document) for p in passages],
        [p.a_span.start for p in passages],
        [p.a_span.end for p in passages],
        [p.b_span.start for p in passages],
        [p.b_span.end for p in passages],
    ]
    size = len(passages)
    a, b, u, v, x, y = (np.array(column, np.int32) for column in columns)
    return PassageTable(
        ids, a, b, u, v, x, y,
        np.full(size, 0.5), np.full(size, 2, np.uint8), np.full(size, 2, np.int32),
        np.zeros(size, np.uint8), np.zeros(size, np.bool_),
    )  # fmt: skip


@pytest.mark.parametrize("kept", [tuple, table])
def test_by_file_then_place(kept: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "_AT_ONCE", 2)
    # In an archive the place decides, whichever report of it: r2's 3 stands before r1's 5.
    wanted = [one(*row) for row in WANTED]
    mixed = [wanted[place] for place in (3, 1, 4, 0, 2)]
    analyses = tuple(analysis(name, key) for name, key in FILES.items())
    found = ordered_passages(RunResult(analyses, passages=kept(mixed)))  # type: ignore[operator]
    assert list(found) == wanted
    assert [found[place] for place in range(len(found))] == wanted
    assert list(found[1:4]) == wanted[1:4]


def test_a_table_is_the_sequence_of_its_passages() -> None:
    passages = tuple(one(*row) for row in WANTED)
    made = table(passages)
    assert made == passages
    assert made != passages[:4]
    assert made != (*passages[:4], passages[0])
    assert made[-1] == passages[-1]
    assert made[1:3] == passages[1:3]
    assert list(made.take([3, 0])) == [passages[3], passages[0]]
    with pytest.raises(IndexError):
        made[5]


@pytest.mark.parametrize("kept", [tuple, table])
def test_a_passage_of_two_blocks_is_of_both(kept: object) -> None:
    passages = [one(*row) for row in WANTED]
    blocks = [range(2), range(2, 4)]
    found = PassagesOfBlocks(tuple(FILES), blocks, kept(passages))  # type: ignore[operator]
    assert found.of(0) == tuple(passages)
    assert found.of(1) == tuple(passages[place] for place in (1, 2, 3))


def test_failures_stand_among_the_reports_of_their_file() -> None:
    run = RunResult(
        (
            analysis("1", "a.zip", "2.txt"),
            analysis("2", "a.zip", "1.txt"),
            analysis("3", "c.txt"),
        ),
        failures=(
            failure("d.txt"),
            failure("a.zip", "1b.txt"),
            failure("b.txt"),
        ),
    )
    assert [(record["file"], record["member"]) for record in reports(run)] == [
        ("a.zip", "1.txt"),
        ("a.zip", "1b.txt"),
        ("a.zip", "2.txt"),
        ("b.txt", None),
        ("c.txt", None),
        ("d.txt", None),
    ]

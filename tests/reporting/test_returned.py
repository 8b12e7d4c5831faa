"""Verdicts that come back in a workbook, and papers made after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook

from auditor.core.errors import UsageError
from auditor.core.review import Author, Decision, DismissReason, Rank, Stage
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.relink import LinkFix, cells_by_place, place_of
from auditor.engine.verdicts import About, Ledger, People, VerdictStore, open_database
from auditor.engine.verdicts.ledger import link_subject
from auditor.reporting import write_run
from auditor.reporting.letters import write_letters
from auditor.reporting.returned import read_returned, take_in
from auditor.reporting.reviewed import reviewed, with_verdicts
from auditor.reporting.saved import load_run
from auditor.reporting.workbook import write_workbook
from tests.helpers import TITLE

BODY = """2023年公用经费93.50万元，会议费1.10万元。“三公”经费支出9.94万元，其中：公务用车运行维护费5.20万元，公务接待费3.74万元，因公出国（境）费0万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
| 印刷费 | 90.00 | 93.50 |
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(TITLE + BODY, "utf-8")
    target = tmp_path / "out"
    write_run(target, audit_inputs([tmp_path / "in"], RunOptions(out=target)))
    return target


@pytest.fixture
def store(out: Path) -> Iterator[VerdictStore]:
    database = open_database(out)
    made = VerdictStore(database)
    made.people = People(database)  # type: ignore[attr-defined]
    yield made
    database.close()


def author(store: Any, name: str = "甲") -> Author:
    return store.people.ensure(name, Rank.REVIEWER).author


def known(out: Path, store: VerdictStore):
    ledger = Ledger(store)
    ledger.refresh()
    return with_verdicts(load_run(out), ledger)


def filled(out: Path, store: VerdictStore, target: Path, lang: str = "zh", **rows: Any) -> Path:
    """The workbook as it is now, with ``{check: {column: text}}`` filled in."""
    run = known(out, store)
    with target.open("wb") as file:
        write_workbook(file, run.run, lang, run.standings)
    book = load_workbook(target)
    sheet = book["问题" if lang == "zh" else "findings"]
    head = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        for column, text in rows.get(row[head["check"] - 1].value, {}).items():
            cell = sheet.cell(row[0].row, head[column])
            cell.value, cell.data_type = text, "s"
    book.save(target)
    return target


def imported(out: Path, store: VerdictStore, path: Path, name: str = "甲", **options: Any):
    return take_in(read_returned(path), known(out, store), store, author(store, name), **options)


def standing(out: Path, store: VerdictStore, check: str):
    run = known(out, store)
    (finding,) = [f for a in run.run.analyses for f in a.findings if f.tick.check_id == check]
    return run.standings[finding.id]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verdicts_come_back(out: Path, store: VerdictStore, tmp_path: Path, lang: str) -> None:
    word = {
        "zh": ("确认", "不采纳", "报告中已有说明"),
        "en": ("confirmed", "dismissed", "Explained in the report"),
    }[lang]
    path = filled(
        out,
        store,
        tmp_path / "back.xlsx",
        lang,
        NAR01={"review": word[0], "comment": "已核实"},
        SUM01={"review": word[1], "review_reason": word[2]},
    )
    outcome = imported(out, store, path)
    assert (outcome.verdicts, outcome.comments, outcome.problems) == (2, 0, [])
    first, second = standing(out, store, "NAR01"), standing(out, store, "SUM01")
    assert (first.decision, first.last.comment, first.last.via) == (
        Decision.CONFIRMED,
        "已核实",
        "xlsx",
    )
    assert (second.decision, second.reason) == (Decision.DISMISSED, DismissReason.EXPLAINED)
    again = imported(out, store, path)
    assert (again.verdicts, again.comments, again.problems) == (0, 0, [])
    assert len(store.after(0)) == 2


def test_what_was_exported_is_not_taken_for_an_opinion(
    out: Path, store: VerdictStore, tmp_path: Path
) -> None:
    imported(
        out,
        store,
        filled(out, store, tmp_path / "a.xlsx", NAR01={"review": "确认", "comment": "属实"}),
    )
    untouched = filled(out, store, tmp_path / "b.xlsx")
    outcome = imported(out, store, untouched, "乙")
    assert (outcome.verdicts, outcome.comments, outcome.unchanged) == (0, 0, 1)
    book = load_workbook(untouched)["问题"]
    head = {cell.value: cell.column - 1 for cell in book[1]}
    (row,) = [r for r in book.iter_rows(min_row=2, values_only=True) if r[head["check"]] == "NAR01"]
    assert (row[head["review"]], row[head["comment"]], row[head["reviewed_by"]]) == (
        "确认",
        "属实",
        "甲",
    )


def test_another_opinion_on_an_exported_verdict(
    out: Path, store: VerdictStore, tmp_path: Path
) -> None:
    imported(out, store, filled(out, store, tmp_path / "a.xlsx", NAR01={"review": "确认"}))
    changed = filled(
        out, store, tmp_path / "b.xlsx", NAR01={"review": "不采纳", "comment": "口径不同，已说明"}
    )
    assert imported(out, store, changed, "乙").verdicts == 1
    now = standing(out, store, "NAR01")
    assert now.stage is Stage.DISPUTED
    assert now.firsts[-1].reason is DismissReason.OTHER


def test_who_decided_since_is_told(out: Path, store: VerdictStore, tmp_path: Path) -> None:
    mine = filled(out, store, tmp_path / "a.xlsx", NAR01={"review": "确认"})
    imported(out, store, filled(out, store, tmp_path / "b.xlsx", NAR01={"review": "待定"}), "乙")
    outcome = imported(out, store, mine)
    assert outcome.verdicts == 0
    ((line, why),) = outcome.problems
    assert line >= 2
    assert "乙" in why
    assert imported(out, store, mine, force=True).verdicts == 1
    assert standing(out, store, "NAR01").stage is Stage.DISPUTED


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"review": "也许"}, "不是可填的意见"),
        ({"review": "不采纳"}, "理由"),
        ({"review": "不采纳", "review_reason": "不喜欢"}, "不是可填的理由"),
        ({"review": "确认", "finding_id": "000000000000"}, "没有这个问题"),
    ],
)
def test_rows_that_cannot_be_taken_in(
    out: Path, store: VerdictStore, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    outcome = imported(out, store, filled(out, store, tmp_path / "a.xlsx", NAR01=cells))
    assert outcome.verdicts == 0
    ((_, why),) = outcome.problems
    assert said in why


def test_a_comment_alone(out: Path, store: VerdictStore, tmp_path: Path) -> None:
    path = filled(out, store, tmp_path / "a.xlsx", NAR01={"comment": "=1+1，待补材料"})
    assert imported(out, store, path).comments == 1
    assert standing(out, store, "NAR01").stage is Stage.OPEN
    assert store.after(0)[0].comment == "=1+1，待补材料"
    assert imported(out, store, path).comments == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_files_that_are_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="xlsx"):
        list(read_returned(path))


def test_a_strange_workbook(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="finding_id"):
        list(read_returned(tmp_path / "a.xlsx"))


def test_letters_leave_out_what_was_dismissed(
    out: Path, store: VerdictStore, tmp_path: Path
) -> None:
    path = filled(
        out, store, tmp_path / "a.xlsx", NAR01={"review": "不采纳", "review_reason": "misread"}
    )
    imported(out, store, path)
    run = reviewed(out, load_run(out))
    (letter,) = write_letters(tmp_path, run.to_answer(), "zh")
    text = "\n".join(
        c.text for t in docx.Document(str(letter)).tables for r in t.rows for c in r.cells
    )
    assert "9.94" in text
    assert "66.50" not in text


def test_corrected_links_reach_the_papers(out: Path, store: VerdictStore) -> None:
    run = load_run(out)
    (analysis,) = run.analyses
    claim = next(c for c in analysis.claims if c.quantity.text.startswith("93.50"))
    (link,) = [k for k in analysis.links if k.claim_ids == (claim.id,)]
    (right,) = [p for p, cell in cells_by_place(analysis).items() if cell.quantity.text == "93.50"]
    fix = LinkFix(link.claim_ids, place_of(link), right)
    subject = link_subject(analysis.document.id, fix)
    about = About(analysis.document.id)
    store.link(subject, author(store), fix.to_json(), seen=0, about=about, comment="")
    before = sum(len(a.findings) for a in run.analyses)
    after = reviewed(out, run)
    assert sum(len(a.findings) for a in after.run.analyses) == before - 1
    assert after.run.ranking[0].contradictions == run.ranking[0].contradictions - 1


def test_without_reviewers_nothing_is_added_to_the_store(out: Path) -> None:
    run = load_run(out)
    before = (out / "run.sqlite").read_bytes()
    assert reviewed(out, run).run is run
    assert (out / "run.sqlite").read_bytes() == before

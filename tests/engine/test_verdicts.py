"""The history of verdicts: nothing is lost, who was first is said, undo takes back."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.core.errors import NotAllowedError, UsageError
from auditor.core.review import Act, Author, Decision, DismissReason, Rank, Stage
from auditor.engine.relink import LinkFix
from auditor.engine.verdicts import (
    About,
    ConflictError,
    Database,
    Ledger,
    People,
    VerdictStore,
    open_database,
)
from auditor.engine.verdicts.ledger import link_subject
from tests.engine.databases import empty_run

ABOUT = About("r1", "f1", "p1", "NAR01", "high")
C, D, U = Decision.CONFIRMED, Decision.DISMISSED, Decision.UNSURE


@pytest.fixture
def database(place: tuple[Path, str | None]) -> Iterator[Database]:
    opened = open_database(*place)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> VerdictStore:
    return VerdictStore(database)


@pytest.fixture
def people(database: Database) -> dict[str, Author]:
    known = People(database)
    ranks = {"甲": Rank.REVIEWER, "乙": Rank.REVIEWER, "组长": Rank.LEAD, "看客": Rank.READER}
    return {name: known.add(name, rank).author for name, rank in ranks.items()}


def standing(store: VerdictStore, subject: str = "s"):
    ledger = Ledger(store)
    ledger.refresh()
    return ledger.standing(subject)


def test_a_verdict_stays(store, people) -> None:
    store.decide("s", people["甲"], C, seen=0, about=ABOUT, comment=" 属实 ")
    found = standing(store)
    assert (found.stage, found.decision, found.version) == (Stage.FIRST, C, 1)
    (entry,) = store.history("s")
    assert (entry.author.name, entry.comment, entry.check_id) == ("甲", "属实", "NAR01")
    assert standing(store, "another").stage is Stage.OPEN


def test_who_was_first_is_said_and_nothing_is_lost(store, people) -> None:
    store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    with pytest.raises(ConflictError) as raised:
        store.decide("s", people["乙"], D, reason=DismissReason.EXPLAINED, seen=0, about=ABOUT)
    assert raised.value.entry.author.name == "甲"
    store.decide("s", people["乙"], D, reason=DismissReason.EXPLAINED, seen=1, about=ABOUT)
    found = standing(store)
    assert (found.stage, found.decision) == (Stage.DISPUTED, None)
    assert [e.author.name for e in found.firsts] == ["甲", "乙"]


def test_a_comment_is_no_conflict(store, people) -> None:
    store.comment("s", people["乙"], "请看附表", about=ABOUT)
    store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    assert standing(store).comments == 1
    with pytest.raises(NotAllowedError):
        store.comment("s", people["乙"], "  ", about=ABOUT)


def test_second_review(store, people) -> None:
    first = store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    entry = store.decide("s", people["组长"], D, reason=DismissReason.MINOR, seen=1, about=ABOUT)
    assert entry.second
    found = standing(store)
    assert (found.stage, found.decision, found.reason) == (Stage.SECOND, D, DismissReason.MINOR)
    with pytest.raises(NotAllowedError, match="复核"):
        store.decide("s", people["甲"], C, seen=2, about=ABOUT)
    with pytest.raises(NotAllowedError, match="撤销"):
        store.undo(first.number, people["甲"])


def test_a_lead_alone_gives_a_first_verdict(store, people) -> None:
    entry = store.decide("s", people["组长"], C, seen=0, about=ABOUT)
    assert not entry.second
    again = store.decide("s", people["组长"], U, seen=1, about=ABOUT)
    assert not again.second
    assert standing(store).stage is Stage.UNSURE


def test_undo_gives_back_what_was_before(store, people) -> None:
    first = store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    second = store.decide(
        "s", people["甲"], D, reason=DismissReason.OTHER, comment="重复", seen=1, about=ABOUT
    )
    assert standing(store).decision is D
    with pytest.raises(NotAllowedError):
        store.undo(second.number, people["乙"])
    undo = store.undo(second.number, people["甲"])
    assert (undo.act, undo.undoes) == (Act.UNDO, second.number)
    assert (standing(store).decision, standing(store).version) == (C, 3)
    with pytest.raises(NotAllowedError):
        store.undo(second.number, people["甲"])
    store.undo(first.number, people["甲"])
    assert standing(store).stage is Stage.OPEN
    assert len(store.history("s")) == 4
    with pytest.raises(NotAllowedError):
        store.undo(999, people["甲"])


def test_what_is_not_allowed(store, people) -> None:
    with pytest.raises(NotAllowedError, match="只读"):
        store.decide("s", people["看客"], C, seen=0, about=ABOUT)
    with pytest.raises(NotAllowedError, match="理由"):
        store.decide("s", people["甲"], D, seen=0, about=ABOUT)
    with pytest.raises(NotAllowedError, match="写明"):
        store.decide("s", people["甲"], D, reason=DismissReason.OTHER, seen=0, about=ABOUT)
    assert store.history("s") == []


def test_links_and_their_undo(store, people) -> None:
    fix = LinkFix(("c1",), ("t", 1, 2, 30), ("t", 2, 2, 50))
    subject = link_subject("r1", fix)
    entry = store.link(subject, people["甲"], fix.to_json(), seen=0, about=ABOUT, comment="")
    other = LinkFix(("c1",), ("t", 1, 2, 30), None)
    assert link_subject("r1", other) == subject
    with pytest.raises(ConflictError):
        store.link(subject, people["乙"], other.to_json(), seen=0, about=ABOUT, comment="")
    ledger = Ledger(store)
    ledger.refresh()
    assert ledger.fixes("r1") == (fix,)
    assert ledger.fixes("r2") == ()
    store.undo(entry.number, people["甲"])
    ledger.refresh()
    assert ledger.fixes("r1") == ()


def test_threads_lose_nothing(store, people) -> None:
    """Forty writers on four findings: each verdict is kept or its author was told who was first."""
    kept: list[int] = []
    told: list[int] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        author = people["甲" if number % 2 else "乙"]
        start.wait()
        for turn in range(20):
            subject = f"s{(number + turn) % 4}"
            seen = standing(store, subject).version
            try:
                kept.append(store.decide(subject, author, C, seen=seen, about=ABOUT).number)
            except ConflictError as error:
                told.append(error.entry.number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = store.after(0)
    assert len(kept) + len(told) == 160
    assert sorted(kept) == [e.number for e in entries]
    assert set(told) <= set(kept)
    for subject in {e.subject for e in entries}:
        history = store.history(subject)
        assert [e.version for e in history] == list(range(1, len(history) + 1))


def test_a_ledger_takes_in_what_others_add(store, people) -> None:
    ledger = Ledger(store)
    assert ledger.refresh() == 0
    entry = store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    assert ledger.standing("s").stage is Stage.OPEN
    assert ledger.refresh() == entry.number
    assert ledger.standing("s").decision is C
    assert [e.number for e in ledger.entries()] == [entry.number]


def test_names_are_unique_however_written(database) -> None:
    people = People(database)
    one = people.add(" Ａnn  Li ", Rank.READER)
    assert people.by_name("ann li") == one
    for name in ("ANN LI", "", "x" * 41, "a\u202eb"):
        with pytest.raises(UsageError):
            people.add(name, Rank.READER)
    people.change(one.id, rank=Rank.LEAD, active=False)
    changed = people.by_id(one.id)
    assert changed is not None
    assert (changed.rank, changed.active) == (Rank.LEAD, False)


def test_runs_share_a_database_without_meeting(
    database, store, people, place, tmp_path_factory
) -> None:
    if place[1] is None:
        pytest.skip("a SQLite belongs to one run")
    store.decide("s", people["甲"], C, seen=0, about=ABOUT)
    other = open_database(empty_run(tmp_path_factory.mktemp("other")), place[1])
    assert VerdictStore(other).after(0) == []
    assert People(other).all() == []
    other.close()


def test_the_file_is_one_file_again(tmp_path: Path) -> None:
    opened = open_database(empty_run(tmp_path))
    People(opened).add("甲", Rank.LEAD)
    opened.close()
    assert [p.name for p in tmp_path.iterdir()] == ["run.sqlite"]
    with sqlite3.connect(tmp_path / "run.sqlite") as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "::", "postgresql://nobody:secret@127.0.0.1:1/none"]
)
def test_a_database_that_cannot_be_had_is_said(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_database(empty_run(tmp_path), url)
    assert "secret" not in str(raised.value)


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="auditor audit"):
        open_database(tmp_path)

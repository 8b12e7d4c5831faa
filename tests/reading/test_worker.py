from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import read_path
from auditor.reading.archive import Unpacked
from auditor.reading.options import ReadOptions
from auditor.reading.worker import Worker
from tests.reading.docx_files import cell, docx, paragraph, table
from tests.reading.hostile_worker import TASKS


def hostile_worker(seconds: int) -> Worker:
    options = ReadOptions(seconds=seconds, memory_mb=1000)
    return Worker(options, module="tests.reading.hostile_worker", tasks=TASKS)


@pytest.fixture
def hostile() -> Iterator[Worker]:
    worker = hostile_worker(60)
    yield worker
    worker.close()


def ask(worker: Worker, what: str) -> tuple[list[Unpacked], str]:
    found: list[Unpacked] = []
    try:
        found.extend(worker.call("task", what))
    except ReadError as error:
        return found, error.reason
    return found, ""


def test_one_child_serves_many_calls(hostile: Worker) -> None:
    first, second = ask(hostile, "a"), ask(hostile, "b")
    assert first[0][0].path == second[0][0].path
    assert [part.name for part in second[0]] == ["b", "after"]


@pytest.mark.parametrize(
    ("what", "reason"),
    [("crash", "crashed"), ("eat", "memory"), ("recurse", "damaged")],
)
def test_what_goes_wrong_costs_one_call(hostile: Worker, what: str, reason: str) -> None:
    found, why = ask(hostile, what)
    assert (len(found), why) == (1, reason)
    assert ask(hostile, "next")[1] == ""


def test_what_hangs_is_given_up_and_what_is_slow_is_not() -> None:
    worker = hostile_worker(4)
    assert ask(worker, "slow")[1] == ""
    assert ask(worker, "hang")[1] == "timeout"
    worker.close()


def test_an_abandoned_call_leaves_nothing_behind(hostile: Worker) -> None:
    assert next(hostile.call("task", "a")).name == "a"
    assert [part.name for part in ask(hostile, "b")[0]] == ["b", "after"]


def test_printing_libraries_do_not_disturb(hostile: Worker) -> None:
    assert [part.name for part in ask(hostile, "print")[0]] == ["print", "after"]


def test_a_document_comes_back_as_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    title = paragraph("松林县林业局2023年度部门整体支出绩效自评报告")
    path.write_bytes(docx(title + table(cell("项目") + cell("数"), cell("造林") + cell("1200"))))
    worker = Worker()
    (document,) = worker.call("read", str(path), path.name, path.name, "")
    worker.close()
    assert isinstance(document, Document)
    assert document == read_path(path)

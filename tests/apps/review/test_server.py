"""The desk as a process: its address, its end, and what keeps it from starting."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from auditor.apps.review.desk import Desk, Options
from auditor.apps.review.server import Address, owner_of, serve
from auditor.core.errors import UsageError
from auditor.core.review import Rank
from tests.apps.review.desks import Place


@contextmanager
def running(out: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "auditor", "review", str(out), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stderr
        found = re.search(r"(https?://\S+)/enter\?token=(\S+)", process.stderr.readline())
        assert found
        yield found.group(0), process
    finally:
        process.terminate()
        process.wait(timeout=30)
        assert process.stderr
        process.stderr.close()


def test_from_the_terminal_into_the_queue(run_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(run_folder, out)
    with running(out, "--name", "张三") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        with httpx2.Client(follow_redirects=True) as browser:
            page = browser.get(address)
            assert page.status_code == 200
            assert "张三" in page.text
            assert "server" not in page.headers
    assert process.returncode in (0, -15)
    with sqlite3.connect(out / "run.sqlite") as db:
        assert db.execute("SELECT name, rank FROM review_person").fetchall() == [("张三", "lead")]
    assert not (out / "run.sqlite-wal").exists()


def test_a_port_that_is_taken_is_said(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = Address(port=taken.getsockname()[1])
        with pytest.raises(UsageError, match="--port"):
            serve(place.out, address, database=None, name=None, upload_mb=1, tell=print)


def test_who_starts_the_desk_leads(place: Place) -> None:
    place.desk.people.add("李四", Rank.READER)
    person = place.desk.people.by_name("李四")
    assert person
    place.desk.people.change(person.id, active=False)
    again = owner_of(place.desk, "李四")
    assert (again.rank, again.active) == (Rank.LEAD, True)


def test_a_certificate_wants_its_key(place: Place) -> None:
    from click.testing import CliRunner

    from auditor.apps.cli.main import cli

    file = place.out / "run.json"
    done = CliRunner().invoke(cli, ["review", str(place.out), "--certificate", str(file)])
    assert isinstance(done.exception, UsageError)
    assert "--key" in str(done.exception)


def test_results_that_do_not_fit_together_leave_the_old_ones(place: Place) -> None:
    client = place.owner()
    client.get("/")
    before = len(place.desk.every())
    assert before
    (place.out / "findings.jsonl").write_text("{broken", "utf-8")
    (place.out / "run.json").touch()
    assert client.get("/").status_code == 200
    assert len(place.desk.every()) == before
    with pytest.raises(UsageError, match="重新运行"):
        Desk(Options(out=place.out))


def test_what_was_set_aside_is_not_in_the_queue(place: Place) -> None:
    import json

    path = place.out / "findings.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    records[0]["suppressed"] = "单位已说明"
    records[1]["baselined"] = True
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    (place.out / "run.json").touch()
    client = place.owner()
    assert client.get("/").text.count("<tr><td>") == len(records) - 2
    closed = client.get("/?state=closed").text
    assert closed.count("<tr><td>") == 2
    assert "已认可或搁置" in closed
    subject = next(i.subject for i in place.desk.every() if i.closed)
    assert "单位已说明" in client.get(f"/findings/{subject}").text

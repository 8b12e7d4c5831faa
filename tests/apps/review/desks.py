"""A desk over a small run of our own, and people at it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from auditor.apps.review.app import create_app
from auditor.apps.review.desk import Desk, Options
from auditor.apps.review.server import owner_of
from auditor.core.review import Rank
from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from tests.helpers import TITLE

HOME = "http://127.0.0.1:8765"
TOKEN = "one-time-token"  # noqa: S105 of the tests
PASSWORD = "correct horse battery"  # noqa: S105 of the tests

HONEST = """2023年公用经费93.50万元，会议费1.10万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
| 印刷费 | 90.00 | 93.50 |
"""
HOSTILE = """2023年<script>alert(1)</script>公用经费93.50万元，见\u202e附表\u2069。"><img src=x onerror=alert(2)>

| 经费控制情况（万元）<b>粗</b> | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| <script>alert(1)</script>公用经费 | 88.10 | 66.50 |
| =1+1 | 1.20 | 1.10 |
"""
OTHERS = """“三公”经费支出9.94万元，其中：公务用车运行维护费5.20万元，因公出国（境）费0万元，公务接待费3.74万元。

填报说明：此处请填写本部门年度主要职责。
"""


def made_run(folder: Path) -> Path:
    """An audited run of three reports."""
    inputs = folder / "in"
    inputs.mkdir()
    for name, body in (("甲.txt", HONEST), ("乙<b>.txt", HOSTILE), ("丙.txt", OTHERS)):
        title = TITLE.replace("测试县", f"{name[0]}县")
        (inputs / name).write_text(title + body, "utf-8")
    out = folder / "out"
    write_run(out, audit_inputs([inputs], RunOptions(out=out)))
    return out


@dataclass
class Place:
    """A desk on a copy of the run; ``owner`` came in by the one-time address."""

    out: Path
    desk: Desk
    app: Any
    clients: list[TestClient] = field(default_factory=list)

    def client(self, address: str = "127.0.0.1") -> TestClient:
        """A browser that nobody has logged in with."""
        made = TestClient(self.app, base_url=HOME, follow_redirects=False, client=(address, 50_000))
        self.clients.append(made)
        return made

    def owner(self) -> TestClient:
        """Who started the desk; once a desk."""
        client = self.client()
        assert client.get(f"/enter?token={TOKEN}").headers["location"] == "/"
        return client

    def person(self, name: str, rank: Rank = Rank.REVIEWER) -> TestClient:
        """Somebody with a session."""
        person = self.desk.people.ensure(name, rank)
        client = self.client()
        client.cookies.set("auditor_session_8765", self.desk.sessions.begin(person))
        return client

    def subject(self, check: str = "NAR01", agency: str = "甲") -> str:
        """A finding's name."""
        self.desk.refresh()
        return next(
            item.subject
            for item in self.desk.every()
            if item.check == check and item.agency.startswith(agency) and not item.gone
        )

    def close(self) -> None:
        for client in self.clients:
            client.close()
        self.desk.close()


def opened(source: Path, target: Path, **options: Any) -> Place:
    """A desk on a copy of ``source``."""
    shutil.copytree(source, target)
    desk = Desk(Options(out=target, **options))
    return Place(target, desk, create_app(desk, owner_of(desk, "组长"), TOKEN))


def field_of(page: str, name: str) -> str:
    """The value of the first hidden field of this name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found.group(1))


def decide(
    client: TestClient, subject: str, decision: str, comment: str = "", seen: str | None = None
) -> Any:
    """Press a button on a finding's page as it stands now, or as it stood at ``seen``."""
    page = client.get(f"/findings/{subject}").text
    data = {
        "csrf": field_of(page, "csrf"),
        "seen": field_of(page, "seen") if seen is None else seen,
        "q": "",
        "decision": decision,
        "comment": comment,
    }
    return client.post(f"/findings/{subject}/verdict", data=data)


def csrf(client: TestClient) -> str:
    return field_of(client.get("/account").text, "csrf")


def log_in(place: Place, name: str, password: str, address: str = "127.0.0.1") -> Any:
    """A browser and what the log-in answered it."""
    client = place.client(address)
    token = field_of(client.get("/login").text, "csrf")
    return client, client.post("/login", data={"csrf": token, "name": name, "password": password})

"""The review desk as a browser meets it: a server on a port of its own."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from auditor.apps.review.app import create_app
from auditor.apps.review.desk import Desk, Options
from auditor.apps.review.server import owner_of
from auditor.core.review import Rank

TOKEN = "browser-token"  # noqa: S105 of the tests


@dataclass(frozen=True)
class Served:
    """``home`` is the desk's address."""

    home: str
    desk: Desk
    port: int

    def enter(self, tab: Any) -> Any:
        """The owner comes in by the one-time address."""
        tab.goto(f"{self.home}/enter?token={TOKEN}")
        return tab

    def sit(self, tab: Any, name: str, rank: Rank = Rank.REVIEWER) -> Any:
        """Somebody comes in with a session of their own."""
        person = self.desk.people.ensure(name, rank)
        cookie = {
            "name": f"auditor_session_{self.port}",
            "value": self.desk.sessions.begin(person),
            "url": self.home,
        }
        tab.context.add_cookies([cookie])
        tab.goto(f"{self.home}/")
        return tab


@contextmanager
def served(source: Path, target: Path) -> Iterator[Served]:
    """A desk on a copy of the run in ``source``, until the block ends."""
    shutil.copytree(source, target)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    port = listener.getsockname()[1]
    desk = Desk(Options(out=target, port=port))
    app = create_app(desk, owner_of(desk, "组长"), TOKEN)
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{port}", desk, port)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()

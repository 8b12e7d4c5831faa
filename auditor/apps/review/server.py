"""Starts the desk."""

from __future__ import annotations

import getpass
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from auditor.apps.review.app import create_app
from auditor.apps.review.desk import Desk, Options
from auditor.core.errors import UsageError
from auditor.core.review import Rank
from auditor.engine.verdicts import Person
from auditor.engine.verdicts.people import MAX_NAME
from auditor.language.tokenizer import segment

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CONNECTIONS = 500


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk listens, the further names it answers to, and its certificate for https."""

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host in _LOOPBACK


def serve(
    out: Path,
    address: Address,
    *,
    database: str | None,
    name: str | None,
    upload_mb: int,
    tell: Callable[[str], None],
) -> None:
    """Run the desk until it is interrupted; ``tell`` gets the lines for the terminal.

    ``UsageError`` where the folder holds no run, or the port is taken.
    """
    with _listening(address) as listener:
        port = listener.getsockname()[1]
        options = Options(
            out=out,
            database=database,
            port=port,
            hosts=frozenset((*_LOOPBACK, address.host, *address.names)),
            secure=address.certificate is not None,
            upload_bytes=upload_mb * 2**20,
        )
        desk = Desk(options)
        # The dictionary takes a second or two: the first corrected link shouldn't wait for it.
        threading.Thread(target=segment, args=("预算",), name="dictionary", daemon=True).start()
        owner = owner_of(desk, name)
        token = secrets.token_urlsafe(32)
        config = uvicorn.Config(
            create_app(desk, owner, token),
            log_level="warning",
            # An access log would hold the tokens of invitations.
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=15,
            ssl_certfile=address.certificate,
            ssl_keyfile=address.key,
        )
        scheme = "https" if options.secure else "http"
        shown = address.host if address.is_loopback else (*address.names, address.host)[0]
        if ":" in shown:
            shown = f"[{shown}]"
        tell(f"审核台：{scheme}://{shown}:{port}/enter?token={token}")
        tell(
            f"此地址只能用一次，以“{owner.name}”的身份进入；其他人由组长在“人员”页邀请。按 Ctrl+C 结束。"
        )
        if not address.is_loopback and not options.secure:
            tell(
                "注意：未用 https，密码和意见会以明文经过网络；请加 --certificate 和 --key，或放在反向代理之后。"
            )
        uvicorn.Server(config).run(sockets=[listener])


def owner_of(desk: Desk, name: str | None) -> Person:
    """Who started the desk: always a lead. ``UsageError`` for an unfit name."""
    given = name or _account()
    person = desk.people.ensure(given, Rank.LEAD)
    if person.rank is not Rank.LEAD or not person.active:
        desk.people.change(person.id, rank=Rank.LEAD, active=True)
    return desk.people.by_id(person.id) or person


def _account() -> str:
    try:
        name = "".join(filter(str.isprintable, getpass.getuser()))[:MAX_NAME]
    except (KeyError, OSError):
        name = ""
    return name or "组长"


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        message = f"无法在 {address.host}:{address.port} 上启动（{error.strerror}）；用 --port 换一个端口。"
        raise UsageError(message) from error
    return listener

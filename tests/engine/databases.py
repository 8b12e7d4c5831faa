"""A run's folder and, where the machine has PostgreSQL, a server of our own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.engine.store import RunStore


def empty_run(folder: Path) -> Path:
    with RunStore(folder / "run.sqlite", "mark"):
        pass
    return folder


def program(name: str) -> str | None:
    found = shutil.which(name)
    if found is None:
        places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        found = str(places[-1]) if places else None
    return found


@contextmanager
def postgres() -> Iterator[str | None]:
    """The URL of a server that lives as long as the block; ``None`` where there is no program."""
    initdb, server = program("initdb"), program("pg_ctl")
    if initdb is None or server is None:
        yield None
        return
    # The server refuses to run as root; the path of its socket must be short.
    account = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="auditor-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if account:
            shutil.chown(folder, account)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]

        def run(*command: str, check: bool = True) -> None:
            subprocess.run(
                command, check=check, capture_output=True, user=account, cwd="/", timeout=120
            )

        data = folder / "data"
        run(initdb, "-D", str(data), "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        run(server, "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://desk@127.0.0.1:{port}/postgres"
        finally:
            run(server, "-D", str(data), "-m", "immediate", "stop", check=False)

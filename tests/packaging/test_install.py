"""pipx and uv install the wheel into environments of their own, which then need no network.

Needs a package index, pipx and uv while installing: ``make check-install``. One environment for
each supported Python that is found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.packaging.test_wheel import ROOT

pytestmark = pytest.mark.install

SUPPORTED = ("3.11", "3.12", "3.13")
NOWHERE = {
    name: "http://127.0.0.1:9"
    for stem in ("http_proxy", "https_proxy", "all_proxy")
    for name in (stem, stem.upper())
}


@cache
def interpreters() -> dict[str, Path]:
    """Supported Pythons of this machine by version: this one, of the path, of pyenv."""
    near = [Path(sys.executable), *map(Path, filter(None, map(shutil.which, _names())))]
    near += sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))
    found: dict[str, Path] = {}
    for path in near:
        told = subprocess.run(
            [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode == 0 and told.stdout.strip() in SUPPORTED:
            found.setdefault(told.stdout.strip(), path)
    return found


def _names() -> list[str]:
    return [f"python{version}" for version in SUPPORTED]


def without_network() -> list[str]:
    """A prefix that takes the network from a command, where the system lets us."""
    prefix = ["unshare", "-rn"]
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], check=False).returncode == 0:
        return prefix
    return []


def run(arguments: list[str], cwd: Path, env: dict[str, str]) -> str:
    known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        arguments, cwd=cwd, env=known | env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT, {})
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.parametrize("version", SUPPORTED)
@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_the_command_of_an_empty_environment_audits(
    wheel: Path, tmp_path: Path, tool: str, version: str
) -> None:
    if version not in interpreters():
        pytest.skip(f"no Python {version} here")
    python = str(interpreters()[version])
    pytest.importorskip(tool)
    if tool == "pipx":
        env = {"PIPX_HOME": str(tmp_path / "home"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
        call = [sys.executable, "-m", "pipx", "install", "--python", python, str(wheel)]
    else:
        env = {"UV_TOOL_DIR": str(tmp_path / "home"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
        call = [sys.executable, "-m", "uv", "tool", "install", "--python", python, str(wheel)]
    run(call, tmp_path, env)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "corpus" / "reports", elsewhere / "reports")
    (command,) = (tmp_path / "bin").glob("auditor*")
    run([*without_network(), str(command), "audit", "reports", "--out", "out"], elsewhere, NOWHERE)
    lines = (elsewhere / "out" / "reports.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["status"] for line in lines} == {"ok"}
    assert len(lines) == 24
    links = (elsewhere / "out" / "links.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["source"] for line in links} == {"model"}
    assert (elsewhere / "out" / "index.html").stat().st_size > 10_000

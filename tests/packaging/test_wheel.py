"""The wheel, built from the sdist, is installed into an empty environment and used elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NO_NETWORK = """
import socket
def _refuse(*given, **more):
    raise OSError("this test has no network")
socket.socket.connect = _refuse
socket.getaddrinfo = _refuse
"""

pytest.importorskip("hatchling")


def run(arguments: list[str], cwd: Path, **more: str) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    env |= {"PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **more}
    done = subprocess.run(
        arguments, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this tree and the wheel made of the unpacked sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)], ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], source)
    return folder


def test_the_wheel_has_code_model_and_data(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("auditor/")}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "auditor").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == ours
    assert "auditor/linking/cell_linker.json" in inside
    assert "auditor/py.typed" in inside


def test_the_sdist_has_what_tests_and_docs_need(built: Path) -> None:
    (source,) = (built / "source").iterdir()
    for name in (
        "tests/packaging/test_wheel.py",
        "corpus/reports",
        "docs/spacy.md",
        "notebooks/01_first_audit.ipynb",
        "examples/auditor-plugin-template/pyproject.toml",
        "models/cell_linker/README.md",
        "CHANGELOG.md",
        "LICENSE",
        "Makefile",
    ):
        assert (source / name).exists(), name
    assert not list(source.rglob("__pycache__"))


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and, by a path, our dependencies.

    It has no network: sockets refuse to connect.
    """
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    folders = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    python = Path(folders["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    run([*pip, "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)], built)
    site = Path(folders["purelib"])
    (site / "no_network.py").write_text(NO_NETWORK, "utf-8")
    # A folder on a .pth line is searched, but its own .pth files (our editable install) aren't.
    here = sysconfig.get_paths()["purelib"]
    (site / "dependencies.pth").write_text(f"{here}\nimport no_network\n", "utf-8")
    return python


def test_it_is_the_wheel_that_runs(python: Path, tmp_path: Path) -> None:
    where = run([str(python), "-c", "import auditor; print(auditor.__file__)"], tmp_path)
    assert Path(where.strip()).is_relative_to(python.parents[1])


def test_it_audits_the_sample_corpus_from_another_folder(python: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus" / "reports", tmp_path / "reports")
    command = python.parent / ("auditor.exe" if os.name == "nt" else "auditor")
    run([str(command), "audit", "reports", "--out", "out"], tmp_path)
    reports = (tmp_path / "out" / "reports.jsonl").read_text("utf-8").splitlines()
    assert len(reports) == 24
    assert {json.loads(line)["status"] for line in reports} == {"ok"}
    links = (tmp_path / "out" / "links.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["source"] for line in links} == {"model"}
    assert (tmp_path / "out" / "index.html").stat().st_size > 10_000


def test_entry_points_of_spacy(python: Path, tmp_path: Path) -> None:
    script = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('auditor_claims');"
        "print(nlp('全年培训党员3800余人次。')._.claims[0].indicator)"
    )
    assert run([str(python), "-c", script], tmp_path).strip() == "培训党员"


def test_a_corpus_can_be_made(python: Path, tmp_path: Path) -> None:
    out = run([str(python), "-m", "auditor", "corpus", "make", "gold", "--reports", "2"], tmp_path)
    assert "2 份报告" in out
    assert len(list((tmp_path / "gold" / "reports").rglob("*.*"))) == 2

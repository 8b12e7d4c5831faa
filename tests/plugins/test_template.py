"""The template package is installed into a folder; the audit of another process then has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "examples" / "auditor-plugin-template"
REPORT = """云杉县档案馆2023年度部门整体支出绩效自评报告
一、支出情况
　　全年公务接待费4.80万元，接待来访群众200人次。流转土地20垧。
"""
MAIL = "From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"

pytest.importorskip("hatchling")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    source = shutil.copytree(TEMPLATE, folder / "source")
    call = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    call += ["--no-build-isolation", "--disable-pip-version-check"]
    call += ["--target", str(folder / "installed"), str(source)]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "installed"


def run(arguments: list[str], *paths: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    known = os.pathsep.join(map(str, (*paths, ROOT)))
    env = {**os.environ, "PYTHONPATH": known, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    call = [sys.executable, *arguments]
    return subprocess.run(call, env=env, cwd=cwd, capture_output=True, text=True, encoding="utf-8")


def audit(folder: Path, *paths: Path) -> dict[str, list[dict[str, object]]]:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(REPORT, "utf-8")
    (folder / "in" / "b.eml").write_bytes((MAIL + REPORT).encode("utf-8"))
    done = run(["-m", "auditor", "audit", "in", "--out", "out", "-q"], *paths, cwd=folder)
    assert done.returncode == 0, done.stderr + done.stdout
    return {
        name: [
            json.loads(line)
            for line in (folder / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]
        for name in ("reports", "findings", "quantities")
    }


@pytest.fixture(scope="module")
def folder(target: Path) -> Path:
    (target.parent / "run").mkdir()
    return target.parent / "run"


def test_everything_of_it_has_a_part(target: Path, folder: Path) -> None:
    found = audit(folder, target)
    assert [(r["file"], r["media_type"]) for r in found["reports"]] == [
        ("a.txt", "text/plain"),
        ("b.eml", "message/rfc822"),
    ]
    ours = [f for f in found["findings"] if f["check"] == "LOC01"]
    assert len(ours) == 2
    assert str(ours[0]["message"]).startswith("公务接待人均")
    assert ours[0]["title"] == "公务接待人均费用高于当地标准"
    assert ours[0]["contradiction"] is False
    unit = next(q for q in found["quantities"] if q["unit"] == "垧")
    assert (unit["base_value"], unit["base_unit"]) == ("300", "亩")
    run_info = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert run_info["plugins"] == ["auditor-plugin-template 0.1.0"]


def test_a_run_is_not_resumed_without_it(folder: Path) -> None:
    """The folder of the first test holds a run that had the plug-in."""
    assert "LOC01" in (folder / "out" / "findings.jsonl").read_text("utf-8")
    done = run(["-m", "auditor", "audit", "in", "--out", "out", "-q"], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "LOC01" not in (folder / "out" / "findings.jsonl").read_text("utf-8")


def test_without_it_there_is_nothing_of_it(tmp_path: Path) -> None:
    found = audit(tmp_path)
    assert [r["file"] for r in found["reports"]] == ["a.txt"]
    assert all(f["check"] != "LOC01" for f in found["findings"])
    assert all(q["unit"] != "垧" for q in found["quantities"])


def test_the_catalogue_has_it(target: Path, tmp_path: Path) -> None:
    done = run(["-m", "auditor", "checks", "LOC01"], target, cwd=tmp_path)
    assert "公务接待人均费用高于当地标准" in done.stdout
    assert "LOC01" in run(["-m", "auditor", "checks"], target, cwd=tmp_path).stdout


def test_its_own_tests_pass(target: Path, tmp_path: Path) -> None:
    tests = shutil.copytree(TEMPLATE / "tests", tmp_path / "tests")
    done = run(["-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)], target, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout

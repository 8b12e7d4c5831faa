"""Relative paths hold where the working folder changes between two audits of one process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import auditor

CORPUS = Path(__file__).parents[2] / "corpus" / "reports" / "松泽区" / "2023"


def test_the_working_folder_may_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("first", "second"):
        (tmp_path / name / "in").mkdir(parents=True)
        shutil.copy(CORPUS / "残疾人联合会.docx", tmp_path / name / "in" / f"{name}.docx")
        monkeypatch.chdir(tmp_path / name)
        shutil.make_archive("packed", "zip", "in")
        result = auditor.audit(["in", "packed.zip"])
        assert result.run.failures == ()
        assert len(result.reports()) == 2

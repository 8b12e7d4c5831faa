"""``auditor import`` and ``auditor review`` as a user runs them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from auditor.apps.cli.main import cli
from auditor.apps.cli.review import EXTRA, open_desk
from auditor.core.errors import UsageError
from tests.apps.review.desks import made_run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_run(tmp_path_factory.mktemp("papers"))


def test_round_trip(out: Path) -> None:
    run = CliRunner()
    assert run.invoke(cli, ["export", str(out), "--xlsx"]).exit_code == 0
    book = load_workbook(out / "ranking.xlsx")
    sheet = book["问题"]
    head = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, head["review"]).value = "确认"
    sheet.cell(3, head["review"]).value = "也许"
    book.save(out / "ranking.xlsx")
    done = run.invoke(cli, ["import", str(out), "--name", "李四"])
    assert done.exit_code == 3
    assert "意见 1 条" in done.output
    assert "第 3 行" in done.output
    assert run.invoke(cli, ["export", str(out), "--xlsx"]).exit_code == 0
    sheet = load_workbook(out / "ranking.xlsx")["问题"]
    assert sheet.cell(2, head["review"]).value == "确认"
    assert sheet.cell(2, head["reviewed_by"]).value == "李四"
    assert run.invoke(cli, ["import", str(out), "--name", "李四"]).exit_code == 0


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "python_multipart"])
def test_without_the_extra_a_clear_word(
    out: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError) as raised:
        open_desk(
            out,
            host="127.0.0.1",
            port=0,
            names=(),
            certificate=None,
            key=None,
            database=None,
            name=None,
            upload_mb=1,
        )
    assert str(raised.value) == EXTRA


def test_a_folder_without_a_run(tmp_path: Path) -> None:
    for command in (["import"], ["review", "--port", "0"], ["export"]):
        result = CliRunner().invoke(cli, [*command, str(tmp_path)])
        assert isinstance(result.exception, UsageError), command
        assert "auditor audit" in str(result.exception)

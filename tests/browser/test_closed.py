"""A finding that was set aside is folded away; its mark in the text and a link to it open the fold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.core.life import Suppression
from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from auditor.settings import Settings

pytestmark = pytest.mark.browser

TEXT = """测试县林业局2023年度部门整体支出绩效自评报告

一、基本情况

全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。
"""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("closed")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (finding,) = audit_inputs([folder / "a.txt"]).analyses[0].findings
    settings = Settings(suppress=(Suppression(finding.fingerprint, "单位来函更正"),))
    write_run(folder, audit_inputs([folder / "a.txt"], RunOptions(settings=settings)))
    (page,) = (folder / "reports").glob("*.html")
    return page, finding.id


def test_folded_away_until_asked_for(page: Any, closed: tuple[Path, str]) -> None:
    path, name = closed
    page.goto(path.as_uri())
    card = page.locator(f"#card-{name}")
    assert not card.is_visible()
    page.locator(f".text .f-{name}").first.click()
    assert card.is_visible()
    assert "单位来函更正" in card.inner_text()


def test_a_link_to_it_opens_the_fold(page: Any, closed: tuple[Path, str]) -> None:
    path, name = closed
    page.goto(f"{path.as_uri()}#card-{name}")
    assert page.locator(f"#card-{name}").is_visible()

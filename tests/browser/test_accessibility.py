"""axe-core finds nothing to complain of, at both widths, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page: Any) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(result["passes"]) > 10
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]


def no_sideways_scrolling(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_overview(page: Any, out: Path) -> None:
    page.goto((out / "index.html").as_uri())
    assert violations(page) == []
    assert no_sideways_scrolling(page)
    page.click("#switch")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(page) == []


def test_report(page: Any, out: Path, findings: list[dict[str, Any]]) -> None:
    page.goto((out / "reports" / f"{findings[0]['report_id']}.html").as_uri())
    assert violations(page) == []
    assert no_sideways_scrolling(page)
    page.click("[data-go] >> nth=0")
    assert violations(page) == []
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.click("#switch")
    assert violations(page) == []


def test_pair(page: Any, out: Path) -> None:
    page.goto(sorted((out / "pairs").glob("*.html"))[0].as_uri())
    assert violations(page) == []
    assert no_sideways_scrolling(page)


def test_axe_would_complain(page: Any, out: Path) -> None:
    page.goto((out / "index.html").as_uri())
    page.evaluate(
        "document.getElementById('q').closest('label').replaceWith(document.getElementById('q'))"
    )
    page.evaluate("document.getElementById('q').removeAttribute('placeholder')")
    assert [line.split(":")[0] for line in violations(page)] == ["label"]

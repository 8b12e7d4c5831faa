"""A click on a finding or a number brings both places into view."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

IN_VIEW = """node => {
  const box = node.getBoundingClientRect();
  if (!box.width || !box.height) { return false; }
  for (let up = node.parentElement; up; up = up.parentElement) {
    const room = up.getBoundingClientRect(), style = getComputedStyle(up);
    if (style.overflowY !== "visible" && (box.top < room.top - 2 || box.bottom > room.bottom + 2)) { return false; }
  }
  return box.top >= -2 && box.bottom <= innerHeight + 2;
}"""

# A card taller than the pane shows its beginning.
IN_VIEW_OR_TALL = """node => {
  const box = node.getBoundingClientRect();
  return box.top >= -2 && box.top < innerHeight / 2;
}"""


def finding_of(findings: list[dict[str, Any]], check: str) -> dict[str, Any]:
    return next(f for f in findings if f["check"] == check)


def open_report(page: Any, out: Path, report_id: str) -> None:
    page.goto((out / "reports" / f"{report_id}.html").as_uri())


def seen(page: Any, text: str) -> bool:
    """Whether a lit mark with ``text`` is in view, in the text or beside it."""
    marks = page.locator(".text .on, #dock-body .on").filter(has_text=text)
    return any(marks.nth(index).evaluate(IN_VIEW) for index in range(marks.count()))


@pytest.mark.parametrize("check", ["NAR01", "SUM01", "TGT01", "SCO01", "UNI01"])
def test_both_places_of_a_finding_are_in_view(
    page: Any, out: Path, findings: list[dict[str, Any]], check: str
) -> None:
    finding = finding_of(findings, check)
    open_report(page, out, finding["report_id"])
    page.locator(f"[data-go='{finding['finding_id']}']").click()
    stated = [e for e in finding["evidence"] if e["role"] == "stated"]
    other = [e for e in finding["evidence"] if e["role"] != "stated"]
    assert seen(page, stated[0]["text"][-4:])
    assert seen(page, other[0]["text"][-4:])


def test_the_arithmetic_is_drawn_and_its_terms_lead_to_their_places(
    desk: Any, out: Path, findings: list[dict[str, Any]]
) -> None:
    finding = finding_of(findings, "SUM01")
    open_report(desk, out, finding["report_id"])
    card = desk.locator(f"#card-{finding['finding_id']}")
    assert card.locator("svg.drawing rect").count() == 2
    terms = card.locator(".sum a")
    # Three parts and their whole; the places of what fails along with them are in no term.
    assert terms.count() == 4
    terms.first.click()
    assert seen(desk, terms.first.inner_text())


def test_every_link_is_reached_from_both_ends(desk: Any, out: Path) -> None:
    lines = (out / "links.jsonl").read_text("utf-8").splitlines()
    link = next(r for r in map(json.loads, lines) if r["verdict"] == "consistent")
    claims = [json.loads(line) for line in (out / "claims.jsonl").read_text("utf-8").splitlines()]
    claim = next(c for c in claims if c["claim_id"] == link["claim_ids"][0])
    open_report(desk, out, link["report_id"])
    text_end, cell_end = (
        desk.locator(f"#p{claim['start']}"),
        desk.locator(f"#p{link['cell_start']}"),
    )
    text_end.click()
    assert seen(desk, claim["text"])
    assert seen(desk, link["cell_text"])
    assert "相符" in desk.inner_text("#dock")
    desk.keyboard.press("Escape")
    assert desk.is_hidden("#dock")
    cell_end.click()
    assert seen(desk, link["cell_text"])
    assert seen(desk, claim["text"])


def test_keyboard(desk: Any, out: Path, findings: list[dict[str, Any]]) -> None:
    of_each = Counter(f["report_id"] for f in findings)
    report_id, count = of_each.most_common(1)[0]
    assert count > 1
    mine = [f for f in findings if f["report_id"] == report_id]
    open_report(desk, out, report_id)
    desk.keyboard.press("Alt+ArrowDown")
    first = desk.evaluate("document.activeElement.id")
    desk.keyboard.press("Alt+ArrowDown")
    second = desk.evaluate("document.activeElement.id")
    assert first != second
    assert {first[5:], second[5:]} <= {f["finding_id"] for f in mine}
    desk.keyboard.press("Alt+ArrowUp")
    assert desk.evaluate("document.activeElement.id") == first
    assert desk.locator(f"#{first}.on").count() == 1


def test_skip_links_come_first(desk: Any, out: Path, findings: list[dict[str, Any]]) -> None:
    open_report(desk, out, findings[0]["report_id"])
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.getAttribute('href')") == "#findings"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    inside = "document.getElementById('findings').contains(document.activeElement)"
    assert desk.evaluate(inside)


def test_a_link_from_outside_opens_its_finding(
    desk: Any, out: Path, findings: list[dict[str, Any]]
) -> None:
    finding = finding_of(findings, "NAR01")
    page = out / "reports" / f"{finding['report_id']}.html"
    desk.goto(f"{page.as_uri()}#card-{finding['finding_id']}")
    assert desk.locator(f"#card-{finding['finding_id']}.on").evaluate(IN_VIEW_OR_TALL)
    assert seen(desk, finding["evidence"][0]["text"][-4:])


def test_printing_shows_text_and_findings_without_controls(
    desk: Any, out: Path, findings: list[dict[str, Any]]
) -> None:
    open_report(desk, out, findings[0]["report_id"])
    desk.emulate_media(media="print")
    assert desk.is_hidden("#switch")
    assert desk.is_hidden("[data-go] >> nth=0")
    assert desk.is_visible(".card >> nth=0")
    assert desk.evaluate(
        "document.getElementById('text').scrollHeight <= document.getElementById('text').clientHeight + 1"
    )
    assert desk.locator("#findings").bounding_box()["y"] < desk.locator("#text").bounding_box()["y"]

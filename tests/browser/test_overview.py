"""Sorting, filtering, searching and the language switch of the overview."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def ranking(out: Path) -> list[dict[str, str]]:
    with (out / "ranking.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def visible(page: Any) -> list[str]:
    """The report ids of the rows that are shown, in order."""
    links = page.locator("#ranking tbody tr:not([hidden]) td.file:not(.wide) a")
    return [
        str(href).split("/")[1][:12]
        for href in links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    ]


@pytest.fixture
def index(desk: Any, out: Path) -> Any:
    desk.goto((out / "index.html").as_uri())
    return desk


def test_the_ranking_is_there_in_order(index: Any, out: Path) -> None:
    assert visible(index) == [row["report_id"] for row in ranking(out)]
    assert index.inner_text("#status") == "显示 24 份，共 24 份"


def test_search_and_region_and_year(index: Any, out: Path) -> None:
    index.fill("#q", "水利")
    wanted = [r["report_id"] for r in ranking(out) if "水利" in r["agency"]]
    assert wanted
    assert visible(index) == wanted
    index.fill("#q", "")
    index.select_option("#region", "松泽区")
    index.select_option("#year", "2022")
    assert visible(index) == [
        r["report_id"]
        for r in ranking(out)
        if (r["region"], r["fiscal_year"]) == ("松泽区", "2022")
    ]
    index.fill("#agency", "退役")
    assert len(visible(index)) == 1


def test_check_and_severity(index: Any, findings: list[dict[str, Any]]) -> None:
    index.select_option("#check", "NAR01")
    having = {f["report_id"] for f in findings if f["check"] == "NAR01"}
    assert set(visible(index)) == having
    index.select_option("#severity", "low")
    low = {f["report_id"] for f in findings if f["check"] == "NAR01" and f["severity"] == "low"}
    assert set(visible(index)) == low
    index.click("#clear")
    index.select_option("#severity", "high")
    assert set(visible(index)) == {f["report_id"] for f in findings if f["severity"] == "high"}


def test_nothing_matches(index: Any) -> None:
    index.fill("#q", "没有这样的单位")
    assert visible(index) == []
    assert index.is_visible("#nothing")


def test_a_bar_filters_and_clears(index: Any, findings: list[dict[str, Any]]) -> None:
    bar = index.locator("[data-check]").first
    check = bar.get_attribute("data-check")
    bar.click()
    found = {f["report_id"] for f in findings if f["check"] == check}
    assert 0 < len(found) < 24
    assert set(visible(index)) == found
    assert index.input_value("#check") == check
    bar.click()
    assert len(visible(index)) == 24


def test_sorting_by_keyboard(index: Any, out: Path) -> None:
    head = index.locator("#ranking th", has_text="雷同比例")
    head.locator("button").focus()
    index.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    shares = {r["report_id"]: float(r["boilerplate_similarity"]) for r in ranking(out)}
    shown = [shares[name] for name in visible(index)]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] > shown[-1]
    index.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert [shares[name] for name in visible(index)] == sorted(shown)


def test_filters_survive_going_to_a_report_and_back(index: Any) -> None:
    index.select_option("#region", "云澜县")
    before = visible(index)
    index.click("#ranking tbody tr:not([hidden]) a")
    index.wait_for_selector("#findings")
    index.go_back()
    index.wait_for_selector("#ranking")
    assert visible(index) == before
    assert index.input_value("#region") == "云澜县"


def test_switch_to_english_is_kept_on_other_pages(index: Any) -> None:
    assert index.inner_text("#switch") == "English"
    index.click("#switch")
    assert index.evaluate("document.documentElement.lang") == "en"
    assert index.inner_text("h1") == "Self-evaluation reports, audited"
    assert index.title() == "Self-evaluation reports, audited"
    assert index.inner_text("#status") == "24 of 24 reports shown"
    assert index.get_attribute("#q", "placeholder") == "agency, region, file"
    index.click("#ranking tbody a")
    index.wait_for_selector("#findings")
    assert index.inner_text("#h-findings") == "Findings"
    index.click("#switch")
    assert index.inner_text("#h-findings") == "问题"


def test_the_map_leads_to_the_pair(index: Any) -> None:
    index.click("table.map td a >> nth=0")
    index.wait_for_selector("table.side")
    assert index.locator("tr.about .tag").first.inner_text() == "雷同"
    index.click("text=在报告中查看 >> nth=1")
    index.wait_for_selector("#text")
    assert index.locator("#text .on").count() == 1


def test_without_a_script_everything_is_there(browser: Any, out: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out / "index.html").as_uri())
    assert page.locator("#ranking tbody tr").count() == 24
    page.click("#ranking tbody a >> nth=0")
    page.click(".card .pane a >> nth=0")
    assert "#p" in page.url
    context.close()

"""The review desk by keyboard: decide, reload and it is still there, two at once, links, uploads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from auditor.core.review import Decision, Rank, Stage
from tests.browser.test_accessibility import no_sideways_scrolling, violations
from tests.browser.test_report import seen

pytestmark = pytest.mark.browser


def subject_of(server: Any, check: str) -> str:
    server.desk.refresh()
    return next(i.subject for i in server.desk.every() if i.check == check and not i.gone)


def standing(server: Any, subject: str) -> Any:
    server.desk.refresh()
    return server.desk.ledger.standing(subject)


def test_rank_filter_open_and_both_places_are_in_view(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    assert tab.locator(".queue tbody tr").count() > 20
    tab.select_option("select[name=check]", "NAR01")
    tab.click("text=筛选")
    checks = tab.locator(".queue tbody code").all_inner_texts()
    assert set(checks) == {"NAR01"}
    tab.click(".queue tbody a >> nth=0")
    tab.wait_for_selector("#decide")
    marks = tab.locator(".card .pane mark").all_inner_texts()
    assert len(marks) >= 2
    assert seen(tab, marks[0][-4:])
    assert seen(tab, marks[-1][-4:])
    assert tab.locator("svg.drawing rect").count() == 2


def test_confirm_by_keyboard_reload_and_it_is_still_there(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.click("#start")
    tab.wait_for_selector("#decide")
    first = tab.url
    tab.keyboard.press("c")
    tab.wait_for_selector(".flash")
    assert tab.url.split("?")[0] != first.split("?")[0]
    assert "确认" in tab.inner_text(".flash")
    tab.goto(first)
    tab.reload()
    assert tab.inner_text(".card .stage .tag") == "确认"
    assert tab.locator(".history li").count() == 1
    assert tab.inner_text(".menu .n") == str(server.desk.counts()["open"])


def test_dismiss_unsure_comment_and_undo_by_keyboard(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.click("#start")
    tab.wait_for_selector("#decide")
    one = tab.url.split("/")[-1].split("?")[0]
    tab.keyboard.press("d")
    tab.wait_for_selector("#reasons.open")
    tab.keyboard.press("4")
    tab.wait_for_selector(".flash")
    assert standing(server, one).decision is Decision.DISMISSED
    two = tab.url.split("/")[-1].split("?")[0]
    tab.keyboard.press("m")
    tab.keyboard.type("c要看附表")
    tab.keyboard.press("Escape")
    tab.keyboard.press("u")
    tab.wait_for_url(re.compile(r"done=2"))
    assert standing(server, two).stage is Stage.UNSURE
    assert standing(server, two).last.comment == "c要看附表"
    tab.keyboard.press("z")
    tab.wait_for_url(re.compile(rf"/findings/{two}"))
    assert standing(server, two).stage is Stage.OPEN
    assert tab.locator(".history .undone").count() == 1


def test_other_reasons_want_words(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.click("#start")
    tab.wait_for_selector("#decide")
    tab.keyboard.press("d")
    tab.keyboard.press("6")
    assert tab.evaluate("document.activeElement.id") == "comment"
    assert server.desk.store.after(0) == []


def test_keys_can_be_switched_off(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.click("#start")
    tab.wait_for_selector("#decide")
    tab.click("#keys summary")
    tab.click("#keys-switch")
    tab.keyboard.press("Escape")
    tab.keyboard.press("c")
    tab.wait_for_timeout(300)
    assert server.desk.store.after(0) == []
    assert tab.is_hidden(".choices kbd >> nth=0")


def test_going_through_the_queue_by_keyboard(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    wanted = tab.locator(".queue tbody tr").nth(1).locator("a").first.get_attribute("href")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#decide")
    assert tab.url.endswith(str(wanted))
    tab.keyboard.press("k")
    tab.wait_for_url(re.compile(r"/findings/"))
    tab.wait_for_selector("#decide")
    tab.keyboard.press("q")
    tab.wait_for_selector(".queue")


def test_two_reviewers_at_once_lose_no_verdict(server: Any, tabs: Any) -> None:
    subject = subject_of(server, "SUM01")
    one, two = server.sit(tabs(), "甲"), server.sit(tabs(), "乙")
    for tab in (one, two):
        tab.goto(f"{server.home}/findings/{subject}")
    one.keyboard.press("c")
    one.wait_for_selector(".flash")
    two.fill("#comment", "口径不同")
    two.keyboard.press("Escape")
    two.keyboard.press("d")
    two.keyboard.press("3")
    two.wait_for_selector(".alert")
    assert "甲 已先处理" in two.inner_text(".alert")
    assert two.input_value("#comment") == "口径不同"
    assert [e.author.name for e in server.desk.store.history(subject)] == ["甲"]
    two.keyboard.press("d")
    two.keyboard.press("3")
    two.wait_for_selector(".flash")
    assert [e.author.name for e in server.desk.store.history(subject)] == ["甲", "乙"]
    assert standing(server, subject).stage is Stage.DISPUTED
    lead = server.sit(tabs(), "审", Rank.LEAD)
    lead.goto(f"{server.home}/findings/{subject}")
    assert lead.inner_text(".card .stage .tag") == "意见不一"
    lead.keyboard.press("c")
    lead.wait_for_selector(".flash")
    assert standing(server, subject).stage is Stage.SECOND


def test_a_link_corrected_by_hand(server: Any, tabs: Any) -> None:
    subject = subject_of(server, "NAR01")
    tab = server.enter(tabs())
    tab.goto(f"{server.home}/findings/{subject}")
    tab.keyboard.press("l")
    tab.wait_for_selector(".likely")
    tab.click("button.none")
    tab.wait_for_selector(".gone")
    assert "不再成立" in tab.inner_text(".gone")
    tab.keyboard.press("z")
    tab.wait_for_selector("#decide")
    assert tab.locator(".gone").count() == 0


def test_an_upload_shows_its_progress(server: Any, tabs: Any, tmp_path: Path) -> None:
    tab = server.enter(tabs())
    tab.goto(f"{server.home}/uploads")
    path = tmp_path / "丁县水利局.txt"
    path.write_text(
        "丁县水利局2023年度部门整体支出绩效自评报告\n\n全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。\n",
        "utf-8",
    )
    tab.set_input_files("input[type=file]", path)
    tab.click("#upload button")
    tab.wait_for_selector("#jobs tr[data-job]")
    tab.wait_for_selector("#jobs tr[data-state=done]", timeout=90_000)
    tab.click("#jobs tr[data-job] a")
    assert "丁县水利局" in tab.inner_text(".queue")


def test_without_a_script_everything_works(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs(java_script_enabled=False))
    tab.click("#start")
    tab.click("button[value='dismissed:explained']")
    assert "不采纳" in tab.inner_text(".flash")
    tab.click("#undo")
    assert len(server.desk.store.after(0)) == 2


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_nothing_for_axe_to_complain_of(server: Any, tabs: Any, size: str) -> None:
    # axe-core has to be injected past the desk's own content policy.
    tab = tabs(size, bypass_csp=True)
    tab.goto(f"{server.home}/login")
    assert violations(tab) == []
    server.enter(tab)
    subject = subject_of(server, "NAR01")
    tab.goto(f"{server.home}/findings/{subject}")
    tab.click("#dismiss")
    tab.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(tab) == []
    assert no_sideways_scrolling(tab)
    tab.click("button[value='dismissed:minor']")
    link = tab.evaluate("document.querySelector('.links .fix')?.getAttribute('href')")
    report = server.desk.item(subject).report_id
    pages = [
        "/",
        "/?state=all",
        f"/findings/{subject}",
        "/progress",
        "/people",
        "/uploads",
        "/account",
        f"/reports/{report}.html",
    ]
    for path in [*pages, *([link] if link else [])]:
        tab.goto(server.home + path)
        tab.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert violations(tab) == [], path
        assert no_sideways_scrolling(tab), path
    tab.click("#switch")
    assert violations(tab) == []


def test_english(server: Any, tabs: Any) -> None:
    tab = server.enter(tabs())
    tab.click("#switch")
    tab.click("#start")
    tab.wait_for_selector("#decide")
    assert "Confirm" in tab.inner_text(".choices")
    tab.keyboard.press("c")
    tab.wait_for_selector(".flash")

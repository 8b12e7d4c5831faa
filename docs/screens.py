"""Takes the pictures of the pages in ``docs/screens``: ``make screens``."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from tests.browser.served import served

HERE = Path(__file__).parent
SIZES = {"1440": (1440, 900), "390": (390, 844)}
PARTS = ("map", "tree")
DESK = {"queue": "/", "progress": "/progress", "people": "/people", "uploads": "/uploads"}


def main() -> None:
    """Overview, report with both places in view, pair, and the review desk, at two widths."""
    from playwright.sync_api import sync_playwright

    target = HERE / "screens"
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "out"
        run = audit_inputs([HERE.parent / "corpus" / "reports"], RunOptions(out=out))
        write_run(out, run)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        pages = {
            "overview": (out / "index.html", ""),
            "report": (
                out / "reports" / f"{run.ranking[0].document_id}.html",
                "[data-go] >> nth=0",
            ),
            "pair": (sorted((out / "pairs").glob("*.html"))[0], ""),
        }
        for width, (wide, high) in SIZES.items():
            view = browser.new_context(
                viewport={"width": wide, "height": high}, reduced_motion="reduce"
            )
            page = view.new_page()
            for name, (path, button) in pages.items():
                page.goto(path.as_uri())
                if button:
                    page.click(button)
                page.screenshot(path=target / f"{name}-{width}.png")
                for part in PARTS if name == "overview" else ():
                    page.locator(f"#{part}").screenshot(path=target / f"{part}-{width}.png")
            view.close()
            _desk(browser, out, Path(folder) / f"desk-{width}", width, target)
        browser.close()


def _desk(browser: Any, out: Path, folder: Path, width: str, target: Path) -> None:
    """The desk with a few verdicts of two reviewers."""
    wide, high = SIZES[width]
    size = {"width": wide, "height": high}
    with served(out, folder) as server:
        view = browser.new_context(viewport=size, reduced_motion="reduce")
        page = server.sit(view.new_page(), "李四")
        page.screenshot(path=target / f"desk-queue-{width}.png")
        page.click("#start")
        page.wait_for_selector("#decide")
        page.screenshot(path=target / f"desk-finding-{width}.png")
        for button in ("[value=confirmed]", "[value=unsure]", "[value=confirmed]"):
            page.click(button)
            page.wait_for_selector(".flash")
        first = server.desk.store.after(0)[0].subject
        lead = browser.new_context(viewport=size, reduced_motion="reduce")
        second = server.enter(lead.new_page())
        second.goto(f"{server.home}/findings/{first}?state=todo")
        second.click("#dismiss")
        second.screenshot(path=target / f"desk-second-{width}.png")
        second.click("[value=confirmed]")
        second.wait_for_selector(".flash")
        link = second.locator(".links .fix").first
        if link.count():
            link.click()
            second.wait_for_selector(".likely")
            second.screenshot(path=target / f"desk-link-{width}.png")
        for name in ("progress", "people", "uploads"):
            second.goto(server.home + DESK[name])
            second.screenshot(path=target / f"desk-{name}-{width}.png")
        view.close()
        lead.close()


if __name__ == "__main__":
    main()

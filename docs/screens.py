"""Takes the pictures of the pages in ``docs/screens``: ``make screens``."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.engine import audit_inputs
from auditor.reporting import write_run

HERE = Path(__file__).parent
SIZES = {"1440": (1440, 900), "390": (390, 844)}


def main() -> None:
    """Overview, report with both places in view, and pair, at two widths."""
    from playwright.sync_api import sync_playwright

    target = HERE / "screens"
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder)
        run = audit_inputs([HERE.parent / "corpus" / "reports"])
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
            view.close()
        browser.close()


if __name__ == "__main__":
    main()

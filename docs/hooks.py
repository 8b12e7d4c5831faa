"""Pages that the site is given while it is built: reference, notebooks, changes.

They follow from the code and the notebooks, so none of them is kept.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docs.reference import api_page, cli_page

ROOT = Path(__file__).parents[1]
_UP = re.compile(r"\]\((?:\.\./)*docs/")
_SHIM = re.compile(r'<script src="https://unpkg.com/iframe-worker/[^"]*"></script>')
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.S)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Adds the generated pages."""
    made: dict[str, str | bytes] = {
        "reference/cli.md": cli_page(),
        "reference/api.md": api_page(),
        "project/changelog.md": _outside("CHANGELOG.md"),
        "project/contributing.md": _outside("CONTRIBUTING.md"),
    }
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        made |= notebook_pages(path)
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_post_build(*, config: MkDocsConfig) -> None:
    """Takes our own worker for pages on the disk in the place of one from the network."""
    site = Path(config.site_dir)
    for path in site.rglob("*.html"):
        ours = "../" * (len(path.relative_to(site).parts) - 1) + "iframe-worker.js"
        text = path.read_text("utf-8")
        path.write_text(_SHIM.sub(f'<script src="{ours}"></script>', text), "utf-8")


def _outside(name: str) -> str:
    """A page from the root of the project, its links to ``docs`` bent to the site."""
    return _UP.sub("](../", (ROOT / name).read_text("utf-8"))


def notebook_pages(path: Path) -> dict[str, str | bytes]:
    """The notebook as a page with its pictures beside it, by file name."""
    book = json.loads(path.read_text("utf-8"))
    made: dict[str, str | bytes] = {}
    parts: list[str] = []
    for number, cell in enumerate(book["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        for place, output in enumerate(cell["outputs"]):
            name = f"{path.stem}-{number}-{place}.png"
            shown = _shown(output, name)
            if shown.startswith("!["):
                made[f"notebooks/{name}"] = base64.b64decode(output["data"]["image/png"])
            parts.append(shown)
    made[f"notebooks/{path.stem}.md"] = "\n\n".join(part for part in parts if part) + "\n"
    return made


def _shown(output: dict[str, Any], name: str) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return f"![figure]({name})"
    if "text/html" in data:
        lines = _plain_lines(_STYLE.sub("", "".join(data["text/html"])))
        return f'<div class="notebook-output">\n{"".join(lines)}\n</div>'
    text = "".join(output.get("text", data.get("text/plain", "")))
    return f'<div class="notebook-output" markdown>\n```text\n{text}\n```\n</div>' if text else ""


def _plain_lines(html: str) -> Iterator[str]:
    """One line, because a blank one would end the block of HTML."""
    for line in html.splitlines():
        yield line.strip() + " "

"""Every notebook runs from top to bottom, draws, and is kept with its outputs."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))

plt = pytest.importorskip("matplotlib.pyplot")
pytest.importorskip("IPython")


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [c for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    monkeypatch.syspath_prepend(str(HERE))
    plt.switch_backend("Agg")
    shown: list[int] = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(len(plt.get_fignums())))
    names: dict[str, object] = {"__name__": "__main__"}
    with plt.rc_context(), warnings.catch_warnings():
        # Without a Chinese font there are boxes for glyphs; the figures are drawn all the same.
        warnings.filterwarnings("ignore", message="Glyph")
        for number, cell in enumerate(cells(path, "code"), start=1):
            code = compile("".join(cell["source"]), f"{path.name}, code cell {number}", "exec")
            exec(code, names)  # noqa: S102
        for figure in map(plt.figure, plt.get_fignums()):
            figure.canvas.draw()
            assert any(ax.has_data() for ax in figure.axes)
    plt.close("all")
    assert shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_is_kept_with_its_outputs(path: Path) -> None:
    code = cells(path, "code")
    assert [c["execution_count"] for c in code] == list(range(1, len(code) + 1)), "make notebooks"
    outputs = [o for c in code for o in c["outputs"]]
    assert not [o for o in outputs if o["output_type"] == "error"]
    assert not [o for o in outputs if o.get("name") == "stderr"]
    assert any("image/png" in o.get("data", {}) for o in outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_says_what_it_is_for_and_how_long_it_takes(path: Path) -> None:
    first = "".join(cells(path, "markdown")[0]["source"])
    assert first.startswith("# ")
    assert "seconds" in first
    assert path.name in (HERE / "README.md").read_text("utf-8")

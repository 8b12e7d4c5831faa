"""One look for all figures: quiet axes, colours that differ in grey too, a font with Chinese."""

from __future__ import annotations

from typing import Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes

INK: Final = "#1f2933"
MUTED: Final = "#8a94a0"
RED: Final = "#b3261e"
ORANGE: Final = "#e08a1e"
YELLOW: Final = "#f0cf65"
BLUE: Final = "#2f6690"
LIGHT: Final = "#9fc2d9"
GREEN: Final = "#4f8a5b"
GREY: Final = "#d5dae0"
SEVERITY: Final = {"high": RED, "medium": ORANGE, "low": YELLOW, "note": GREY}
KINDS: Final = {
    "template": GREY,
    "own_previous_year": LIGHT,
    "common": YELLOW,
    "copied": RED,
    "idiosyncratic": GREEN,
}
_FONTS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
)


def use() -> None:
    """Set the style; Chinese needs one of a few common fonts and shows boxes without."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    chinese = [name for name in _FONTS if name in known]
    mpl.rcParams.update(
        {
            "font.family": [*chinese[:1], "DejaVu Sans"],
            "font.size": 9.5,
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": MUTED,
            "axes.labelcolor": INK,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "xtick.color": INK,
            "ytick.color": INK,
            "text.color": INK,
            "legend.frameon": False,
            "figure.dpi": 100,
            "savefig.bbox": "tight",
        }
    )


def grid(ax: Axes, axis: str = "x") -> None:
    """Faint lines behind the marks along one axis."""
    ax.grid(axis=axis, color="#eceff2", linewidth=1)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)

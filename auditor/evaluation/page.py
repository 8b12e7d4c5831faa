"""The page of an evaluation: its table and two plots, one file without any script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from auditor.evaluation.calibration import Calibration
from auditor.evaluation.gold import EvaluationResult
from auditor.evaluation.scores import ScoreRow

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2a30;--paper:#fff;--line:#c9d3d7;--mark:#0b6e73}
@media(prefers-color-scheme:dark){:root{--ink:#e3eaec;--paper:#12191c;--line:#3b484d;--mark:#5cc3c9}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:64rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{padding:.2rem .6rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}svg{max-width:100%;height:auto}
text{fill:var(--ink);font:12px system-ui,sans-serif}
"""
_SIDE, _EDGE = 320, 44
_BAR, _LEFT, _WIDE = 20, 230, 420


def page(result: EvaluationResult, title: str) -> str:
    """A whole HTML page."""
    return "".join(_parts(result, title))


def _parts(result: EvaluationResult, title: str) -> Iterator[str]:
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
    yield f"<h1>{escape(title)}</h1><p>linker: {escape(result.linker)}</p>"
    if result.calibration is not None:
        c = result.calibration
        yield f"<h2>Calibration of {c.count} links, ECE {c.ece:.4f}</h2>"
        yield f"<figure>{calibration_plot(c)}</figure>"
    known = [row for row in result.rows if row.f1 is not None and row.intervals]
    if known:
        yield "<h2>F1 with 95 % intervals</h2>"
        yield f"<figure>{interval_plot(known)}</figure>"
    yield "<h2>All rows</h2><table><tr>"
    for name in ("what", "gold", "found", "right", "hits", "precision", "recall", "F1"):
        yield f"<th>{name}</th>"
    yield "</tr>"
    for row in result.rows:
        cells = [escape(row.what), *map(str, (row.gold, row.found, row.right, row.hits))]
        cells += ["—" if v is None else f"{v:.3f}" for v in (row.precision, row.recall, row.f1)]
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table></html>"


def calibration_plot(found: Calibration) -> str:
    """Probability across, share right upwards; the diagonal is perfect, area is the count."""
    span = _SIDE - 2 * _EDGE
    most = max((b.count for b in found.bins), default=1)

    def x(share: float) -> float:
        return round(_EDGE + share * span, 1)

    def y(share: float) -> float:
        return round(_SIDE - _EDGE - share * span, 1)

    parts = [
        f'<svg viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" role="img" aria-label="reliability curve">',
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}M{x(0)} {y(0)}L{x(1)} {y(1)}" fill="none" stroke="var(--line)"/>',
    ]
    for value in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{x(value)}" y="{y(0) + 16}" text-anchor="middle">{value}</text>')
        parts.append(f'<text x="{x(0) - 8}" y="{y(value) + 4}" text-anchor="end">{value}</text>')
    parts.append(f'<text x="{x(0.5)}" y="{_SIDE - 6}" text-anchor="middle">probability</text>')
    parts.append(f'<text x="{x(0) - 30}" y="{y(1) - 14}">share right</text>')
    for b in found.bins:
        radius = round(3 + 9 * (b.count / most) ** 0.5, 1)
        parts.append(
            f'<circle cx="{x(b.mean)}" cy="{y(b.share_right)}" r="{radius}" fill="var(--mark)" fill-opacity=".7">'
            f"<title>{b.count} links, mean {b.mean:.3f}, right {b.share_right:.3f}</title></circle>"
        )
    return "".join((*parts, "</svg>"))


def interval_plot(rows: list[ScoreRow]) -> str:
    """A line a row: the interval of F1 with its point."""
    height = _BAR * len(rows) + 24
    parts = [
        f'<svg viewBox="0 0 {_LEFT + _WIDE + 50} {height}" width="{_LEFT + _WIDE + 50}" role="img" aria-label="F1 with intervals">'
    ]
    for number, row in enumerate(rows):
        middle = number * _BAR + 14
        parts.append(
            f'<text x="{_LEFT - 10}" y="{middle + 4}" text-anchor="end">{escape(row.what)}</text>'
        )
        span = next(((low, high) for name, low, high in row.intervals if name == "f1"), None)
        if span is not None:
            left, right = (round(_LEFT + share * _WIDE, 1) for share in span)
            parts.append(
                f'<path d="M{left} {middle}H{right}" stroke="var(--mark)" stroke-width="3"/>'
            )
        if row.f1 is not None:
            point = round(_LEFT + row.f1 * _WIDE, 1)
            parts.append(f'<circle cx="{point}" cy="{middle}" r="4" fill="var(--mark)"/>')
            parts.append(f'<text x="{_LEFT + _WIDE + 10}" y="{middle + 4}">{row.f1:.3f}</text>')
    return "".join((*parts, "</svg>"))

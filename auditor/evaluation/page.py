"""The page of an evaluation: figures, plots and the table, one file without any script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from auditor.evaluation.calibration import Calibration
from auditor.evaluation.gold import EvaluationResult
from auditor.evaluation.layout import Group, grouped, interval_of
from auditor.evaluation.scores import ScoreRow

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2a30;--soft:#5b6b72;--paper:#fff;--line:#d5dde0;--mark:#0b6e73;--low:#b3541e}
@media(prefers-color-scheme:dark){:root{--ink:#e3eaec;--soft:#9aa9af;--paper:#12191c;--line:#364349;--mark:#5cc3c9;--low:#e79a63}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:2rem 0 .3rem}p{color:var(--soft);max-width:46rem}
dl{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;margin:1rem 0}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}
dd small{font-size:.85rem;color:var(--soft)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.15rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th{font-weight:600;color:var(--soft);font-size:.85rem}th:first-child,td:first-child{text-align:left;width:16rem}td:last-child{padding:0 0 0 .6rem;width:15rem}
.pair{display:flex;flex-wrap:wrap;gap:2rem}figure{margin:1rem 0}figcaption{color:var(--soft);font-size:.85rem;max-width:20rem}svg{display:block;max-width:100%;height:auto}
text{fill:var(--ink);font:12px system-ui,sans-serif}details{margin:2rem 0}li{overflow-wrap:anywhere}
"""
_SIDE, _EDGE = 320, 44
_WIDE, _HIGH = 240, 22
_LOW = 0.8


def page(result: EvaluationResult, title: str) -> str:
    """A whole HTML page."""
    return "".join(_parts(result, title))


def _parts(result: EvaluationResult, title: str) -> Iterator[str]:
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
    yield f"<h1>{escape(title)}</h1>"
    yield f"<dl>{''.join(_figures(result))}</dl>"
    curves = [(c, what) for c, what in ((result.calibration, "links"), (result.confidence, "high and medium findings")) if c is not None and c.count]  # fmt: skip
    if curves:
        yield '<h2>Calibration</h2><div class="pair">'
        for curve, what in curves:
            yield f"<figure>{calibration_plot(curve)}<figcaption>{curve.count} {what}, expected calibration error {curve.ece:.4f}. Dots on the line: probabilities are frequencies. The area of a dot is the number of cases.</figcaption></figure>"
        yield "</div>"
    for group in grouped(result.rows):
        yield from _group(group)
    if result.misses:
        yield f"<details><summary>{len(result.misses)} misses and remarks outside the labels</summary><ol>"
        yield "".join(f"<li>{escape(line)}</li>" for line in result.misses)
        yield "</ol></details>"
    yield "</html>"


def _figures(result: EvaluationResult) -> Iterator[str]:
    if result.linker:
        yield _figure("linker", escape(result.linker))
    if result.clean is not None and result.clean.per_report is not None:
        clean = result.clean
        yield _figure("high and medium findings per clean report", f"{clean.per_report:.3f} <small>{clean.reports} reports</small>")  # fmt: skip
    ranking = result.ranking
    if ranking is not None and ranking.tau is not None:
        yield _figure("ranking, Kendall τ", f"{ranking.tau:.3f} <small>{ranking.reports} reports</small>")  # fmt: skip
        if ranking.precision_top is not None:
            yield _figure("ranking, precision in the first tenth", f"{ranking.precision_top:.3f}")


def _figure(name: str, value: str) -> str:
    return f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _group(group: Group) -> Iterator[str]:
    yield f'<h2>{escape(group.title)}</h2><div class="wide"><table><tr><th></th>'
    for name in ("gold", "found", "right", "precision", "recall", "F1"):
        yield f"<th>{name}</th>"
    yield "<th>F1 with 95 % interval, from 0 to 1</th></tr>"
    for name, row in group.rows:
        cells = [escape(name), *map(str, (row.gold, row.found, row.right))]
        cells += ["—" if v is None else f"{v:.3f}" for v in (row.precision, row.recall, row.f1)]
        cells.append(interval_plot(row))
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table></div>"


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
            f"<title>{b.count} of {found.what}, mean {b.mean:.3f}, right {b.share_right:.3f}</title></circle>"
        )
    return "".join((*parts, "</svg>"))


def interval_plot(row: ScoreRow) -> str:
    """A line from 0 to 1 with the interval of F1 and its point; empty where F1 isn't known."""
    if row.f1 is None:
        return ""
    middle, edge = _HIGH // 2, 6
    colour = "var(--mark)" if row.f1 >= _LOW else "var(--low)"

    def x(share: float) -> float:
        return round(edge + share * (_WIDE - 2 * edge), 1)

    parts = [
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" role="img" aria-label="F1 {row.f1:.3f}">',
        f'<path d="M{x(0)} {middle}H{x(1)}M{x(0)} {middle - 3}v6M{x(0.5)} {middle - 3}v6M{x(1)} {middle - 3}v6" stroke="var(--line)"/>',
    ]
    span = interval_of(row)
    if span is not None:
        parts.append(
            f'<path d="M{x(span[0])} {middle}H{x(span[1])}" stroke="{colour}" stroke-width="4" stroke-opacity=".5"><title>{span[0]:.3f} to {span[1]:.3f}</title></path>'
        )
    parts.append(f'<circle cx="{x(row.f1)}" cy="{middle}" r="4" fill="{colour}"/>')
    return "".join((*parts, "</svg>"))

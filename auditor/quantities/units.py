"""Units of measure from ``units.tsv``: dimension, scale and base; scale words before any unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files

from auditor.core.quantity import Dimension, Unit

SCALES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
_UNSCALED = frozenset({Dimension.PERCENT, Dimension.POINTS, Dimension.SCORE, Dimension.AGE})


@cache
def table() -> dict[str, Unit]:
    """Units by name."""
    units: dict[str, Unit] = {}
    for line in (files("auditor.quantities") / "units.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, dimension, scale, base = line.split("\t")
            units[name] = Unit(name, Dimension(dimension), Decimal(scale), base)
    return units


@cache
def unit_named(name: str) -> Unit | None:
    """The unit called ``name``, a scale word in front allowed (``万人次``); ``None`` if unknown."""
    plain = name.replace(" ", "")
    known = table().get(plain)
    if known is not None:
        return known
    for word in sorted(SCALES, key=len, reverse=True):
        if plain.startswith(word):
            base = table().get(plain[len(word) :])
            if base is not None and base.dimension not in _UNSCALED:
                return Unit(plain, base.dimension, base.scale * SCALES[word], base.base)
    if plain in ("万", "亿"):
        return Unit(plain, Dimension.NONE, SCALES[plain], "")
    return None


@cache
def alternation() -> str:
    """A regex alternation of all unit names, longest first."""
    return "|".join(re.escape(name) for name in sorted(table(), key=len, reverse=True))


@cache
def _marker() -> re.Pattern[str]:
    unit = f"(?:[十百千万亿]{{0,2}})(?:{alternation()})"
    return re.compile(
        rf"[(（]\s*(?:(?:金额)?单位\s*[:：]\s*)?(?P<a>{unit})\s*[)）]|单位\s*[:：]\s*(?P<b>{unit})(?![一-鿿])"
    )


def find_unit_marker(text: str) -> Unit | None:
    """The unit that a header, label or note sets for others: “（万元）”, “单位：万元”."""
    match = _marker().search(text)
    return unit_named(match.group("a") or match.group("b")) if match else None

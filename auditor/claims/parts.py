"""What parts of a whole have in common, wherever they are listed."""

from __future__ import annotations

import re

from auditor.core.quantity import Dimension

OTHERS = re.compile(r"^(?:其他|其它|其余)|(?:及|和|与|、)(?:其他|其它)")
"""A label that closes its list: whatever else there is."""

SUMMED = frozenset(
    {
        Dimension.MONEY,
        Dimension.PEOPLE,
        Dimension.COUNT,
        Dimension.AREA,
        Dimension.LENGTH,
        Dimension.WEIGHT,
        Dimension.VOLUME,
    }
)
"""Dimensions whose parts add up to a whole."""

"""What each character can be in masking: one table, so that a text is looked up once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.similarity.mask_words import BEFORE_CHARS, COUNTERS, ENDINGS, HAN_DIGITS, LEVELS

Classes = npt.NDArray[np.uint16]

DROPPED, LEVEL, NAME_END, BEFORE, PLACE_END = 1, 2, 4, 8, 16
DIGIT, POINT, HAN_DIGIT, COUNTER, TENS, AFTER_YEAR = 32, 64, 128, 256, 512, 1024
SPACES = "".join(chr(c) for c in range(1 << 16) if chr(c).isspace())


def _classes() -> Classes:
    table = np.zeros(1 << 16, np.uint16)
    for chars, flag in (
        (SPACES + "*\0", DROPPED),
        (LEVELS, LEVEL | PLACE_END),
        ("村道局", PLACE_END),
        ("".join(ENDINGS), NAME_END),
        (BEFORE_CHARS, BEFORE),
        ("".join(chr(c) for c in range(1 << 16) if chr(c).isdecimal()), DIGIT),
        (",.", POINT),
        (HAN_DIGITS, HAN_DIGIT),
        (COUNTERS, COUNTER),
        ("万亿", TENS),
        ("年" + SPACES, AFTER_YEAR),
    ):
        table[[ord(char) for char in chars]] |= flag
    return table


CLASSES = _classes()
"""Flags by the code of a character."""

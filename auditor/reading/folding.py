"""Length-preserving folding: one convention, no offset map.

Full-width digits, letters and punctuation become ASCII one to one, odd spaces become a space,
bold marks and bookmarks become filler of the same length. NFKC changes lengths, so it is out.
"""

from __future__ import annotations

import re

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE.update(dict.fromkeys((0x00A0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200A, 0x202F, 0x205F), " "))
_TABLE.update(dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), " "))
_TABLE.update({ord("≧"): "≥", ord("≦"): "≤", ord("﹥"): ">", ord("﹤"): "<", ord("⩾"): "≥"})
_TABLE.update({ord("⩽"): "≤", ord("﹪"): "%", ord("−"): "-", ord("﹣"): "-", ord("﹢"): "+"})
_TABLE.update({ord("•"): "·", ord("﹙"): "(", ord("﹚"): ")", ord("﹐"): ",", ord("﹔"): ";"})

_MARKS = re.compile(r"\*\*|\[bookmark:[^\]\n]{0,80}\]")


def fold(text: str) -> str:
    """``text`` folded; ``len(fold(text)) == len(text)`` and folding twice changes nothing."""
    folded = text.translate(_TABLE)
    if "**" in folded or "[bookmark:" in folded:
        folded = _MARKS.sub(lambda match: " " * len(match.group()), folded)
    return folded

"""Which unit a report belongs to, so that two years of one unit aren't taken for two units."""

from __future__ import annotations

import re

from auditor.core.document import Document

_PARTY = re.compile(r"^(?:中共|中国共产党)")
_LEVELS = re.compile(r"[一-鿿]+?(?:自治区|自治州|自治县|地区|[省市县区镇乡州旗盟])")
_PLACED = re.compile(r"^[一-鿿]{2,}?[省市县区镇乡州旗盟]")


def unit_key(document: Document) -> str:
    """What tells agencies apart: region and name, less 中共 and 委.

    A name that names no place (区委办公室) can belong to any district; without a known region the
    report then stands for a unit of its own, under its document id.
    """
    name = _PARTY.sub("", document.identity.agency or "")
    region = document.identity.region or ""
    if not name or not (region or _PLACED.match(name)):
        return f"#{document.id}"
    core = name.removeprefix(region)
    for level in _LEVELS.findall(region):
        core = core.removeprefix(level)
    core = core.lstrip("省市县区镇乡州旗")
    return f"{region}|{core.removeprefix('委') or name}"

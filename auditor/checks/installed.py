"""Our checks and those that installed packages add."""

from __future__ import annotations

from functools import cache

from auditor.checks.base import HEADINGS, Check, sections_of_doc
from auditor.plugins import Plugin, values


@cache
def all_checks() -> tuple[Check, ...]:
    """``CHECKS``, then the checks of plug-ins (group ``auditor.checks``).

    ``UsageError`` for one whose id or slug is taken, or whose docstring lacks one of the five
    headings.
    """
    from auditor.checks import CHECKS

    found = list(CHECKS)
    for plugin, check in values("auditor.checks", Check):
        _examine(plugin, check, found)
        found.append(check)
    return tuple(found)


def _examine(plugin: Plugin, check: Check, known: list[Check]) -> None:
    if any(check.id == other.id or check.slug == other.slug for other in known):
        raise plugin.refuse(f"检查编号 {check.id} 或名称 {check.slug} 已被占用")
    missing = [heading for heading in HEADINGS if heading not in sections_of_doc(check.doc)]
    if missing:
        raise plugin.refuse(f"检查 {check.id} 的说明缺少：{'、'.join(missing)}")

"""Names of checks as users write them."""

from __future__ import annotations

import difflib

from auditor.checks import Check, all_checks
from auditor.core.errors import UsageError
from auditor.settings import Settings, names_check


def checks_named(name: str) -> tuple[Check, ...]:
    """The checks that an id, slug, family or prefix of ids names; none for an unknown name."""
    found = [(names_check(name, c.id, c.slug, c.family.value), c) for c in all_checks()]
    best = max(closeness for closeness, _ in found)
    return tuple(check for closeness, check in found if closeness == best) if best else ()


def require_known_checks(settings: Settings) -> None:
    """``UsageError`` for a name in the settings that no check answers to."""
    given = [*settings.select, *settings.ignore, *(name for name, _ in settings.checks)]
    for name in given:
        if not checks_named(name):
            raise UsageError(unknown_check(name))


def unknown_check(name: str) -> str:
    """The sentence for a name that no check answers to, with the nearest one that does."""
    known = {n for c in all_checks() for n in (c.id, c.slug, c.family.value)}
    near = difflib.get_close_matches(name, known, 1) or difflib.get_close_matches(
        name.upper(), known, 1
    )
    hint = f"是否为 {near[0]}？" if near else ""
    return f"没有名为 {name} 的检查；{hint}用 auditor checks 查看全部检查。"

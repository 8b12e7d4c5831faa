"""What installed packages add, by entry points: checks, readers, units, words, wordings.

A package is trusted by being installed: its code runs in the audit. Nothing is looked for on the
network or in the working folder, and ``run.json`` names every package that had a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from auditor.core.errors import UsageError

GROUPS: Final = {
    "auditor.checks": "a Check, or several",
    "auditor.readers": "a Format, or several",
    "auditor.units": "lines of units.tsv as one text",
    "auditor.terms": "lines of terms.txt as one text",
    "auditor.synonyms": "lines of synonyms.tsv as one text",
    "auditor.complements": "lines of complements.tsv as one text",
    "auditor.wordings": "phrasing.toml for its checks as one text",
}
"""Group of entry points → what the object that it names must be."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point of an installed package, loaded."""

    group: str
    name: str
    package: str
    version: str
    value: Any

    def refuse(self, why: str) -> UsageError:
        """The error that says which package is at fault, for the caller to raise."""
        return UsageError(
            f"插件 {self.package} {self.version} 的 {self.group}:{self.name} 无法使用：{why}；"
            f"请升级或卸载该插件（pip uninstall {self.package}）。"
        )


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """The plug-ins of a group, sorted by package and name.

    ``UsageError`` for one that can't be imported: leaving it out would give other results than
    the user asked for by installing it.
    """
    found = [_loaded(group, point) for point in entry_points(group=group)]
    return tuple(sorted(found, key=lambda plugin: (plugin.package, plugin.name)))


def _loaded(group: str, point: EntryPoint) -> Plugin:
    package = point.dist.name if point.dist is not None else "?"
    version = point.dist.version if point.dist is not None else "?"
    plugin = Plugin(group, point.name, package, version, None)
    try:
        value = point.load()
    except Exception as error:
        raise plugin.refuse(f"{type(error).__name__}: {error}") from error
    return Plugin(group, point.name, package, version, value)


def values(group: str, kind: type) -> Iterator[tuple[Plugin, Any]]:
    """Each object of a group with its plug-in; a tuple or list of objects gives each of them.

    ``UsageError`` for an object of another type.
    """
    for plugin in plugins(group):
        many = isinstance(plugin.value, tuple | list) and kind is not str
        for value in plugin.value if many else (plugin.value,):
            if not isinstance(value, kind):
                raise plugin.refuse(f"{type(value).__name__} is not {GROUPS[group]}")
            yield plugin, value


def installed() -> tuple[Plugin, ...]:
    """All plug-ins of all groups."""
    return tuple(plugin for group in GROUPS for plugin in plugins(group))


def signature() -> tuple[str, ...]:
    """Packages and versions that have a part in the results, sorted: for stores and ``run.json``."""
    return tuple(sorted({f"{plugin.package} {plugin.version}" for plugin in installed()}))

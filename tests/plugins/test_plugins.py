"""What a plug-in can't be is refused, and the message names the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from auditor import plugins
from auditor.checks import CHECKS, all_checks
from auditor.core.errors import UsageError
from auditor.quantities import units
from auditor.reporting import phrasing


class _Named:
    name = "some-package"
    version = "1.2"


class _Point(EntryPoint):
    dist = _Named()  # type: ignore[assignment]

    def load(self) -> Any:
        return OBJECTS[self.value]()


OBJECTS: dict[str, Callable[[], Any]] = {}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Any], None]]:
    """Pretends that a package with such an entry point is installed."""
    caches = (plugins.plugins, all_checks, units.entries, phrasing.wordings)
    OBJECTS.clear()

    def clear() -> None:
        for cached in caches:
            cached.cache_clear()

    def install(group: str, value: Any) -> None:
        OBJECTS["it"] = value if callable(value) else lambda: value
        points = (_Point("thing", "it", group),)
        monkeypatch.setattr(
            plugins, "entry_points", lambda *, group: [p for p in points if p.group == group]
        )
        clear()

    yield install
    monkeypatch.undo()
    clear()


def broken() -> Any:
    raise ImportError("no module named there")


def test_one_that_can_t_be_imported(installed: Callable[[str, Any], None]) -> None:
    installed("auditor.checks", broken)
    with pytest.raises(UsageError, match=r"some-package 1\.2.*no module named there"):
        all_checks()


@pytest.mark.parametrize(
    ("group", "value", "ask", "message"),
    [
        ("auditor.checks", "NAR01", all_checks, "str is not a Check"),
        ("auditor.checks", CHECKS[0], all_checks, "NAR01.*已被占用"),
        ("auditor.units", 3, units.entries, "int is not lines of"),
        ("auditor.units", "垧\tarea\tfifteen\t亩\ty\t-", units.entries, "units.tsv"),
        ("auditor.units", "垧\tarea", units.entries, "units.tsv"),
        ("auditor.units", "万元\tmoney\t1\t元\ty\t-", units.entries, "万元 已有定义"),
        ("auditor.wordings", "[NAR01.zh]\nmessage='x'", phrasing.wordings, "aren't its own"),
    ],
)
def test_what_is_refused(
    installed: Callable[[str, Any], None],
    group: str,
    value: Any,
    ask: Callable[[], Any],
    message: str,
) -> None:
    installed(group, value)
    with pytest.raises(UsageError, match=message):
        ask()


def test_a_check_needs_its_five_headings(installed: Callable[[str, Any], None]) -> None:
    from dataclasses import replace

    bare = replace(CHECKS[0], id="LOC09", slug="bare", doc="名称。\n\n## 检查内容\n无\n")
    installed("auditor.checks", bare)
    with pytest.raises(UsageError, match=r"LOC09.*违反示例"):
        all_checks()


def test_several_checks_at_once(installed: Callable[[str, Any], None]) -> None:
    from dataclasses import replace

    two = [replace(CHECKS[0], id=f"LOC0{n}", slug=f"local_{n}") for n in (1, 2)]
    installed("auditor.checks", two)
    assert [check.id for check in all_checks()][-2:] == ["LOC01", "LOC02"]
    assert plugins.signature() == ("some-package 1.2",)


def test_units_add_up(installed: Callable[[str, Any], None]) -> None:
    installed("auditor.units", "# a comment\n垧\tarea\t15\t亩\ty\t-\n")
    assert units.entries()["垧"].unit.scale == 15
    assert "万元" in units.entries()

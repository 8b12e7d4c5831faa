"""The annexes: base data, whole-unit and project forms, compact forms, targets, income and spending.

The words of heads and captions come from the template family, so that no two families share them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.synthesis.model import Cell, Grid, Rich
from auditor.synthesis.surface import Surface
from auditor.synthesis.world import Row


@dataclass(frozen=True, slots=True)
class Forms:
    """Builds the tables of one report; ``words`` is the family's ``[words]``."""

    s: Surface
    words: Mapping[str, Any]

    def made(self, name: str) -> list[Grid]:
        """The tables that ``name`` stands for. ``KeyError`` for a name that no table has."""
        makers: dict[str, Callable[[], list[Grid]]] = {
            "base": lambda: [self._base()],
            "whole": lambda: [self._whole()],
            "projects": self._projects,
            "compact": lambda: [self._compact()],
            "targets": lambda: [self._targets()],
            "income": lambda: [self._income()],
        }
        return makers[name]()

    def _caption(self, key: str) -> str:
        return self.s.fill(str(self.words[key])).text

    def _number(self, key: str, row: str, column: str, *, unit: str = "") -> Cell:
        return Cell(self.s.cell(key, unit=unit), row_label=row.strip(), column_label=column)

    def _amounts(self, label: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> list[Cell]:
        cells = [_cell(label)]
        for key, column in zip(keys, columns, strict=True):
            known = key in self.s.world.facts
            cells.append(self._number(key, label, column) if known else _cell("——"))
        return cells

    def _base(self) -> Grid:
        w, s = self.s.world, self.s
        people = tuple(s.fill(text).text for text in self.words["people"])
        money = tuple(s.fill(text).text for text in self.words["money"])
        keys = ("people.posts", "people.staff", "people.control")
        rows: list[list[Cell]] = [
            [_cell(people[0], 2), *map(_cell, people[1:])],
            [self._number(k, people[0], c) for k, c in zip(keys, people[1:], strict=True)],
            [*map(_cell, money)],
        ]
        lines = [(str(label), str(key)) for label, key in self.words["base_rows"]]
        at = next(n for n, (_, key) in enumerate(lines) if key == "project") + 1
        pattern = str(self.words["project_row"])
        added = [(pattern.format(n=n + 1, name=p), f"p{n}") for n, p in enumerate(w.projects)]
        for label, key in [*lines[:at], *added, *lines[at:]]:
            columns = tuple(f"{key}.{c}" for c in ("prior", "budget", "final"))
            rows.append(self._amounts(label, columns, money[1:]))
        return _grid(self._caption("base"), rows, note=str(self.words.get("base_note", "")), sheet="基础数据表")  # fmt: skip

    def _funds(self, prefix: str, label: str) -> list[list[Cell]]:
        heads = [str(h) for h in self.words["funds"]]
        total = str(self.words["funds_total"])
        names = {"": ("initial", "budget", "final.final")}
        keys = names.get(prefix, (f"{prefix}budget", f"{prefix}budget", f"{prefix}final"))
        row = [
            _cell(total),
            *(self._number(k, total, h) for k, h in zip(keys, heads, strict=False)),
        ]
        row.append(self._number(f"{prefix}exec.weight", total, heads[3]))
        row.append(self._number(f"{prefix}rate", total, heads[4]))
        row.append(self._number(f"{prefix}exec.score", total, heads[5]))
        return [[_cell(label, 2), _cell(""), *map(_cell, heads)], row]

    def _whole(self) -> Grid:
        s, w = self.s, self.s.world
        rows: list[list[Cell]] = [
            [_cell(str(self.words["unit_name"])), _cell(w.unit.full, 1, 7)],
            *self._funds("", str(self.words["funds_whole"])),
            [_cell(str(self.words["goals"]), 2), *(_cell(str(t), 1, n) for t, n in zip(self.words["goal_heads"], (3, 4), strict=True))],
            [_cell(s.fill(str(self.words["goal"])).text, 1, 3), _cell(s.fill(str(self.words["goal_done"])).text, 1, 4)],
            *self._indicators(w.rows, ""),
        ]  # fmt: skip
        return _grid(self._caption("whole"), rows, note=str(self.words.get("note", "")), sheet="整体自评表")  # fmt: skip

    def _projects(self) -> list[Grid]:
        w = self.s.world
        found = []
        missing = self.s.shown.words.get("missing form")
        for number, project in enumerate(w.projects):
            if missing == project:
                continue
            head = self.words["project_head"]
            rows: list[list[Cell]] = [
                [_cell(str(head[0])), _cell(project, 1, 3), _cell(str(head[1])), _cell(w.unit.full, 1, 3)],
                *self._funds(f"p{number}.", str(self.words["funds_project"])),
                *self._indicators(w.project_rows[number], f"p{number}."),
            ]  # fmt: skip
            note = str(self.words.get("note", ""))
            found.append(_grid(self._caption("project"), rows, note, sheet=f"项目{number + 1}"))
        return found

    def _indicators(self, members: list[Row], prefix: str) -> list[list[Cell]]:
        heads = [str(h) for h in self.words["indicators"]]
        rows: list[list[Cell]] = [[_cell(h) for h in heads]]
        level1 = level2 = ""
        for number, row in enumerate(members):
            cells: list[Cell] = []
            if row.level1 != level1:
                level1, level2 = row.level1, ""
                height = sum(1 for r in members if r.level1 == level1)
                weight = self.s.cell(f"{prefix}{level1}.weight").text
                pattern = str(self.words.get("level1", "{name}（{weight}分）"))
                cells.append(_cell(pattern.format(name=level1, weight=weight), height))
            if row.level2 != level2:
                level2 = row.level2
                height = _run(members, number)
                cells.append(_cell(level2, height))
            rows.append([*cells, *self._values(row, heads[2:])])
        total = str(self.words.get("total", "总分"))
        sums = [self._number(f"{prefix}{k}", total, c) for k, c in (("total.weight", heads[5]), ("total", heads[6]))]  # fmt: skip
        rows.append([_cell(total, 1, 5), *sums, _cell("")])
        return rows

    def _values(self, row: Row, heads: list[str]) -> list[Cell]:
        """Name, target, actual, weight, score, reason."""
        return [
            _cell(row.name),
            *self._target_and_actual(row, heads),
            self._number(f"{row.key}.weight", row.name, heads[3]),
            self._number(f"{row.key}.score", row.name, heads[4]),
            self._reason(row),
        ]

    def _reason(self, row: Row) -> Cell:
        key = f"{row.key}.reason"
        shown = self.s.shown.cells
        return _cell(shown[key] if key in shown else self.s.world.words[key])

    def _target_and_actual(self, row: Row, heads: list[str]) -> tuple[Cell, Cell]:
        shown = self.s.shown.cells
        if row.target:
            target, actual = (
                Rich(shown.get(key, text)).marked(key)
                for key, text in ((f"{row.key}.target", row.target), (row.key, row.actual))
            )
            return Cell(target, row_label=row.name), Cell(actual, row_label=row.name)
        if f"{row.key}.target" in shown:
            goal = Rich(shown[f"{row.key}.target"]).marked(f"{row.key}.target")
        else:
            goal = Rich(row.op) + self.s.cell(f"{row.key}.target", unit=row.unit)
        return (
            Cell(goal, row_label=row.name, column_label=heads[1]),
            self._number(row.key, row.name, heads[2], unit=row.unit),
        )

    def _compact(self) -> Grid:
        heads = [str(h) for h in self.words["compact_heads"]]
        rows: list[list[Cell]] = [[_cell(h) for h in heads]]
        level1 = ""
        for row in self.s.world.rows:
            first = row.level1 if row.level1 != level1 else ""
            level1 = row.level1
            values = self._values(row, heads[1:])
            rows.append([_cell(first), *values])
        rows.append([_cell("预算执行指标"), _cell("预算执行率"), _cell("100%"), self._number("rate", "预算执行率", heads[3]), self._number("exec.weight", "预算执行率", heads[4]), self._number("exec.score", "预算执行率", heads[5]), _cell("")])  # fmt: skip
        total = str(self.words.get("total", "合计"))
        rows.append([_cell(total), *map(_cell, ("", "", "")), self._number("total.weight", total, heads[4]), self._number("total", total, heads[5]), _cell("")])  # fmt: skip
        return _grid(self._caption("compact"), rows, sheet="绩效自评表")

    def _targets(self) -> Grid:
        heads = [str(h) for h in self.words["target_heads"]]
        rows: list[list[Cell]] = [[_cell(h) for h in heads]]
        level1 = level2 = ""
        for row in self.s.world.rows:
            names = (row.level1 if row.level1 != level1 else "", row.level2 if row.level2 != level2 else "")  # fmt: skip
            level1, level2 = row.level1, row.level2
            target, _ = self._target_and_actual(row, ["", heads[4], ""])
            rows.append([*map(_cell, names), _cell(row.name), _cell(f"全年{row.name}的实际情况"), target, _cell("年度工作计划")])  # fmt: skip
        return _grid(self._caption("targets"), rows, sheet="指标表")

    def _income(self) -> Grid:
        heads = tuple(self.s.fill(str(h)).text for h in self.words["income_heads"])
        rows: list[list[Cell]] = [[_cell(h) for h in heads]]
        for label, key in self.words["income_rows"]:
            columns = tuple(f"{key}.{c}" for c in ("prior", "budget", "final"))
            plain = {"final": ("final.prior", "budget", "final.final")}
            rows.append(self._amounts(str(label), plain.get(str(key), columns), heads[1:]))
        return _grid(self._caption("income"), rows, unit="万元", sheet="收支情况表")


def _cell(text: str, rows: int = 1, cols: int = 1) -> Cell:
    return Cell(Rich(text), rows, cols)


def _run(members: list[Row], at: int) -> int:
    """How many rows from ``at`` on share both levels."""
    first = members[at]
    height = 0
    for row in members[at:]:
        if (row.level1, row.level2) != (first.level1, first.level2):
            break
        height += 1
    return height


def _grid(
    caption: str, rows: list[list[Cell]], note: str = "", *, unit: str = "", sheet: str = ""
) -> Grid:
    return Grid(caption, tuple(tuple(row) for row in rows), unit, note, sheet)

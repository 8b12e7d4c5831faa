"""Weights and scores of the indicator rows, by the rules of 财预〔2020〕10号."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from auditor.synthesis.world import Row, World

_GROUPS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
_TENTH = Decimal("0.01")


def give_marks(world: World, rng: Random, reasons: Sequence[str]) -> None:
    """Weights, scores and reasons for the whole unit and each project, as facts.

    A deduction always has a reason; the total of a report never is 100, because reports that
    list problems and take full marks contradict themselves.
    """
    _give(world, world.rows, "", rng, reasons)
    for number, rows in enumerate(world.project_rows):
        _give(world, rows, f"p{number}.", rng, reasons)
    total = world.facts["total"]
    world.words["grade"] = grade_of(total)


def grade_of(total: Decimal) -> str:
    """优秀 from 90, 良好 from 80, 一般 from 60, otherwise 较差 (财预〔2020〕10号)."""
    for least, word in ((90, "优秀"), (80, "良好"), (60, "中等")):
        if total >= least:
            return word
    return "较差"


def plain(value: Decimal) -> str:
    """Digits without trailing zeros: 9.50 → 9.5, 10.00 → 10."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _give(world: World, rows: list[Row], prefix: str, rng: Random, reasons: Sequence[str]) -> None:
    rate = world.facts[f"{prefix}rate"]
    exec_score = (rate / 10).quantize(_TENTH, ROUND_HALF_UP)
    world.put(f"{prefix}exec.score", Decimal(plain(exec_score)), "分")
    world.put(f"{prefix}exec.weight", 10, "分")
    for level, total in _GROUPS.items():
        members = [row for row in rows if row.level1 == level]
        world.put(f"{prefix}{level}.weight", total, "分")
        for row, weight in zip(members, spread(total, len(members)), strict=True):
            world.put(f"{row.key}.weight", weight, "分")
            world.put(f"{row.key}.score", weight, "分")
            world.words[f"{row.key}.reason"] = ""
    effects = [row for row in rows if row.level1 == "效益指标"]
    lowered = rng.sample(effects, k=min(len(effects), rng.choice((1, 1, 2))))
    for row in lowered:
        world.facts[f"{row.key}.score"] -= 1
        world.words[f"{row.key}.reason"] = rng.choice(list(reasons))
    for level in _GROUPS:
        members = [row for row in rows if row.level1 == level]
        scored = sum((world.facts[f"{row.key}.score"] for row in members), Decimal(0))
        world.put(f"{prefix}{level}.score", scored, "分")
    retotal(world, rows, prefix)


def retotal(world: World, rows: Sequence[Row], prefix: str) -> None:
    """The total from the rows and the execution score."""
    total = sum((world.facts[f"{row.key}.score"] for row in rows), Decimal(0))
    total += world.facts[f"{prefix}exec.score"]
    world.put(f"{prefix}total", Decimal(plain(total)), "分")
    world.put(f"{prefix}total.weight", 100, "分")


def spread(total: int, count: int) -> list[int]:
    """``total`` over ``count`` rows, whole numbers, the first rows take the rest."""
    base, rest = divmod(total, count)
    return [base + (1 if number < rest else 0) for number in range(count)]

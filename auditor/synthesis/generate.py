"""One report: what it is about, its faults, its file and the places of all its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from auditor.synthesis.data import load, place, township
from auditor.synthesis.faults import plant
from auditor.synthesis.forms import Forms
from auditor.synthesis.marking import give_marks
from auditor.synthesis.model import Block, Para, Spot
from auditor.synthesis.narrative import Narrator, prose_of
from auditor.synthesis.noise import noisy
from auditor.synthesis.prose import own_sentences
from auditor.synthesis.specs import Made, Spec
from auditor.synthesis.surface import Shown, Surface
from auditor.synthesis.world import Unit, World, build
from auditor.synthesis.writers import located, text_file, word_file, workbook_file

_MONEY = ("wan", "wan", "wan", "wan", "trim", "spaced", "yuan", "comma")
_YEARS = (2017, 2024)


def spec_of(seed: int, part: str, number: int) -> Spec:
    """The report's unit, year and family, drawn from ``seed``."""
    pair = Random(f"{seed}|{part}|unit {number // 2}")
    agency = pair.choice(load("agencies", part))
    family = pair.choice(load("families", part))
    province, county = place(pair)
    name = pair.choice(agency["names"])
    name = name.replace("＊", township(pair)) if "＊" in name else name
    unit = Unit(number // 2, dict(agency), province, county, name)
    year = pair.randint(*_YEARS) + number % 2
    dialect = Random(f"{seed}|{part}|{number}|dialect").choice(family["formats"])
    return Spec(seed, part, number, unit, year, family, dialect)


def context_of(spec: Spec, world: World) -> dict[str, str]:
    """The words that templates may use."""
    agency = spec.unit.agency
    return {
        "year": str(spec.year),
        "prioryear": str(spec.year - 1),
        "nextyear": str(spec.year + 1),
        "full": spec.unit.full,
        "short": spec.unit.short,
        "place": spec.unit.place,
        "subject": str(agency["subject"]),
        "office": world.offices[0],
        "project": world.projects[0],
    }


def world_of(spec: Spec) -> World:
    """All facts of the report, with scores."""
    world = build(str(spec.seed), spec.unit, spec.year)
    give_marks(world, spec.rng("scores"), spec.family["reasons"])
    return world


def own_prose(spec: Spec) -> list[str]:
    """The management paragraph that the unit writes itself."""
    return own_sentences(spec.part, spec.rng("own prose"))


def stock_prose(spec: Spec) -> list[str]:
    """Sentences of the family beside it, which many reports have."""
    world = build(str(spec.seed), spec.unit, spec.year)
    return prose_of(spec.family, context_of(spec, world), spec.rng("prose"))


def make_report(
    spec: Spec, *, faults: int = 0, prose: Sequence[str] | None = None, wanted: Sequence[str] = ()
) -> Made:
    """The report with ``faults`` faults of its own choice, or with the ``wanted`` kinds where it can.

    ``prose`` replaces the management paragraph (a copy). The same arguments give the same bytes.
    """
    told = list(prose) if prose is not None else own_prose(spec)
    clean = _rendered(spec, Shown(), {}, told)
    if not faults and not wanted:
        return clean
    shown = Shown()
    planted = plant(world_of(spec), shown, clean, spec.rng("faults"), count=faults, wanted=wanted)
    extra = {tag: text for plan in planted for tag, text in plan.extra.items()}
    made = _rendered(spec, shown, extra, told)
    return replace(made, planted=tuple(planted))


def _rendered(spec: Spec, shown: Shown, extra: Mapping[str, str], prose: Sequence[str]) -> Made:
    world = world_of(spec)
    rng = spec.rng("surface")
    seed = f"{spec.seed}|{spec.part}|{spec.number}"
    money = spec.rng("money").choice(_MONEY)
    surface = Surface(world, rng, shown, context_of(spec, world), money, seed)
    narrator = Narrator(surface, spec.family, prose, stock_prose(spec), extra)
    blocks: list[Block] = list(narrator.paragraphs())
    forms = Forms(surface, spec.family.get("words", {}))
    for name in spec.family["tables"]:
        grids = forms.made(name)
        position = _place_of(name, blocks)
        blocks[position : position + 1] = grids
    blocks = noisy(blocks, spec.rng("noise"), plain_text=spec.dialect in ("cells", "tabs"))
    data, text, spots = _written(spec, blocks)
    return Made(spec, data, text, tuple(spots), frozenset(narrator.summed), (), shown)


def _place_of(name: str, blocks: Sequence[Block]) -> int:
    """A table of targets or of income stands where a paragraph is ＠name (taken out); others at the end."""
    for number, block in enumerate(blocks):
        if isinstance(block, Para) and block.content.text == f"＠{name}":
            return number
    return len(blocks)


def _written(spec: Spec, blocks: Sequence[Block]) -> tuple[bytes, str, list[Spot]]:
    if spec.dialect in ("cells", "tabs"):
        text, spots = text_file(blocks, spec.dialect)
        return text.encode("utf-8"), text, spots
    data = word_file(blocks) if spec.dialect == "docx" else workbook_file(blocks)
    text, spots = located(blocks, data, f"report.{spec.dialect}")
    return data, text, spots

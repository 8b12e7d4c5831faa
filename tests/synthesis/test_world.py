from decimal import Decimal
from random import Random

import pytest

from auditor.synthesis.data import PARTS, load
from auditor.synthesis.marking import give_marks, grade_of, plain, spread
from auditor.synthesis.world import Unit, World, build, percent


def _unit(number: int) -> Unit:
    agencies = [agency for part in PARTS for agency in load("agencies", part)]
    agency = dict(agencies[number % len(agencies)])
    return Unit(number, agency, "东屏省", "松泽县", agency["names"][0].replace("＊", "青石镇"))


@pytest.mark.parametrize("number", range(36))
def test_the_budget_tree_adds_up(number: int) -> None:
    world = build("7", _unit(number), 2021)
    f = world.facts
    for column in ("final", "prior"):
        assert f[f"basic.{column}"] == f[f"personnel.{column}"] + f[f"public.{column}"]
        assert f[f"final.{column}"] == f[f"basic.{column}"] + f[f"project.{column}"]
        projects = [f[f"p{n}.{column}"] for n in range(len(world.projects))]
        assert f[f"project.{column}"] == sum(projects)
        assert f[f"three.{column}"] == f[f"vehicle.{column}"] + f[f"reception.{column}"]
    assert f["balance.open"] + f["income"] - f["final.final"] == f["balance.close"]
    assert f["budget"] >= f["final.final"]
    assert f["initial"] + f["added"] == f["budget"]
    assert f["people.total"] == f["people.staff"] + f["people.retired"]
    assert f["people.staff"] < f["people.posts"] == f["people.admin"] + f["people.career"]


@pytest.mark.parametrize("number", range(18))
def test_last_years_column_is_last_years_report(number: int) -> None:
    unit = _unit(number)
    before, now = build("7", unit, 2020).facts, build("7", unit, 2021).facts
    for key in ("final", "basic", "project", "three", "public", "p0"):
        assert now[f"{key}.prior"] == before[f"{key}.final"]
    assert now["balance.open"] == before["balance.close"]


@pytest.mark.parametrize("number", range(18))
def test_targets_are_met_and_parts_make_the_whole(number: int) -> None:
    world = build("3", _unit(number), 2019)
    for at in range(len(world.unit.agency["acts"])):
        key = f"act{at}"
        assert world.facts[key] >= world.facts[f"{key}.target"] >= 1
        assert world.facts[f"{key}.a"] + world.facts[f"{key}.b"] == world.facts[key]
    assert world.facts["cost"] <= world.facts["cost.target"]


@pytest.mark.parametrize("number", range(18))
def test_scores_add_up_and_deductions_have_a_reason(number: int) -> None:
    world = build("3", _unit(number), 2019)
    give_marks(world, Random(5), ["原因"])
    rows = world.rows
    weights = sum(world.facts[f"{row.key}.weight"] for row in rows)
    assert weights + world.facts["exec.weight"] == 100
    scores = sum(world.facts[f"{row.key}.score"] for row in rows)
    assert scores + world.facts["exec.score"] == world.facts["total"] < 100
    for row in rows:
        lowered = world.facts[f"{row.key}.score"] < world.facts[f"{row.key}.weight"]
        assert (world.words[f"{row.key}.reason"] == "原因") is lowered


def test_at_least_fifteen_kinds_of_agency_and_six_families_no_part_shares_one() -> None:
    kinds = [a["kind"] for part in PARTS for a in load("agencies", part)]
    families = [f["kind"] for part in PARTS for f in load("families", part)]
    assert len(kinds) == len(set(kinds)) >= 15
    assert len(families) == len(set(families)) >= 6
    words = {part: {act[0] for a in load("agencies", part) for act in a["acts"]} for part in PARTS}
    lines = {
        part: {
            text for f in load("families", part)
            for entry in f["outline"] if entry[0] in ("p", "p?") for text in entry[1:]
            if "{" in text and "}、{" not in text and len(text) > 40
        }
        for part in PARTS
    }  # fmt: skip
    for a, b in (("train", "dev"), ("train", "test"), ("dev", "test")):
        assert not words[a] & words[b]
        assert not lines[a] & lines[b]


def test_small_rules() -> None:
    assert percent(Decimal("1"), Decimal("3")) == Decimal("33.33")
    assert percent(Decimal("5.00"), Decimal("5.00")) == 100
    assert [grade_of(Decimal(n)) for n in (90, "89.9", 80, 60, 59)] == ["优秀", "良好", "良好", "中等", "较差"]  # fmt: skip
    assert spread(50, 7) == [8, 7, 7, 7, 7, 7, 7]
    assert (plain(Decimal("9.50")), plain(Decimal("10.00")), plain(Decimal(100))) == ("9.5", "10", "100")  # fmt: skip


def test_a_unit_calls_itself_by_its_short_name() -> None:
    world = World(_unit(0), 2020)
    assert world.unit.full.startswith("松泽县")
    assert world.unit.short == "县" + world.unit.name

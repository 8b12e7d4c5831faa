from decimal import Decimal
from random import Random

from auditor.synthesis.faults import corrupted, swapped
from auditor.synthesis.model import Cell, Grid, Mark, Para, Rich, join
from auditor.synthesis.noise import noisy
from auditor.synthesis.surface import Shown, Surface, choose
from auditor.synthesis.world import Unit, World
from auditor.synthesis.writers import located, text_file, word_file, workbook_file


def _surface(shown: Shown | None = None, money: str = "wan") -> Surface:
    world = World(Unit(0, {}, "东屏省", "松泽县", "水利局"), 2021)
    world.put("basic.final", Decimal("1234.50"), "万元")
    world.put("act0", 3842, "人次")
    world.words["up"] = "增加"
    return Surface(world, Random(1), shown or Shown(), {"year": "2021"}, money)


def test_numbers_are_marked_where_they_stand() -> None:
    told = _surface().fill("{=year}年基本支出{basic.final}，{=up}不少。")
    assert told.text == "2021年基本支出1234.50万元，增加不少。"
    number, word = told.marks
    assert told.text[number.start : number.end] == "1234.50万元"
    assert (number.key, number.value, number.unit) == ("basic.final", "1234.50", "万元")
    assert (told.text[word.start : word.end], word.key, word.value) == ("增加", "up", None)


def test_amounts_in_yuan_and_without_trailing_zeros() -> None:
    assert _surface(money="comma").fill("{basic.final}").text == "12,345,000.00元"
    assert _surface(money="trim").fill("{basic.final}").text == "1234.5万元"


def test_hedges_hold_the_fact() -> None:
    texts = set()
    for seed in range(60):
        surface = _surface()
        surface.seed = str(seed)
        texts.add(surface.fill("{act0~}").text)
    assert texts == {"3842人次", "3800余人次", "3800多人次", "近3900人次"}


def test_a_fault_shows_another_number_on_one_side_only() -> None:
    surface = _surface(Shown(text={"act0": Decimal(4842)}))
    assert surface.fill("{act0~}").text == "4842人次"
    assert surface.cell("act0", unit="人次").text == "3842人次"
    again = _surface(Shown(nth={("act0", 1): Decimal(9)}))
    assert again.fill("{act0}、{act0}").text == "3842人次、9人次"


def test_alternatives_nest() -> None:
    assert {choose("[a|b[c|d]]", Random(n)) for n in range(40)} == {"a", "bc", "bd"}


def test_corrupted_numbers_differ() -> None:
    assert swapped(Decimal("46.30")) == Decimal("64.30")
    assert swapped(Decimal("55")) == 55
    for value, unit in ((Decimal("93.69"), "万元"), (Decimal(1), "个"), (Decimal(100), "%")):
        for seed in range(30):
            wrong = corrupted(value, unit, Random(seed))
            assert wrong != value
            assert wrong > 0
            assert unit != "%" or wrong <= 100


def test_insertions_move_marks() -> None:
    rich = join(["共", Rich("12人", (Mark(0, 3, "k", "12", "人"),))])
    moved = rich.insert(0, "**").insert(6, "。")
    assert moved.text == "**共12人。"
    assert moved.text[moved.marks[0].start : moved.marks[0].end] == "12人"


def _blocks() -> list[Para | Grid]:
    def number(text: str) -> Cell:
        return Cell(Rich(text, (Mark(0, len(text), f"k{text}", text, ""),)))

    grid = Grid(
        "附表",
        (
            (Cell(Rich("项目\n（万元）"), 2), Cell(Rich("预算")), Cell(Rich("决算"))),
            (number("5"), number("25.50")),
        ),
        sheet="附表",
    )
    told = Rich("共5人，另有25人。", (Mark(1, 3, "a", "5", "人"), Mark(6, 9, "b", "25", "人")))
    return [Para(Rich("一、概况"), 2), Para(told), grid]


def test_every_format_knows_where_its_numbers_are() -> None:
    blocks = _blocks()
    made = [text_file(blocks, "cells"), text_file(blocks, "tabs")]
    made += [located(blocks, word_file(blocks), "a.docx"), located(blocks, workbook_file(blocks), "a.xlsx")]  # fmt: skip
    for text, spots in made:
        cut = [text[s.start : s.end] for s in spots]
        assert cut == ["5人", "25人", "5", "25.50"]
        assert [s.grid for s in spots] == [None, None, "附表", "附表"]


def test_noise_keeps_numbers_whole() -> None:
    seen = set()
    for seed in range(80):
        blocks = noisy(_blocks(), Random(seed), plain_text=True)
        text, spots = text_file(blocks, "cells")
        seen.add(text)
        cut = [text[s.start : s.end] for s in spots]
        assert [c.translate(str.maketrans("５２０", "520")) for c in cut] == ["5人", "25人", "5", "25.50"]  # fmt: skip
    assert len(seen) > 2

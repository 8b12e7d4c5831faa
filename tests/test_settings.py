"""Settings: names of checks, the closer name wins, and every mistake is named."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from auditor.core.errors import UsageError
from auditor.core.finding import Severity
from auditor.core.life import Suppression
from auditor.engine.selection import checks_named, require_known_checks
from auditor.settings import CheckSettings, Settings, load_settings

SUM01 = ("SUM01", "parts_differ_from_whole", "sums")


def loaded(folder: Path, text: str, name: str = "auditor.toml") -> Settings:
    path = folder / name
    path.write_text(text, "utf-8")
    return load_settings(path)


@pytest.mark.parametrize(
    ("select", "ignore", "on"),
    [
        ((), (), True),
        (("SUM01",), (), True),
        (("sum01",), (), True),
        (("parts_differ_from_whole",), (), True),
        (("sums",), (), True),
        (("SUM",), (), True),
        (("SUM02",), (), False),
        (("SU",), (), False),
        ((), ("sums",), False),
        ((), ("parts_differ_from_whole",), False),
        (("SUM01",), ("SUM",), True),
        (("SUM",), ("SUM01",), False),
        (("SUM01",), ("SUM01",), False),
        (("sums",), ("SUM",), False),
    ],
)
def test_select_and_ignore(select: tuple[str, ...], ignore: tuple[str, ...], on: bool) -> None:
    assert Settings(select=select, ignore=ignore).allows(*SUM01) is on


def test_a_check_can_be_switched_in_its_own_table(tmp_path: Path) -> None:
    off = loaded(tmp_path, "[checks.sums]\nenabled = false\n")
    assert not off.allows(*SUM01)
    assert off.allows("NAR01", "narrative_differs_from_cell", "narrative")
    both = loaded(tmp_path, "[checks.sums]\nenabled = false\n[checks.SUM01]\nenabled = true\n")
    assert both.allows(*SUM01)
    assert not both.allows("SUM02", "rows_differ_from_parent_row", "sums")


def test_the_closer_table_wins_key_by_key(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        '[checks.SUM01]\nseverity = "low"\n[checks.sums]\nseverity = "note"\nmin-confidence = 0.5\n',
    )
    assert settings.of_check(*SUM01) == CheckSettings(None, Severity.LOW, 0.5)
    other = ("SUM02", "rows_differ_from_parent_row", "sums")
    assert settings.of_check(*other) == CheckSettings(None, Severity.NOTE, 0.5)


def test_suppressions_and_pyproject(tmp_path: Path) -> None:
    text = '[[tool.auditor.suppress]]\nfingerprint = "ab12"\nreason = "复核无误"\nreport = "某局 2023"\n'
    settings = loaded(tmp_path, text, "pyproject.toml")
    assert settings.suppress == (Suppression("ab12", "复核无误", None, "某局 2023"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("slect = 'SUM'", "select"),
        ("xyzzy = 1", "min_severity"),
        ("lang = 'fr'", "zh、en"),
        ("link_threshold = true", "类型不对"),
        ("[checks]\nSUM01 = 1", "应是一个表"),
        ("checks = 1", "[checks.SUM01]"),
        ("[checks.SUM01]\nseverty = 'low'", "severity"),
        ("[checks.SUM01]\nseverity = 'grave'", "high、medium、low、note"),
        ("[checks.SUM01]\nenabled = 'no'", "true 或 false"),
        ("[checks.SUM01]\nmin_confidence = 90", "0 到 1"),
        ("[[suppress]]\nfingerprint = 'ab'", "缺少 reason"),
        ("[[suppress]]\nfingerprint = 'ab'\nreason = ' '", "缺少 reason"),
        ("[[suppress]]\nreason = 'ab'", "缺少 fingerprint"),
        ("[[suppress]]\nfingerprint = 'ab'\nreason = 'x'\nwhy = 'y'", "why"),
        ("[[suppress]]\nfingerprint = 12\nreason = 'x'", "应为文字"),
        ("suppress = 'ab'", "[[suppress]]"),
        ("select = ", "TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        loaded(tmp_path, text)
    assert told in str(error.value)
    assert "auditor.toml" in str(error.value)


def test_names_that_no_check_has() -> None:
    assert {c.id for c in checks_named("SCO")} == {c.id for c in checks_named("scores")}
    assert [c.id for c in checks_named("unit_slip")] == ["UNI01"]
    assert checks_named("SU") == ()
    with pytest.raises(UsageError, match="SUM01"):
        require_known_checks(Settings(ignore=("SUM1",)))
    with pytest.raises(UsageError, match="scors"):
        require_known_checks(Settings(checks=(("scors", CheckSettings()),)))


def test_what_a_settings_file_does_to_findings() -> None:
    from tests.helpers import TITLE, read

    text = "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。"
    settings = Settings(checks=(("SUM01", CheckSettings(severity=Severity.NOTE)),))
    assert [f.severity for f in read(TITLE + text, settings).findings] == [Severity.NOTE]
    unsure = Settings(checks=(("SUM01", CheckSettings(min_confidence=0.99)),))
    analysis = read(TITLE + text, unsure)
    assert analysis.findings == ()
    assert any(t.check_id == "SUM01" and t.verdict == "inconsistent" for t in analysis.ticks)


PAGE = Path(__file__).parents[1] / "docs" / "settings.md"


def test_the_page_of_settings_names_every_key_with_its_default() -> None:
    page = PAGE.read_text("utf-8")
    for field in fields(Settings):
        if field.name in ("checks", "suppress"):
            assert f"| `{field.name}` |" in page
            continue
        value = getattr(Settings(), field.name)
        default = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        assert f"| `{field.name}` | `{default}` |" in page
    for field in fields(CheckSettings):
        assert f"| `{field.name}` |" in page


def test_the_example_of_the_page_loads(tmp_path: Path) -> None:
    example = PAGE.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    settings = loaded(tmp_path, example)
    require_known_checks(settings)
    assert len(settings.suppress) == 1
    assert not settings.allows("SUM03", "parts_exceed_whole", "sums")
    assert settings.of_check("SUM02", "rows_differ_from_parent_row", "sums").min_confidence == 0.8


def test_local_rules_come_from_a_file_with_its_source(tmp_path: Path) -> None:
    rules = 'source = "×财绩〔2023〕5号"\ngrade_good = 75\npartial_credit = false\n'
    (tmp_path / "local.toml").write_text(rules, "utf-8")
    text = '[rules]\npreset = "local.toml"\nweight_output = 40\n'
    settings = loaded(tmp_path, "grade_fair = 55\n" + text)
    assert (settings.grade_good, settings.grade_fair, settings.weight_output) == (75, 55, 40)
    assert not settings.partial_credit
    assert settings.rules_source == "×财绩〔2023〕5号"
    assert loaded(tmp_path, '[rules]\npreset = "national"\n') == Settings()


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ('preset = "hunan"', "hunan"),
        ('preset = "none.toml"', "none.toml"),
        ('preset = "empty.toml"', "source"),
        ("grade_god = 75", "grade_good"),
        ('grade_good = "high"', "grade_good"),
        ("min_severity = 1", "min_severity"),
    ],
)
def test_a_mistake_in_the_rules_is_named(tmp_path: Path, rules: str, named: str) -> None:
    (tmp_path / "empty.toml").write_text("grade_good = 75\n", "utf-8")
    with pytest.raises(UsageError, match=named):
        loaded(tmp_path, f"[rules]\n{rules}\n")

"""What a stored result depends on, and what not."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from auditor.core.finding import Severity
from auditor.core.life import Suppression
from auditor.engine import RunOptions, audit_inputs, marks
from auditor.engine.marks import TEXT, prints_mark, report_mark
from auditor.settings import CheckSettings, Settings
from tests.engine.small import write_reports

OTHER: dict[str, object] = {
    "select": ("SUM01",), "ignore": ("SUM01",), "min_severity": Severity.HIGH, "lang": "en",
    "link_threshold": 0.7, "linker": "rules", "form_total": 120, "grade_excellent": 95,
    "material_points": 2.0, "material_yuan": 5, "material_share": 0.5, "grade_good": 85, "grade_fair": 65, "ocr": "never", "read_seconds": 9, "read_memory_mb": 99,
    "templates": ("x.docx",), "passage_similarity": 0.9, "passage_min_chars": 30,
    "passage_min_content": 20, "template_share": 0.4, "template_units": 4, "region_units": 6,
    "common_units": 5, "common_root": 0.6, "common_regions": 3, "agreement": 0.8,
    "weight_execution": 20, "weight_output": 40, "weight_benefit": 40, "weight_satisfaction": 5,
    "qualitative_full": 0.85, "qualitative_partial": 0.5, "rules_source": "本县办法",
    "partial_credit": False, "over_fulfilment": 3.0, "budget_change": 0.5,
    "checks": (("SUM01", CheckSettings(enabled=False)),),
    "suppress": (Suppression("0123456789abcdef", "核实过"),),
}  # fmt: skip
OVER_ALL = {
    "lang", "read_seconds", "read_memory_mb", "templates", "passage_similarity",
    "passage_min_chars", "passage_min_content", "template_share", "template_units",
    "region_units", "common_units", "common_root", "common_regions", "agreement", "suppress",
}  # fmt: skip


def test_every_setting_is_thought_of() -> None:
    assert set(OTHER) == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_setting_makes_anew_what_depends_on_it(name: str) -> None:
    changed = replace(Settings(), **{name: OTHER[name]})
    text = report_mark(changed, TEXT) == report_mark(Settings(), TEXT)
    paper = report_mark(changed, "application/pdf") == report_mark(Settings(), "application/pdf")
    assert text == (name in OVER_ALL or name == "ocr")
    assert paper == (name in OVER_ALL)


def test_code_and_libraries_count(monkeypatch: pytest.MonkeyPatch) -> None:
    before = report_mark(Settings(), TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(marks, "code", lambda: "other")
        assert report_mark(Settings(), TEXT) != before
    with monkeypatch.context() as patch:
        patch.setattr(marks, "_versions", lambda: ["jieba 9"])
        assert report_mark(Settings(), TEXT) != before
    assert report_mark(Settings(), TEXT) == before
    assert prints_mark() != before


def done_first(source: Path, out: Path, **changed: object) -> int:
    """How many inputs a run over ``out`` takes as done."""
    seen: list[int] = []
    settings = replace(Settings(), **changed)  # type: ignore[arg-type]
    options = RunOptions(
        out=out, settings=settings, progress=lambda done, total, key: seen.append(done)
    )
    audit_inputs([source], options)
    return seen[0]


def test_a_run_keeps_what_still_counts(tmp_path: Path) -> None:
    source, out = write_reports(tmp_path / "in", 3), tmp_path / "out"
    assert done_first(source, out) == 0
    assert done_first(source, out) == 3
    assert done_first(source, out, passage_min_chars=30, lang="en", ocr="never") == 3
    assert done_first(source, out, link_threshold=0.9) == 0
    assert done_first(source, out, link_threshold=0.9) == 3
    first = min(source.iterdir())
    first.write_text(first.read_text("utf-8") + "\n本年完成绿化12亩。\n", "utf-8")
    assert done_first(source, out, link_threshold=0.9) == 2
    first.rename(first.with_name("改名.txt"))
    assert done_first(source, out, link_threshold=0.9) == 2


def test_fingerprints_alone_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_reports(tmp_path / "in", 2), tmp_path / "out"
    assert done_first(source, out) == 0
    made: list[str] = []
    monkeypatch.setattr("auditor.engine.run.prints_mark", lambda: "another version")
    from auditor.engine import store

    make = store.fingerprint
    monkeypatch.setattr(store, "fingerprint", lambda d: (made.append(d.key), make(d))[1])
    assert done_first(source, out) == 2
    assert len(made) == 2
    assert done_first(source, out) == 2
    assert len(made) == 2

"""Bill of materials and pins from what is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from release import materials


@pytest.fixture(scope="module")
def bill() -> dict[str, object]:
    return materials.bill()


def test_every_requirement_is_bounded_and_installed_versions_fit() -> None:
    assert materials.faults() == []
    assert materials.faults(["archives", "legacy", "research"]) == []


def test_the_bill_has_all_that_is_pulled_in(bill: dict[str, object]) -> None:
    names = {c["name"].lower() for c in bill["components"]}
    direct = {canonicalize_name(r.name) for r in materials.declared()}
    assert {"spacy", "thinc", "pandas", "python-dateutil"} <= {canonicalize_name(n) for n in names}
    assert direct <= {canonicalize_name(n) for n in names}
    assert "pytest" not in names
    refs = {c["bom-ref"] for c in bill["components"]}
    for entry in bill["dependencies"][1:]:
        assert set(entry["dependsOn"]) <= refs
    spacy = next(c for c in bill["components"] if c["name"] == "spacy")
    assert spacy["licenses"]
    assert spacy["purl"] == f"pkg:pypi/spacy@{spacy['version']}"


def test_an_extra_adds_to_it() -> None:
    names = {c["name"] for c in materials.bill(["research"])["components"]}
    assert "pyarrow" in names
    assert {r.name for r in materials.declared(["notebooks"])} >= {"pyarrow", "matplotlib"}


def test_pins_are_exact_and_sorted() -> None:
    lines = materials.pins().splitlines()
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(names)
    for line in lines:
        (one,) = Requirement(line).specifier
        assert one.operator == "=="
        assert Version(one.version)


def test_faults_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    table = materials.project()
    bad = {**table, "dependencies": ["click", "jinja2>=3000"]}
    monkeypatch.setattr(materials, "project", lambda: bad)
    first, second = materials.faults()
    assert first == "click has no lower bound"
    assert second.startswith("auditor wants jinja2>=3000, installed is ")
    assert materials.main(["check"]) == 1


def test_files(tmp_path: Path) -> None:
    assert materials.main(["sbom", "--out", str(tmp_path / "sbom.json")]) == 0
    assert json.loads((tmp_path / "sbom.json").read_text("utf-8"))["bomFormat"] == "CycloneDX"
    assert materials.main(["pins", "--out", str(tmp_path / "constraints.txt")]) == 0
    assert "spacy==" in (tmp_path / "constraints.txt").read_text("utf-8")

"""The catalogue's own examples are executed: the violating one fires once, the conforming never."""

from __future__ import annotations

import pytest

from auditor.checks import CHECKS, Check, sections_of_doc
from auditor.checks.base import HEADINGS
from auditor.core.finding import Verdict
from tests.helpers import analysed, found, ticks


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_docstring_has_the_five_parts(check: Check) -> None:
    assert tuple(sections_of_doc(check.doc)) == HEADINGS
    assert all(part.strip() for part in sections_of_doc(check.doc).values())


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_violating_example_fires_once(check: Check) -> None:
    analysis = analysed(sections_of_doc(check.doc)["违反示例"])
    assert len(found(analysis, check.id)) == 1


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_conforming_example_never_fires(check: Check) -> None:
    analysis = analysed(sections_of_doc(check.doc)["符合示例"])
    assert ticks(analysis, check.id, Verdict.INCONSISTENT) == []

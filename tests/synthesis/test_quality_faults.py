"""The faults of quality are planted, labelled with their places, and answered by their checks."""

from __future__ import annotations

import pytest

from auditor.engine import analyse
from auditor.evaluation.kinds import CHECKS_OF
from auditor.reading import read_bytes
from auditor.synthesis.data import PARTS
from auditor.synthesis.fault_kinds import MAKERS
from auditor.synthesis.generate import make_report, spec_of
from auditor.synthesis.quality_faults import QUALITY_MAKERS
from auditor.synthesis.specs import Made

_TRIED = 60


def planted(kind: str) -> Made:
    """The first plain-text report that bears the fault."""
    for place in range(3 * _TRIED):
        spec = spec_of(3, PARTS[place % 3], place // 3)
        if spec.dialect in ("cells", "tabs"):
            made = make_report(spec, wanted=[kind])
            if made.planted:
                return made
    raise AssertionError(kind)


def test_every_kind_has_a_check() -> None:
    assert set(MAKERS) - {"full-score-with-problems"} <= set(CHECKS_OF)


@pytest.mark.parametrize("kind", sorted(QUALITY_MAKERS))
def test_a_planted_fault_is_found_and_its_clean_report_is_silent(kind: str) -> None:
    made = planted(kind)
    (fault,) = made.planted
    assert fault.kind == kind
    own = CHECKS_OF[kind]
    spots = [
        s
        for s in made.spots
        if (s.mark.key, "") in fault.keys
        or (s.mark.key, "text" if s.grid is None else "table") in fault.keys
    ]
    assert spots
    said = {f.tick.check_id for f in analyse(read_bytes(made.data, "a.txt")).findings}
    assert said & set(own)
    clean = analyse(read_bytes(make_report(made.spec).data, "a.txt"))
    assert not {f.tick.check_id for f in clean.findings} & set(own)

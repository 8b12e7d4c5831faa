"""All reports of a run as arrays: one text, global positions, groups of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.similarity.fingerprints import IS_SLOT, Fingerprints
from auditor.similarity.mask import codes_of

Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Reports of one unit stand next to each other, and units of one region.

    ``codes`` are the masked texts one after the other, report ``k`` at
    ``[begins[k], begins[k + 1])``; ``bounds`` are sentence starts in them, ascending, with the
    end; ``values`` are the slots' hashes and ``slots`` the global places of the slots.
    ``breaks``, ``starts`` and ``ends`` are those of ``Fingerprints``, the breaks global.
    ``unit[k]`` is the number of a report's unit; ``groups`` are ways to part the units (region
    of each level, department, department within the outermost region), a number a unit;
    ``outer`` is the unit's whole region, a number of its own where that is unknown.
    """

    reports: tuple[Fingerprints, ...]
    begins: Array
    codes: npt.NDArray[np.uint16]
    bounds: Array
    slots: Array
    values: npt.NDArray[np.int32]
    breaks: Array
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    unit: Array
    groups: tuple[Array, ...]
    outer: Array

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.outer)

    def report_of(self, places: Array) -> Array:
        """The numbers of the reports in which global places lie."""
        return np.searchsorted(self.begins, places, side="right") - 1

    def spans(self, start: Array, end: Array) -> tuple[Array, Array]:
        """Starts and ends in the documents' texts of ranges, none of them empty."""
        first = np.searchsorted(self.breaks, start, side="right") - 1
        last = np.searchsorted(self.breaks, end - 1, side="right") - 1
        starts = self.starts[first] + start - self.breaks[first]
        return starts, self.ends[last] + end - 1 - self.breaks[last]


def gather(fingerprints: Sequence[Fingerprints]) -> Corpus:
    """The corpus, in an order that doesn't depend on that of ``fingerprints``."""
    reports = tuple(
        sorted(fingerprints, key=lambda r: (r.regions, r.unit, r.year or 0, r.key, r.document_id))
    )
    sizes = [len(report.text) for report in reports]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    codes = codes_of("".join(report.text for report in reports))
    # An empty report has no range of its own; the others' bounds don't change.
    bounds = [r.bounds[:-1] + begin for r, begin in zip(reports, begins[:-1], strict=True)]
    names: dict[str, Fingerprints] = {}
    for report in reports:
        names.setdefault(report.unit, report)
    number = {name: place for place, name in enumerate(names)}
    return Corpus(
        reports=reports,
        begins=begins,
        codes=codes,
        bounds=np.unique(np.concatenate([*bounds, begins])).astype(np.int64),
        slots=np.flatnonzero(IS_SLOT[codes]),
        values=np.concatenate([np.empty(0, np.int32), *(report.values for report in reports)]),
        breaks=np.concatenate(
            [np.empty(0, np.int64), *(r.breaks + b for r, b in zip(reports, begins, strict=False))]
        ),
        starts=np.concatenate([np.empty(0, np.int32), *(report.starts for report in reports)]),
        ends=np.concatenate([np.empty(0, np.int32), *(report.ends for report in reports)]),
        unit=np.array([number[report.unit] for report in reports], dtype=np.int64),
        groups=_groups(tuple(names.values())),
        outer=_numbers([r.regions or None for r in names.values()]),
    )


def _groups(units: Sequence[Fingerprints]) -> tuple[Array, ...]:
    depth = max((len(unit.regions) for unit in units), default=0)
    kinds: list[list[object]] = [
        [unit.regions[: level + 1] or None for unit in units] for level in range(depth)
    ]
    departments = [_department(unit) for unit in units]
    kinds.append(list(departments))
    kinds.append(
        [
            (unit.regions[0], name) if unit.regions and name else None
            for unit, name in zip(units, departments, strict=True)
        ]
    )
    return tuple(_numbers(kind) for kind in kinds)


def _department(unit: Fingerprints) -> str | None:
    """教育局 for every county's 教育局; ``None`` for a unit that names no region."""
    region, _, core = unit.unit.partition("|")
    return core if region and core else None


def _numbers(names: Sequence[object]) -> Array:
    """A number a name, and one of its own for each ``None``."""
    seen: dict[object, int] = {}
    found = [
        seen.setdefault((place,) if name is None else (name, None), len(seen))
        for place, name in enumerate(names)
    ]
    return np.array(found, dtype=np.int64)

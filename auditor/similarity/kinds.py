"""Template, common, copied or own previous year: by how many units share a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.core.document import Document
from auditor.core.passage import PassageKind


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a shared passage is what.

    ``similarity``: least Indel similarity of masked sentences. ``template_share``: share of all
    agencies of the run, or of one region, that makes a passage prescribed text, from
    ``template_units`` agencies on. ``common_units``: agencies from which a phrase counts as common
    stock. In a run too small to tell by counting, text about the evaluation itself (its
    principles, basis, method) that two units share is taken for template text, because the
    official outlines prescribe exactly these paragraphs.
    """

    similarity: float = 0.75
    template_share: float = 0.5
    template_units: int = 3
    common_units: int = 4


_CUES = re.compile(
    r"(?:绩效|自评|评价|预算)[^。;]{0,40}(?:原则|体系|方法|标准|程序|要求|工作小组|领导小组|工作的通知|实施意见|管理办法|有关规定|形成(?:本|自)|逐项)"
    r"|科学性|规范性|客观性|公正性|绩效目标[^。]{0,20}(?:依据|完成情况总体|执行监控)|根据部门职责定位|结果(?:应用|公开)"
)


def kind_of(
    text: str, documents: Iterable[Document], everything: dict[str, set[str]], limits: Thresholds
) -> tuple[PassageKind, int]:
    """The kind of a passage that stands in ``documents``, and in how many agencies' reports.

    ``everything`` maps each region (``""`` for all) to its agencies in the run.
    """
    found = list(documents)
    agencies = {agency_key(document) for document in found}
    units = len(agencies)
    if units == 1:
        return PassageKind.OWN_PREVIOUS_YEAR, 1
    total = len(everything[""])
    if units >= limits.template_units:
        if units >= limits.template_share * total:
            return PassageKind.TEMPLATE, units
        for region in {document.identity.region or "" for document in found} - {""}:
            local = agencies & everything.get(region, set())
            enough = len(local) >= limits.template_units
            if enough and len(local) > limits.template_share * len(everything[region]):
                return PassageKind.TEMPLATE, units
    if total < 2 * limits.template_units and _CUES.search(text):
        return PassageKind.TEMPLATE, units
    if units >= limits.common_units:
        return PassageKind.COMMON, units
    return PassageKind.COPIED, units


def agency_key(document: Document) -> str:
    """What tells agencies apart: region and name, the file's key where the report is nameless."""
    identity = document.identity
    if not identity.agency:
        return document.key
    name = identity.agency
    if identity.region and name.startswith(identity.region):
        return name
    return f"{identity.region or ''}{name}"


def agencies_by_region(documents: Iterable[Document]) -> dict[str, set[str]]:
    """Agencies of the run by region; ``""`` holds all."""
    found: dict[str, set[str]] = {"": set()}
    for document in documents:
        key = agency_key(document)
        found[""].add(key)
        if document.identity.region:
            found.setdefault(document.identity.region, set()).add(key)
    return found

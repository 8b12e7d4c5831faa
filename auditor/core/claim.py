"""Claims of the narrative and the groups that sentences make of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.period import Period, Role
from auditor.core.quantity import Quantity
from auditor.core.swift import swift


@swift
@dataclass(frozen=True, slots=True)
class Claim:
    """A numeric claim: indicator phrase, quantity, period, role and place.

    ``indicator`` is the normal form of what is counted (``培训党员干部人才``); ``context`` the
    words of the clause before it, which a linker may weigh, ``head`` the noun behind the unit
    (``三个文件``). ``scope`` names the project where the sentence limits it. ``cell`` is set for
    a claim inside a free-text cell. ``direction`` is +1 for 增加, −1 for 减少, 0 elsewhere;
    ``basis`` what a change or rate is measured against (``上年``, ``年初预算``).
    """

    id: str
    quantity: Quantity
    indicator: str
    indicator_span: CharSpan
    period: Period
    role: Role
    section: int | None
    sentence: CharSpan
    scope: str | None = None
    context: str = ""
    head: str = ""
    group: str | None = None
    cell: tuple[str, int, int] | None = None
    direction: int = 0
    basis: str = ""


class GroupKind(StrEnum):
    """How the members of a group hang together."""

    PARTITION = "partition"
    SUBSET = "subset"
    ENUMERATION = "enumeration"
    SHARE = "share"
    GROWTH = "growth"
    RATIO = "ratio"
    CHANGE_PARTS = "change_parts"


@swift
@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """A whole and its parts as one sentence (or two neighbours) states them.

    For ``ENUMERATION``, ``items`` are the spans of the listed items and ``parts`` is empty.
    ``open_list`` says that 等 or 主要 leaves the list open, ``observed`` that nothing but the sum
    makes a list of the parts, ``summed`` that the report calls the whole their sum (共, 合计).
    """

    id: str
    kind: GroupKind
    whole: str
    parts: tuple[str, ...] = ()
    items: tuple[CharSpan, ...] = ()
    span: CharSpan | None = None
    open_list: bool = False
    observed: bool = False
    summed: bool = False

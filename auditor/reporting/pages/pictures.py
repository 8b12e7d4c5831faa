"""Pictures of what was shared: clusters of reports as a net, a template's family tree."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.core.document import Document
from auditor.core.passage import PassageKind
from auditor.core.report import Analysis
from auditor.reporting.pages.charts import Map
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pairs import Pair

_WIDTH, _MARGIN, _BESIDE = 640.0, 22.0, 18.0
_LEAST_RADIUS, _PER_NODE = 34.0, 7.0
_THICKEST, _THINNEST = 9.0, 1.5
_IN_TREE = 40
_LEAST_SHARED = 40
_MOSTLY = 0.8
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Node:
    """A report in the net; ``number`` is that of its row in the map."""

    number: int
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Copied text between two reports, as thick as the larger share."""

    pair: Pair
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Net:
    """Reports around a circle for each cluster, in a box of ``width`` × ``height``."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def net(drawn: Map | None) -> Net | None:
    """The clusters of the map's reports; ``None`` without a map."""
    if drawn is None:
        return None
    pairs = {pair.name: pair for row in drawn.cells for pair in row if pair}
    nodes: dict[str, Node] = {}
    left, top, deepest = _MARGIN, _MARGIN, 0.0
    for group in _groups(drawn.documents, tuple(pairs.values())):
        radius = _LEAST_RADIUS + _PER_NODE * len(group) if len(group) > 2 else _LEAST_RADIUS
        side = 2 * radius + 2 * _BESIDE
        if left > _MARGIN and left + side > _WIDTH - _MARGIN:
            left, top, deepest = _MARGIN, top + deepest, 0.0
        for place, name in enumerate(group):
            angle = 2 * math.pi * place / len(group) - math.pi / 2
            nodes[name] = Node(
                drawn.documents.index(name) + 1,
                name,
                round(left + side / 2 + radius * math.cos(angle), 1),
                round(top + side / 2 + radius * math.sin(angle), 1),
            )
        left, deepest = left + side, max(deepest, side)
    edges = tuple(
        Edge(
            pair,
            nodes[pair.a].x,
            nodes[pair.a].y,
            nodes[pair.b].x,
            nodes[pair.b].y,
            round(_THINNEST + (_THICKEST - _THINNEST) * pair.share, 1),
        )
        for pair in pairs.values()
    )
    return Net(_WIDTH, round(top + deepest + _MARGIN, 1), tuple(nodes.values()), edges)


def _groups(names: Sequence[str], pairs: Sequence[Pair]) -> list[list[str]]:
    """Reports that hang together, in the order of ``names``."""
    near: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        near[pair.a].add(pair.b)
        near[pair.b].add(pair.a)
    left, found = dict.fromkeys(names), []
    while left:
        reached, open_ = set(), [next(iter(left))]
        while open_:
            name = open_.pop()
            if name not in reached:
                reached.add(name)
                open_ += sorted(near[name])
        found.append([name for name in names if name in reached])
        left = {name: None for name in left if name not in reached}
    return found


@dataclass(frozen=True, slots=True)
class Branch:
    """A report in the family tree of the template text.

    ``shared`` are the characters of template sentences that it has word for word as its parent
    (its own, for the root); ``added`` and ``lost`` count template sentences against the parent.
    """

    name: str
    shared: int
    added: int
    lost: int
    branches: tuple[Branch, ...]


def family_trees(known: Known) -> list[tuple[Branch, int]]:
    """The reports with most template text, each under the one whose template text is nearest, a
    tree a family of three and more, and how many reports it has.

    The root is the earliest report, of those the one with the largest share of it. A later report is
    put under the report in the tree with which it shares most, of several under the first put
    there. Names and numbers don't count.
    """
    # Analyses may stand on the disk: only those that are drawn are read.
    shares = [one for one in known.run.shares if one.document_id in known.keys]
    ranked = sorted(shares, key=lambda s: (-s.template, known.keys[s.document_id]))
    left = [one.document_id for one in ranked[:_IN_TREE] if one.template > 0]
    forms: dict[str, set[str]] = {}
    years: dict[str, int] = {}
    for name in left:
        analysis = known.analyses[name]
        forms[name] = _forms(known, analysis)
        years[name] = analysis.document.identity.fiscal_year or 9999
    found = []
    while left:
        root = min(left, key=years.__getitem__)
        parents = _parents(root, left, forms, years)
        left = [name for name in left if name not in parents]
        if len(parents) > 2:
            found.append((_branch(root, parents, forms), len(parents)))
    return found


def _parents(
    root: str, names: Sequence[str], forms: dict[str, set[str]], years: dict[str, int]
) -> dict[str, str | None]:
    """The tree as each report's parent, in the order in which they were put there (Prim, 1957)."""
    parents: dict[str, str | None] = {root: None}
    best = {name: (_shared(forms, name, root), root) for name in names if name != root}
    while best:
        name = max(best, key=lambda one: (best[one][0], -years[one]))
        chars, parent = best.pop(name)
        if chars < _LEAST_SHARED:
            break
        parents[name] = parent
        for other in best:
            best[other] = max(
                best[other], (_shared(forms, other, name), name), key=lambda near: near[0]
            )
    return parents


def _shared(forms: dict[str, set[str]], one: str, other: str) -> int:
    return sum(map(len, forms[one] & forms[other]))


def _branch(name: str, parents: dict[str, str | None], forms: dict[str, set[str]]) -> Branch:
    parent = parents[name]
    above = forms[name] if parent is None else forms[parent]
    return Branch(
        name,
        sum(map(len, forms[name] & above)),
        len(forms[name] - above),
        len(above - forms[name]),
        tuple(_branch(child, parents, forms) for child, of in parents.items() if of == name),
    )


def _forms(known: Known, analysis: Analysis) -> set[str]:
    """The report's template sentences, without its names and numbers."""
    document = analysis.document
    covered = bytearray(len(document.text))
    for span, kind, _ in known.shared.get(document.id, ()):
        if kind is PassageKind.TEMPLATE:
            covered[span.start : span.end] = b"\1" * len(span)
    found = set()
    for sentence in document.sentences:
        span = sentence.span
        if sum(covered[span.start : span.end]) >= _MOSTLY * max(1, len(span)):
            found.add(_form(document, span.cut(document.folded)))
    return found - {""}


def _form(document: Document, text: str) -> str:
    identity = document.identity
    names = (identity.agency, *identity.aliases, identity.region)
    for name in sorted((n for n in names if n), key=len, reverse=True):
        text = text.replace(name, "")
    return _DIGITS.sub("0", "".join(text.split()))

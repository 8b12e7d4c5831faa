"""A corpus whose shared text is known: templates, stock sentences, copies with edits, last years.

Every report has the same national template text, that of its province and that of its
department; a tenth copies 20–90 % of another report's own text, exactly, with other numbers or
with 12 % of the words replaced; a twentieth is a unit's report of the year after; a twentieth
shares nothing but the templates. The words are those of jieba's dictionary, drawn at random, so
that clauses are Chinese in their letters and lengths and mean nothing. Every place is made up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jieba

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Identity, Sentence

NUMBER, AGENCY, YEAR = "{n}", "{agency}", "{year}"
_SLOTS = (NUMBER, AGENCY, YEAR)
EDITS = ("exact", "numbers", "words")
WORDS_REPLACED = 0.12
_TEMPLATE, _OWN = 22, 135
_COMMON_POOL, _COMMON = 120, 4
_STOCK_CLAUSES = 400
_DEPARTMENTS = (
    "教育", "财政", "审计", "民政", "司法", "水利", "林业", "交通运输", "农业农村", "应急管理",
    "自然资源", "生态环境", "卫生健康", "文化旅游", "市场监督管理", "退役军人事务", "医疗保障",
    "乡村振兴", "统计", "商务",
)  # fmt: skip
_PLACE = "云松岭柳溪桐霞枫澜杉泉榆苇荷蓼芷菱蕨藻榛桦槐楠樟"

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """One sentence that stands elsewhere too: its span, kind, edit and where it came from."""

    span: CharSpan
    kind: str
    edit: str = "exact"
    source: int | None = None
    source_span: CharSpan | None = None


@dataclass(frozen=True, slots=True)
class Report:
    document: Document
    truth: tuple[Truth, ...]
    source: int | None = None
    copied_share: float = 0.0
    template_only: bool = False
    previous: int | None = None


@dataclass(slots=True)
class _Line:
    tokens: Tokens
    kind: str = "own"
    edit: str = "exact"
    source: tuple[int, int] | None = None


@dataclass(slots=True)
class _Draft:
    lines: list[_Line]
    source: int | None = None
    template_only: bool = False
    previous: int | None = None
    year: int = 2023
    unit: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)


@cache
def _dictionary() -> tuple[str, ...]:
    path = Path(jieba.__file__).with_name("dict.txt")
    found = []
    for line in path.read_text("utf-8").splitlines():
        word, count, tag = line.split(" ")
        if 2 <= len(word) <= 4 and int(count) >= 60 and tag[:1] in "nvad" and tag[:2] not in _NAMES:
            found.append((-int(count), word))
    return tuple(word for _, word in sorted(found)[:12_000])


_NAMES = ("nr", "ns", "nt")


class _Writer:
    def __init__(self, rng: random.Random, words: Sequence[str], stock: Sequence[Tokens]) -> None:
        self.rng, self.words, self.stock = rng, words, stock

    def clause(self) -> Tokens:
        words = tuple(self.rng.choices(self.words, k=self.rng.randint(3, 6)))
        if self.rng.random() < 0.3:
            return (*words, NUMBER, self.rng.choice(("个", "万元", "人次", "项", "处")))
        return words

    def sentence(self) -> Tokens:
        tokens: list[str] = []
        if self.rng.random() < 0.1:
            tokens.append(self.rng.choice((AGENCY, YEAR)))
        for number in range(self.rng.randint(2, 5)):
            stock = self.stock and self.rng.random() < 0.12
            tokens += ["，"] * bool(number)
            tokens += self.rng.choice(self.stock) if stock else self.clause()
        return (*tokens, "。")

    def edited(self, tokens: Tokens) -> Tokens:
        """``WORDS_REPLACED`` of the words by others, at least one."""
        places = [i for i, t in enumerate(tokens) if t not in _SLOTS and len(t) > 1]
        count = max(1, round(WORDS_REPLACED * len(places)))
        out = list(tokens)
        for place in self.rng.sample(places, count):
            out[place] = self.rng.choice(self.words)
        return tuple(out)


def corpus(count: int, seed: int = 7) -> list[Report]:
    """``count`` reports of about 9,000 characters; equal arguments give equal reports."""
    return list(stream(count, seed))


def stream(count: int, seed: int = 7) -> Iterator[Report]:
    """The same one by one; what a report is made from stays in memory (70 KB a report)."""
    rng = random.Random(seed)
    words = _dictionary()
    plain = _Writer(rng, words, ())
    stock = [plain.clause() for _ in range(_STOCK_CLAUSES)]
    topics = [_Writer(rng, rng.sample(words, 3000), stock) for _ in _DEPARTMENTS]
    provinces = max(2, count // 250)
    national = [plain.sentence() for _ in range(_TEMPLATE)]
    provincial = [[plain.sentence() for _ in range(_TEMPLATE)] for _ in range(provinces)]
    sectoral = [[plain.sentence() for _ in range(_TEMPLATE)] for _ in _DEPARTMENTS]
    common = [plain.sentence() for _ in range(_COMMON_POOL)]
    drafts: list[_Draft] = []
    free: list[int] = []
    for number in range(count):
        draft = _Draft([], unit=number)
        role = number % 20
        draft.template_only = role == 3
        if role == 13 and free:
            draft.previous = rng.choice(free)
            draft.unit, draft.year = drafts[draft.previous].unit, 2024
        writer = topics[draft.unit % len(topics)]
        lines = [_Line(writer.sentence()) for _ in range(_OWN)]
        if role in (9, 19) and free:
            draft.source = rng.choice(free)
            _copy(rng, lines, drafts, draft.source, rng.uniform(0.2, 0.9), "copied", writer)
        elif draft.previous is not None:
            _copy(rng, lines, drafts, draft.previous, 0.5, "own_previous_year", writer)
        elif not draft.template_only:
            free.append(number)
        if not draft.template_only:
            for tokens in rng.sample(common, _COMMON):
                lines.insert(rng.randrange(len(lines)), _Line(tokens, "common"))
        province = draft.unit // len(_DEPARTMENTS) % provinces
        for template in (national, provincial[province], sectoral[draft.unit % len(topics)]):
            at = 0
            while at < len(template):
                size = rng.randint(3, 8)
                place = rng.randrange(len(lines) + 1)
                lines[place:place] = [_Line(t, "template") for t in template[at : at + size]]
                at += size
        draft.lines = lines
        drafts.append(draft)
    yield from _rendered(drafts, provinces, seed)


def _copy(
    rng: random.Random,
    lines: list[_Line],
    drafts: Sequence[_Draft],
    source: int,
    share: float,
    kind: str,
    writer: _Writer,
) -> None:
    """Put runs of the source's own lines over ``lines``, in order or, in a third, shuffled."""
    own = [i for i, line in enumerate(drafts[source].lines) if line.kind == "own"]
    target, runs, at = round(share * len(lines)), [], 0
    while at < target:
        size = min(rng.randint(3, 15), target - at)
        runs.append(own[at : at + size])
        at += size
    if rng.random() < 1 / 3:
        rng.shuffle(runs)
    place, spare = 0, len(lines) - target
    for run in runs:
        skip = rng.randint(0, max(0, 2 * spare // max(1, len(runs))))
        skip = min(skip, spare)
        spare -= skip
        place += skip
        edit = rng.choice(EDITS)
        for line in run:
            tokens = drafts[source].lines[line].tokens
            if edit == "words":
                tokens = writer.edited(tokens)
            lines[place] = _Line(tokens, kind, edit, (source, line))
            place += 1


def _rendered(drafts: Sequence[_Draft], provinces: int, seed: int) -> Iterator[Report]:
    rng = random.Random(seed + 1)
    texts: list[list[list[str]]] = []
    for number, draft in enumerate(drafts):
        identity = _identity(draft, provinces)
        parts: list[str] = []
        shown: list[list[str]] = []
        at = 0
        sentences: list[Sentence] = []
        truth: list[Truth] = []
        for line in draft.lines:
            copied = line.source is not None and line.edit != "numbers"
            old = texts[line.source[0]][line.source[1]] if copied and line.source else []
            values = [_number(rng) for t in line.tokens if t == NUMBER]
            values = old if len(old) == len(values) else values
            left = iter(values)
            text = "".join(
                next(left) if t == NUMBER
                else str(identity.agency) if t == AGENCY
                else f"{draft.year}年" if t == YEAR
                else t
                for t in line.tokens
            )  # fmt: skip
            span = CharSpan(at, at + len(text))
            at = span.end
            parts.append(text)
            shown.append(list(values))
            draft.places.append((span.start, span.end))
            sentences.append(Sentence(span, None))
            if line.kind != "own":
                truth.append(_truth(span, line, drafts))
        texts.append(shown)
        text = "".join(parts)
        copied_chars = sum(len(t.span) for t in truth if t.kind == "copied")
        document = Document(
            id=f"d{number:06}", key=f"{number:06}.txt", source_name="", media_type="text/plain",
            text=text, folded=text.replace("，", ","), sentences=tuple(sentences),
            identity=identity,
        )  # fmt: skip
        yield Report(
            document, tuple(truth), draft.source, copied_chars / len(text), draft.template_only,
            draft.previous,
        )  # fmt: skip


def _truth(span: CharSpan, line: _Line, drafts: Sequence[_Draft]) -> Truth:
    if line.source is None:
        return Truth(span, line.kind)
    number, place = line.source
    return Truth(span, line.kind, line.edit, number, CharSpan(*drafts[number].places[place]))


def _number(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return str(rng.randint(2, 9999))
    return f"{rng.uniform(1, 900):.2f}"


def _identity(draft: _Draft, provinces: int) -> Identity:
    block = draft.unit // len(_DEPARTMENTS)
    province = _name(block % provinces, "省")
    county = _name(1000 + block, "县")
    region = f"{province}{county}"
    return Identity(f"{county}{_DEPARTMENTS[draft.unit % 20]}局", region, draft.year)


def _name(number: int, suffix: str) -> str:
    size = len(_PLACE)
    a, b, c = number % size, number // size % size, number // size**2 % size
    return f"{_PLACE[a]}{_PLACE[(b + 7) % size]}{_PLACE[(c + 13) % size]}{suffix}"

"""A family's outline and an agency's vocabulary → the paragraphs of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from auditor.synthesis.model import Para, Rich, join
from auditor.synthesis.surface import Surface, choose

_SHUFFLED = 0.35
"""The share of reports that tell their results in another order than the form's rows."""
_STOCKED = 0.12
"""The share of results that tell the stock too."""
_SHORTENED = 0.3
"""The share of reports that leave a row of the form untold, where the form has its result."""
_WITH_RESULTS = frozenset({"whole", "compact"})
_ORDER = ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是")


@dataclass(slots=True)
class Narrator:
    """Tells one report. ``summed`` collects the facts that are told by their parts alone.

    ``prose`` are the sentences of the management paragraph (own or copied), ``stock`` those of the
    family before it, ``extra`` what faults add, by the tag where it goes.
    """

    s: Surface
    family: Mapping[str, Any]
    prose: Sequence[str]
    stock: Sequence[str]
    extra: Mapping[str, str]
    summed: set[str] = field(default_factory=set)
    heading: dict[str, int] = field(default_factory=dict)

    def paragraphs(self) -> Iterator[Para]:
        """The outline from the title to the last section."""
        for entry in self.family["outline"]:
            tag, *choices = entry
            if tag in ("title", "h1", "h2"):
                level = {"title": 1, "h1": 2, "h2": 3}[tag]
                yield Para(self.s.fill(self.s.rng.choice(choices)), level)
            elif tag == "p" or (tag == "p?" and self.s.rng.random() < 0.5):
                yield Para(self.s.fill(self.s.rng.choice(choices)))
            elif tag == "table":
                yield Para(Rich(f"＠{choices[0]}"))
            elif tag.startswith("@"):
                yield from self._told(tag, choices)

    def _told(self, tag: str, choices: Sequence[str]) -> Iterator[Para]:
        makers = {
            "@duties": self._duties,
            "@offices": self._offices,
            "@deeds": self._deeds,
            "@goals": self._goals,
            "@manage": self._manage,
            "@problems": lambda: self._listed("problems"),
            "@measures": lambda: self._listed("measures"),
            "@traps": self._traps,
            "@projects": lambda: self._projects(choices),
            "@scores": self._scores,
            "@roster": self._roster,
        }
        yield from makers[tag]()
        if tag in self.extra:
            yield Para(Rich(self.extra[tag]).marked(f"extra {tag}"))

    def _duties(self) -> Iterator[Para]:
        duties = self.s.world.unit.agency["duties"]
        if self.family.get("duties") == "run":
            yield Para(Rich(f"主要职责：{'；'.join(duties)}。"))
            return
        for number, duty in enumerate(duties, 1):
            yield Para(Rich(f"{number}、{duty}。"))

    def _offices(self) -> Iterator[Para]:
        names = list(self.s.world.offices)
        if self.s.rng.random() < 0.4:
            names[-1] += self.s.rng.choice(("（加挂信息中心、档案室牌子）", "（含值班室、机要室）"))
        text = self.s.fill(self.s.rng.choice(self.family["offices"]))
        names_text = "、".join(names)
        at = text.text.index("＊")
        yield Para(
            Rich(text.text.replace("＊", "")[:at], text.marks).insert(at, names_text)
            + text.text[at + 1 :]
        )

    def _deed(self, number: int, *, plain: bool = False) -> Rich:
        act = self.s.world.unit.agency["acts"][number]
        told, parts = act[4], act[5]
        key = f"act{number}"
        draw = 0.0 if plain else self.s.rng.random()
        many = self.s.world.facts[f"{key}.b"] > 0
        if parts and many and draw > 0.6:
            first, second = (_keyed(p, key) for p in parts.split("｜"))
            if draw > 0.85:
                self.summed.add(key)
                return self.s.fill(f"{first}、{second}")
            whole = _keyed(told, key).replace("~}", "}")
            if draw > 0.75:
                return self.s.fill(f"{whole}，其中{first}、{second}")
            return self.s.fill(f"{whole}，其中{first}")
        frame = self.s.rng.choice(self.family["deed"]) + self._stock(key)
        frame = frame.replace("＊", _keyed(told, key)).replace("{row}", act[0])
        return self.s.fill(_keyed(frame, key).replace("{t}", f"{{{key}.target}}"))

    def _stock(self, key: str) -> str:
        """What has been done in all years: the same thing, another number, and no cell of a form."""
        draw = Random(f"{self.s.seed} {key} stock")
        if draw.random() >= _STOCKED:
            return ""
        lead = draw.choice(("历年累计", "累计已达", "总数达到", "开展以来累计"))
        return f"，{lead}{{#{key}.stock}}{self.s.world.units[key]}"

    def _rate(self, number: int) -> Rich:
        told = self.s.world.unit.agency["rates"][number][4]
        for short, long in (("w", "whole"), ("m", "part")):
            told = told.replace(f"{{{short}}}", f"{{rate{number}.{long}}}")
        return self.s.fill(told.replace("{r}", f"{{rate{number}}}"))

    def _deeds(self) -> Iterator[Para]:
        agency = self.s.world.unit.agency
        deeds = [self._deed(n) for n in range(len(agency["acts"]))]
        formed = (
            {row.key for row in self.s.world.rows}
            if _WITH_RESULTS & set(self.family["tables"])
            else set()
        )
        untold = [n for n in range(len(deeds)) if f"act{n}" in formed]
        deeds += [self._rate(n) for n in range(len(agency["rates"]))]
        order = Random(f"{self.s.seed} order")
        if untold and order.random() < _SHORTENED:
            del deeds[order.choice(untold)]
        if order.random() < _SHUFFLED:
            order.shuffle(deeds)
        style = self.family.get("deeds", "ordinals")
        if style == "ordinals":
            half = (len(deeds) + 1) // 2
            told = [Rich(o) + d + "。" for o, d in zip(_ORDER, deeds, strict=False)]
            yield from (Para(join(some)) for some in (told[:half], told[half:]))
        elif style == "numbered":
            for number, deed in enumerate(deeds, 1):
                lead = self.s.fill(self.s.rng.choice(self.family["leads"]))
                yield Para(Rich(f"{number}.") + lead + deed + "。")
        else:
            size = 2 if style == "pairs" else 3
            for at in range(0, len(deeds), size):
                yield Para(join(deeds[at : at + size], "；") + "。")
        yield Para(self.s.fill(self.s.rng.choice(self.family["satisfied"])))

    def _goals(self) -> Iterator[Para]:
        """Goals in the words of the form, or of the results where there is no form to look up."""
        acts = self.s.world.unit.agency["acts"]
        formed = {"whole", "compact", "targets"} & set(self.family["tables"])
        told = []
        for number, (row, _, _, _, deed, _) in enumerate(acts):
            least = f"[达到|不少于|不低于]{{act{number}.target}}"
            pattern = row + least if formed else re.sub(r"\{n[^}]*\}", least, deed)
            told.append(self.s.fill(pattern))
        lead = self.s.fill(self.s.rng.choice(self.family["goals_lead"]))
        extra = self.extra.get("goal")
        if extra:
            told.append(Rich(extra).marked("extra goal"))
        yield Para(lead + join(told, "；") + "。")

    def _manage(self) -> Iterator[Para]:
        yield Para(Rich("".join(self.stock)))
        yield Para(Rich("".join(self.prose)).marked("@manage"))

    def _listed(self, name: str) -> Iterator[Para]:
        chosen = self.s.rng.sample(list(self.family[name]), k=2)
        told = [self.s.fill(text) for text in chosen]
        yield Para(join((Rich(o) + t + "。" for o, t in zip(_ORDER, told, strict=False))))

    def _traps(self) -> Iterator[Para]:
        for text in self.s.rng.sample(list(self.family["traps"]), k=self.s.rng.choice((1, 2, 2))):
            yield Para(self.s.fill(text))

    def _projects(self, choices: Sequence[str]) -> Iterator[Para]:
        world = self.s.world
        pieces = [f"{name}{{p{n}.final}}" for n, name in enumerate(world.projects)]
        text = self.s.rng.choice(list(choices)).replace("＊", "，".join(pieces))
        yield Para(self.s.fill(text))

    def _scores(self) -> Iterator[Para]:
        """The scores by group: the breakdown without which a total has no ground."""
        scores = Para(self.s.fill(self.s.rng.choice(self.family["scores"])))
        if "no breakdown" not in self.s.shown.words:
            yield scores

    def _roster(self) -> Iterator[Para]:
        yield Para(Rich("评价工作组成员签字表"))
        head = "序号\t姓名\t工作单位\t职务\t"
        yield Para(Rich(head) + Rich("签字").marked("roster"))
        signed = "unsigned" not in self.s.shown.words
        for number, name in enumerate(self.s.rng.sample(_NAMES, k=3), 1):
            signature = name if signed else ""
            row = f"{number}\t{name}\t{self.s.world.unit.full}\t工作人员\t{signature}"
            yield Para(Rich(row))


_NAMES = ("陆青禾", "方一舟", "贺小满", "宁远", "郭晚亭", "施云台", "顾南枝", "秦怀北")


def prose_of(family: Mapping[str, Any], context: Mapping[str, str], rng: Random) -> list[str]:
    """Stock sentences on management, which many reports of the family have."""
    chosen = rng.sample(list(family["manage"]), k=min(2, len(family["manage"])))
    sentences = []
    for text in chosen:
        told = choose(text, rng)
        for word, value in context.items():
            told = told.replace(f"{{={word}}}", value)
        sentences.append(told + "。")
    return sentences


def _keyed(told: str, key: str) -> str:
    """The vocabulary's {n}, {a}, {b} as the facts of ``key``; {n@名} under another unit word."""
    told = told.replace("{n}", f"{{{key}~}}").replace("{n@", f"{{{key}~@")
    for part in "ab":
        told = told.replace(f"{{{part}}}", f"{{{key}.{part}}}")
    return told

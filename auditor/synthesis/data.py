"""The families and agencies that the package holds, and the names of places."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

Table = dict[str, Any]
PARTS: Final = ("train", "dev", "test")
_FIRST: Final = "云松青澜溪桐槐柏枫梧棠荷苇芦岚峪沅沁汀洛渔墨砚谷霁霜露朝暮南北"
_SECOND: Final = "泽澜溪川原岭坪埠陵洲浦坡台湾泉关桥塘岗峡河湖山林田阳安宁平和"
_PROVINCES: Final = ("东屏省", "南嘉省", "西岭省", "北沅省", "中淮省")


@cache
def load(folder: str, part: str) -> tuple[Table, ...]:
    """The ``families`` or ``agencies`` of a part, each with its file's name as ``kind``.

    A family takes what it doesn't say itself from the one that it ``inherits``; both must be of
    one part (``ValueError``), or the parts would share their templates.
    """
    every = _every(folder)
    found = []
    for kind, table in every.items():
        parent = every[table["inherits"]] if "inherits" in table else {}
        if parent and parent["part"] != table["part"]:
            raise ValueError(f"{kind} inherits from another part")
        if table["part"] == part:
            words = {**parent.get("words", {}), **table.get("words", {})}
            found.append({**parent, **table, "kind": kind, "words": words})
    return tuple(found)


def _every(folder: str) -> dict[str, Table]:
    entries = sorted(files("auditor.synthesis").joinpath(folder).iterdir(), key=lambda e: e.name)
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    }


def place(rng: Random) -> tuple[str, str]:
    """A fictional province and a county, district or city in it."""
    name = rng.choice(_FIRST) + rng.choice(_SECOND)
    return rng.choice(_PROVINCES), name + rng.choice("县县县区市")


def township(rng: Random) -> str:
    """A township's name."""
    return rng.choice(_FIRST) + rng.choice(_SECOND) + "镇"

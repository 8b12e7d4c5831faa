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
    """The ``families`` or ``agencies`` of a part, each with its file's name as ``name``."""
    found = []
    for entry in sorted(
        files("auditor.synthesis").joinpath(folder).iterdir(), key=lambda e: e.name
    ):
        if entry.name.endswith(".toml"):
            table = tomllib.loads(entry.read_text("utf-8"))
            if table["part"] == part:
                found.append({"kind": entry.name.removesuffix(".toml"), **table})
    return tuple(found)


def place(rng: Random) -> tuple[str, str]:
    """A fictional province and a county, district or city in it."""
    name = rng.choice(_FIRST) + rng.choice(_SECOND)
    return rng.choice(_PROVINCES), name + rng.choice("县县县区市")


def township(rng: Random) -> str:
    """A township's name."""
    return rng.choice(_FIRST) + rng.choice(_SECOND) + "镇"

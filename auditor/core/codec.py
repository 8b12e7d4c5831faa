"""Core types ↔ plain JSON values, by their type hints; no pickle, so a store can't run code."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN = frozenset({str, int, float, bool, type(None)})
Step = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """``value`` as JSON types: dataclasses as lists in field order, ``Decimal`` as strings."""
    kind = type(value)
    return value if kind in _PLAIN else _ENCODERS[kind](value)


class _Steps(dict[type, Step]):
    """Functions by type, made when a type is first met."""

    def __init__(self, make: Callable[[type], Step]) -> None:
        self._make = make

    def __missing__(self, kind: type) -> Step:
        step = self[kind] = self._make(kind)
        return step


def _encoder(kind: type) -> Step:
    if dataclasses.is_dataclass(kind):
        return _fields_encoder(kind)
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, Decimal):
        return str
    if issubclass(kind, tuple):
        return lambda value: [v if type(v) in _PLAIN else _ENCODERS[type(v)](v) for v in value]
    return lambda value: value


def _fields_encoder(kind: type) -> Step:
    names = _names(kind)
    if len(names) < 2:
        return lambda value: [encode(getattr(value, name)) for name in names]
    fields = attrgetter(*names)
    return lambda value: [v if type(v) in _PLAIN else _ENCODERS[type(v)](v) for v in fields(value)]


_ENCODERS = _Steps(_encoder)


def decode(kind: Any, data: Any) -> Any:
    """The value of type ``kind`` that ``encode`` turned into ``data``.

    ``ValueError`` or ``TypeError`` where the data doesn't fit the type.
    """
    return _decoder(kind)(data)


@cache
def _decoder(kind: Any) -> Step:
    """A function written for ``kind``: a look at a stored run makes millions of small objects."""
    made = _Writing()
    body = (
        made.fields(kind)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind)
        else f" return {made.of(kind, 'data')}"
    )
    exec(f"def decoded(data):\n{body}", made.names)  # noqa: S102
    decoded: Step = made.names["decoded"]
    return decoded


class _Writing:
    """The text of a decoder and the objects that it names."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"Decimal": Decimal, "_strict": _strict, "_known": _known}
        self._depth = 0

    def fields(self, kind: Any) -> str:
        """The body that makes a dataclass of its values in field order."""
        hints, names = get_type_hints(kind), _names(kind)
        values = [f"v{place}" for place in range(len(names))]
        parts = [self.of(hints[name], value) for name, value in zip(names, values, strict=True)]
        unpacked = f" [{', '.join(values)}] = data\n" if values else ""
        return f"{unpacked} return {self._named(kind)}({', '.join(parts)})"

    def of(self, kind: Any, value: str) -> str:
        """An expression for ``value`` as ``kind``."""
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            inner = [t for t in get_args(kind) if t is not type(None)]
            return f"(None if {value} is None else {self.of(inner[0], value)})"
        if origin is tuple:
            return self._tuple(get_args(kind), value)
        if not isinstance(kind, type):
            return value
        name = self._named(kind)
        if dataclasses.is_dataclass(kind):
            # Asked for when it is called, so that a type may hold its own kind.
            step = self._named(_Later(kind))
            return f"{step}.step({value})"
        if issubclass(kind, Enum):
            members = self._named(_members(kind))
            return f"({members}.get({value}) or _known({name}, {value}))"
        if kind in (Decimal, float):
            return f"{name}({value})"
        return f"({value} if {value}.__class__ is {name} else _strict({name}, {value}))"

    def _tuple(self, inner: tuple[Any, ...], value: str) -> str:
        self._depth += 1
        own = [f"i{self._depth}_{place}" for place in range(len(inner))]
        if len(inner) == 2 and inner[1] is Ellipsis:
            text = f"tuple([{self.of(inner[0], own[0])} for {own[0]} in {value}])"
        else:
            parts = "".join(f"{self.of(part, n)}, " for part, n in zip(inner, own, strict=True))
            text = f"[({parts}) for [{', '.join(own)}] in ({value},)][0]"
        self._depth -= 1
        return text

    def _named(self, known: Any) -> str:
        name = f"n{id(known)}"
        self.names[name] = known
        return name


class _Later:
    """The decoder of a dataclass, made at the first call."""

    __slots__ = ("kind", "step")

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.step: Step = self._first

    def _first(self, data: Any) -> Any:
        self.step = _decoder(self.kind)
        return self.step(data)


def _members(kind: type[Enum]) -> dict[Any, Enum]:
    return {member.value: member for member in kind}


def _known(kind: type[Enum], data: Any) -> Enum:
    """A member that the look-up by value didn't find; ``ValueError`` for none."""
    return kind(data)


def _strict(kind: type, data: Any) -> Any:
    if not isinstance(data, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(data).__name__}")
    return data


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def dumps(value: Any) -> str:
    """``encode(value)`` as JSON text, faster than in two steps."""
    return _JSON.encode(value)


def _shallow(value: Any) -> Any:
    """One level of ``encode``: the JSON encoder asks again for what is inside."""
    return _LEVELS[type(value)](value)


def _level(kind: type) -> Step:
    if dataclasses.is_dataclass(kind):
        names = _names(kind)
        fields = attrgetter(*names)
        return fields if len(names) > 1 else lambda value: (fields(value),)
    if issubclass(kind, Decimal):
        return str
    if issubclass(kind, Enum):
        return lambda value: value.value
    raise TypeError(f"{kind.__name__} has no JSON form")


_LEVELS = _Steps(_level)
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_shallow)

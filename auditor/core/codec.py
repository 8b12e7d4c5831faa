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
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [t for t in get_args(kind) if t is not type(None)]
        some = _decoder(inner[0])
        return lambda data: None if data is None else some(data)
    if origin is tuple:
        return _tuple_decoder(get_args(kind))
    if not isinstance(kind, type):
        return lambda data: data
    if dataclasses.is_dataclass(kind):
        return _fields_decoder(kind)
    if issubclass(kind, Enum) or kind in (Decimal, float):
        return kind
    return _checked(kind)


def _tuple_decoder(inner: tuple[Any, ...]) -> Step:
    if len(inner) == 2 and inner[1] is Ellipsis:
        each = _decoder(inner[0])
        return lambda data: tuple([each(item) for item in data])
    steps = tuple(_decoder(part) for part in inner)
    return lambda data: tuple([step(v) for step, v in zip(steps, data, strict=True)])


def _fields_decoder(kind: type) -> Step:
    hints = get_type_hints(kind)
    steps: list[Step] = []  # filled below, so that a type may hold its own kind

    def made(data: Any) -> Any:
        if not steps:
            steps.extend(_decoder(hints[name]) for name in _names(kind))
        return kind(*[step(item) for step, item in zip(steps, data, strict=True)])

    return made


def _checked(kind: type) -> Step:
    def same(data: Any) -> Any:
        if not isinstance(data, kind):
            raise TypeError(f"expected {kind.__name__}, found {type(data).__name__}")
        return data

    return same


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

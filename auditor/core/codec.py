"""Core types ↔ plain JSON values, by their type hints; no pickle, so a store can't run code."""

from __future__ import annotations

import dataclasses
import types
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def encode(value: Any) -> Any:
    """``value`` as JSON types: dataclasses as lists in field order, ``Decimal`` as strings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [encode(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: Any, data: Any) -> Any:
    """The value of type ``kind`` that ``encode`` turned into ``data``.

    ``ValueError`` or ``TypeError`` where the data doesn't fit the type.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind, data)
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(decode(inner[0], item) for item in data)
        return tuple(decode(t, item) for t, item in zip(inner, data, strict=True))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        values = zip(_names(kind), data, strict=True)
        return kind(**{name: decode(hints[name], item) for name, item in values})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is Decimal:
        return Decimal(data)
    if isinstance(kind, type) and not isinstance(data, kind) and kind is not float:
        raise TypeError(f"expected {kind.__name__}, found {type(data).__name__}")
    return float(data) if kind is float else data


def _optional(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    inner = [t for t in get_args(kind) if t is not type(None)]
    return decode(inner[0], data)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)

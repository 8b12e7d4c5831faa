"""Frozen dataclasses that are made fast.

The ``__init__`` of a frozen dataclass goes through ``object.__setattr__`` by name; this one sets
each slot by its own descriptor and takes half the time. Most of a million objects a minute are
intervals, spans and quantities.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def swift(cls: type[T]) -> type[T]:
    """A frozen, slotted dataclass with another ``__init__``: same arguments, same checks.

    ``TypeError`` for a class with default factories or keyword-only fields.
    """
    known: Any = fields(cls)  # type: ignore[arg-type]
    names: dict[str, Any] = {}
    arguments, body = ["self"], []
    for field in known:
        if field.default_factory is not MISSING or field.kw_only or not field.init:
            raise TypeError(f"{cls.__name__}.{field.name} can't be made swiftly")
        names[f"_set_{field.name}"] = getattr(cls, field.name).__set__
        body.append(f" _set_{field.name}(self, {field.name})")
        if field.default is MISSING:
            arguments.append(field.name)
        else:
            names[f"_is_{field.name}"] = field.default
            arguments.append(f"{field.name}=_is_{field.name}")
    if hasattr(cls, "__post_init__"):
        # A class may say in one expression of its arguments when there is nothing to complain of.
        sure = getattr(cls, "SURE", "")
        body.append(f" if not ({sure}): self.__post_init__()" if sure else " self.__post_init__()")
    exec(f"def __init__({', '.join(arguments)}):\n" + "\n".join(body), names)  # noqa: S102
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = cls.__init__.__annotations__
    cls.__init__ = made  # type: ignore[method-assign]
    return cls

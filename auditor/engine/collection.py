"""Garbage collection at the pace of a run.

An analysis is a hundred thousand small frozen objects without cycles. Python's collector walks
them all, the dictionary of jieba and the linker besides, again and again: 5 to 20 % of an audit.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 200_000


@contextmanager
def unhurried() -> Iterator[None]:
    """Inside, what is there already is left alone and the rest is collected seldom.

    The collector's settings are put back at the end.
    """
    if not gc.isenabled() or gc.get_threshold()[0] >= _OBJECTS:
        yield
        return
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

"""A user's own encoder of phrases as one more feature of the linker.

A folder with a file ``encoder.py`` that defines

    def similarities(phrases: list[str], labels: list[str]) -> ...

which gives phrases × labels (nested lists or an array), each from 0 (unrelated) to 1 (one meaning).
What it loads from the folder and how it computes is its own affair; nothing is downloaded. A linker
uses it only if it was trained with it (``auditor train … --encoder FOLDER``).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from auditor.core.errors import UsageError
from auditor.linking.lexis import FloatArray

Encoder = Callable[[Sequence[str], Sequence[str]], FloatArray]
FILE = "encoder.py"


@cache
def encoder_in(folder: str) -> Encoder:
    """The encoder of a folder. ``UsageError`` where there is none or it gives other shapes."""
    path = Path(folder) / FILE
    spec = importlib.util.spec_from_file_location("auditor_user_encoder", path)
    if not path.exists() or spec is None or spec.loader is None:
        raise UsageError(f"{folder} 中没有 {FILE}；编码器的写法见 docs/linker.md。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    similarities = getattr(module, "similarities", None)
    if not callable(similarities):
        raise UsageError(f"{path} 没有定义 similarities(phrases, labels)。")

    def encode(phrases: Sequence[str], labels: Sequence[str]) -> FloatArray:
        made = np.asarray(similarities(list(phrases), list(labels)), dtype=np.float64)
        if made.shape != (len(phrases), len(labels)) or not np.isfinite(made).all():
            raise UsageError(
                f"{path} 的 similarities 应给出 {len(phrases)}×{len(labels)} 个 0 到 1 的数。"
            )
        return np.clip(made, 0.0, 1.0)

    return encode

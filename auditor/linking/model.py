"""The trained linker: coefficients as JSON, so that an audit needn't import scikit-learn.

``auditor train`` writes ``linker.json`` beside the skops file of the fitted estimator; both say
the same, for a logistic regression under a sigmoid calibration is one linear function of the
features in log-odds. The file shipped with the package is ``auditor/linking/cell_linker.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from auditor.core.errors import UsageError
from auditor.linking.features import BASE, FEATURES
from auditor.linking.scorer import LinkScorer

FILE = "linker.json"


def linker_named(name: str) -> LinkScorer:
    """``rules``, ``model`` (the shipped one) or the folder of a trained linker.

    ``UsageError`` for a folder without ``linker.json``, or one trained on other features.
    """
    if name == "rules":
        return LinkScorer()
    if name == "model":
        return _shipped()
    return read_linker(Path(name) / FILE)


@cache
def _shipped() -> LinkScorer:
    text = (files("auditor.linking") / "cell_linker.json").read_text("utf-8")
    return _made(json.loads(text), "cell_linker.json")


def read_linker(path: Path) -> LinkScorer:
    """The linker whose coefficients stand in ``path``. ``UsageError`` as in ``linker_named``."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"无法读取链接模型 {path}；应为 rules、model 或训练输出文件夹。"
        ) from error
    return _made(data, str(path))


def _made(data: Any, source: str) -> LinkScorer:
    known = data if isinstance(data, dict) else {}
    weights: Mapping[str, float] = known.get("weights", {})
    first: Mapping[str, float] = known.get("first_look", {}).get("weights", {})
    if set(weights) != set(FEATURES) or set(first) != set(BASE):
        raise UsageError(f"链接模型 {source} 的特征与本版本不同，请用 auditor train 重新训练。")
    return LinkScorer(
        "model",
        dict(weights),
        float(known["bias"]),
        str(known["card"]),
        dict(first),
        float(known["first_look"]["bias"]),
        str(known.get("encoder") or ""),
    )

"""Trains the claim-cell linker on labelled links and writes it with its card."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.core.errors import UsageError
from auditor.engine import analyse
from auditor.estimators import LinkClassifier
from auditor.evaluation.labels import Label, is_link, is_sum, is_wanted, links_by_file
from auditor.linking import Pairs, pairs_of
from auditor.linking.features import FEATURES
from auditor.linking.model import FILE
from auditor.linking.wording import FloatArray
from auditor.reading import read_path

BoolArray = npt.NDArray[np.bool_]
SKOPS_FILE = "cell_linker.skops"
TRUSTED = (
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
)
"""Types in the skops file beyond those that skops trusts by itself; nothing else is loaded."""


_C = 0.1
_AGAINST = frozenset({"no_word_shared", "better_column", "of_a_project", "sum_spread"})
_EITHER = frozenset(
    {"sum", "role_unknown", "bare_number", "target_cell", "indicator_row", "same_classifier"}
)
_SIGNS = np.array([0 if n in _EITHER else -1 if n in _AGAINST else 1 for n in FEATURES])
"""What each feature must say if it says anything: 1 for a link, −1 against it, 0 either."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Pairs of all labelled reports: features, whether they are linked, and the report's number."""

    values: FloatArray
    linked: BoolArray
    groups: npt.NDArray[np.intp]
    files: tuple[str, ...]


def training_set(golds: Sequence[Path], reports: Path | None = None) -> TrainingSet:
    """The possible pairs of every report that ``links.jsonl`` in ``golds`` labels.

    A sum is linked where all its addends have the cell by a label of a sum; an addend alone is
    not. A part of what a cell states, and an operand of it, are left out. ``UsageError`` where nothing is labelled.
    """
    values: list[FloatArray] = []
    linked: list[BoolArray] = []
    groups: list[int] = []
    names: list[str] = []
    for gold in golds:
        for name, labels in links_by_file(gold).items():
            path = (reports or gold.parent) / name
            if not path.exists():
                path = gold / name
            analysis = analyse(read_path(path, key=name))
            for pairs in pairs_of(analysis.claims, analysis.tables, analysis.document):
                truth = label_pairs(pairs, labels)
                known = truth >= 0
                values.append(pairs.values[known])
                linked.append(truth[known] == 1)
                groups.extend([len(names)] * int(known.sum()))
            names.append(f"{gold.name}/{name}")
    if not values or not any(found.any() for found in linked):
        raise UsageError("标注文件夹中没有可用于训练的链接（links.jsonl）。")
    return TrainingSet(
        np.concatenate(values), np.concatenate(linked), np.array(groups), tuple(names)
    )


def label_pairs(pairs: Pairs, labels: Sequence[Label]) -> npt.NDArray[np.int8]:
    """1 for a pair that is linked by the labels, 0 for one that isn't, −1 for one in doubt."""
    truth = np.zeros(len(pairs.rows), dtype=np.int8)
    for k, (i, j) in enumerate(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True)):
        fact, cell = pairs.facts[i], pairs.cells[j]
        fitting = [
            [g for g in labels if is_link(g, claim.quantity.span, cell.span)]
            for claim in fact.claims
        ]
        if fact.is_sum:
            truth[k] = 1 if all(any(is_sum(g) for g in found) for found in fitting) else 0
        elif any(fitting):
            whole = any(is_wanted(g) and not is_sum(g) for found in fitting for g in found)
            summed = any(is_sum(g) for found in fitting for g in found)
            truth[k] = 1 if whole else 0 if summed else -1
    return truth


def train(golds: Sequence[Path], out: Path, reports: Path | None = None) -> dict[str, Any]:
    """Fit on ``golds``, write ``linker.json``, the skops file and ``README.md`` into ``out``.

    The metrics are of pairs held out by report. Gives the content of ``linker.json``.
    """
    data = training_set(golds, reports)
    model = _fit(data)
    metrics = _metrics(model.held_out_, data.linked)
    facts = {
        "weights": {n: round(w, 6) for n, w in zip(FEATURES, model.coef_.tolist(), strict=True)},
        "bias": round(model.intercept_, 6),
        "threshold": 0.5,
        "data": {
            "folders": [gold.as_posix().rsplit("/", 1)[-1] for gold in golds],
            "reports": len(data.files),
            "pairs": len(data.linked),
            "linked": int(data.linked.sum()),
        },
        "held_out": metrics,
        "versions": {
            "auditor": version("auditor"),
            "python": platform.python_version(),
            **{name: version(name) for name in ("scikit-learn", "numpy", "skops")},
        },
    }
    digest = hashlib.sha256(json.dumps([facts["weights"], facts["bias"]]).encode()).hexdigest()
    facts = {"card": f"cell_linker-{digest[:10]}", **facts}
    _write(out, facts, model.estimator_)
    return facts


def _fit(data: TrainingSet) -> LinkClassifier:
    if len(set(data.groups.tolist())) < 2:
        raise UsageError("训练至少需要两份带标注的报告。")
    return LinkClassifier(C=_C, signs=_SIGNS).fit(data.values, data.linked, data.groups)


def _metrics(chances: FloatArray, linked: BoolArray) -> dict[str, Any]:
    """Of single pairs before the assignment, at several thresholds."""
    rows = {}
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        found = chances >= threshold
        right = int((found & linked).sum())
        rows[str(threshold)] = {
            "precision": round(right / max(int(found.sum()), 1), 4),
            "recall": round(right / max(int(linked.sum()), 1), 4),
        }
    return {"pairs_by_threshold": rows, "brier": round(float(((chances - linked) ** 2).mean()), 5)}


def _write(out: Path, facts: dict[str, Any], model: Any) -> None:
    from skops import io

    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    io.dump(model, out / SKOPS_FILE)
    load_estimator(out / SKOPS_FILE)
    (out / "README.md").write_text(card(facts), "utf-8")


def load_estimator(path: Path) -> Any:
    """The fitted estimator of a skops file. ``UsageError`` where it holds other types."""
    from skops import io

    strange = set(io.get_untrusted_types(file=path)) - set(TRUSTED)
    if strange:
        raise UsageError(f"{path} 含有不受信任的类型：{'、'.join(sorted(strange))}")
    return io.load(path, trusted=list(TRUSTED))


def card(facts: dict[str, Any]) -> str:
    """The model card, in Markdown."""
    return "\n".join(_card_lines(facts)) + "\n"


def _card_lines(facts: dict[str, Any]) -> Iterator[str]:
    data, held_out, versions = facts["data"], facts["held_out"], facts["versions"]
    yield f"# {facts['card']}"
    yield ""
    yield "Links a numeric claim of the narrative to the table cell about the same fact. Written by `auditor train`; don't edit."
    yield ""
    yield '- **Estimator**: `LogisticRegression(C=0.1)` in `CalibratedClassifierCV(method="sigmoid", ensemble=False)`, folds by report (`GroupKFold`). A feature whose weight had the wrong sign was left out (weight 0). In log-odds it is linear, so `linker.json` (what the audit loads) and `cell_linker.skops` say the same.'
    yield f"- **Data**: {data['reports']} reports of {', '.join(data['folders'])}; {data['pairs']} possible pairs, {data['linked']} of them linked. Generated reports only, no real one."
    yield f"- **Threshold**: {facts['threshold']}; below it a claim stays unlinked (`link_threshold`)."
    yield "- **Not used**: the value of either number. Agreement of values only parts pairs of all but equal log-odds, after the model."
    yield f"- **Held out by report** (single pairs, before the assignment): Brier {held_out['brier']}."
    yield f"- **Versions**: {', '.join(f'{k} {v}' for k, v in versions.items())}."
    yield "- **Limits**: learned from generated reports; forms unlike theirs are the risk. Compare `--linker rules` and `--linker model` on reports of your own before you trust either."
    yield ""
    yield "| threshold | precision | recall |"
    yield "| --- | --- | --- |"
    for threshold, row in held_out["pairs_by_threshold"].items():
        yield f"| {threshold} | {row['precision']:.3f} | {row['recall']:.3f} |"
    yield ""
    yield "| feature | log-odds |"
    yield "| --- | --- |"
    yield f"| bias | {facts['bias']:.2f} |"
    for name, weight in sorted(facts["weights"].items(), key=lambda item: -abs(item[1])):
        yield f"| {name} | {weight:.2f} |"

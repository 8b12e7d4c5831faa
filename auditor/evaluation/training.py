"""Trains the claim-cell linker on labelled links and writes it with its card."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from auditor.core.errors import UsageError
from auditor.evaluation.fitting import AGENCY_FOLDS, FAMILY_FOLDS, C, Look, fit, links_made
from auditor.evaluation.trainset import TrainingSet, training_set
from auditor.linking.encoders import encoder_in
from auditor.linking.features import BASE, FEATURES
from auditor.linking.model import FILE

SKOPS_FILE = "cell_linker.skops"
TRUSTED: tuple[str, ...] = ()
"""Types in the skops file beyond those that skops trusts by itself; nothing else is loaded."""
THRESHOLD = 0.5


def train(
    golds: Sequence[Path],
    out: Path,
    reports: Path | None = None,
    encoder: Path | None = None,
    calibration: Sequence[Path] = (),
) -> dict[str, Any]:
    """Fit on ``golds``, write ``linker.json``, the skops file and ``README.md`` into ``out``.

    The metrics are of forms and trades held out. ``encoder`` is a folder with an encoder of the
    user's own, one more feature. The probabilities are calibrated on the labels in ``calibration``,
    or else on what was held out. Gives the content of ``linker.json``.
    """
    own = encoder_in(str(encoder)) if encoder else None
    data = training_set(golds, reports, own)
    apart = training_set(calibration, reports, own) if calibration else None
    first, second = fit(data, apart)
    facts = {
        "weights": _named(second),
        "bias": round(second.bias, 6),
        "first_look": {"weights": _named(first, len(BASE)), "bias": round(first.bias, 6)},
        "threshold": THRESHOLD,
        "encoder": str(encoder) if encoder else None,
        "data": _counts(golds, data),
        "calibration": _counts(calibration, apart) if apart is not None else None,
        "held_out": _metrics(data, second),
        "versions": {
            "auditor": version("auditor"),
            "python": platform.python_version(),
            **{name: version(name) for name in ("scikit-learn", "numpy", "skops")},
        },
    }
    shown = json.dumps([facts["weights"], facts["bias"], facts["first_look"]])
    facts = {"card": f"cell_linker-{hashlib.sha256(shown.encode()).hexdigest()[:10]}", **facts}
    _write(out, facts, {"first_look": first.estimator, "second_look": second.estimator})
    return facts


def _named(look: Look, width: int = len(FEATURES)) -> dict[str, float]:
    return {
        n: round(w, 6) for n, w in list(zip(FEATURES, look.weights.tolist(), strict=True))[:width]
    }


def _counts(golds: Sequence[Path], data: TrainingSet) -> dict[str, Any]:
    truth = data.truth()
    return {
        "folders": [gold.as_posix().rsplit("/", 1)[-1] for gold in golds],
        "reports": len(data.files),
        "families": len(set(data.families)),
        "agencies": len(set(data.agencies)),
        "pairs": len(truth),
        "linked": int((truth == 1).sum()),
    }


def _metrics(data: TrainingSet, look: Look) -> dict[str, Any]:
    """Of links made of held-out pairs, at several thresholds."""
    rows = {}
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        made, right, wanted = links_made(data, look, threshold)
        rows[str(threshold)] = {
            "precision": round(right / max(made, 1), 4),
            "recall": round(right / max(wanted, 1), 4),
        }
    return {"links_by_threshold": rows}


def _write(out: Path, facts: dict[str, Any], looks: dict[str, Any]) -> None:
    from skops import io

    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    io.dump(looks, out / SKOPS_FILE)
    load_estimators(out / SKOPS_FILE)
    (out / "README.md").write_text(card(facts), "utf-8")


def load_estimators(path: Path) -> dict[str, Any]:
    """The fitted estimators of a skops file: ``first_look`` and ``second_look``.

    ``UsageError`` where it holds other types.
    """
    from skops import io

    strange = set(io.get_untrusted_types(file=path)) - set(TRUSTED)
    if strange:
        raise UsageError(f"{path} 含有不受信任的类型：{'、'.join(sorted(strange))}")
    found: dict[str, Any] = io.load(path, trusted=list(TRUSTED))
    return found


def card(facts: dict[str, Any]) -> str:
    """The model card, in Markdown."""
    return "\n".join(_card_lines(facts)) + "\n"


def _calibrated_on(facts: dict[str, Any]) -> str:
    apart = facts.get("calibration")
    if apart is None:
        return "held-out pairs"
    return f"{apart['reports']} reports of {apart['families']} other template families and {apart['agencies']} kinds of agency"


def _card_lines(facts: dict[str, Any]) -> Iterator[str]:
    data, held_out, versions = facts["data"], facts["held_out"], facts["versions"]
    yield f"# {facts['card']}"
    yield ""
    yield "Links a numeric claim of the narrative to the table cell about the same fact. Written by `auditor train`; don't edit."
    yield ""
    yield f"- **Estimator**: two looks, each `LogisticRegression(C={C})`: the first at each pair by itself and the words of its rivals, the second with the features of context that the first's chances give. A feature whose weight had the wrong sign was left out (weight 0). The second is calibrated by one sigmoid over the links that an assignment makes of {_calibrated_on(facts)}; both are linear in log-odds, so `linker.json` (what the audit loads) and `{SKOPS_FILE}` say the same."
    yield f"- **Data**: {data['reports']} reports of {data['families']} template families and {data['agencies']} kinds of agency; {data['pairs']} possible pairs, {data['linked']} of them linked. Generated reports only, no real one."
    yield f"- **Threshold**: {facts['threshold']}; below it a claim stays unlinked (`link_threshold`)."
    yield "- **Not used**: the value of either number. Agreement of values only parts pairs of all but equal log-odds, after the model."
    yield f"- **Held out**: {FAMILY_FOLDS} × {AGENCY_FOLDS} folds; what judges a report saw neither its template family nor its kind of agency."
    yield f"- **Encoder**: {facts['encoder'] or 'none'}."
    yield f"- **Versions**: {', '.join(f'{k} {v}' for k, v in versions.items())}."
    yield "- **Limits**: learned from generated reports; forms unlike theirs are the risk. Compare `--linker rules` and `--linker model` on reports of your own before you trust either."
    yield ""
    yield "| threshold | precision of links | recall of linkable pairs |"
    yield "| --- | --- | --- |"
    for threshold, row in held_out["links_by_threshold"].items():
        yield f"| {threshold} | {row['precision']:.3f} | {row['recall']:.3f} |"
    yield ""
    first = facts["first_look"]
    yield "| feature | log-odds | first look |"
    yield "| --- | --- | --- |"
    yield f"| bias | {facts['bias']:.2f} | {first['bias']:.2f} |"
    for name, weight in sorted(facts["weights"].items(), key=lambda item: -abs(item[1])):
        early = first["weights"].get(name)
        yield f"| {name} | {weight:.2f} | {'—' if early is None else format(early, '.2f')} |"

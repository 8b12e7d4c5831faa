"""``auditor train``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor.evaluation.training import train


def train_linker(
    golds: Sequence[Path],
    out: Path,
    reports: Path | None,
    encoder: Path | None = None,
    calibration: Sequence[Path] = (),
) -> int:
    """Train, write the model with its card, say how it does on forms and trades held out."""
    facts = train(golds, out, reports, encoder, calibration)
    data = facts["data"]
    click.echo(
        f"{facts['card']}: {data['reports']} 份报告，{data['pairs']} 对，{data['linked']} 对应"
    )
    for threshold, row in facts["held_out"]["links_by_threshold"].items():
        click.echo(f"  阈值 {threshold}: 准确率 {row['precision']:.3f}，召回率 {row['recall']:.3f}")
    click.echo(f"已写入 {out}；用 --linker {out} 试用。")
    return 0

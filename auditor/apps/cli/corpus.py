"""``auditor corpus make``."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.synthesis import make_corpus


def make_and_tell(out: Path, *, seed: int, reports: int, part: str | None, clean: float) -> int:
    """Write the corpus and print what it holds."""
    made = make_corpus(out, seed=seed, reports=reports, part=part, clean=clean)
    click.echo(
        f"{out}：{made.reports} 份报告，其中 {made.clean} 份无差错；"
        f"{made.links} 个对应，{made.passages} 处雷同。"
    )
    for kind, count in made.faults.items():
        click.echo(f"  {kind}  {count}")
    return 0

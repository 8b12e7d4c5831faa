"""``auditor explain``, ``auditor baseline`` and ``auditor suppress``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from auditor.core.claim import Claim
from auditor.core.errors import UsageError
from auditor.core.finding import Finding
from auditor.core.report import Analysis
from auditor.engine.life import baseline_bytes, baseline_of, owner_of
from auditor.engine.selection import checks_named
from auditor.reporting.catalogue import check_page
from auditor.reporting.explain import Explainer
from auditor.reporting.files import write_bytes
from auditor.reporting.phrasing import title_of
from auditor.reporting.saved import load_run
from auditor.settings import LANGUAGES, load_settings

_LEAST = 4


def explain(targets: Sequence[str], out: Path, lang: str | None) -> int:
    """Print each target: a check, a finding (id or fingerprint) or a claim of the run in ``out``.

    ``UsageError`` for what is none of them.
    """
    explainer: Explainer | None = None
    known = lang or "zh"
    for number, target in enumerate(targets):
        if number:
            click.echo("\n" + "—" * 40)
        checks = checks_named(target)
        if checks:
            click.echo("\n\n".join(check_page(check, known) for check in checks))
            continue
        if explainer is None:
            explainer = _explainer(out, lang)
        for line in _item(explainer, target):
            click.echo(line)
    return 0


def _explainer(out: Path, lang: str | None) -> Explainer:
    run = load_run(out)
    spoken = lang or json.loads(dict(run.info).get("settings", "{}")).get("lang")
    return Explainer(run, spoken if spoken in LANGUAGES else "zh", out.as_posix())


def _item(explainer: Explainer, target: str) -> Iterator[str]:
    analysis, item = _one(explainer, target)
    if isinstance(item, Finding):
        return explainer.finding(analysis, item)
    return explainer.claim(analysis, item)


def _one(explainer: Explainer, target: str) -> tuple[Analysis, Finding | Claim]:
    found = explainer.find(target) if len(target) >= _LEAST else ()
    if not found:
        raise UsageError(explainer.word("not_found", target=target, out=explainer.out))
    if len(found) > 1:
        names = ", ".join(f"{item.id} ({analysis.document.key})" for analysis, item in found[:9])
        raise UsageError(explainer.word("ambiguous", target=target, found=names))
    return found[0]


def write_baseline(out: Path, file: Path | None) -> int:
    """Accept the findings of the run in ``out``; later runs take the file as ``--baseline``."""
    accepted = baseline_of(load_run(out).analyses)
    target = file or out / "baseline.jsonl"
    write_bytes(target, baseline_bytes(accepted))
    click.echo(f"{target.as_posix()}: 已认可 {len(accepted)} 条问题")
    return 0


def suppress(targets: Sequence[str], out: Path, config: Path, reason: str) -> int:
    """Set findings of the run in ``out`` aside: a ``[[suppress]]`` table each in ``config``."""
    if not reason.strip():
        raise UsageError("搁置一条问题必须写明理由：--reason 理由")
    explainer = _explainer(out, "zh")
    before = config.read_text("utf-8") if config.exists() else ""
    known = {s.fingerprint for s in load_settings(config).suppress} if before else set()
    head = "tool.auditor.suppress" if config.name == "pyproject.toml" else "suppress"
    tables = []
    for target in targets:
        analysis, item = _one(explainer, target)
        if not isinstance(item, Finding):
            raise UsageError(f"{target} 是一个数字，不是问题。")
        if item.fingerprint not in known:
            known.add(item.fingerprint)
            tables.append(_table(head, analysis, item, reason))
    joint = "" if not before or before.endswith("\n") else "\n"
    text = before + joint + "".join(tables)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{config} 不能续写（{error}）；请把 suppress 写成 [[suppress]] 表。"
        raise UsageError(message) from error
    if tables:
        write_bytes(config, text.encode("utf-8"))
    click.echo(f"{config.as_posix()}: 搁置 {len(tables)} 条；再次运行 auditor audit 后生效")
    return 0


def _table(head: str, analysis: Analysis, finding: Finding, reason: str) -> str:
    fields = {
        "fingerprint": finding.fingerprint,
        "reason": " ".join(reason.split()),
        "check": finding.tick.check_id,
        "report": owner_of(analysis.document),
    }
    told = " ".join(f"{title_of(finding.tick.check_id, 'zh')}：{finding.tick.stated}".split())
    lines = [f"# {told}", f"[[{head}]]"]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n" + "\n".join(lines) + "\n"

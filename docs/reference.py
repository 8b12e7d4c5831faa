"""Reference pages from the code: commands from click, names from ``__all__``."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import auditor
from auditor.apps.cli.main import cli

PACKAGES = {
    "auditor": "The door: what most scripts need.",
    "auditor.reporting": "Results as frames and files.",
    "auditor.nlp": "spaCy components and views.",
    "auditor.estimators": "scikit-learn estimators.",
    "auditor.evaluation": "Scores against labels.",
    "auditor.synthesis": "Generated reports with labels.",
    "auditor.engine": "The order of the stages.",
    "auditor.checks": "Checks and what they see.",
    "auditor.similarity": "Shared text.",
    "auditor.linking": "Claims to cells.",
    "auditor.claims": "Sentences to claims.",
    "auditor.tables": "What grids mean.",
    "auditor.quantities": "Numbers with units and intervals.",
    "auditor.language": "Words and synonyms.",
    "auditor.reading": "Files to documents.",
}
"""Packages to be told of first, from the door inwards."""


def packages() -> dict[str, str]:
    """All packages with an ``__all__``, each with a sentence; those of ``PACKAGES`` first."""
    found = dict(PACKAGES)
    for path in sorted(Path(auditor.__file__).parent.glob("*/__init__.py")):
        name = f"auditor.{path.parent.name}"
        module = importlib.import_module(name)
        if hasattr(module, "__all__") and name not in found:
            told = (module.__doc__ or "").split("\n", 1)[0]
            found[name] = re.sub(r"^Floor \d+: (\w)", lambda m: m.group(1).upper(), told)
    return found


def cli_page() -> str:
    """Every command with its arguments and options."""
    lines = [
        "# Commands",
        "",
        "Exit status of `auditor audit`: 0 done; 1 findings at or above `--fail-on`; 2 usage error; 3 some inputs could not be read, all others are complete.",
    ]
    for name, command in _commands(cli, "auditor"):
        lines += ["", f"## {name}", "", inspect.cleandoc(command.help or ""), ""]
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        usage = " ".join(_usage(argument) for argument in arguments)
        lines += [f"`{name} {usage}`".replace(" `", "`"), ""]
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        if options:
            lines += ["| option | meaning | default |", "|---|---|---|"]
        for option in options:
            names = ", ".join(f"`{n}`" for n in (*option.opts, *option.secondary_opts))
            lines.append(
                f"| {names}{_values(option)} | {_cell(option.help)} | {_default(option)} |"
            )
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _usage(argument: click.Argument) -> str:
    name = (argument.name or "").upper() + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _values(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " " + " ".join(f"`{choice}`" for choice in option.type.choices)
    return "" if option.is_flag else f" {option.type.name}"


def _default(option: click.Option) -> str:
    value = option.default
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return f"`{value}`" if plain else ""


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def api_page() -> str:
    """Every public name of the packages, with signature and docstring."""
    lines = [
        "# Python",
        "",
        "Every name below is public. The types that they take and give stand in `auditor.core`.",
    ]
    for package, about in packages().items():
        lines += ["", f"## {package}", "", about]
        module = importlib.import_module(package)
        for name in module.__all__:
            lines += _entry(name, getattr(module, name))
    return "\n".join(lines) + "\n"


def _entry(name: str, value: Any) -> Iterator[str]:
    if not callable(value):
        yield from ("", f"### `{name}`", "", f"`{type(value).__name__}`")
        return
    yield from ("", f"### `{name}`", "", "```python", f"{name}{signature_of(value)}", "```", "")
    yield _prose(inspect.getdoc(value) or "")
    if inspect.isclass(value) and not issubclass(value, enum.Enum):
        for member, method in _methods(value):
            yield ""
            yield f"- **`{member}{signature_of(method)}`** {_cell(_prose(inspect.getdoc(method) or ''))}"


def _methods(value: type) -> Iterator[tuple[str, Any]]:
    for member, method in vars(value).items():
        if member.startswith("_") or not inspect.isfunction(method):
            continue
        yield member, method


def signature_of(value: Any) -> str:
    """The signature with short type names; nothing for what has none."""
    if dataclasses.is_dataclass(value) and isinstance(value, type):
        return "(" + ", ".join(field.name for field in dataclasses.fields(value)) + ")"
    try:
        text = str(inspect.signature(value))
    except (TypeError, ValueError):
        return ""
    return re.sub(r"'([^']*)'", r"\1", text)


def _prose(doc: str) -> str:
    """A docstring as Markdown: double backticks to single ones, roles to plain names."""
    plain = re.sub(r":\w+:`([^`]*)`", r"`\1`", doc).replace("``", "`")
    return (
        re.sub(r"^(\S[^\n]*)\n-{3,}$", r"**\1**\n", plain, flags=re.M)
        .replace("### ", "**")
        .replace("\n## ", "\n\n**")
    )

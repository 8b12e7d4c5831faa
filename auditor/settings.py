"""One frozen ``Settings``; ``auditor.toml`` or ``[tool.auditor]`` is read here and nowhere else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from auditor.core.errors import UsageError
from auditor.core.finding import SEVERITIES, Severity

OCR_CHOICES = ("auto", "never", "always")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set.

    ``select`` and ``ignore`` hold check ids or families, empty ``select`` means all;
    ``link_threshold`` is the probability below which a claim stays unlinked, ``linker`` what gives
    it: ``rules``, ``model`` or the folder of a trained linker; the weights are the
    defaults of 财预〔2020〕10号 for the total of an indicator form. ``ocr`` is ``auto`` (where a
    page has no text), ``never`` or ``always``; ``read_seconds`` and ``read_memory_mb`` bound the
    process that reads one file. ``templates`` are files of official forms, whose text is template
    text; the rest say what a shared passage is and of which kind (``similarity.Thresholds``).
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.NOTE
    lang: str = "zh"
    link_threshold: float = 0.5
    linker: str = "model"
    form_total: int = 100
    grade_excellent: int = 90
    grade_good: int = 80
    grade_fair: int = 60
    ocr: str = "auto"
    read_seconds: int = 600
    read_memory_mb: int = 4_096
    templates: tuple[str, ...] = ()
    passage_similarity: float = 0.8
    passage_min_chars: int = 20
    passage_min_content: int = 14
    template_share: float = 0.5
    template_units: int = 3
    region_units: int = 5
    common_units: int = 4
    common_root: float = 0.5
    common_regions: int = 2
    agreement: float = 0.75

    def allows(self, check_id: str, family: str) -> bool:
        """Whether the check is switched on."""
        names = {check_id, family}
        if names & set(self.ignore):
            return False
        return not self.select or bool(names & set(self.select))

    def keeps(self, severity: Severity) -> bool:
        """Whether findings of ``severity`` are reported."""
        return SEVERITIES.index(severity) <= SEVERITIES.index(self.min_severity)


def load_settings(path: Path | None = None, **overrides: object) -> Settings:
    """Settings from ``path`` (``auditor.toml`` or a ``pyproject.toml``), then ``overrides``.

    ``UsageError`` for a file that can't be read, an unknown key or a value of a wrong type.
    """
    settings = Settings()
    if path is not None:
        settings = _merge(settings, _read(path), str(path))
    given = {key: value for key, value in overrides.items() if value is not None}
    return _merge(settings, given, "command line")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"无法读取配置文件 {path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"配置文件 {path} 不是有效的 TOML: {error}") from error
    if path.name == "pyproject.toml":
        table = data.get("tool", {}).get("auditor", {})
        return dict(table)
    return data


def _merge(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    known = {field.name for field in fields(Settings)}
    changes: dict[str, Any] = {}
    for raw, value in values.items():
        key = raw.replace("-", "_")
        if key not in known:
            raise UsageError(f"{source}: 未知的设置项 {raw}")
        changes[key] = _convert(key, value, getattr(settings, key), source)
    return replace(settings, **changes)


def _convert(key: str, value: object, current: object, source: str) -> object:
    if isinstance(current, Severity):
        try:
            return Severity(str(value))
        except ValueError as error:
            names = "、".join(SEVERITIES)
            raise UsageError(f"{source}: {key} 应为 {names} 之一，而不是 {value}") from error
    if key == "ocr" and value not in OCR_CHOICES:
        raise UsageError(f"{source}: ocr 应为 {'、'.join(OCR_CHOICES)} 之一，而不是 {value}")
    if isinstance(current, tuple):
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if isinstance(value, list | tuple):
            return tuple(str(part) for part in value)
    if isinstance(current, float) and isinstance(value, int | float):
        return float(value)
    if type(value) is type(current):
        return value
    raise UsageError(f"{source}: {key} 的值 {value!r} 类型不对")

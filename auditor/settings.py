"""One frozen ``Settings``; ``auditor.toml`` or ``[tool.auditor]`` is read here and nowhere else."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from auditor.core.errors import UsageError
from auditor.core.finding import SEVERITIES, Severity
from auditor.core.life import Suppression

OCR_CHOICES = ("auto", "never", "always")
LANGUAGES = ("zh", "en")
PRESETS: Mapping[str, Mapping[str, Any]] = {"national": {"source": "财预〔2020〕10号"}}
"""Rules by name, for ``[rules] preset``: the defaults are the national ones of 《项目支出绩效评价管理办法》
(财预〔2020〕10号). Local ones are files of the user's, each with its ``source``."""
RULES = (
    "form_total", "grade_excellent", "grade_good", "grade_fair", "weight_execution",
    "weight_output", "weight_benefit", "weight_satisfaction", "partial_credit",
    "qualitative_full", "qualitative_partial", "over_fulfilment",
)  # fmt: skip
"""The settings that a rule for scoring may set."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What a user sets for one check or family; ``None`` leaves the check's own.

    ``severity`` is given to all its findings; findings of less than ``min_confidence`` (0 to 1)
    are not raised, their comparisons stay in ``ticks.jsonl``.
    """

    enabled: bool | None = None
    severity: Severity | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set.

    ``select`` and ``ignore`` hold checks by id (``SUM01``), slug, family (``sums``) or prefix of
    ids (``SUM``), empty ``select`` means all; ``checks`` are settings of checks by the same names;
    ``suppress`` are findings set aside.
    ``link_threshold`` is the probability below which a claim stays unlinked, ``linker`` what gives
    it: ``rules``, ``model`` or the folder of a trained linker; the weights are the
    defaults of 财预〔2020〕10号 for the total of an indicator form, the shares of a weight from which
    on a qualitative result counts as reached and as partly reached too; ``rules_source`` says whose
    rules they are (``[rules]`` sets them together). A finding is of high severity
    from ``material_points`` of the score, ``material_yuan`` or ``material_share`` of the budget on. ``ocr`` is ``auto`` (where a
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
    weight_execution: int = 10
    weight_output: int = 50
    weight_benefit: int = 30
    weight_satisfaction: int = 10
    partial_credit: bool = True
    qualitative_full: float = 0.8
    qualitative_partial: float = 0.6
    rules_source: str = "财预〔2020〕10号"
    over_fulfilment: float = 2.0
    budget_change: float = 0.3
    material_points: float = 0.5
    material_yuan: int = 100_000
    material_share: float = 0.01
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
    checks: tuple[tuple[str, CheckSettings], ...] = ()
    suppress: tuple[Suppression, ...] = ()

    def allows(self, check_id: str, slug: str, family: str) -> bool:
        """Whether the check is switched on; the closer name wins, of two equals the one against.

        ``ignore = ["SUM"]`` with ``select = ["SUM01"]`` leaves SUM01 on.
        """
        if not (self.select or self.ignore or self.checks):
            return True

        def best(names: Iterable[str]) -> int:
            return max((names_check(name, check_id, slug, family) for name in names), default=0)

        on = best((*self.select, *(name for name, known in self.checks if known.enabled)))
        off = best((*self.ignore, *(name for name, known in self.checks if known.enabled is False)))
        return on > off if off else on > 0 or not self.select

    def of_check(self, check_id: str, slug: str, family: str) -> CheckSettings:
        """What is set for the check; its own name counts before its family."""
        merged = CheckSettings()
        ranked = sorted(
            (names_check(name, check_id, slug, family), index)
            for index, (name, _) in enumerate(self.checks)
        )
        for closeness, index in ranked:
            if closeness:
                given = self.checks[index][1]
                known = {f.name: getattr(given, f.name) for f in fields(CheckSettings)}
                merged = replace(merged, **{k: v for k, v in known.items() if v is not None})
        return merged

    def keeps(self, severity: Severity) -> bool:
        """Whether findings of ``severity`` are reported."""
        return SEVERITIES.index(severity) <= SEVERITIES.index(self.min_severity)


def names_check(name: str, check_id: str, slug: str, family: str) -> int:
    """How closely ``name`` names the check: 2 itself, 1 its family, 0 not at all."""
    if name.upper() == check_id or name == slug:
        return 2
    prefix = check_id.rstrip("0123456789")
    return int(name == family or name.upper() == prefix)


def load_settings(path: Path | None = None, **overrides: object) -> Settings:
    """Settings from ``path`` (``auditor.toml`` or a ``pyproject.toml``), then ``overrides``.

    ``UsageError`` for a file that can't be read, an unknown key or a value of a wrong type.
    """
    settings = Settings()
    if path is not None:
        settings = _merge(settings, _read(path), str(path))
    given = {key: value for key, value in overrides.items() if value is not None}
    return _merge(settings, given, "command line")


def saved_settings(record: Mapping[str, Any]) -> Settings:
    """The settings of a run as its ``run.json`` has them; those of other versions are passed over.

    ``UsageError`` for values that can't be read.
    """
    names = {field.name for field in fields(Settings)}
    values = {key: value for key, value in record.items() if key in names}
    checks = dict(values.get("checks", ()))
    values["checks"] = {name: _given(table) for name, table in checks.items()}
    values["suppress"] = [_given(table) for table in values.get("suppress", ())]
    return _merge(Settings(), values, "run.json")


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"无法读取配置文件 {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"配置文件 {path} 不是有效的 TOML（UTF-8）: {error}") from error
    if path.name == "pyproject.toml":
        table = data.get("tool", {}).get("auditor", {})
        return dict(table)
    return data


def _merge(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    changes: dict[str, Any] = {}
    if "rules" in values:
        settings = _with_rules(settings, values["rules"], source)
        values = {key: value for key, value in values.items() if key != "rules"}
    for raw, value in values.items():
        key = raw.replace("-", "_")
        _known(key, raw, Settings, source)
        if key == "checks":
            changes[key] = _checks(value, source)
        elif key == "suppress":
            changes[key] = _suppressions(value, source)
        else:
            changes[key] = _convert(key, value, getattr(settings, key), source)
    return replace(settings, **changes)


def _with_rules(settings: Settings, table: object, source: str) -> Settings:
    """``settings`` under the rules of a ``[rules]`` table: its preset's, then its own keys."""
    where = f"{source}: [rules]"
    if not isinstance(table, Mapping):
        raise UsageError(f"{where} 应是一个表，而不是 {table!r}")
    own = {key.replace("-", "_"): value for key, value in table.items()}
    preset = own.pop("preset", "national")
    if preset in PRESETS:
        settings = _ruled(settings, PRESETS[preset], where)
    else:
        path = Path(source).parent / str(preset)
        if path.suffix != ".toml":
            names = "、".join(PRESETS)
            raise UsageError(f"{where}: preset 应为 {names} 或一个 .toml 文件，而不是 {preset!r}")
        rules = _read(path)
        if not str(rules.get("source", "")).strip():
            raise UsageError(f"{path} 缺少 source；规则文件必须写明出自哪个办法。")
        settings = _ruled(settings, rules, str(path))
    return _ruled(settings, own, where)


def _ruled(settings: Settings, rules: Mapping[str, Any], where: str) -> Settings:
    changes: dict[str, Any] = {}
    for key, value in rules.items():
        if key not in (*RULES, "source"):
            close = difflib.get_close_matches(key, (*RULES, "source"), 1)
            hint = f"（是否为 {close[0]}？）" if close else f"；可用的有 {'、'.join(RULES)}"
            raise UsageError(f"{where}: 未知的规则 {key}{hint}")
        name = "rules_source" if key == "source" else key
        changes[name] = _convert(name, value, getattr(settings, name), where)
    return replace(settings, **changes)


def _known(key: str, raw: str, kind: type, source: str) -> None:
    names = [field.name for field in fields(kind)]
    if key not in names:
        close = difflib.get_close_matches(key, names, 1)
        hint = f"（是否为 {close[0]}？）" if close else f"；可用的有 {'、'.join(names)}"
        raise UsageError(f"{source}: 未知的设置项 {raw}{hint}")


def _checks(value: object, source: str) -> tuple[tuple[str, CheckSettings], ...]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{source}: checks 应写成 [checks.SUM01] 一类的表")
    found = []
    for name, table in value.items():
        where = f"{source}: [checks.{name}]"
        if not isinstance(table, Mapping):
            raise UsageError(f"{where} 应是一个表，而不是 {table!r}")
        known: dict[str, Any] = {}
        for raw, given in table.items():
            key = raw.replace("-", "_")
            _known(key, raw, CheckSettings, where)
            known[key] = _check_value(key, given, where)
        found.append((str(name), CheckSettings(**known)))
    return tuple(found)


def _check_value(key: str, value: object, where: str) -> object:
    if key == "enabled" and isinstance(value, bool):
        return value
    if key == "severity":
        return _severity(key, value, where)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if key == "min_confidence" and number and 0 <= float(str(value)) <= 1:
        return float(str(value))
    expected = {"enabled": "true 或 false", "min_confidence": "0 到 1 之间的数"}[key]
    raise UsageError(f"{where}: {key} 应为 {expected}，而不是 {value!r}")


def _suppressions(value: object, source: str) -> tuple[Suppression, ...]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"{source}: suppress 应写成 [[suppress]] 表")
    found = []
    for number, table in enumerate(value, start=1):
        if isinstance(table, Suppression):
            found.append(table)
            continue
        where = f"{source}: 第 {number} 个 [[suppress]]"
        if not isinstance(table, Mapping):
            raise UsageError(f"{where} 应是一个表，而不是 {table!r}")
        for key, given in table.items():
            _known(key, key, Suppression, where)
            if not isinstance(given, str):
                raise UsageError(f"{where}: {key} 应为文字，而不是 {given!r}")
        for key in ("fingerprint", "reason"):
            if not str(table.get(key, "")).strip():
                raise UsageError(f"{where} 缺少 {key}；搁置一条问题必须写明指纹和理由。")
        found.append(Suppression(**table))
    return tuple(found)


def _severity(key: str, value: object, source: str) -> Severity:
    try:
        return Severity(str(value))
    except ValueError as error:
        names = "、".join(SEVERITIES)
        raise UsageError(f"{source}: {key} 应为 {names} 之一，而不是 {value}") from error


def _convert(key: str, value: object, current: object, source: str) -> object:
    if isinstance(current, Severity):
        return _severity(key, value, source)
    choices = {"ocr": OCR_CHOICES, "lang": LANGUAGES}.get(key)
    if choices is not None and value not in choices:
        raise UsageError(f"{source}: {key} 应为 {'、'.join(choices)} 之一，而不是 {value}")
    if isinstance(current, tuple):
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if isinstance(value, list | tuple):
            return tuple(str(part) for part in value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(current, float) and number:
        return float(str(value))
    if type(value) is type(current):
        return value
    raise UsageError(f"{source}: {key} 的值 {value!r} 类型不对")

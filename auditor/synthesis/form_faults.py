"""Faults of forms: scores, weights, targets, reasons, missing forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from auditor.synthesis.faults import NUMERIC, Maker, Plan
from auditor.synthesis.marking import grade_of
from auditor.synthesis.specs import Planted
from auditor.synthesis.world import Row

_TOTALS: Final = ("score-total", "parts-vs-whole-text", "narrative-vs-table", "grade-vs-score")


def _scored_rows(p: Plan, start: str = "") -> list[Row]:
    """Rows with a score in a table, shuffled."""
    stated = p.stated()
    rows = [r for r in p.world.rows if f"{r.key}.score" in stated and r.key.startswith(start)]
    p.rng.shuffle(rows)
    return rows


def _score_total(p: Plan) -> Planted | None:
    if "total" not in p.stated() or not p.take("total"):
        return None
    total = p.world.facts["total"]
    wrong = next(
        (total + d for d in (-2, 1, -1, 2) if total + d < 100 and grade_of(total + d) == grade_of(total)), total - 1,
    )  # fmt: skip
    p.shown.text["total"] = p.shown.table["total"] = wrong
    return Planted(
        "score-total", (("total", ""),), f"{total}分",
        f"各行得分合计{total}，总分写{wrong}。", _TOTALS,
    )  # fmt: skip


def _score_vs_weight(p: Plan) -> Planted | None:
    for row in _scored_rows(p):
        weight = p.world.facts[f"{row.key}.weight"]
        if weight > p.world.facts[f"{row.key}.score"] or not p.take(row.key, "total"):
            continue
        if not p.row_scored(row, weight + 1):
            continue
        return Planted(
            "score-vs-weight", ((f"{row.key}.score", ""), (f"{row.key}.weight", "")), f"≤{weight}",
            f"得分{weight + 1}超过分值{weight}。", ("parts-vs-whole-text",),
        )  # fmt: skip
    return None


def _weights(p: Plan) -> Planted | None:
    for row in _scored_rows(p):
        weight, score = (p.world.facts[f"{row.key}.{k}"] for k in ("weight", "score"))
        if weight < 4 or score < weight or not p.take(row.key, "total"):
            continue
        if not p.row_scored(row, score - 3):
            continue
        p.shown.table[f"{row.key}.weight"] = weight - 3
        return Planted(
            "weights-total", ((f"{row.key}.weight", ""), ("total.weight", "")), f"{weight}",
            "各行分值之和为97，总分值写100。", ("score-total",), severity="medium",
        )  # fmt: skip
    return None


def _grade(p: Plan) -> Planted | None:
    if "grade" not in p.words() or not p.take("grade", "total"):
        return None
    right = p.world.words["grade"]
    wrong = p.rng.choice([g for g in ("优秀", "良好", "中等") if g != right])
    p.shown.words["grade"] = wrong
    total = p.world.facts["total"]
    return Planted(
        "grade-vs-score", (("grade", "text"), ("total", "text")), right,
        f"{total}分应为{right}，写成{wrong}。",
    )  # fmt: skip


def _execution(p: Plan) -> Planted | None:
    stated = p.stated()
    rate = p.world.facts["rate"]
    # In whole points 9.5 and more is 10: only what no rounding explains is a fault.
    if "exec.score" not in stated or rate >= 94 or not p.take("total", "exec"):
        return None
    gain = 10 - p.world.facts["exec.score"]
    total = p.world.facts["total"] + gain
    for side in (p.shown.text, p.shown.table):
        side["exec.score"] = Decimal(10)
        side["total"] = total
    right = p.world.facts["exec.score"]
    return Planted(
        "execution-score", (("exec.score", ""), ("rate", "table")), f"{right}分",
        f"执行率{rate}%应得{right}分，得10分。", ("score-vs-rule",), severity="medium",
    )  # fmt: skip


def _missed(p: Plan) -> Planted | None:
    for row in _scored_rows(p, "act"):
        actual = p.world.facts[row.key]
        if not p.take(row.key):
            continue
        target = max(actual + 1, (actual * 13 // 10))
        p.shown.text[f"{row.key}.target"] = p.shown.table[f"{row.key}.target"] = target
        return Planted(
            "missed-target-full-score",
            ((row.key, "table"), (f"{row.key}.target", ""), (f"{row.key}.score", "table")), "按比例扣分",
            f"目标{target}{row.unit}，完成{actual}{row.unit}，仍得满分。", NUMERIC,
        )  # fmt: skip
    return None


def _cell_text(p: Plan, start: str, kind: str, texts: tuple[str, ...], why: str, key: str = "{}") -> Planted | None:  # fmt: skip
    """A text instead of a number in one cell of a row."""
    for row in _scored_rows(p, start):
        if not p.take(row.key):
            continue
        text = p.rng.choice(texts).replace("＊", f"{p.world.facts[f'{row.key}.target']:f}")
        p.shown.cells[key.format(row.key)] = text
        return Planted(
            kind, ((row.key, "table"), (f"{row.key}.target", "table")),
            f"{p.world.facts[row.key]}{row.unit}", why, contradiction=False,
            severity="high" if kind.startswith("target-") else "medium",
        )  # fmt: skip
    return None


def _vague(p: Plan) -> Planted | None:
    texts = ("已完成", "全部完成", "基本完成", "效果明显")
    return _cell_text(p, "act", "vague-actual", texts, "定量指标只填笼统的完成情况。")


def _repeats(p: Plan) -> Planted | None:
    return _cell_text(p, "satisfied", "actual-repeats-inequality", ("≥＊%",), "完成值照抄不等式。")


def _kinds(p: Plan) -> Planted | None:
    texts = ("前3名", "全市前5名")
    return _cell_text(p, "rate", "target-actual-kind-mismatch", texts, "指标值是名次，完成值是百分比。", "{}.target")  # fmt: skip


def _reason(p: Plan) -> Planted | None:
    for row in _scored_rows(p, "eff"):
        lowered = p.world.facts[f"{row.key}.score"] < p.world.facts[f"{row.key}.weight"]
        if not lowered or not p.take(row.key):
            continue
        p.shown.cells[f"{row.key}.reason"] = p.rng.choice(("", "无", "无偏差"))
        return Planted(
            "deduction-without-reason", ((f"{row.key}.score", "table"),), "说明原因",
            "扣分而没有说明原因。", contradiction=False, severity="medium",
        )  # fmt: skip
    return None


def _no_actuals(p: Plan) -> Planted | None:
    if p.clean.spec.family["tables"] != ["targets"] or "total" in p.told():
        return None
    if not p.take("total"):
        return None
    score = p.rng.choice((96, 97, 98, 99))
    return Planted(
        "targets-without-actuals", (("extra @problems", ""), ("act0.target", "table")), "补充完成值",
        "只有目标值，没有完成值，却有得分。", ("score-without-evidence",), contradiction=False,
        extra={"@problems": f"经综合评价，自评得分{score}分。"},
    )  # fmt: skip


def _posts(p: Plan) -> Planted | None:
    told = {*p.told(), *p.stated()}
    if not {"people.posts", "people.staff"} <= told or "people.admin" in told:
        return None
    if not p.take("people"):
        return None
    staff = p.world.facts["people.staff"]
    posts = staff - p.rng.randint(2, 4)
    control = (staff / posts * 100).quantize(Decimal("0.01"))
    for side in (p.shown.text, p.shown.table):
        side["people.posts"] = posts
        side["people.control"] = control
    return Planted(
        "headcount-over-establishment", (("people.posts", ""), ("people.staff", "")), "说明原因",
        f"编制{posts}人，在职{staff}人。", contradiction=False, severity="medium",
    )  # fmt: skip


def _no_breakdown(p: Plan) -> Planted | None:
    tags = [entry[0] for entry in p.clean.spec.family["outline"]]
    if "@scores" not in tags or {"total", "exec.score"} & p.stated() or p.times("exec.score") > 1:
        return None
    if not p.take("total", "grade"):
        return None
    p.shown.words["no breakdown"] = "1"
    return Planted(
        "score-without-evidence", (("total", "text"),), "补充分项得分", "总分没有分项依据。",
        contradiction=False,
    )  # fmt: skip


def _full_marks(p: Plan) -> Planted | None:
    if p.world.facts["rate"] != 100 or not {"total"} <= p.stated() & set(p.told()):
        return None
    if not p.take("total", "eff0", "eff1", "eff2"):
        return None
    for row in p.world.rows:
        key = f"{row.key}.score"
        p.shown.table[key] = p.shown.text[key] = p.world.facts[f"{row.key}.weight"]
    for group in ("产出指标", "效益指标", "满意度指标"):
        p.shown.text[f"{group}.score"] = p.world.facts[f"{group}.weight"]
    p.shown.text["total"] = p.shown.table["total"] = Decimal(100)
    p.shown.words["grade"] = "优秀"
    return Planted(
        "narrative-vs-narrative", (("total", "text"),), "相应扣分", "自评满分却列有问题。",
        ("grade-vs-evidence",), severity="medium",
    )  # fmt: skip


def _missing_form(p: Plan) -> Planted | None:
    if "projects" not in p.clean.spec.family["tables"] or not p.take("form"):
        return None
    number = p.rng.randrange(len(p.world.projects))
    if f"p{number}.prior" not in p.stated():
        return None
    p.shown.words["missing form"] = p.world.projects[number]
    return Planted(
        "missing-project-table", ((f"p{number}.final", "table"), (f"p{number}.budget", "table")),
        "补充项目自评表", f"{p.world.projects[number]}没有项目自评表。", contradiction=False,
        severity="medium",
    )  # fmt: skip


def _deadline(p: Plan) -> Planted | None:
    if not _scored_rows(p, "time") or not p.take("time"):
        return None
    p.shown.cells["time.target"] = f"{p.world.year}年{p.rng.choice((9, 10, 11))}月30日前"
    return Planted(
        "deadline-missed", (("time", "table"), ("time.target", "table")), "按规定扣分",
        "超过时限仍得满分。",
    )  # fmt: skip


def _rule(p: Plan) -> Planted | None:
    if "adjust.score" not in p.told() or not p.take("adjust"):
        return None
    right = p.world.facts["adjust.score"]
    p.shown.text["adjust.score"] = wrong = right + 2 if right <= 3 else right - 2
    return Planted(
        "score-vs-rule", (("adjust.score", "text"), ("adjust", "text")), f"{right}分",
        f"按规则应得{right}分，写{wrong}分。", ("parts-vs-whole-text",),
    )  # fmt: skip


FORM_MAKERS: Final[dict[str, Maker]] = {
    "score-total": _score_total,
    "score-vs-weight": _score_vs_weight,
    "weights-total": _weights,
    "grade-vs-score": _grade,
    "execution-score": _execution,
    "missed-target-full-score": _missed,
    "vague-actual": _vague,
    "actual-repeats-inequality": _repeats,
    "target-actual-kind-mismatch": _kinds,
    "deduction-without-reason": _reason,
    "targets-without-actuals": _no_actuals,
    "headcount-over-establishment": _posts,
    "score-without-evidence": _no_breakdown,
    "full-score-with-problems": _full_marks,
    "missing-project-table": _missing_form,
    "deadline-missed": _deadline,
    "score-vs-rule": _rule,
}

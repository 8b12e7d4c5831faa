"""Measures on hand-made counts, and training and evaluation on a small gold folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.apps.cli.main import cli
from auditor.core.errors import UsageError
from auditor.evaluation import evaluate_gold
from auditor.evaluation.calibration import calibrate
from auditor.evaluation.order import score_ranking
from auditor.evaluation.scores import Counts, ScoreRow, score_row
from auditor.evaluation.training import card, load_estimators, train
from auditor.linking import linker_named
from auditor.linking.encoders import encoder_in
from auditor.settings import Settings


def test_f1_by_hand() -> None:
    row = ScoreRow("x", gold=10, found=8, right=6, hits=5)
    assert (row.precision, row.recall) == (0.75, 0.5)
    assert row.f1 == pytest.approx(0.6)


def test_f1_is_unknown_where_nothing_was_found() -> None:
    assert ScoreRow("x", 3, 0, 0, 0).f1 is None
    assert ScoreRow("x", 3, 2, 0, 0).f1 == 0.0


def test_intervals_hold_the_value_and_repeat() -> None:
    counts = {str(n): Counts(4, 4, n % 5, n % 5) for n in range(30)}
    row = score_row("x", counts)
    ((_, low, high),) = [i for i in row.intervals if i[0] == "f1"]
    assert row.f1 is not None
    assert low < row.f1 < high
    assert row == score_row("x", counts)


def test_equal_reports_have_no_spread_and_one_report_no_interval() -> None:
    row = score_row("x", {"a": Counts(4, 4, 3, 3), "b": Counts(4, 4, 3, 3)})
    assert row.intervals == (("precision", 0.75, 0.75), ("recall", 0.75, 0.75), ("f1", 0.75, 0.75))
    assert score_row("x", {"a": Counts(4, 4, 3, 3)}).intervals == ()


def test_calibration_error_by_hand() -> None:
    """Two at 0.9 of which one is right (gap 0.4), two at 0.5 of which one is (gap 0)."""
    found = calibrate("x", [(0.9, True), (0.9, False), (0.5, True), (0.5, False)])
    assert found.ece == pytest.approx(0.2)
    assert [(b.count, b.share_right) for b in found.bins] == [(2, 0.5), (2, 0.5)]


def test_certainty_falls_into_the_last_bin() -> None:
    assert calibrate("x", [(1.0, True)]).ece == 0.0


def test_ranking_by_hand() -> None:
    planted = {"a": 3, "b": 2, "c": 1}
    assert score_ranking(["a", "b", "c", "d"], planted).tau == 1.0
    worst = score_ranking(["d", "c", "b", "a"], planted)
    assert (worst.tau, worst.precision_top) == (-1.0, 0.0)
    assert score_ranking(["a", "b"], {}).tau is None


ROWS = {"培训农民": "人次", "巡查渔港": "次", "修建水渠": "公里", "发放种苗": "株"}


def report(numbers: list[int]) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """A report, the places of its numbers in the text and those in the form."""
    text = "青禾县农业局2023年部门整体支出绩效自评报告\n\n一、绩效情况\n\n"
    said, cells = [], []
    for (what, unit), number in zip(ROWS.items(), numbers, strict=True):
        text += f"全年{what}"
        said.append((len(text), len(text) + len(f"{number}{unit}")))
        text += f"{number}{unit}。"
    text += "\n\n| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n| --- | --- | --- | --- | --- | --- |\n"
    for (what, unit), number in zip(ROWS.items(), numbers, strict=True):
        text += f"| 产出指标 | {what}数量 | ≥1{unit} | "
        cells.append((len(text), len(text) + len(f"{number}{unit}")))
        text += f"{number}{unit} | 10 | 10 |\n"
    return text, said, cells


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "labels"
    folder.mkdir()
    lines = []
    for n in range(4):
        text, said, cells = report([120 + n, 31 + n, 7 + n, 4500 + n])
        (tmp_path / f"{n}.txt").write_text(text, "utf-8")
        for a, b in zip(said, cells, strict=True):
            label = {
                "file": f"{n}.txt", "narrative_start": a[0], "narrative_end": a[1],
                "cell_start": b[0], "cell_end": b[1], "cell_text": text[b[0] : b[1]],
                "relation": "equal", "corrupted": n == 0,
            }  # fmt: skip
            lines.append(json.dumps(label, ensure_ascii=False))
    (folder / "links.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_links_and_corrupted_links_are_counted(gold: Path) -> None:
    result = evaluate_gold(gold, settings=Settings(linker="rules"))
    rows = {row.what: row for row in result.rows}
    assert rows["links (claims to a right cell)"].gold == 16
    assert rows["links, number corrupted"].gold == 4
    assert rows["links (pairs)"].f1 == 1.0
    assert result.misses == ()


def test_a_link_outside_the_labels_lowers_precision(gold: Path) -> None:
    path = gold / "links.jsonl"
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[1:]), "utf-8")
    result = evaluate_gold(gold, settings=Settings(linker="rules"))
    row = next(r for r in result.rows if r.what == "links (pairs)")
    assert (row.found, row.right, row.recall) == (16, 15, 1.0)
    assert any(line.startswith("link not labelled: 0.txt") for line in result.misses)


def test_a_file_known_to_hold_no_link_makes_every_link_wrong(gold: Path) -> None:
    lines = (gold / "links.jsonl").read_text("utf-8").splitlines()
    (gold / "links.jsonl").write_text("\n".join(g for g in lines if '"0.txt"' not in g), "utf-8")
    (gold / "complete.json").write_text('{"links": ["0.txt"]}', "utf-8")
    result = evaluate_gold(gold, settings=Settings(linker="rules"))
    row = next(r for r in result.rows if r.what == "links (pairs)")
    assert (row.gold, row.found, row.right) == (12, 16, 12)


def test_a_folder_with_nothing_but_the_name_of_a_file_is_a_gold_folder(gold: Path) -> None:
    (gold / "links.jsonl").unlink()
    with pytest.raises(UsageError, match="标注文件"):
        evaluate_gold(gold)
    (gold / "complete.json").write_text('{"links": ["1.txt"]}', "utf-8")
    assert evaluate_gold(gold, settings=Settings(linker="rules")).rows[0].found == 4


def test_confidence_of_findings_is_measured_against_the_labels(tmp_path: Path) -> None:
    """Two findings in two reports; a label explains the first."""
    folder = tmp_path / "labels"
    folder.mkdir()
    text = "青禾县农业局2023年部门整体支出绩效自评报告\n\n一、人员\n\n年末实有人数30人，其中在职12人、退休20人。\n"
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    place = {"start": text.index("30人"), "end": text.index("30人") + 3, "text": "30人"}
    label = {"file": "a.txt", "type": "parts-vs-whole-text", "contradiction": True, "evidence": [place]}  # fmt: skip
    (folder / "findings.jsonl").write_text(json.dumps(label, ensure_ascii=False), "utf-8")
    result = evaluate_gold(folder, settings=Settings(linker="rules"))
    assert result.confidence is not None
    assert result.confidence.count == 2
    (only,) = result.confidence.bins
    assert only.share_right == 0.5
    assert result.confidence.ece == pytest.approx(only.mean - 0.5)
    assert result.clean is not None
    assert (result.clean.reports, result.clean.findings) == (1, 1)


def test_training_learns_and_explains(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("skops")
    out = tmp_path / "model"
    facts = train([gold], out)
    assert facts["data"]["reports"] == 4
    assert facts["data"]["linked"] == 16
    assert linker_named(str(out)).card == facts["card"]
    assert facts["card"] in (out / "README.md").read_text("utf-8")
    looks = load_estimators(out / "cell_linker.skops")
    assert set(looks) == {"first_look", "second_look"}
    result = evaluate_gold(gold, settings=Settings(linker=str(out)))
    row = next(r for r in result.rows if r.what == "links (pairs)")
    assert row.f1 == 1.0


def test_probabilities_are_calibrated_on_reports_apart(gold: Path, tmp_path: Path) -> None:
    """Labels that call half of the links wrong halve what the linker says of its links."""
    pytest.importorskip("skops")
    sure = train([gold], tmp_path / "sure")
    apart = tmp_path / "apart"
    shutil.copytree(gold.parent, apart)
    labels = apart / gold.name / "links.jsonl"
    lines = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    kept = [one for place, one in enumerate(lines) if place % 2]
    labels.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in kept), "utf-8")
    doubtful = train([gold], tmp_path / "doubtful", calibration=[labels.parent])
    assert doubtful["calibration"]["reports"] > 0
    assert sure["calibration"] is None
    assert f"{doubtful['calibration']['reports']} reports of" in card(doubtful)
    chances = []
    for model in ("sure", "doubtful"):
        result = evaluate_gold(
            gold, settings=Settings(linker=str(tmp_path / model), link_threshold=0.05)
        )
        assert result.calibration is not None
        bins = result.calibration.bins
        chances.append(sum(b.mean * b.count for b in bins) / sum(b.count for b in bins))
    assert chances[1] < chances[0] - 0.2


ENCODER = """
def similarities(phrases, labels):
    return [[float(phrase[-2:] in label) for label in labels] for phrase in phrases]
"""


def test_a_users_encoder_is_a_feature(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("skops")
    folder, out = tmp_path / "encoder", tmp_path / "model"
    folder.mkdir()
    (folder / "encoder.py").write_text(ENCODER, "utf-8")
    facts = train([gold], out, encoder=folder)
    assert facts["encoder"] == str(folder)
    assert facts["weights"]["encoder"] > 0
    result = evaluate_gold(gold, settings=Settings(linker=str(out)))
    assert next(r for r in result.rows if r.what == "links (pairs)").f1 == 1.0
    (folder / "encoder.py").unlink()
    encoder_in.cache_clear()
    with pytest.raises(UsageError, match=r"encoder\.py"):
        evaluate_gold(gold, settings=Settings(linker=str(out)))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = 1", "没有定义"),
        ("def similarities(phrases, labels):\n    return [[1.0]]", "应给出"),
    ],
)
def test_an_encoder_of_another_shape_is_refused(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "encoder.py").write_text(code, "utf-8")
    with pytest.raises(UsageError, match=said):
        encoder_in(str(tmp_path))(["甲", "乙"], ["丙"])


def test_training_without_links_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"links\.jsonl"):
        train([tmp_path], tmp_path / "model")


def test_the_command_writes_json_and_a_page(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["evaluate", str(gold), "--linker", "rules", "--out", str(out)])
    assert done.exit_code == 0, done.output
    record = json.loads((out / "evaluation.json").read_text("utf-8"))
    assert record["linker"] == "rules"
    row = next(r for r in record["rows"] if r["what"] == "links (pairs)")
    assert row["f1"] == 1.0
    assert row["intervals"]["f1"] == [1.0, 1.0]
    page = (out / "evaluation.html").read_text("utf-8")
    assert page.count("<svg") == 1 + len(record["rows"])
    assert {r["group"] for r in record["rows"]} == {"links"}
    assert "<script" not in page

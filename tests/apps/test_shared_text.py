"""Shared text from the command line: an index, a question to it, an official form, two reports."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.apps.test_cli import run

RULE = "各单位应当逐条对照年初下达的考核事项说明进展情况，未办结的写明缘由与预计办结的时间。"
STORY = "护林员骑摩托巡山遇到塌方绕行两小时，仍按时把火险气象表送到瞭望塔并帮助登记进山人员37名。"
OTHER = "养蜂户转场途中遇暴雨受困，值班员联系货车连夜接应，蜂箱一个不少地运到了槐花林边。"
THIRD = "社区食堂增设了少盐窗口和外送小车，独居老人用餐后由志愿者顺路量血压并记在本子上。"


def report(folder: Path, name: str, agency: str, *sentences: str) -> Path:
    path = folder / f"{name}.txt"
    body = "\n".join(sentences)
    path.write_text(
        f"{agency}2023年度部门整体支出绩效自评报告\n\n一、履职情况\n\n{body}\n", "utf-8"
    )
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_an_index_is_made_extended_and_asked(folder: Path) -> None:
    one = report(folder, "one", "云澜县林业局", STORY, THIRD)
    two = report(folder, "two", "松泽区水利局", OTHER)
    new = report(folder, "new", "柳岭县文化馆", OTHER, STORY.replace("37", "52"))
    index = folder / "known.index"
    assert "共 1 份" in run("index", one, "--out", index).stdout
    assert "共 2 份" in run("index", two, "--out", index).stdout
    done = run("audit", new, "--out", folder / "out", "--against", index, "-q")
    assert done.returncode == 0, done.stderr
    found = lines(folder / "out" / "against.jsonl")
    text = new.read_text("utf-8")
    said = {
        text[r["start"] : r["end"]].strip(): (r["index_file"], r["kind"], r["edit"]) for r in found
    }
    assert said == {
        OTHER: ("two.txt", "copied", "exact"),
        STORY.replace("37", "52"): ("one.txt", "copied", "numbers"),
    }
    for row in found:
        theirs = (folder / row["index_file"]).read_text("utf-8")
        there = theirs[row["index_start"] : row["index_end"]].strip()
        assert there in (OTHER, STORY)


def test_what_is_no_index_is_refused(folder: Path) -> None:
    new = report(folder, "new", "柳岭县文化馆", OTHER)
    done = run("audit", new, "--out", folder / "out", "--against", new, "-q")
    assert done.returncode == 2
    assert "不是索引文件" in done.stderr
    assert "Traceback" not in done.stderr


def test_text_of_an_official_form_is_not_copied(folder: Path) -> None:
    reports = folder / "in"
    reports.mkdir()
    report(reports, "one", "云澜县林业局", RULE, STORY)
    report(reports, "two", "松泽区水利局", RULE, OTHER)
    form = report(folder, "form", "某单位", RULE)
    run("audit", reports, "--out", folder / "plain", "-q")
    run("audit", reports, "--out", folder / "formed", "--template", form, "-q")
    assert [r["kind"] for r in lines(folder / "plain" / "passages.jsonl")] == ["copied"]
    assert [r["kind"] for r in lines(folder / "formed" / "passages.jsonl")] == ["template"]
    with (folder / "formed" / "ranking.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert float(row["copied_share"]) == float(row["boilerplate_similarity"]) == 0
            assert float(row["template_share"]) > 0.4


def test_two_reports_side_by_side(folder: Path) -> None:
    one = report(folder, "one", "云澜县林业局", STORY, OTHER)
    two = report(folder, "two", "松泽区水利局", OTHER, STORY.replace("37", "52"))
    done = run("compare", one, two)
    assert done.returncode == 0, done.stderr
    assert "改数字" in done.stdout
    assert "调序" in done.stdout
    assert "雷同 100.0%" in done.stdout

"""Feedback letters: one a unit, every finding with quotation, arithmetic, request and room."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from auditor.core.errors import UsageError
from auditor.core.life import Suppression
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from auditor.reporting.letters import write_letters
from auditor.reporting.saved import load_run
from auditor.settings import Settings
from tests.reporting.test_contract import CORPUS

BODY = """某市某局2023年度部门整体支出绩效自评报告

一、基本情况

全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。
"""


def rows(table: Any) -> dict[str, str]:
    return {row.cells[0].text: row.cells[1].text for row in table.rows}


def opened(path: Path) -> Any:
    return docx.Document(io.BytesIO(path.read_bytes()))


def test_a_finding_with_all_that_a_unit_needs(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(BODY, "utf-8")
    (path,) = write_letters(tmp_path / "o", audit_inputs([source]), "zh")
    assert path.name == "某市某局.docx"
    letter = opened(path)
    head, item = letter.tables
    assert rows(head)["被审核单位"] == "某市某局"
    assert "需核实 1 项" in rows(head)["核对结果"]
    found = rows(item)
    assert list(found) == ["原文", "计算依据", "核对", "请办理", "单位说明"]
    assert "支出合计900.00万元" in found["原文"]
    assert "600.00" in found["计算依据"]
    assert "310.00" in found["计算依据"]
    assert "600 + 310 = 910 ≠ 900" in found["核对"]
    assert found["请办理"] == "请核实合计或分项。"
    assert found["单位说明"].strip() == ""
    assert any(p.text.startswith("1. “其中”各项之和与合计不符") for p in letter.paragraphs)
    *before, last = item.rows
    kept = [
        p.paragraph_format.keep_with_next for r in before for c in r.cells for p in c.paragraphs
    ]
    assert all(kept), "an item breaks over a page only where it is longer than one"
    assert not any(p.paragraph_format.keep_with_next for c in last.cells for p in c.paragraphs)


def test_one_letter_a_unit_over_its_years(tmp_path: Path) -> None:
    run = audit_inputs([CORPUS])
    paths = write_letters(tmp_path, run, "zh")
    agencies = {a.document.identity.agency for a in run.analyses if a.findings}
    assert {path.stem for path in paths} >= agencies
    letter = opened(next(path for path in paths if path.stem == "云澜县水利局"))
    wanted = [
        finding
        for a in run.analyses
        if a.document.identity.agency == "云澜县水利局"
        for finding in a.findings
    ]
    items = [p.text for p in letter.paragraphs if p.text[:1].isdigit()]
    assert [int(text.split(".")[0]) for text in items] == list(range(1, len(wanted) + 1))


def test_copied_text_is_quoted_without_naming_the_other_unit(tmp_path: Path) -> None:
    paths = write_letters(tmp_path, audit_inputs([CORPUS]), "zh")
    letter = opened(next(path for path in paths if "退役军人" in path.stem))
    text = "\n".join(cell.text for t in letter.tables for r in t.rows for cell in r.cells)
    assert "与其他单位的报告相同" in text
    assert "云澜县" not in text


def test_a_report_without_findings_is_told_what_was_compared(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(BODY.replace("310", "300"), "utf-8")
    run = audit_inputs([source])
    (path,) = write_letters(tmp_path / "o", run, "zh")
    letter = opened(path)
    (head,) = letter.tables
    count = len(run.analyses[0].ticks)
    assert count > 0
    assert rows(head)["核对结果"] == (
        f"已核对 {count} 处，全部相符。没有需要核实、补充或说明的事项。"
    )
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "正文的 3 个数中有 3 个（100%）与别处核对过" in text
    assert "审核人" in text
    assert "填报人" not in text
    (english,) = write_letters(tmp_path / "o", run, "en")
    assert (
        f"{count} comparisons, all consistent. Nothing" in rows(opened(english).tables[0])["Result"]
    )


def test_suppressed_and_accepted_findings_are_not_in_letters(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(BODY, "utf-8")
    (finding,) = audit_inputs([source]).analyses[0].findings
    hushed = Settings(suppress=(Suppression(finding.fingerprint, "核对过"),))
    run = audit_inputs([source], RunOptions(settings=hushed))
    letter = opened(write_letters(tmp_path / "o", run, "zh")[0])
    assert len(letter.tables) == 1
    assert "没有需要核实" in rows(letter.tables[0])["核对结果"]


def test_names_that_clash_and_names_with_slashes(tmp_path: Path) -> None:
    for name in ("x/1", "y/1"):
        path = tmp_path / "in" / f"{name}.txt"
        path.parent.mkdir(parents=True)
        path.write_text(BODY.replace("某市某局2023年度", "") + name, "utf-8")
    paths = write_letters(tmp_path / "o", audit_inputs([tmp_path / "in"]), "en")
    assert len({path.name for path in paths}) == 2
    assert all(path.parent == tmp_path / "o" / "letters" for path in paths)


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    run = audit_inputs([CORPUS / "云澜县" / "2023"])
    first = write_letters(tmp_path / "a", run, "zh")
    second = write_letters(tmp_path / "b", run, "zh")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_run_comes_back_from_its_folder(tmp_path: Path) -> None:
    bad = tmp_path / "in" / "empty.txt"
    bad.parent.mkdir()
    bad.write_bytes(b"")
    run = audit_inputs([CORPUS, bad], RunOptions(out=tmp_path / "o"))
    write_run(tmp_path / "o", run)
    back = load_run(tmp_path / "o")
    assert back.analyses == run.analyses
    assert back.failures == run.failures
    assert back.ranking == run.ranking
    assert sorted(back.passages, key=repr) == sorted(run.passages, key=repr)
    assert dict(back.info) == dict(run.info)
    assert len(run.failures) == 1


@pytest.mark.parametrize("missing", ["run.json", "run.sqlite", "passages.jsonl", "ranking.csv"])
def test_a_folder_without_a_whole_run_is_refused(tmp_path: Path, missing: str) -> None:
    run = audit_inputs([CORPUS / "云澜县" / "2023"], RunOptions(out=tmp_path))
    write_run(tmp_path, run)
    (tmp_path / missing).unlink()
    with pytest.raises(UsageError, match="auditor audit"):
        load_run(tmp_path)


def test_files_of_another_run_are_refused(tmp_path: Path) -> None:
    run = audit_inputs([CORPUS / "云澜县" / "2023"], RunOptions(out=tmp_path))
    write_run(tmp_path, run)
    other: RunResult = audit_inputs([CORPUS / "云澜县" / "2022"])
    write_run(tmp_path, other)
    with pytest.raises(UsageError, match="重新运行"):
        load_run(tmp_path)

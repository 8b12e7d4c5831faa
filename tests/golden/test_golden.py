from __future__ import annotations

from pathlib import Path

from tests.golden.update import lines


def test_findings_on_the_sample_corpus() -> None:
    golden = (Path(__file__).parent / "findings.jsonl").read_text("utf-8").splitlines()
    assert lines() == golden, (
        "changed on purpose? `make golden`, and a line under “Findings that change”"
    )

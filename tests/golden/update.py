"""The golden list of findings on the sample corpus; ``make golden`` rewrites it on purpose."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.engine import audit_inputs

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "reports"


def lines() -> list[str]:
    run = audit_inputs([CORPUS])
    return [
        json.dumps(
            [a.document.key, f.tick.check_id, f.severity.value, f.tick.stated, f.tick.working],
            ensure_ascii=False,
        )
        for a in run.analyses
        for f in a.findings
    ]


if __name__ == "__main__":
    (HERE / "findings.jsonl").write_text("\n".join(lines()) + "\n", "utf-8")

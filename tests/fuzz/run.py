"""``python -m tests.fuzz.run TARGET --seconds N``: atheris over the kept corpus.

New inputs go to ``out/fuzz/TARGET``; one that breaks a law is written there as ``crash-…`` and
belongs in ``corpus/TARGET`` with the mend.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


def main() -> None:
    """Run one target; libFuzzer says how many executions it made."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    given = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["auditor.reading", "auditor.quantities", "auditor.tables", "auditor.core"]):  # fmt: skip
        from tests.fuzz.targets import TARGETS
    run = TARGETS[given.target]
    out = given.out / given.target
    out.mkdir(parents=True, exist_ok=True)
    kept = CORPUS / given.target
    kept.mkdir(exist_ok=True)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={given.seconds}",
            "-max_len=4096",
            "-timeout=30",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
            f"-artifact_prefix={out}/",
            str(out),
            str(kept),
        ],
        run,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()

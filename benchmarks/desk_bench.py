"""Fifty reviewers at the desk for a minute: ``python -m benchmarks.desk_bench``.

Every reviewer opens a finding, thinks, decides, and goes on. Afterwards the history must hold
exactly the verdicts that the desk acknowledged; anything else ends with status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from auditor.core.review import Rank
from auditor.engine.verdicts import People, VerdictStore, open_database

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
DECISIONS = ("confirmed", "unsure", "dismissed:minor", "dismissed:explained")


@dataclass
class Tally:
    """What the clients saw."""

    codes: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "verdict": []})
    kept: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


async def reviewer(
    number: int,
    home: str,
    cookie: dict[str, str],
    subjects: list[str],
    end: float,
    think: float,
    tally: Tally,
) -> None:
    chance = random.Random(number)
    limits = httpx2.Limits(max_connections=2)
    async with httpx2.AsyncClient(
        base_url=home, cookies=cookie, timeout=60, limits=limits
    ) as client:
        turn = 0
        while time.monotonic() < end:
            subject = chance.choice(subjects)
            try:
                page = await timed(client.get(f"/findings/{subject}?state=all"), "page", tally)
                if page.status_code != 200:
                    continue
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
                if 'id="decide"' not in page.text or 'value="confirmed"' not in page.text:
                    continue
                turn += 1
                mark = f"{number}:{turn}"
                data = {
                    "csrf": hidden(page.text, "csrf"),
                    "seen": hidden(page.text, "seen"),
                    "decision": chance.choice(DECISIONS),
                    "comment": mark,
                    "q": "state=all",
                }
                answer = await timed(
                    client.post(f"/findings/{subject}/verdict", data=data), "verdict", tally
                )
                if answer.status_code == 303:
                    tally.kept.append(mark)
            except httpx2.HTTPError as error:
                tally.errors[type(error).__name__] += 1


async def timed(request, kind: str, tally: Tally):  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    answer = await request
    tally.seconds[kind].append(time.perf_counter() - started)
    tally.codes[f"{kind} {answer.status_code}"] += 1
    return answer


def cookies(out: Path, database: str | None, port: int, count: int) -> list[dict[str, str]]:
    """Sessions of as many reviewers, every tenth of them a lead."""
    from auditor.apps.review.sessions import Sessions

    opened = open_database(out, database)
    people, sessions = People(opened), Sessions(opened)
    found = []
    for number in range(count):
        person = people.ensure(f"审核人{number}", Rank.LEAD if number % 10 == 0 else Rank.REVIEWER)
        found.append({f"auditor_session_{port}": sessions.begin(person)})
    opened.engine.dispose()
    return found


async def load(
    home: str, sessions: list[dict[str, str]], subjects: list[str], seconds: float, think: float
) -> Tally:
    tally = Tally()
    end = time.monotonic() + seconds
    await asyncio.gather(
        *(reviewer(n, home, c, subjects, end, think, tally) for n, c in enumerate(sessions))
    )
    return tally


def share(values: list[float], part: float) -> str:
    ordered = sorted(values)
    return (
        f"{1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]:.0f}" if ordered else "-"
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--run", type=Path, help="a finished run; default: the sample corpus, audited"
    )
    parser.add_argument("--database", help="postgresql://…")
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--think", type=float, default=1.0, help="mean seconds between page and verdict"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = given.run or Path(folder) / "out"
        if given.run is None:
            command = [
                sys.executable,
                "-m",
                "auditor",
                "audit",
                str(CORPUS),
                "--out",
                str(out),
                "-q",
            ]
            subprocess.run(command, check=True)  # noqa: S603 our own command
        return measured(out, given)


def measured(out: Path, given: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "auditor", "review", str(out), "--port", "0", "--name", "组长"]
    if given.database:
        command += ["--database", given.database]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 our own
    try:
        assert server.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", server.stderr.readline())
        assert found, "the desk did not start"
        port = int(found.group(1))
        home = f"http://127.0.0.1:{port}"
        sessions = cookies(out, given.database, port, given.reviewers)
        page = httpx2.get(f"{home}/?state=all", cookies=sessions[0]).text
        subjects = sorted(set(re.findall(r"/findings/([0-9a-f-]+)\?", page)))
        tally = asyncio.run(load(home, sessions, subjects, given.seconds, given.think))
    finally:
        server.terminate()
        server.wait(timeout=30)
    return report(out, given, tally, len(subjects))


def report(out: Path, given: argparse.Namespace, tally: Tally, subjects: int) -> int:
    opened = open_database(out, given.database)
    entries = [e for e in VerdictStore(opened).after(0) if re.fullmatch(r"\d+:\d+", e.comment)]
    opened.close()
    kept = Counter(e.comment for e in entries)
    lost = set(tally.kept) - set(kept)
    strange = set(kept) - set(tally.kept)
    twice = [mark for mark, count in kept.items() if count > 1]
    broken = sum(count for code, count in tally.codes.items() if code.split()[1].startswith("5"))
    print(
        f"{given.reviewers} reviewers, {given.seconds:.0f} s, think {given.think} s, {subjects} findings"
    )
    print(f"answers: {dict(sorted(tally.codes.items()))}, connection errors: {dict(tally.errors)}")
    for kind, values in tally.seconds.items():
        shown = ", ".join(f"p{int(100 * p)} {share(values, p)}" for p in (0.5, 0.95, 0.99))
        print(
            f"{kind}: {len(values)} ({len(values) / given.seconds:.0f}/s), ms: {shown}, max {share(values, 1)}"
        )
    print(
        f"verdicts acknowledged {len(tally.kept)}, in the history {len(entries)}, "
        f"lost {len(lost)}, unexpected {len(strange)}, twice {len(twice)}, 5xx {broken}"
    )
    return 1 if lost or strange or twice or broken or tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())

"""Speed of ``auditor.find_quantities`` against other packages, and its time on hostile input.

python -m benchmarks.quantities_bench [FOLDER ...] [--json FILE]

One process, the same text for all: the narrative sentences of ``corpus/reports`` (and of each
FOLDER), repeated to about 400,000 characters. Every tool is called once a sentence and once on
the whole text, since some packages slow down on long strings; CPU time, best of three runs, the
tools taking turns. The tools do different work, so a ratio is a price, not a mark. The curve
shows that the time per character stays the same up to 10 million characters of one shape.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import auditor
from auditor.reading import read_path
from benchmarks.number_peers import Tool, load_peers, quiet

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
ROUNDS = 3
MILLION = 1_000_000
SHAPES = ("1234567890", "零", "（", "一二三", "万", "1,", "1-")


@dataclass(frozen=True, slots=True)
class Text:
    """``sentences`` of reports, repeated; ``own`` characters of them are no repetition."""

    name: str
    sentences: tuple[str, ...]
    own: int

    @property
    def characters(self) -> int:
        return sum(map(len, self.sentences))

    def slice(self, characters: int) -> tuple[str, ...]:
        """The first sentences, up to ``characters`` in all and at least one."""
        taken, size = 0, 0
        while taken < len(self.sentences) and (not taken or size < characters):
            size += len(self.sentences[taken])
            taken += 1
        return self.sentences[:taken]


@dataclass(frozen=True, slots=True)
class Row:
    """One tool on one text. ``characters`` may be a slice of it; ``seconds`` are the runs'."""

    tool: str
    version: str
    work: str
    calls: str
    characters: int
    is_slice: bool
    seconds: tuple[float, ...]
    failed_calls: int

    @property
    def speed(self) -> float:
        """Characters per second of the best run."""
        return self.characters / min(self.seconds)


@dataclass(frozen=True, slots=True)
class Point:
    """One size of the curve. ``seconds`` is ``None`` where it was stopped, ``note`` says why."""

    megacharacters: float
    seconds: float | None
    note: str = ""


def load_text(folder: Path, characters: int) -> Text:
    """The narrative of all reports in ``folder``, repeated to at least ``characters``."""
    suffixes = (".txt", ".docx", ".pdf", ".xlsx", ".html", ".md")
    paths = sorted(path for path in folder.rglob("*") if path.suffix in suffixes)
    own: list[str] = []
    for path in paths:
        document = read_path(path)
        own += [document.text[s.span.start : s.span.end] for s in document.sentences]
    size = sum(map(len, own))
    if not size:
        raise SystemExit(f"no sentence of a report in {folder}")
    return Text(f"{folder} ({len(paths)} reports)", tuple(own * -(-characters // size)), size)


def run(call: Callable[[str], object], units: Sequence[str]) -> tuple[float, int]:
    """CPU seconds of ``call`` on each unit, and how many calls raised."""
    failed = 0
    gc.collect()
    with quiet():
        start = time.process_time()
        for unit in units:
            try:
                call(unit)
            except Exception:
                failed += 1
        return time.process_time() - start, failed


def fitting(call: Callable[[str], object], text: Text, whole: bool, budget: float) -> list[str]:
    """As much of ``text`` as a run of about ``budget`` seconds takes, even if quadratic."""
    size = 20_000
    while True:
        taken = text.slice(size)
        units = ["\n".join(taken)] if whole else list(taken)
        if len(taken) == len(text.sentences):
            return units
        seconds, _ = run(call, units)
        if 4 * seconds > budget:
            return units
        size *= 2


def compare(tools: Sequence[Tool], text: Text, budget: float) -> list[Row]:
    """Every tool by sentence and in one call, the runs of all taking turns."""
    jobs = [
        (tool, calls, fitting(tool.call, text, calls == "whole", budget))
        for tool in tools
        for calls in ("sentence", "whole")
    ]
    seconds: list[list[float]] = [[] for _ in jobs]
    failures = [0] * len(jobs)
    for _ in range(ROUNDS):
        for index, (tool, _, units) in enumerate(jobs):
            taken, failures[index] = run(tool.call, units)
            seconds[index].append(taken)
    rows = []
    for index, (tool, calls, units) in enumerate(jobs):
        size = sum(map(len, units))
        rows.append(
            Row(
                tool.name,
                tool.version,
                tool.work,
                calls,
                size,
                size < text.characters,
                tuple(seconds[index]),
                failures[index],
            )
        )
    return rows


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """``TimeoutError`` after ``seconds``, where the system has timers."""

    def stop(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def curve(
    call: Callable[[str], object], shape: str, sizes: Sequence[float], limit: float
) -> list[Point]:
    """Seconds for each size of ``shape`` repeated; after a stopped size no larger one is run."""
    points: list[Point] = []
    for size in sizes:
        count = round(size * MILLION)
        text = (shape * (count // len(shape) + 1))[:count]
        gc.collect()
        best: float | None = None
        note = ""
        try:
            for _ in range(ROUNDS):
                with alarm(limit):
                    start = time.process_time()
                    call(text)
                    taken = time.process_time() - start
                best = taken if best is None else min(best, taken)
                if taken > 0.5:
                    break
        except TimeoutError:
            note = f"stopped after {limit:g} s"
        except Exception as error:
            note = f"{type(error).__name__}: {error}"
        points.append(Point(size, best, note))
        if best is None:
            break
    return points


def growth(points: Sequence[Point]) -> float | None:
    """Time per character at the largest size over that at the smallest; ``None`` if stopped."""
    first, last = points[0], points[-1]
    if first.seconds is None or last.seconds is None:
        return None
    return (last.seconds / last.megacharacters) / (first.seconds / first.megacharacters)


def print_curve(curves: dict[str, list[Point]]) -> None:
    print("find_quantities on one shape repeated, seconds (seconds per million characters):")
    for shape, points in curves.items():
        cells = [
            f"{p.megacharacters:g}M {p.seconds:.2f} ({p.seconds / p.megacharacters:.3f})"
            if p.seconds is not None
            else f"{p.megacharacters:g}M {p.note}"
            for p in points
        ]
        ratio = growth(points)
        last = f"last/first {ratio:.2f}" if ratio is not None else "no last/first"
        print(f"  {shape:10}  " + "  ".join(cells) + f"  {last}")


def print_table(text: Text, rows: Sequence[Row], gaps: Sequence[str]) -> None:
    print(
        f"\n{text.name}: {text.own:,} characters of narrative, repeated to {text.characters:,} "
        f"in {len(text.sentences):,} sentences; best of {ROUNDS}"
    )
    print(f"{'tool':48} {'a sentence a call':>24} {'all in one call':>24}   ours/peer")
    print(f"{'':48} {'M characters/s':>24} {'M characters/s':>24}   sentence   whole   best/best")
    pairs = [(rows[index], rows[index + 1]) for index in range(0, len(rows), 2)]
    ours = pairs[0]
    for pair in pairs:
        name = f"{pair[0].tool} {pair[0].version} ({pair[0].work})"
        cells = "".join(
            f"{row.speed / MILLION:16.3f} {f'of {row.characters // 1000}k*' if row.is_slice else '':>8}"
            for row in pair
        )
        ratios = [mine.speed / row.speed for mine, row in zip(ours, pair, strict=True)]
        best = max(row.speed for row in ours) / max(row.speed for row in pair)
        print(f"{name:48} {cells}   {ratios[0]:8.2f}{ratios[1]:8.2f}{best:12.2f}")
        failed = max(row.failed_calls for row in pair)
        if failed:
            print(f"    {failed} calls of a run raised an error; their time counts all the same")
    if any(row.is_slice for row in rows):
        print("  * the first characters of the text only: a run on all of it would take too long")
    for gap in gaps:
        print(f"  {gap}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folders", nargs="*", type=Path, help="more reports to measure on")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument("--characters", type=int, default=400_000)
    parser.add_argument("--sizes", default="1,2,4,8,10", help="the curve's millions of characters")
    parser.add_argument("--limit", type=float, default=60, help="seconds for a point of the curve")
    parser.add_argument("--budget", type=float, default=8, help="seconds for a run of a slow peer")
    options = parser.parse_args(arguments)
    sizes = [float(size) for size in options.sizes.split(",") if size]
    # The curve comes first: the peers' dictionaries would slow the collector down.
    curves = {
        shape: curve(auditor.find_quantities, shape, sizes, options.limit)
        for shape in (SHAPES if sizes else ())
    }
    if curves:
        print_curve(curves)
    peers, gaps = load_peers()
    own = Tool("auditor", auditor.__version__, "find_quantities", auditor.find_quantities)
    measured = []
    for folder in [CORPUS, *options.folders]:
        text = load_text(folder, options.characters)
        rows = compare([own, *peers], text, options.budget)
        print_table(text, rows, gaps)
        measured.append((text, rows))
    if options.json:
        options.json.write_text(
            json.dumps(as_json(curves, measured, gaps), ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )


def as_json(
    curves: dict[str, list[Point]],
    measured: Sequence[tuple[Text, Sequence[Row]]],
    gaps: Sequence[str],
) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "machine": platform.platform(),
        "curve": [
            {
                "shape": shape,
                "points": [asdict(point) for point in points],
                "last_over_first": growth(points),
            }
            for shape, points in curves.items()
        ],
        "texts": [
            {
                "name": text.name,
                "own_characters": text.own,
                "characters": text.characters,
                "sentences": len(text.sentences),
                "rows": [
                    asdict(row)
                    | {
                        "characters_per_second": row.speed,
                        "ours_over_peer": rows[index % 2].speed / row.speed,
                    }
                    for index, row in enumerate(rows)
                ],
            }
            for text, rows in measured
        ],
        "not_measured": list(gaps),
    }


if __name__ == "__main__":
    main()

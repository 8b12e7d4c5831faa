"""Time of the two similarity steps over N synthetic reports: is the cost per report constant?

python benchmarks/similarity_bench.py 200 1000
"""

from __future__ import annotations

import random
import resource
import sys
import time

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Identity, Sentence
from auditor.similarity import compare_fingerprints, fingerprint

HANZI = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]


def sentence(rng: random.Random, words: list[str]) -> str:
    return "".join(rng.choices(words, k=rng.randint(8, 30))) + "。"


def corpus(count: int, seed: int = 7) -> list[Document]:
    """Reports of 80 own sentences, 20 of a template, and 10 copied from a neighbour in a tenth."""
    rng = random.Random(seed)  # noqa: S311
    words = ["".join(rng.choices(HANZI, k=2)) for _ in range(4000)]
    template = [sentence(rng, words) for _ in range(20)]
    stock = [sentence(rng, words) for _ in range(300)]
    bodies: list[list[str]] = []
    for number in range(count):
        body = [sentence(rng, words) for _ in range(75)] + rng.sample(stock, 5)
        if number % 10 == 9:
            body[:10] = bodies[-1][30:40]
        bodies.append(body)
    return [document(number, template + body) for number, body in enumerate(bodies)]


def document(number: int, sentences: list[str]) -> Document:
    spans, at = [], 0
    for text in sentences:
        spans.append(Sentence(CharSpan(at, at + len(text)), None))
        at += len(text)
    text = "".join(sentences)
    return Document(
        id=f"d{number:06}",
        key=f"{number:06}.txt",
        source_name="",
        media_type="text/plain",
        text=text,
        folded=text.replace("，", ","),
        sentences=tuple(spans),
        identity=Identity(agency=f"第{number}局", region=f"甲市{number // 50}区"),
    )


def main(counts: list[int]) -> None:
    print(
        "reports  fingerprint ms/report  corpus ms/report  passages/report  bytes/report  peak MB"
    )
    for count in counts:
        documents = corpus(count)
        start = time.perf_counter()
        prints = [fingerprint(one) for one in documents]
        middle = time.perf_counter()
        result = compare_fingerprints(prints)
        end = time.perf_counter()
        size = sum(len(one.to_bytes()) for one in prints)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{count:7}  {1000 * (middle - start) / count:21.2f}  "
            f"{1000 * (end - middle) / count:16.2f}  {len(result.passages) / count:15.1f}  "
            f"{size // count:12}  {peak:7}"
        )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [200, 1000])

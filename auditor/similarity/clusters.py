"""Clusters of sentences that say the same: equal masked text, or near enough after alignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from auditor.similarity.mask import Masked

GRAM = 6
WINDOW = 5
MAX_POSTINGS = 60
MIN_CHARS = 20


class Clusters:
    """Union–find over (document number, sentence number)."""

    def __init__(self) -> None:
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}

    def find(self, item: tuple[int, int]) -> tuple[int, int]:
        """The representative of the item's cluster."""
        root = item
        while self._parent.setdefault(root, root) != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        """Make one cluster of both."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parent[second] = first

    def groups(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Members by representative, clusters of two and more."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for item in sorted(self._parent):
            found[self.find(item)].append(item)
        return {root: members for root, members in found.items() if len(members) > 1}


def cluster(reports: Sequence[Sequence[Masked]], similarity: float) -> Clusters:
    """Clusters over all reports.

    Equal masked sentences meet by hash. The others meet over shared fingerprints (winnowing,
    Schleimer et al. 2003) and are compared by normalised Indel similarity; a fingerprint in
    more than ``MAX_POSTINGS`` different texts is too common to be evidence, which keeps the
    cost near linear in the size of the corpus.
    """
    clusters = Clusters()
    by_text: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, sentences in enumerate(reports):
        for sentence in sentences:
            if len(sentence.text) >= MIN_CHARS:
                by_text[sentence.text].append((number, sentence.index))
    texts = sorted(by_text)
    for members in by_text.values():
        for other in members[1:]:
            clusters.join(members[0], other)
    for a, b in _candidates(texts):
        if Indel.normalized_similarity(texts[a], texts[b]) >= similarity:
            clusters.join(by_text[texts[a]][0], by_text[texts[b]][0])
    return clusters


def _candidates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for gram in fingerprints(text):
            postings[gram].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        if len(numbers) > MAX_POSTINGS:
            continue
        for index, a in enumerate(numbers):
            for b in numbers[index + 1 :]:
                shared[a, b] += 1
    for (a, b), count in sorted(shared.items()):
        shorter = min(len(texts[a]), len(texts[b]))
        longer = max(len(texts[a]), len(texts[b]))
        if shorter * 2 >= longer and count >= max(1, shorter // 40):
            yield a, b


def fingerprints(text: str) -> set[str]:
    """Winnowed character grams of ``text``: in each window the alphabetically least."""
    grams = [text[i : i + GRAM] for i in range(len(text) - GRAM + 1)]
    if len(grams) <= WINDOW:
        return set(grams)
    return {min(grams[i : i + WINDOW]) for i in range(len(grams) - WINDOW + 1)}

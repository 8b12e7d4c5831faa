"""Our private jieba as a spaCy tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from auditor.language import segment

TOKENIZER = "auditor.JiebaTokenizer.v1"


class JiebaTokenizer:
    """Text → ``Doc`` by our private jieba, in which domain terms stay whole.

    Tokens cover every character, white space included, so ``doc.text`` is the text and character
    offsets are those of ``Document.text``. There is nothing to serialize: the words come with the
    package.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a ``Doc`` whose ``text`` is the same string."""
        words = [word for line in text.splitlines(keepends=True) for word in _words(line)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """The texts one by one."""
        return map(self, texts)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing, as spaCy's protocol asks."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> JiebaTokenizer:
        """Itself."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Writes nothing: the factory's name in ``config.cfg`` says it all."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> JiebaTokenizer:
        """Itself."""
        return self


def _words(line: str) -> Iterator[str]:
    at = 0
    for word in segment(line):
        start = line.find(word, at)
        if start < 0:
            continue
        yield from line[at:start]
        yield word
        at = start + len(word)
    yield from line[at:]


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """The tokenizer as a registered factory, for ``config.cfg``."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab)

    return create

"""Other packages that read numbers or words from Chinese text, each as one call on a string.

They are the optional extra ``[bench]``. A package that is missing or breaks on import becomes a
sentence for the reader of the benchmark, never a silent gap.
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata


@dataclass(frozen=True, slots=True)
class Tool:
    """A package's call on a string, ready and warm. ``work`` says what the call does."""

    name: str
    version: str
    work: str
    call: Callable[[str], object]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Peers' warnings and banners, off; also under ``python -W error``."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


def _recognizers() -> Callable[[str], object]:
    from ms_recognizers_number import Culture, NumberRecognizer

    call: Callable[[str], object] = NumberRecognizer(Culture.Chinese).get_number_model().parse
    return call


def _jionlp() -> Callable[[str], object]:
    import jionlp

    call: Callable[[str], object] = jionlp.ner.extract_money
    return call


def _cn2an() -> Callable[[str], object]:
    import cn2an

    call: Callable[[str], object] = cn2an.transform
    return call


def _jieba() -> Callable[[str], object]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    call: Callable[[str], object] = tokenizer.lcut
    return call


PEERS = (
    ("Recognizers-Text", "ms-recognizers-text-suite", "number model, Chinese", _recognizers),
    ("JioNLP", "jionlp", "extract_money", _jionlp),
    ("cn2an", "cn2an", "transform", _cn2an),
    ("jieba", "jieba", "lcut, word segmentation", _jieba),
)


def load_peers() -> tuple[list[Tool], list[str]]:
    """The peers that are installed, and a sentence for each that can't be measured."""
    tools, gaps = [], []
    for name, package, work, load in PEERS:
        try:
            with quiet():
                call = load()
                call("预算资金壹佰万元，完成率百分之九十五点五。")
            tools.append(Tool(name, metadata.version(package), work, call))
        except ImportError as error:
            gaps.append(f"{name} isn't measured: {error}; install it by: pip install {package}")
        except Exception as error:
            gaps.append(f"{name} isn't measured: it fails with {type(error).__name__}: {error}")
    return tools, gaps

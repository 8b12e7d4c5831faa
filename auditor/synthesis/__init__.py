"""Floor 8, beside evaluation: whole fictional reports with their truth, faults planted on purpose."""

from auditor.synthesis.corpus import PARTS, CorpusSummary, make_corpus
from auditor.synthesis.generate import Made, make_report

__all__ = ["PARTS", "CorpusSummary", "Made", "make_corpus", "make_report"]

"""Floor 8, beside evaluation: whole fictional reports with their truth, faults planted on purpose."""

from auditor.synthesis.corpus import CorpusSummary, make_corpus
from auditor.synthesis.data import PARTS
from auditor.synthesis.generate import make_report, spec_of
from auditor.synthesis.specs import Made, Spec

__all__ = ["PARTS", "CorpusSummary", "Made", "Spec", "make_corpus", "make_report", "spec_of"]

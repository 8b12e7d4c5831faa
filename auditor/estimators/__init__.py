"""Floor 8: the linker, the boilerplate vectoriser and the measures as scikit-learn estimators."""

from auditor.estimators.linker import LinkClassifier
from auditor.estimators.reports import BoilerplateVectorizer, ReportMeasures

__all__ = ["BoilerplateVectorizer", "LinkClassifier", "ReportMeasures"]

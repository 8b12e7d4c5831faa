"""Floor 8: gold labels, metrics."""

from auditor.evaluation.formats import FormatScore, evaluate_formats
from auditor.evaluation.gold import EvaluationResult, evaluate_gold
from auditor.evaluation.scores import ScoreRow

__all__ = ["EvaluationResult", "FormatScore", "ScoreRow", "evaluate_formats", "evaluate_gold"]

"""Floor 8: gold labels, metrics."""

from auditor.evaluation.formats import FormatScore, evaluate_formats
from auditor.evaluation.gold import EvaluationResult, ScoreRow, evaluate_gold

__all__ = ["EvaluationResult", "FormatScore", "ScoreRow", "evaluate_formats", "evaluate_gold"]

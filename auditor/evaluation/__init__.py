"""Floor 8: gold labels, metrics."""

from auditor.evaluation.gold import EvaluationResult, evaluate_gold
from auditor.evaluation.scores import ScoreRow

__all__ = ["EvaluationResult", "ScoreRow", "evaluate_gold"]

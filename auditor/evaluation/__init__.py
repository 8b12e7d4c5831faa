"""Floor 8: gold labels, metrics."""

from auditor.evaluation.gold import EvaluationResult, ScoreRow, evaluate_gold

__all__ = ["EvaluationResult", "ScoreRow", "evaluate_gold"]

"""Floor 6: one check a file; ``CHECKS`` lists them all."""

from auditor.checks.actual_repeats_inequality import actual_repeats_inequality
from auditor.checks.adjusted_budget_differs_from_changes import (
    adjusted_budget_differs_from_changes,
)
from auditor.checks.agency_named_in_two_ways import agency_named_in_two_ways
from auditor.checks.anniversary_of_another_year import anniversary_of_another_year
from auditor.checks.another_unit_named import another_unit_named
from auditor.checks.average_differs_from_amounts import average_differs_from_amounts
from auditor.checks.base import Check, CheckContext, Family, Scope, sections_of_doc
from auditor.checks.block_score_differs_from_rows import block_score_differs_from_rows
from auditor.checks.budget_change_without_explanation import budget_change_without_explanation
from auditor.checks.changes_of_parts_differ_from_change_of_whole import (
    changes_of_parts_differ_from_change_of_whole,
)
from auditor.checks.closing_balance_differs_from_flows import closing_balance_differs_from_flows
from auditor.checks.comparison_claimed_but_not_made import comparison_claimed_but_not_made
from auditor.checks.conclusion_of_another_unit import conclusion_of_another_unit
from auditor.checks.conclusion_of_another_year import conclusion_of_another_year
from auditor.checks.count_differs_from_items import count_differs_from_items
from auditor.checks.date_cannot_be import date_cannot_be
from auditor.checks.deadline_missed_scored_in_full import deadline_missed_scored_in_full
from auditor.checks.deduction_without_reason import deduction_without_reason
from auditor.checks.description_repeats_name import description_repeats_name
from auditor.checks.direction_contradicts_levels import direction_contradicts_levels
from auditor.checks.evaluated_before_year_end import evaluated_before_year_end
from auditor.checks.execution_score_contradicts_rate import execution_score_contradicts_rate
from auditor.checks.figures_unchanged_since_last_year import figures_unchanged_since_last_year
from auditor.checks.first_level_weights_differ_from_rule import first_level_weights_differ_from_rule
from auditor.checks.form_of_another_year import form_of_another_year
from auditor.checks.formula_differs_from_result import formula_differs_from_result
from auditor.checks.full_score_with_problems import full_score_with_problems
from auditor.checks.goal_repeated_as_result import goal_repeated_as_result
from auditor.checks.goal_without_result import goal_without_result
from auditor.checks.grade_contradicts_score import grade_contradicts_score
from auditor.checks.growth_differs_from_levels import growth_differs_from_levels
from auditor.checks.headcount_exceeds_establishment import headcount_exceeds_establishment
from auditor.checks.heading_promises_final_accounts import heading_promises_final_accounts
from auditor.checks.high_grade_on_low_execution import high_grade_on_low_execution
from auditor.checks.indicator_under_another_heading import indicator_under_another_heading
from auditor.checks.installed import all_checks
from auditor.checks.instruction_left_in import instruction_left_in
from auditor.checks.last_years_figure_differs import last_years_figure_differs
from auditor.checks.malformed_number import malformed_number
from auditor.checks.missed_target_scored_in_full import missed_target_scored_in_full
from auditor.checks.misspelt_words import misspelt_words
from auditor.checks.narrative_differs_from_cell import narrative_differs_from_cell
from auditor.checks.opening_differs_from_last_closing import opening_differs_from_last_closing
from auditor.checks.parts_differ_from_whole import parts_differ_from_whole
from auditor.checks.parts_exceed_whole import parts_exceed_whole
from auditor.checks.plan_of_a_past_year import plan_of_a_past_year
from auditor.checks.planned_income_differs_from_planned_spending import (
    planned_income_differs_from_planned_spending,
)
from auditor.checks.points_off_target_differ import points_off_target_differ
from auditor.checks.points_written_as_percent import points_written_as_percent
from auditor.checks.project_without_form import project_without_form
from auditor.checks.qualitative_score_outside_its_band import (
    qualitative_score_outside_its_band,
)
from auditor.checks.rate_differs_from_amounts import rate_differs_from_amounts
from auditor.checks.remainder_differs_from_amounts import remainder_differs_from_amounts
from auditor.checks.result_far_above_target import result_far_above_target
from auditor.checks.results_as_of_last_year import results_as_of_last_year
from auditor.checks.roster_lacks_columns import roster_lacks_columns
from auditor.checks.row_scores_differ_from_total import row_scores_differ_from_total
from auditor.checks.row_weights_differ_from_total import row_weights_differ_from_total
from auditor.checks.rows_differ_from_parent_row import rows_differ_from_parent_row
from auditor.checks.same_fact_stated_differently import same_fact_stated_differently
from auditor.checks.score_above_partial_credit import score_above_partial_credit
from auditor.checks.score_breaks_its_rule import score_breaks_its_rule
from auditor.checks.score_exceeds_weight import score_exceeds_weight
from auditor.checks.score_without_breakdown import score_without_breakdown
from auditor.checks.sentence_of_last_year_kept import sentence_of_last_year_kept
from auditor.checks.share_differs_from_parts import share_differs_from_parts
from auditor.checks.slots_left_blank import slots_left_blank
from auditor.checks.stock_differs_from_movements import stock_differs_from_movements
from auditor.checks.tables_differ_on_one_fact import tables_differ_on_one_fact
from auditor.checks.target_and_actual_of_different_kinds import target_and_actual_of_different_kinds
from auditor.checks.target_states_nothing import target_states_nothing
from auditor.checks.targets_without_any_actual import targets_without_any_actual
from auditor.checks.task_without_result import task_without_result
from auditor.checks.total_differs_from_standard import total_differs_from_standard
from auditor.checks.unit_slip import unit_slip
from auditor.checks.unit_written_in_two_ways import unit_written_in_two_ways
from auditor.checks.vague_actual_for_numeric_target import vague_actual_for_numeric_target

CHECKS: tuple[Check, ...] = (
    narrative_differs_from_cell,
    same_fact_stated_differently,
    tables_differ_on_one_fact,
    parts_differ_from_whole,
    rows_differ_from_parent_row,
    parts_exceed_whole,
    share_differs_from_parts,
    rate_differs_from_amounts,
    formula_differs_from_result,
    average_differs_from_amounts,
    total_differs_from_standard,
    points_off_target_differ,
    growth_differs_from_levels,
    changes_of_parts_differ_from_change_of_whole,
    direction_contradicts_levels,
    count_differs_from_items,
    closing_balance_differs_from_flows,
    stock_differs_from_movements,
    remainder_differs_from_amounts,
    adjusted_budget_differs_from_changes,
    planned_income_differs_from_planned_spending,
    row_scores_differ_from_total,
    block_score_differs_from_rows,
    score_exceeds_weight,
    row_weights_differ_from_total,
    grade_contradicts_score,
    execution_score_contradicts_rate,
    score_above_partial_credit,
    first_level_weights_differ_from_rule,
    qualitative_score_outside_its_band,
    missed_target_scored_in_full,
    vague_actual_for_numeric_target,
    actual_repeats_inequality,
    target_and_actual_of_different_kinds,
    deduction_without_reason,
    targets_without_any_actual,
    goal_without_result,
    deadline_missed_scored_in_full,
    target_states_nothing,
    indicator_under_another_heading,
    task_without_result,
    description_repeats_name,
    result_far_above_target,
    unit_slip,
    points_written_as_percent,
    unit_written_in_two_ways,
    malformed_number,
    conclusion_of_another_unit,
    conclusion_of_another_year,
    agency_named_in_two_ways,
    another_unit_named,
    evaluated_before_year_end,
    form_of_another_year,
    results_as_of_last_year,
    plan_of_a_past_year,
    date_cannot_be,
    anniversary_of_another_year,
    last_years_figure_differs,
    opening_differs_from_last_closing,
    figures_unchanged_since_last_year,
    sentence_of_last_year_kept,
    instruction_left_in,
    heading_promises_final_accounts,
    slots_left_blank,
    roster_lacks_columns,
    misspelt_words,
    headcount_exceeds_establishment,
    score_without_breakdown,
    high_grade_on_low_execution,
    full_score_with_problems,
    project_without_form,
    score_breaks_its_rule,
    goal_repeated_as_result,
    comparison_claimed_but_not_made,
    budget_change_without_explanation,
)

__all__ = ["CHECKS", "Check", "CheckContext", "Family", "Scope", "all_checks", "sections_of_doc"]

"""The columns of the tables of an annual report: the type and the meaning of each."""

from __future__ import annotations

METRIC = {"metric": ("string", "Permanent name of the metric.")}
YEAR = {
    "fiscal_year": ("year", "The fiscal year; of a metric reported by calendar years, that year.")
}
TARGET = {
    "target": ("number", "The target, in the metric's unit."),
    "target_low": ("number", "The lower end of a target range."),
    "target_high": ("number", "The upper end of a target range."),
}
STANDING = {
    "attainment": ("string", "How the value stands to its target; empty for a year to come."),
    "basis": ("string", "What was judged: the aggregate of the year or its share of periods."),
}
YEARS = {
    **METRIC,
    "title": ("string", "The metric's name for readers."),
    "department": ("string", "Who answers for it."),
    "priority": ("string", "The city's priority it belongs to."),
    "kind": ("string", "input, output, efficiency, quality, outcome or context."),
    "unit": ("string", "The unit of values and targets."),
    "direction": ("string", "What is wanted: increase, decrease, range or none."),
    **YEAR,
    "value": ("number", "The result of the year; empty where periods do not combine."),
    "low": ("number", "The lowest period of a year whose periods do not combine."),
    "high": ("number", "The highest period of such a year."),
    "numerator": ("number", "What the value counts."),
    "denominator": ("number", "What the value counts of."),
    **TARGET,
    "near": ("number", "How far from the target is still near."),
    **STANDING,
    "periods": ("integer", "Periods of the year that have a value."),
    "expected": ("integer", "Periods of the year in which the metric applies."),
    "periods_met": ("integer", "Periods that met their target."),
    "periods_judged": ("integer", "Periods that were judged."),
}
TRENDS = {
    **METRIC,
    "trend": ("string", "The verdict: improving, worsening, steady, rising or falling."),
    "slope": ("number", "Theil–Sen slope, in the unit a year."),
    "p": ("number", "Significance of the Mann–Kendall test, two-sided."),
    "values": ("integer", "How many values the trend is of."),
    "difference": ("number", "The year's value less that of the year before, in the unit."),
    "percent": ("number", "The same in percent; empty for percentages."),
}
PERIODS = {
    **METRIC,
    "period": ("string", "The period."),
    "value": ("number", "The result of the period."),
    **TARGET,
    "attainment": ("string", "How the value stands to its target."),
    "obs_status": ("string", "What kind of value it is."),
}
MEMBERS = {
    **METRIC,
    **YEAR,
    "dimension": ("string", "What the metric is broken down by."),
    "member": ("string", "One value of it."),
    "value": ("number", "The result of the year."),
    "low": ("number", "The lowest period, where periods do not combine."),
    "high": ("number", "The highest period, where periods do not combine."),
    "suppressed": ("boolean", "Whether a period is withheld."),
}
BENCHMARKS = {
    **METRIC,
    "benchmark": ("string", "Whose result it is."),
    "value": ("number", "The result, in the metric's unit."),
}
RESTATED = {
    **METRIC,
    "period": ("string", "The period."),
    "member": ("string", "The members it is of; empty for the whole."),
    "value": ("number", "The value after it was restated."),
    "note": ("string", "Why."),
}
COUNTS = {
    "fiscal_year": ("year", "The fiscal year."),
    "attainment": ("string", "How metrics stand to their targets."),
    "metrics": ("integer", "How many do so."),
}
AMOUNTS = {
    "kind": ("string", "revenue, spending or staff (full-time positions)."),
    "item": ("string", "The source of revenue, or the department."),
    "title": (
        "string",
        "What the city's budget calls it; empty where the report gives the amount.",
    ),
    "fiscal_year": ("year", "The fiscal year."),
    "value": ("number", "Money in the currency's whole units, or positions."),
    "phase": ("string", "How far the money of the budget had come: adopted, amended or actual."),
    "moved": ("boolean", "Whether it is counted as if a later reorganization had been made."),
}
UNIT_COSTS = {
    **METRIC,
    "program": ("string", "The program of the budget whose work the metric measures."),
    "counted": ("string", "One of what the metric counts."),
    "fiscal_year": ("year", "The fiscal year of the spending and of the count."),
    "spending": (
        "number",
        "Actual spending of the program, in the currency's whole units of that year; empty where "
        "the budget does not have it.",
    ),
    "count": ("number", "What was counted; empty where the year is not whole."),
    "cost": ("number", "Spending divided by the count, to the cent; empty where one is missing."),
    "moved": (
        "boolean",
        "Whether the spending is counted as if a later reorganization had been made.",
    ),
}

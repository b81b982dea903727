"""Frames -> workbooks and Parquet: results, plan, issues and tables, and the sentences that people read in them.

judged         the input rows with what became of them
sentences      what is said about each row
changes        what a run did, told from its events
summary        what is said about the whole, on the terminal and on the Summary sheet
totals         the figures, and that they foot
looks          colours, formats, titles, widths
workbook       frames become sheets, sheets become a file that appears whole or not at all
results, plans, checks, tables      one module per workbook
"""

from pipeline.outputs.changes import Story, before_frame, changes_frame, created_frame, owners_frame
from pipeline.outputs.checks import write_check
from pipeline.outputs.judged import (
    Verdicts,
    decision_issues,
    judged_rows,
    no_issues,
    originals_again,
    row_outcomes,
    rows_frame,
    titled_originals,
)
from pipeline.outputs.plans import write_plan
from pipeline.outputs.results import write_results
from pipeline.outputs.sentences import describe
from pipeline.outputs.summary import summary_text
from pipeline.outputs.tables import write_table

__all__ = [
    "Story",
    "Verdicts",
    "before_frame",
    "changes_frame",
    "created_frame",
    "decision_issues",
    "describe",
    "judged_rows",
    "no_issues",
    "originals_again",
    "owners_frame",
    "row_outcomes",
    "rows_frame",
    "summary_text",
    "titled_originals",
    "write_check",
    "write_plan",
    "write_results",
    "write_table",
]

"""The plan workbook: a Cover, one sheet of lines per action, and a hidden sheet with the record and its seal.

writer               the whole workbook: the one function to call
cover                the sheet to sign: the actions, the limits, the input files, the people
lines                one row per action that a reviewer approves
told_lines           the same lines in one frame
changed_ownerships   the ownerships that a line ends, moves or cancels, in words
write_record         the plan as named texts, with every cell of the other sheets as it was written
protected_workbook   locks all cells but the answers, hides the record, sets up pages for print
cells                frames and their formats as cells of XlsxWriter
"""

from pipeline.outputs.workbooks.plan.writer import write_plan

__all__ = ["write_plan"]

"""The plan workbook: a Cover, one sheet of lines per action, and a hidden sheet that carries and seals them.

writer               all of it, in order: the one function to call
cover                the sheet that is signed: what, how much, how near to the limits, from which files, by whom
lines                one row per action that a reviewer approves
changed_ownerships   the ownerships that a line shortens, cancels or gives back, in words
write_record         the plan as named texts, with every cell of the other sheets as it was written
protected_workbook   locks all cells but the answers, hides what is for programs, sets up pages for print
cells                frames and their formats as cells of it
"""

from pipeline.outputs.workbooks.plan.writer import write_plan

__all__ = ["write_plan"]

"""Reading a plan workbook: an edited one is refused; else it gives the plan and the reviewer's answers.

reader              the whole task: the record on the hidden sheet, its seal, the other sheets
workbook            the file, every cell as text
edits_and_answers   the cells that were edited, and the reviewer's answers
read_record         the plan in the record on the hidden sheet
older_issues        the parts of issues of which an older plan has only the messages
refused_plans       the errors about a plan that cannot be used
"""

from pipeline.intake.plans.reader import read_plan

__all__ = ["read_plan"]

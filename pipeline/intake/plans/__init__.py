"""Reads a plan workbook back: refuses one that was edited, and gives the plan and the reviewer's answers.

reader              the whole of it: the record on the hidden sheet, its seal, the other sheets
workbook            the file, every cell as text
edits_and_answers   which cells are not what was written, and what the reviewer answered
read_record         the plan that the hidden sheet carries
refused_plans       what is said to people about a plan that cannot be used
"""

from pipeline.intake.plans.reader import read_plan

__all__ = ["read_plan"]

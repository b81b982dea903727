"""Reads a plan workbook back: refuses one that was edited, and gives the plan and the reviewer's answers.

reading     the whole of it: the record on the hidden sheet, its seal, the other sheets
books       the file, every cell as text
comparing   which cells are not what was written, and what the reviewer answered
decoding    the plan that the hidden sheet carries
refusing    what is said to people about a plan that cannot be used
"""

from pipeline.intake.plans.reading import read_plan

__all__ = ["read_plan"]

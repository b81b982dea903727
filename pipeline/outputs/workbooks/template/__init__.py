"""Templates: workbooks with a sheet to fill in, the values that each cell may hold, and a guide.

writer          the whole workbook, which appears whole or not at all
columns         the columns of a template, with what the guide needs
column_texts    the texts about a column: whether it is required, its values, an example
choices         the words in the dropdowns: those of the ledger, or usual ones
validation      the rules for a column that the spreadsheet program enforces
writable_texts  texts of the ledger in the form in which they are written
data_sheet      the sheet to fill in
guide_sheet     the sheet with the guide
"""

from pipeline.outputs.workbooks.template.choices import choices_of, listed_attributes, listed_facts
from pipeline.outputs.workbooks.template.writer import (
    MOST_CELLS,
    Filled,
    Template,
    filled_cells,
    filled_rows,
    write_template,
)

__all__ = [
    "MOST_CELLS",
    "Filled",
    "Template",
    "choices_of",
    "filled_cells",
    "filled_rows",
    "listed_attributes",
    "listed_facts",
    "write_template",
]

"""Damage by spreadsheet programs and by typing to identifiers, addresses and dates: reported, never corrected here.

damaged_cells         the search for damaged cells, and their removal from the values
damage_issues         findings about damage as rows of bad cells
turned_into_numbers   too many digits, exponents, decimals, leading zeros that are only shown
turned_into_dates     dates in place of identifiers, and what was probably entered
odd_texts             the same damage in texts that name or number things: only warnings
unlikely_dates        dates that can be read, but are hardly meant
swapped_dates         real dates whose day and month the program has probably swapped
spoilt_letters        letters that a wrong encoding has made of others
markup                mark-up of web pages left in texts
mixed_alphabets       letters of other alphabets among Latin ones
tables_below          cells of a second table, whose headers are not those of the first
"""

from pipeline.intake.cells.damage.damaged_cells import Damage, find_damage, without_damaged
from pipeline.intake.cells.damage.swapped_dates import swapped_dates
from pipeline.intake.cells.damage.tables_below import tables_below
from pipeline.intake.cells.damage.unlikely_dates import unlikely_dates

__all__ = ["Damage", "find_damage", "swapped_dates", "tables_below", "unlikely_dates", "without_damaged"]

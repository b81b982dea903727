"""Damage that spreadsheet programs and typing hands do to identifiers, addresses and dates: told, never mended here.

finding    which cells are looked at closely, and what becomes of those that are damaged
numbers    too many digits, exponents, decimals, leading zeros that are only shown
texts      the same in texts that name or number things: only warned of
dates      what was probably entered where a date stands now
swapped    real dates whose day and month the program has probably swapped
currencies amounts of several currencies in one column
scripts    letters of other alphabets among Latin ones
"""

from pipeline.intake.cells.damage.damaged_cells import Damage, find_damage, without_damaged
from pipeline.intake.cells.damage.mixed_currencies import mixed_currencies
from pipeline.intake.cells.damage.swapped_dates import swapped_dates

__all__ = ["Damage", "find_damage", "mixed_currencies", "swapped_dates", "without_damaged"]

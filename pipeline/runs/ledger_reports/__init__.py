"""Reports of what is on record, each made once, however it is shown.

report         every report by its name; one is made here
asked          what is asked for: the days and the filters
tables         the tables that several reports have
who_has_what, changes, money, book_value, leavers, overdue, warranties   one report each
written        a report as a workbook, a page, or an object for programs
"""

"""The checks of a file before a parser sees any of it; of the large parts of a workbook, while it does.

Everything here looks at bytes, and parses nothing.

all_checks        the order of the checks: a path in, the kind of the file and remarks out
file_type         what kind of file it is, by its first bytes, since the name often lies
zip_contents      the table of contents of a zip file: names, sizes, places
zip_scan          its parts while they are inflated: their real size, and definitions of entities
far_cells         cells so far away from all others that a parser would run out of memory
repeated_cells    rows and cells that stand twice in a sheet
links_and_macros  macros and links to other files, named and never followed
password          files behind a password, and old workbooks, which look alike from outside
"""

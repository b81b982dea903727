"""What is checked of a file before a parser sees any of it; of the large parts of a workbook, while it does.

Everything here looks at bytes, and parses nothing.

inspecting  the order of the checks: a path in, the kind of the file and remarks out
contents    what kind of file it is, by its first bytes, since the name often lies
packages    the table of contents of a zip file: names, sizes, places
scanning    its parts while they are inflated: their real size, and definitions of entities
addresses   cells so far away from all others that a parser would run out of memory
twice       rows and cells that stand twice in a sheet
links       macros and links to other files, named and never followed
locked      old workbooks and encrypted files
"""

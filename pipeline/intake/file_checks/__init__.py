"""The checks of a file before a parser sees it; of the large parts of a workbook, while a worker parses it.

Everything here looks at bytes, and parses nothing.

    all_checks        the checks in their order: a path in, the kind of the file and remarks out
    file_type         the kind of a file by its first bytes, since its name often misleads
    zip_contents      the table of contents of a zip file: names, sizes, places
    zip_scan          the parts while they are unpacked: their real size, and definitions of entities
    far_cells         cells so far from all others that a parser would run out of memory
    repeated_cells    rows and cells that stand twice in a sheet
    links_and_macros  macros and links to other files: named in a remark, never run or opened
    password          workbooks with a password and old workbooks, which begin with the same bytes
"""

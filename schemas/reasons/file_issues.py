"""The issues of files: why one is not read, and what of it is not looked at.

They go on from the file's name, without a full stop.
"""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Severity

_SETTINGS = "under [reading] in rollcall.toml"
_ANEW = "If you trust its sender: open it in Excel, save it as a new workbook (.xlsx), and use that file."
_COPY_AGAIN = "Save it again, or copy it again and wait until that has finished."
_ENCRYPT_WITH_NONE = "File, Info, Protect Workbook, Encrypt with Password, and leave it empty"
_SAVE_AS = "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx), and use that file."
_SAVE_AGAIN = "Save the file again from your spreadsheet program."
_SENT_AGAIN = "Save it again, or have it sent again."
_OTHER_TABLE = "Give the workbook or CSV file that has the table."
_OR_AS_CSV = "Or save the file again as CSV UTF-8, or as a workbook."
_AS_CSV = "Save it again as CSV UTF-8 from your spreadsheet program, or as a workbook."

FILE_MISSING = record(
    IssueCode.FILE_MISSING,
    "There is no such file.",
    CodeKind.ISSUE,
    file=say("there is no such file", "Check the name and the folder."),
)

FILE_UNREADABLE = record(
    IssueCode.FILE_UNREADABLE,
    "The file cannot be read.",
    CodeKind.ISSUE,
    not_allowed=say(
        "you may not read this file",
        "Close it in other programs; or have its owner give you the right to read it and its folder.",
    ),
    not_opened=say("the file cannot be opened ({why})", "Check the name, or copy the file again."),
    given_twice=say("the same file is given twice.", "Name it once."),
    other_kind=say("this is {what}, not a spreadsheet", _OTHER_TABLE),
    damaged=say(
        ("the file is damaged or incomplete: {what}", "the file is damaged or incomplete"),
        _COPY_AGAIN,
    ),
    empty=say("the file is empty", "Save it again, or leave it out."),
    folder=say("this is a folder, not a file", "Name the files in it one by one."),
    empty_folder=say(
        "this folder holds no file with rows",
        "Name a folder of Parquet or CSV files, a Delta table, or the files themselves.",
    ),
    mixed_folder=say(
        "this folder is not one table: it holds other files than Parquet files alone or CSV files alone",
        "Name the files in it that are to be read one by one.",
    ),
    unfinished_folder=say(
        "this folder is still being written: it has a folder {folder}",
        "Wait until the program that writes it is done. If that was stopped, have it write the folder again.",
    ),
    other_columns=say(
        'its files are not of one table: {file} has a column "{column}", and {other} has none',
        "Have all of them written with the same columns, or name the files one by one.",
    ),
    file_elsewhere=say("its log names a file outside of the folder ({file})", "Copy the whole table into one folder."),
    broken_delta=say(
        "this is not a readable Delta table ({why})",
        "Write the table again, or name the files that are to be read one by one.",
    ),
    strange_delta=say(
        "this Delta table is kept in a way that cannot be read here: {feature}",
        "Have its rows written to a new table without that, or to Parquet files.",
    ),
    no_delta=say(
        "this is a Delta table, and what reads such tables is not installed",
        'Install it with: pip install "rollcall[spark]"',
    ),
    no_ordinary_file=say("this is not an ordinary file", "Save the table as a file, and use that."),
    lock_file=say(
        (
            "this only marks that somebody has {file} open, and holds no table",
            "this only marks that somebody has a workbook open, and holds no table",
        ),
        ("Close {file} in the spreadsheet program, and give {file} instead.", "Give the workbook itself instead."),
    ),
    unknown_kind=say(("this kind of file ({suffix}) cannot be read", "this kind of file cannot be read"), _SAVE_AS),
    no_text=say(
        "this is no spreadsheet and no text, whatever its name says",
        "Give the workbook or CSV file that has the table; if this is to be it, have it sent again.",
    ),
    excel_2003=say(
        "this is an Excel 2003 XML workbook, and workbooks of that kind are not read",
        "Open it in Excel, choose File, Save As, Excel Workbook (.xlsx), and use that file.",
    ),
    flat_ods=say(
        "this is a flat OpenDocument spreadsheet (.fods), and workbooks of that kind are not read",
        "Open it in LibreOffice, choose File, Save As, Excel 2007-365 (.xlsx), and use that file.",
    ),
    backslashes=say(
        "its parts are packed under names with backslashes, as a faulty program writes them",
        "Open it in Excel, save it as a new workbook (.xlsx), and use that file.",
    ),
    markup=say("this is {what}, not a workbook, whatever its name says", _SAVE_AS),
    office_file=say("this is not a workbook, but another kind of Office file", _OTHER_TABLE),
    unknown_zip=say("this kind of zip file cannot be read", "Unpack it, and give the workbook or CSV file in it."),
    no_workbook=say(
        "this is not a readable {what}",
        "Open it in your spreadsheet program, save it as a new Excel workbook (.xlsx), and use that file.",
    ),
    no_cell=say("no cell of it can be read", _SAVE_AS),
    no_plan=say("it is not a readable Excel workbook", _SENT_AGAIN),
    changed=say("the file was damaged or changed after it was encrypted", _SENT_AGAIN),
    new_error=say(
        "a cell holds the error {error}, and no cell of its sheet can be read", "Correct that cell and save again."
    ),
    long_row=say("a row of a sheet takes more than 64 MB", "Remove that row, and save the file again."),
    too_wide=say(
        "{sheet} has {width} columns; {most} are the most that can be read",
        "Keep the columns that are needed, and use that file.",
    ),
    open_quote=say(
        "line {line}: a quotation mark is opened and never closed, so the cells cannot be told apart", _SAVE_AGAIN
    ),
    long_cell=say("line {line}: a cell has over {most} letters, so the cells cannot be told apart", _SAVE_AGAIN),
    no_parquet=say("this is not a readable Parquet file", "Write the file again, or save the table as CSV."),
    nested_column=say(
        'column "{column}" holds nested values: a cell of it would be a table of its own',
        "Make columns of their parts, or leave the column out.",
    ),
    bytes_column=say(
        'column "{column}" holds bytes that are no text, like pictures', "Write them as text, or leave the column out."
    ),
    unknown_column_type=say('column "{column}" holds {type}, which cannot be read', "Write it as text."),
    interrupted=say("the reading of it was interrupted", "Try again."),
    not_started=say(
        "the program that reads it did not start",
        "Install Rollcall anew; if that does not help, restart the computer.",
    ),
    plan=say("this is a plan, not a list to be read", "Carry it out with: rollcall apply {file}"),
    digest=say("this is a digest, not a list to be read", "Give the lists themselves. A digest is for reading."),
    report=say("this is a report, not a list to be read", "Give the lists themselves. A report is for reading."),
    no_encoding=say("line {line} cannot be read as {encodings}, so the letters with accents would be wrong", _AS_CSV),
    not_clear=say(
        'the text is not UTF-8, and its letters can be read in two ways: line {line} has "{text}" as {encoding} and '
        '"{other_text}" as {other}',
        f"Say which one is right: --encoding {{encoding}} or --encoding {{other}}. {_OR_AS_CSV}",
    ),
    not_known=say(
        'the text is not UTF-8, and it is not clear how its letters are to be read: line {line} has "{text}" as '
        "{encoding}",
        f"If that is right, say --encoding {{encoding}}; else the encoding that it was saved in. {_OR_AS_CSV}",
    ),
    two_encodings=say(
        "line {line} is UTF-8 and line {other_line} is not, so the letters with accents of one of them would be wrong",
        f"If files were put together here, give them one by one. Or correct those letters. {_AS_CSV}",
    ),
)

FILE_HOSTILE = record(
    IssueCode.FILE_HOSTILE,
    "The file is not as any spreadsheet program writes it.",
    CodeKind.ISSUE,
    found=say("{what}", _ANEW),
    crash=say("it makes the reader of such files crash, so it is damaged or made to do harm", _ANEW),
)

FILE_TOO_LARGE = record(
    IssueCode.FILE_TOO_LARGE,
    "The file is larger than the settings allow.",
    CodeKind.ISSUE,
    bytes=say(
        "the file has {size} MB, and {most} MB are the most that a file may have",
        f"Keep only the sheets and columns that are needed, split it, or raise `megabytes` {_SETTINGS}.",
    ),
    folder=say(
        "its files have {size} MB together, and {most} MB are the most that may be read at once",
        f"Name some of its files, or raise `megabytes` {_SETTINGS}.",
    ),
    pieces=say(
        "it holds {count} files, and {most} are the most that a table may have",
        "Have the table written in fewer files: of some 100 MB each.",
    ),
    rows=say(
        "it has {count} rows, and {most} are the most that may be read at once",
        f"Keep only the rows that are needed, split it, or raise `rows` {_SETTINGS} if there is memory enough.",
    ),
    unpacked=say(
        "its content unpacks to {size} MB, and {most} MB are the most that it may",
        f"Split the file, or raise `inflated_megabytes` {_SETTINGS}.",
    ),
    far_cell=say(
        "sheet {sheet} has a value in cell {cell}, so far from the others that the sheet does not fit into memory",
        "Delete that cell, or all rows and columns beyond the table, and save again; or raise `memory_gb` "
        f"{_SETTINGS}.",
    ),
    time=say(
        "reading it takes more than {most}, which is the most that it may take",
        f"Keep only the sheets and columns that are needed, or raise `seconds` {_SETTINGS}.",
    ),
    memory=say(
        "reading it takes more than {most} GB of memory, which is the most that it may take",
        "Delete stray cells far below and far to the right of the table, or split the file; or raise `memory_gb` "
        f"{_SETTINGS}.",
    ),
    ended=say(
        "the system ended the reading of it, most likely for want of memory",
        f"Free memory, split the file, or lower `memory_gb` {_SETTINGS}, so that it is told sooner.",
    ),
)

FILE_ENCRYPTED = record(
    IssueCode.FILE_ENCRYPTED,
    "The file has a password.",
    CodeKind.ISSUE,
    no_password=say(
        "the workbook is protected with a password",
        "Give the password with --password-file FILE (its first line), or save the workbook without password: "
        f"{_ENCRYPT_WITH_NONE}.",
    ),
    wrong_password=say(
        "the workbook is protected with a password, and the one given does not open it",
        "Check the first line of the file given with --password-file; capitals and blanks count.",
    ),
    plan=say(
        "the workbook is protected with a password, and a plan must have none",
        f"Open it in Excel, remove its password ({_ENCRYPT_WITH_NONE}), save it, and apply that.",
    ),
    zip=say(
        "this is a zip file with a password, not a workbook",
        "Unpack it with its password, and give the workbook or CSV file that is in it.",
    ),
    other_kind=say(
        "the file is protected with a password, and files of this kind cannot be opened with one here",
        "Open it in your spreadsheet program, and save it without password.",
    ),
    unknown_way=say(
        "it is encrypted in a way that cannot be undone here",
        "Open it in Excel, remove its password (File, Info, Protect Workbook), save it, and use that file.",
    ),
)

MACROS_IGNORED = record(
    IssueCode.MACROS_IGNORED,
    "The macros of the workbook were not run.",
    CodeKind.ISSUE,
    macros=say(
        "the workbook has macros; they are ignored, and only the saved values of its cells are read",
        "Nothing to do, unless its cells were to be filled by a macro.",
        Severity.NOTE,
    ),
)

LINKS_IGNORED = record(
    IssueCode.LINKS_IGNORED,
    "The links of the workbook to other files were not followed.",
    CodeKind.ISSUE,
    links=say(
        "the workbook refers to what lies outside of it ({files}); nothing of that is opened",
        "Nothing to do if its cells are up to date; the values that were saved last are read.",
        Severity.NOTE,
    ),
)

TEXT_ENCODING = record(
    IssueCode.TEXT_ENCODING,
    "The encoding of a text file was guessed.",
    CodeKind.ISSUE,
    other=say(
        'the text is not UTF-8 and is read as {encoding}: line {line} has "{text}" then, not "{other_text}" as in '
        "{other}",
        f"If that is wrong, say --encoding {{other}}, or whatever it was saved in. {_OR_AS_CSV}",
        Severity.WARNING,
    ),
    guessed=say(
        'the text is not UTF-8 and is read as {encoding}: line {line} has "{text}" then',
        f"If that is wrong, say --encoding and the name of the one it was saved in. {_OR_AS_CSV}",
        Severity.WARNING,
    ),
    odd_character=say(
        "line {line} has a character that nobody types ({character}), so some text may be damaged",
        f"Look at that line. {_AS_CSV}",
        Severity.WARNING,
    ),
)

RECORDS = (
    FILE_MISSING,
    FILE_UNREADABLE,
    FILE_HOSTILE,
    FILE_TOO_LARGE,
    FILE_ENCRYPTED,
    MACROS_IGNORED,
    LINKS_IGNORED,
    TEXT_ENCODING,
)

"""The issues of columns: headers that no field answers to, and two of one field."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Severity

# Where unknown columns are errors, that they need not be.
WAY_OUT = " Or use --unknown-columns ignore{more}, or say what it is in [sources.NAME.columns] of rollcall.toml."

_NOT_READ = 'If they are serial numbers, map it to "serial_number" in [sources.NAME.columns] of rollcall.toml.'

_LEAVE_OUT = (
    'To leave one out, say "its header" = "" in [sources.NAME.columns] of rollcall.toml; to leave all of them out, '
    "say --unknown-columns ignore."
)
_KEEP_VOLATILE = (
    'To keep one all the same, say "its header" = "extra.its header" in [sources.NAME.columns] of rollcall.toml.'
)
_NOTE = Severity.NOTE
_OWN_ROWS = "Give each of them a row of its own, with its identifier in the same column and the same person beside it."

UNKNOWN_COLUMN = record(
    IssueCode.UNKNOWN_COLUMN,
    "No field answers to this header.",
    CodeKind.ISSUE,
    no_field=say(
        'no field is called "{title}".',
        (
            "`{field}` belongs to {other_sheet}, and this one was taken for {this_sheet}. Say --kind {other} if it is "
            "one.{way_out}",
            "Did you mean `{likely}`? Correct it.{way_out}",
            "Correct the header.{way_out}",
        ),
    ),
    misspelled=say(
        'no field is called "{title}".',
        "Did you mean `{likely}`? Correct it; or hide the sheet if it is not to be read.",
        like="no_field",
    ),
    no_header=say("column {letter} has values and no header.", "Give it a header, or empty it.{way_out}"),
    quantity=say(
        'the column "{title}" counts devices ("{counted}" in {at}), but a row is one device.',
        "Write one row per device, each with its own serial number.{way_out}",
    ),
    left_out=say('the column "{title}" is left out: {why}', "{what_to_do}", Severity.NOTE),
    many=say(
        "{count} columns have headers that no field is called: {columns} and {more} more.",
        "Correct the headers.{way_out}",
    ),
    many_left_out=say(
        "{count} columns are left out, since no field is called like them: {columns} and {more} more.",
        "Correct the headers.{way_out}",
        Severity.NOTE,
    ),
    row_counter=say('the column "{title}" only numbers the rows and is not read.', "", Severity.NOTE),
    always_one=say('the column "{title}" is not read: every row is one device.', "", Severity.NOTE),
    kept=say('the column "{title}" is kept as an attribute of the devices: no field is called so.', _LEAVE_OUT, _NOTE),
    many_kept=say(
        "{count} columns are kept as attributes of the devices, since no field is called like them: {columns}.",
        _LEAVE_OUT,
        _NOTE,
    ),
    addresses=say(
        'the column "{title}" holds e-mail addresses, and no column says who has the devices: it is {kept}.',
        'If it says who has them, say "{title}" = "owner_email" in [sources.NAME.columns] of rollcall.toml.',
        Severity.WARNING,
    ),
    names=say(
        'the column "{title}" looks like the names of people, and no column says who has the devices: it is {kept}.',
        'If it says who has them, say "{title}" = "owner_name" in [sources.NAME.columns] of rollcall.toml.',
        Severity.WARNING,
    ),
    kept_in_results=say(
        'the column "{title}" is kept in the results only; custom attributes of devices belong on an inventory sheet.',
        "",
        _NOTE,
    ),
    many_kept_in_results=say(
        "{count} columns are kept in the results only, since no field is called like them: {columns}.", "", _NOTE
    ),
    further=say(
        'the column "{title}" identifies a further device of each row, which is not put on record: each row is of one.',
        _OWN_ROWS,
        Severity.WARNING,
    ),
    many_further=say(
        "{count} columns identify further devices of each row, which are not put on record, since each row is of one: "
        "{columns}.",
        _OWN_ROWS,
        Severity.WARNING,
    ),
    kept_of_people=say('the column "{title}" is kept in the results only: no field of people is called so.', "", _NOTE),
    many_kept_of_people=say(
        "{count} columns are kept in the results only, since no field of people is called like them: {columns}.",
        "",
        _NOTE,
    ),
    volatile=say(
        'the column "{title}" is left out: what it says changes by itself, from day to day.', _KEEP_VOLATILE, _NOTE
    ),
    many_volatile=say(
        "{count} columns are left out, since what they say changes by itself, from day to day: {columns}.",
        _KEEP_VOLATILE,
        _NOTE,
    ),
    secret=say('the column "{title}" is left out: passwords and keys are never kept.', "", _NOTE),
    slip=say(
        'no field is called "{title}".',
        'Did you mean `{likely}`? Correct it. If it is right as it is, say "{title}" = "extra.{title}" in '
        "[sources.NAME.columns] of rollcall.toml: then it is kept as it is.",
        like="no_field",
    ),
    slip_kept=say(
        'no field is called "{title}": the column is {kept}.',
        "Did you mean `{likely}`? Then correct the header, and load the file again.",
        Severity.WARNING,
    ),
    quantity_kept=say(
        'the column "{title}" counts devices ("{counted}" in {at}), but a row is one device: the column is {kept}.',
        "Write one row per device, each with its own serial number, where several are meant.",
        Severity.WARNING,
    ),
    overflow=say(
        "column {letter} has values and no header.",
        "Give it a header, or empty it. Where a row has a comma or the like within a cell, its cells are out of step: "
        "put that cell in quotes.{way_out}",
        like="no_header",
    ),
    no_header_shown=say(
        "column {letter} has values and no header: it is not read.",
        "Give it a header, if it is to be kept.",
        Severity.WARNING,
    ),
    of_other_kind=say(
        'the mapping of the source gives the column "{title}" the field `{field}`, which belongs to {other_sheet}; '
        "this one was taken for {this_sheet}.",
        "Correct [sources.NAME.columns] in rollcall.toml, or say --kind {other} if it is one.",
    ),
    not_there=say(
        'no sheet has the column "{title}", which the mapping of the source names.',
        "Look whether the column has another name now, or take it out of [sources.NAME.columns] in rollcall.toml.",
        Severity.NOTE,
    ),
)

DUPLICATE_COLUMN = record(
    IssueCode.DUPLICATE_COLUMN,
    "Two columns mean the same field.",
    CodeKind.ISSUE,
    same_field=say(
        'the column "{title}" means the same field as {other}: both are `{field}`.',
        "Keep one of them, or begin the other's header with _ to have it ignored.",
    ),
    same_title=say('two columns are called "{title}".', "Give one of them another header."),
    differs=say(
        'the column "{title}" says something else than {other} ({example}), and both mean `{field}`: {other} is read, '
        'and "{title}" is {kept}.',
        (
            "If it is the other way round, say {mapping} in [sources.NAME.columns] of rollcall.toml.",
            "If it is the other way round, give the first one another header.",
        ),
        Severity.WARNING,
    ),
    another_table=say(
        'a blank column parts the column "{title}" from {other}, and both are `{field}`: they seem to be two tables.',
        "Move the second one to a sheet of its own; or take away the blank column, if they are one.",
    ),
    mapped=say(
        'the column "{title}" is {kept}, since the mapping of the source gives `{field}` to {other}.', "", Severity.NOTE
    ),
    fills=say(
        'the column "{title}" is read where {other} is blank: both mean `{field}`, and never contradict each other.',
        "",
        Severity.NOTE,
    ),
    blank=say(
        'the column "{title}" is left out, since it is blank, and {other} means the same field (`{field}`).',
        "",
        Severity.NOTE,
    ),
    equal=say(
        'the column "{title}" is left out, since it says the same as {other}, row for row (`{field}`).',
        "",
        Severity.NOTE,
    ),
)

_ADD_IDENTIFIER = "Add an identifier: serial_number, asset_tag, mac_address, device_id or a name."
_IF_PEOPLE = "If it is a list of people, say --kind people."
MISSING_COLUMN = record(
    IssueCode.MISSING_COLUMN,
    "A column that is needed is not there.",
    CodeKind.ISSUE,
    identifier=say(
        "no column names the devices.",
        (
            f'{_ADD_IDENTIFIER} Or, if {{other}} tells them apart, say "{{title}}" = "asset_tag" in '
            f"[sources.NAME.columns] of rollcall.toml, and --source NAME. {_IF_PEOPLE}",
            f"{_ADD_IDENTIFIER} {_IF_PEOPLE}",
        ),
    ),
    person=say(
        "no column says who the people are.",
        "Add a column: owner_email, external_user_id (the employee number), username or owner_name.",
    ),
    owner=say(
        "no column says who has the devices.",
        "Add a column `owner_email`; or, if one of the columns says it, give its header in [sources.NAME.columns] of "
        'rollcall.toml, such as "Given to" = "owner_name", and --source NAME; or say --kind inventory.',
    ),
    kind=say(
        "the columns do not tell an inventory from an assignments sheet.",
        (
            'If {other} says who has the devices, say "{title}" = "owner_email" in [sources.NAME.columns] of '
            "rollcall.toml, and --source NAME. Else say --kind inventory; or hide the sheet if it is not to be read.",
            "Say which with --kind inventory or --kind assignments, or add the column owner_email, or name and type; "
            "or hide the sheet if it is not to be read.",
        ),
    ),
)

_COUNTER = 'the values of the column "{title}" run 1, 2, 3: they number the rows and are no serial numbers'
_IN_NAMES = "no column has the types of the devices: the type of a new one is the word for it in {names}"
_FOREIGN = 'the column "{title}" does not hold Rollcall\'s own numbers of devices'
AMBIGUOUS_COLUMN = record(
    IssueCode.AMBIGUOUS_COLUMN,
    "A header may mean two things, and the values decide.",
    CodeKind.ISSUE,
    other_field=say(
        'the column "{title}" holds {holds}: read as `{field}`.',
        ('If it is `{usual}`, say "{title}" = "{usual}" in [sources.NAME.columns] of rollcall.toml.', ""),
        Severity.NOTE,
    ),
    contrary=say(
        'the column "{title}" holds {holds}, and is not read as `{field}`: it is {kept}.',
        'If it is `{field}` all the same, say "{title}" = "{field}" in [sources.NAME.columns] of rollcall.toml.',
        Severity.NOTE,
    ),
    of_type=say(
        'no column has the types of the devices: the type of a new one is "{usual_type}", as "{title}" says.',
        "If it is another, say it with --default-type, or add a column `type`.",
        Severity.NOTE,
    ),
    types_in_names=say(
        (f"{_IN_NAMES}: {{types}}; none in {{untyped}}.", f"{_IN_NAMES}: {{types}}."),
        (
            "For {untyped} without one, say --default-type, or add a column `type` for all.",
            "If that is wrong, add a column `type`.",
        ),
        Severity.NOTE,
    ),
    known_by=say(
        'no column has serial numbers, asset tags or MAC addresses: the devices are known by the column "{title}", '
        "which stands for the asset tag of a new one, too.",
        "A later list that gives both that number and a serial number or a tag means the same device.",
        Severity.NOTE,
    ),
    years_or_months=say(
        'the numbers in the column "{title}" may be years or months.',
        "Call the column Warranty months, and write months; or write the years as 2 years.",
    ),
    no_months=say('the column "{title}" holds neither months nor dates: it is {kept}.', "", Severity.NOTE),
    row_counter=say(f"{_COUNTER}. The column is not read.", f"Call it # to say so. {_NOT_READ}", Severity.WARNING),
    only_row_counter=say(
        f"{_COUNTER}, and no other column identifies the devices.",
        "Add a column with an identifier: serial_number, asset_tag or mac_address. Or call this one #, if the devices "
        f"are told apart by their names. {_NOT_READ}",
    ),
    no_numbers=say('the column "{title}" holds no numbers: it is {kept}.', "", Severity.NOTE),
    foreign_number=say(
        f"{_FOREIGN}: it is {{kept}}.",
        "Begin its header with _ to have it left out without a word.",
        Severity.WARNING,
    ),
    only_foreign_number=say(
        f"{_FOREIGN} (`device_id`), and no other column identifies them.",
        "Call it serial_number or asset_tag, if that is what it holds; or add a column with one of them.",
    ),
)

RECORDS = (UNKNOWN_COLUMN, DUPLICATE_COLUMN, MISSING_COLUMN, AMBIGUOUS_COLUMN)

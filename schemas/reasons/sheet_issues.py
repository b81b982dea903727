"""The issues of sheets and of rows that are not read."""

from schemas.reasons.record import CodeKind, record, say
from schemas.vocabulary import IssueCode, Severity

_WRITE_THEM = "Write them (serial_number, owner_email, ...) in one of the first {searched} rows."
NO_USABLE_SHEET = record(
    IssueCode.NO_USABLE_SHEET,
    "No sheet has the columns that are needed.",
    CodeKind.ISSUE,
    hidden=say("sheet {sheets} is hidden, and no other sheet can be used.", "Unhide it in Excel, and save the file."),
    several_hidden=say(
        "the sheets {sheets} are hidden, and no other sheet can be used.",
        "Unhide what is to be read in Excel, and save the file.",
    ),
    no_header=say(
        (
            "no sheet has a row with names of columns that are known; {titles}.",
            "no sheet has a row with the names of the columns.",
        ),
        (
            f'{_WRITE_THEM} Did you mean `{{likely}}` by "{{text}}"?',
            "If these are names of columns, say in [sources.NAME.columns] of rollcall.toml what they mean, such as "
            f'"{{title}}" = "name", and --source NAME. If they are not: {_WRITE_THEM[0].lower()}{_WRITE_THEM[1:]}',
            _WRITE_THEM,
        ),
    ),
    blank=say("no cell of it has a value.", "Save it again with the list in it, or leave it out."),
    headerless=say(
        "no row has the names of the columns; {looks}.", "Insert a header row above the first row: {fields}."
    ),
)

_AS_IT_STANDS = "so every cell is taken as it stands"
_LOOK_CLOSELY = "Look at the plan closely: what was left untouched counts too. Or export again from this ledger."
SHEET_IGNORED = record(
    IssueCode.SHEET_IGNORED,
    "A sheet was not read, or not as what it is.",
    CodeKind.ISSUE,
    result=say("the sheet is ignored, since of our own results only Rejected is read.", "", Severity.NOTE),
    hidden=say("the sheet is ignored, since it is hidden.", "", Severity.NOTE),
    no_header=say("the sheet is ignored, since no row of it names the columns.", "", Severity.NOTE),
    empty=say("the sheet is ignored, since it is empty.", "", Severity.NOTE),
    no_rows=say("the sheet is empty: it has a header, and no row below it.", "", Severity.NOTE),
    legend=say(
        "the sheet is ignored, since only one of its words may be a header; a list of devices has owner_email too, or "
        "name and type.",
        "",
        Severity.NOTE,
    ),
    foreign_export=say(
        f"it was exported from another ledger, {_AS_IT_STANDS}, but for device_id, which numbers its devices.",
        _LOOK_CLOSELY,
        Severity.WARNING,
    ),
    later_export=say(
        "it was exported from a later state of this ledger, which was perhaps restored from a backup since, "
        f"{_AS_IT_STANDS}.",
        _LOOK_CLOSELY,
        Severity.WARNING,
    ),
)

SHEET_UNREADABLE = record(
    IssueCode.SHEET_UNREADABLE,
    "A sheet of the workbook cannot be read.",
    CodeKind.ISSUE,
    left_out=say(
        "the sheet is left out: {why}.",
        "If it lists devices, copy its cells into a new sheet, and save the file again.",
        Severity.WARNING,
    ),
)

VENDOR_EXPORT = record(
    IssueCode.VENDOR_EXPORT,
    "A sheet was read as the export of a vendor.",
    CodeKind.ISSUE,
    read_as=say(
        ("read as {article} {vendor} export: {remarks}.", "read as {article} {vendor} export."),
        "If a column means something else with you, say what it is in [sources.NAME.columns] of rollcall.toml; "
        "`rollcall map FILE` shows how each is read.",
        Severity.NOTE,
    ),
)

_ONE, _SEVERAL = "1 row that is hidden or filtered out", "{count} rows that are hidden or filtered out"
_EXCLUDE = "Say --hidden-rows exclude to read only what is shown; a device that only hidden rows name is then absent"
HIDDEN_ROWS = record(
    IssueCode.HIDDEN_ROWS,
    "Rows of the sheet are hidden or filtered out.",
    CodeKind.ISSUE,
    read_one=say(
        f"{_ONE} is read like the others: {{rows}}.",
        f"{_EXCLUDE} from a full sheet. Or unhide it, or delete it.",
        Severity.WARNING,
    ),
    read=say(
        f"{_SEVERAL} are read like the others: {{rows}}.",
        f"{_EXCLUDE} from a full sheet. Or unhide them, or delete them.",
        Severity.WARNING,
    ),
    left_out_one=say(
        f"{_ONE} is not read, as asked: {{rows}}.",
        "It is as if it were not in the sheet: a device that no other row names is absent from a full sheet.",
        Severity.NOTE,
    ),
    left_out=say(
        f"{_SEVERAL} are not read, as asked: {{rows}}.",
        "It is as if they were not in the sheet: a device that no other row names is absent from a full sheet.",
        Severity.NOTE,
    ),
    refused_one=say(
        f"{_ONE} is in the data: {{rows}}.",
        "Unhide or delete it; or say --hidden-rows include to read it, or exclude to leave it out.",
    ),
    refused=say(
        f"{_SEVERAL} are in the data: {{rows}}.",
        "Unhide or delete them; or say --hidden-rows include to read them, or exclude to leave them out.",
    ),
)

_WRITE_IT = "If one of them is a device, write its identifier into its own column."
_WRITE_THEM_THERE = "If one of them is a person, write the e-mail address or the number into its own column."
ROWS_LEFT_OUT = record(
    IssueCode.ROWS_LEFT_OUT,
    "Rows that are no devices, or no people, were not read: totals, notes, repeated headers.",
    CodeKind.ISSUE,
    one=say("1 row is no device and is not read: {rows}.", _WRITE_IT, Severity.NOTE),
    several=say("{count} rows are no devices and are not read: {rows}.", _WRITE_IT, Severity.NOTE),
    one_person=say("1 row is no person and is not read: {rows}.", _WRITE_THEM_THERE, Severity.NOTE),
    several_person=say("{count} rows are no people and are not read: {rows}.", _WRITE_THEM_THERE, Severity.NOTE),
)

_SEVERAL_READ = (
    "a row has up to {most} devices: {devices}. The sheet has {count} in its {rows}, and each counts as a row."
)
_ITS_WORD = "To have a column said of another device, put the word for that before its header, as in Monitor Notes."
SEVERAL_DEVICES = record(
    IssueCode.SEVERAL_DEVICES,
    "A row of the sheet has several devices, as in a list with a row per person; each is read as a row of its own.",
    CodeKind.ISSUE,
    read=say(
        (
            f"{_SEVERAL_READ} What names none of them is said of the first: {{columns}}.",
            _SEVERAL_READ,
        ),
        'If "{title}" identifies no device of its own, say "{title}" = "extra.{title}" in [sources.NAME.columns] of '
        "rollcall.toml: then it is kept as it is.",
        Severity.NOTE,
    ),
    none=say("{rows} without a device, as of a person who has none: {places}.", "", Severity.NOTE),
    one_aside=say(
        "{rows} has no {called}, so that what it says in {columns} is not kept: {places}.", _ITS_WORD, Severity.NOTE
    ),
    aside=say(
        "{rows} have no {called}, so that what they say in {columns} is not kept: {places}.", _ITS_WORD, Severity.NOTE
    ),
    one_unidentified=say(
        "{rows} says something of a {called} without its number, so that it is not put on record: {places}.",
        "Write its number into {columns}.",
        Severity.WARNING,
    ),
    unidentified=say(
        "{rows} say something of a {called} without its number, so that it is not put on record: {places}.",
        "Write its number into {columns}.",
        Severity.WARNING,
    ),
)

_LOOK = "Look whether a row is missing, stands there twice, or has another amount; the rows are read as they stand."
_LOST = "Cells of the column that cannot be read, and are not in the sum: {lost}. "
_COUNT_AGAIN = "Look whether a row is missing, or stands there twice; the rows are read as they stand."
TOTALS = record(
    IssueCode.TOTALS,
    "The totals of the sheet were compared with its rows.",
    CodeKind.ISSUE,
    differs=say(
        'the total of the column "{title}" differs from the rows: {both}.', (f"{_LOST}{_LOOK}", _LOOK), Severity.WARNING
    ),
    differ=say(
        '{count} totals of the column "{title}" differ from the rows: {totals}.',
        (f"{_LOST}{_LOOK}", _LOOK),
        Severity.WARNING,
    ),
    agrees=say('the total of the column "{title}" agrees with the {rows}: {both}.', "", Severity.NOTE),
    agree=say('{count} totals of the column "{title}" agree with the {rows}: {totals}.', "", Severity.NOTE),
    devices_differs=say("the number of devices differs from the rows: {both}.", _COUNT_AGAIN, Severity.WARNING),
    devices_differ=say("{count} numbers of devices differ from the rows: {totals}.", _COUNT_AGAIN, Severity.WARNING),
    devices_agrees=say("the number of devices agrees with the {rows}: {both}.", "", Severity.NOTE),
    devices_agree=say("{count} numbers of devices agree with the {rows}: {totals}.", "", Severity.NOTE),
)

MERGED_CELLS = record(
    IssueCode.MERGED_CELLS,
    "The value of merged cells was taken for each of their rows.",
    CodeKind.ISSUE,
    filled=say(
        'the value of merged cells is taken for each of their rows in the column "{title}": {areas}.',
        "If it belongs to the first row only, unmerge them.",
        Severity.NOTE,
    ),
    of_groups=say(
        'the person above has the devices of {count} rows, which have neither a number in "{title}" nor a person.',
        "If nobody has one of them, number its row, too.",
        Severity.NOTE,
    ),
)

_OWNER_OR_STATUS = "Where the device came back, empty the owner, and say --blank-owner none; else correct the status."
ACTION_READ = record(
    IssueCode.ACTION_READ,
    "It was worked out what the rows of a sheet ask for.",
    CodeKind.ISSUE,
    status=say(
        'the column "{title}" is read as the action: {assign} assign, {unassign} unassign.',
        "If it is something else, give the sheet a column `action`.",
        Severity.NOTE,
    ),
    status_and_option=say(
        'the column "{title}" is read as the action: {assign} assign, {unassign} unassign, and the others {action}, as '
        "asked.",
        "If it is something else, give the sheet a column `action`.",
        Severity.NOTE,
    ),
    handed_out=say(
        'the column "{title}" says when devices were handed out, not when they came back: the ownership of rows that '
        "unassign ({count}) ends now.",
        "To have them end at another time, give the sheet a column `returned_at`.",
        Severity.NOTE,
    ),
    one_owner_beside_status=say(
        "1 row gives an owner, and a status by which nobody has the device ({example}): the owner is taken for who has "
        "it.",
        _OWNER_OR_STATUS,
        Severity.WARNING,
    ),
    owner_beside_status=say(
        "{count} rows give an owner, and a status by which nobody has the device ({example}): the owner is taken for "
        "who has it.",
        _OWNER_OR_STATUS,
        Severity.WARNING,
    ),
)

_SAY_ACTION = (
    "Say --action unassign if the rows take devices back, or --action assign if they hand them out; or give the sheet "
    "a column `action`."
)
UNCLEAR_ACTION = record(
    IssueCode.UNCLEAR_ACTION,
    "It is not clear whether the rows of a sheet assign devices or unassign them.",
    CodeKind.ISSUE,
    mixed=say(
        'the column "{title}" says of some rows whether the device is given out ("{word}" in {at}), and of others '
        'something else ("{other}" in {other_at}), and nothing says what these ask for.',
        f"{_SAY_ACTION} Rows whose word is clear are read by it in any case. If it is the status of the devices "
        "themselves, say --kind register.",
    ),
    ended=say(
        'the column "{title}" says that devices or people are gone ("{word}" in {at}), and nothing says what the '
        "rows ask for.",
        _SAY_ACTION,
    ),
    sheet_name=say(
        "the name of the sheet says that its devices came back or are gone, and nothing in its rows says what to do.",
        _SAY_ACTION,
    ),
    title_line=say(
        'the line above the table ("{text}") says that its devices came back or are gone, and nothing in '
        "the rows says what to do.",
        _SAY_ACTION,
    ),
)

RETURN_AHEAD = record(
    IssueCode.RETURN_AHEAD,
    "A device is said to have been returned at a time that is still to come.",
    CodeKind.ISSUE,
    sheet=say(
        ("{count} rows give a return that is still to come: it is taken for when the device is due.",),
        "If the ownership is to end then, call the column `end_at`.",
        Severity.NOTE,
    ),
)

RECORDS = (
    RETURN_AHEAD,
    NO_USABLE_SHEET,
    SHEET_IGNORED,
    SHEET_UNREADABLE,
    VENDOR_EXPORT,
    HIDDEN_ROWS,
    ROWS_LEFT_OUT,
    SEVERAL_DEVICES,
    TOTALS,
    MERGED_CELLS,
    ACTION_READ,
    UNCLEAR_ACTION,
)

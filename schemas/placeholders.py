"""Words that firmware, vendors and people write where an identifier is missing. They are compared in upper case."""

# Whole values that are never a serial number.
PLACEHOLDER_SERIALS: frozenset[str] = frozenset(
    (
        "N/A",
        "NA",
        "N.A.",
        "N\\A",
        "#N/A",
        "NONE",
        "NULL",
        "NIL",
        "NAN",
        "UNDEFINED",
        "UNKNOWN",
        "EMPTY",
        "BLANK",
        "TBD",
        "TBA",
        "TBC",
        "TODO",
        "PENDING",
        "MISSING",
        "NOT AVAILABLE",
        "NOT APPLICABLE",
        "NOT SPECIFIED",
        "NOT PROVIDED",
        "NOT SET",
        "NO SERIAL",
        "NO SERIAL NUMBER",
        "NO SN",
        "SERIAL",
        "SERIAL NUMBER",
        "SERIALNUMBER",
        "SYSTEM SERIAL NUMBER",
        "SYSTEM SERIAL#",
        "SYS SERIAL NUMBER",
        "CHASSIS SERIAL NUMBER",
        "BASE BOARD SERIAL NUMBER",
        "DEFAULT STRING",
        "DEFAULT",
        "TO BE FILLED BY O.E.M.",
        "TO BE FILLED BY O.E.M",
        "TO BE FILLED BY OEM",
        "O.E.M.",
        "OEM",
        "INVALID",
        "TEST",
        "0123456789",
        "012345678",
        "0123456789ABCDEF",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "VMWARE",
        "...",
        "?",
        "??",
        "???",
    )
)

# One character repeated: `0`, `00000000`, `XXXXX`, `-`.
PLACEHOLDER_PATTERN = r"^(?:0+|X+|-+|_+|\.+|\*+|1{7,}|9{7,}|F{6,})$"

# Whole values that are never an asset tag.
EMPTY_TAGS: frozenset[str] = frozenset(("N/A", "NA", "NONE", "NULL", "-", "--", "UNKNOWN", "NOT AVAILABLE"))

# Network addresses that belong to no device.
EMPTY_MACS: frozenset[str] = frozenset(("00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF"))

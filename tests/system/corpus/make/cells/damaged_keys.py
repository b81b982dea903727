"""Identifiers that the spreadsheet program, or a typist, has damaged."""

from __future__ import annotations

from datetime import date

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, book, first, made, saved
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import number, package, row, sheet, styles, text, texts

_TAGS = ("Asset Tag", "Owner Email")


@makes("serial_in_exponent_form.xlsx")
def exponent() -> bytes:
    """`1234E5` was taken for a number, and one of 19 digits is shown as 1.23457E+18."""
    rows = (
        row(2, number("A2", "123400000", 1), text("B2", ANNA)),
        row(3, number("A3", "1.2345678901234568E+18"), text("B3", BEN)),
        *texts((("LT-0012", EVA),), top=4),
    )
    return package(sheet(*texts((ASSIGNMENTS,)), *rows), styles("0.00E+00"))


@makes("serial_in_exponent_form.csv")
def exponent_csv() -> bytes:
    """The same saved as text, where nothing is left of the digits."""
    return f"Serial Number,Owner Email\n1.23457E+18,{ANNA}\nLT-0011,{BEN}\n".encode()


@makes("serial_of_16_digits.xlsx")
def sixteen_digits() -> bytes:
    """Excel keeps 15 digits; the ledger knows 3520990017614827."""
    return package(
        sheet(*texts((ASSIGNMENTS,)), row(2, number("A2", "3520990017614820", 1), text("B2", ANNA))), styles("0")
    )


@makes("imei_of_15_digits.xlsx")
def fifteen_digits() -> bytes:
    """Fifteen digits survive as a number, so nothing is lost."""
    return made((("Serial Number", "IMEI"), ("LT-0010", 356938035643809)))


@makes("leading_zeros_by_number_format.xlsx")
def zeros_by_format() -> bytes:
    """The number 123 is shown as 00123 by its format."""
    return package(sheet(*texts((ASSIGNMENTS,)), row(2, number("A2", "123", 1), text("B2", ANNA))), styles("00000"))


@makes("leading_zeros_known_to_the_ledger.xlsx")
def zeros_by_ledger() -> bytes:
    """The sheet says 123, as a number; the ledger knows 00123."""
    return made((ASSIGNMENTS, (123, ANNA), ("LT-0011", BEN)))


@makes("leading_zeros_known_to_the_ledger.csv")
def zeros_by_ledger_csv() -> bytes:
    """The sheet says 123, as text."""
    return f"Serial Number,Owner Email\n123,{ANNA}\nLT-0011,{BEN}\n".encode()


@makes("leading_zeros_of_asset_tag.xlsx")
def zeros_of_tag() -> bytes:
    """The tag 000451 was typed as a number."""
    return made((_TAGS, (451, ANNA), ("AT-0011", BEN)))


@makes("serial_turned_into_date.xlsx")
def turned_into_date() -> bytes:
    """`3-14` was typed, and Excel made 14 March of it."""
    workbook = book((ASSIGNMENTS, (date(2025, 3, 14), ANNA), ("LT-0011", BEN)))
    first(workbook)["A2"].number_format = "d-mmm"
    return saved(workbook)


@makes("serial_turned_into_date.csv")
def turned_into_date_csv() -> bytes:
    """The same, saved as Excel shows it."""
    return f"Serial Number,Owner Email\n14-Mar,{ANNA}\nLT-0011,{BEN}\n".encode()


@makes("letter_o_for_zero.xlsx")
def letter_o() -> bytes:
    """The ledger knows C02XL0ABJG5H; somebody typed the letter O."""
    return made((ASSIGNMENTS, ("C02XLOABJG5H", ANNA), ("LT-0011", BEN)))


@makes("letter_i_for_one.xlsx")
def letter_i() -> bytes:
    """The ledger knows PF1A11B2; somebody typed I, and somebody else l."""
    return made((ASSIGNMENTS, ("PFIA11B2", ANNA), ("PFlA11B2", BEN)))


@makes("cyrillic_letters_in_serial.xlsx")
def cyrillic() -> bytes:
    """Letters that look Latin: Cyrillic С and А in CAB-0001."""
    return made((ASSIGNMENTS, ("\u0421\u0410B-0001", ANNA), ("LT-0011", BEN)))


@makes("greek_letter_in_asset_tag.xlsx")
def greek() -> bytes:
    """A Greek capital Alpha in the tag of a new device."""
    header = ("Serial Number", "Asset Tag", "Name", "Type", "Category")
    return made((header, ("NEW-1", "\u0391T-900", "Laptop", "laptop", "computers")))


@makes("numbers_as_asset_tags.xlsx")
def number_tags() -> bytes:
    """Tags that are numbers by nature, and were typed as numbers."""
    return made((_TAGS, (70001, ANNA), (70002, BEN)))


@makes("numbers_as_new_serials.xlsx")
def number_serials() -> bytes:
    """Serial numbers of new devices typed as numbers of eight digits."""
    header = ("Serial Number", "Name", "Type", "Category")
    return made((header, (48151623, "Sensor 1", "sensor", "iot"), (42481516, "Sensor 2", "sensor", "iot")))


@makes("serial_with_decimals.xlsx")
def decimals() -> bytes:
    """Half a number can be no serial number."""
    return made((ASSIGNMENTS, (4711.5, ANNA), ("LT-0011", BEN)))


@makes("serial_is_true.xlsx")
def boolean() -> bytes:
    """A check box where a serial number should be."""
    return made((ASSIGNMENTS, (True, ANNA), ("LT-0011", BEN)))


@makes("serials_that_count_rows.xlsx")
def counting() -> bytes:
    """`Serial No` counts the rows: 1, 2, 3."""
    names = ("Laptop 10", "Laptop 11", "Laptop 12", "Laptop 13")
    rows = ((at, name, "ThinkPad") for at, name in enumerate(names, start=1))
    return made((("Serial No", "Name", "Model"), *rows))


@makes("row_counter_beside_serials.xlsx")
def counter() -> bytes:
    """`Sr. No.` and `#` count the rows; the serial numbers stand beside them."""
    return made((("#", "Sr. No.", *ASSIGNMENTS), (1, 1, "LT-0010", ANNA), (2, 2, "LT-0011", BEN)))


@makes("placeholder_serials.xlsx")
def placeholders() -> bytes:
    """What firmware and people write where there is none."""
    serials = ("Default string", "To be filled by O.E.M.", "N/A", "0", "XXXXXXX", "-", "System Serial Number", "none")
    return made((ASSIGNMENTS, *((serial, ANNA) for serial in serials), ("LT-0011", BEN)))


@makes("macs_in_all_spellings.xlsx")
def macs() -> bytes:
    """Colons, dashes, dots, spaces, none, lower case; and two that are none."""
    spellings = (
        "AA:BB:CC:00:00:01", "aa-bb-cc-00-00-01", "aabb.cc00.0001", "AA BB CC 00 00 01", "AABBCC000001",
        "aabbcc-000001", "AA:BB:CC:00:00:0G", "00:00:00:00:00:00",
    )  # fmt: skip
    return made((("MAC Address", "Owner Email"), *((mac, ANNA) for mac in spellings)))


@makes("mac_turned_into_number.xlsx")
def mac_number() -> bytes:
    """Twelve digits without a letter are a number to Excel, and 10E5... is an exponent."""
    rows = (
        row(2, number("A2", "102030405060"), text("B2", ANNA)),
        row(3, number("A3", "1.0203E+12"), text("B3", BEN)),
    )
    return package(sheet(*texts((("MAC Address", "Owner Email"),)), *rows))

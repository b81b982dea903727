"""Characters that nobody sees, or that look like others."""

from __future__ import annotations

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, INVENTORY, made
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import package, row, sheet, text, texts


@makes("invisible_characters_in_keys.xlsx")
def invisible() -> bytes:
    """No-break spaces, zero-width ones, a soft hyphen, a byte order mark: the same keys all the same."""
    rows = (("\u00a0LT-0010\u200b", ANNA), ("LT\u00ad-0011", f"\ufeff{BEN}"), ("\tLT-0012\n", EVA))
    return made((("Serial\u00a0Number", "\ufeffOwner Email"), *rows))


@makes("full_width_digits.xlsx")
def full_width() -> bytes:
    """Typed with an East Asian keyboard."""
    return made((ASSIGNMENTS, ("ＬＴ－００１０", ANNA), ("LT-００１１", "ｂｅｎ@acme.example")))


@makes("emoji.xlsx")
def emoji() -> bytes:
    """In a label, in a location and in the name of the sheet."""
    return made(((*ASSIGNMENTS, "Label"), ("LT-0010", ANNA, "desk 🪑👩‍💻"), ("LT-0011", BEN, None)), "Who 👩‍💻")


@makes("typographic_dashes_in_serial.xlsx")
def dashes() -> bytes:
    """A word processor made a long dash, or a real minus, of the hyphen in LT-0010."""
    return made((ASSIGNMENTS, ("LT\u20130010", ANNA), ("LT\u22120011", BEN), ("LT\u20110012", EVA)))


@makes("right_to_left_marks.xlsx")
def directions() -> bytes:
    """Copied from a page in Hebrew: direction marks around the key, an override inside the comment."""
    rows = (("\u200fLT-0010\u200e", ANNA, "\u202egpj.exe"), ("LT-0011", BEN, "שלום"))
    return made(((*ASSIGNMENTS, "Comment"), *rows))


@makes("line_breaks_in_cells.xlsx")
def line_breaks() -> bytes:
    """Alt+Enter in a header, in a location and in a key."""
    rows = (("LT-0010", "T14", "Berlin\nRoom 4"), ("LT-\n0011", "T14", "Paris"))
    return made((("Serial\nNumber", *INVENTORY[1:]), *rows))


@makes("escaped_control_characters.xlsx")
def escaped() -> bytes:
    """`_x000D_` is how the format writes a carriage return, and `_x005F_` the underscore of such a text."""
    rows = (
        row(2, text("A2", "LT-0010_x000D_"), text("B2", ANNA)),
        row(3, text("A3", "LT-0011"), text("B3", f"{BEN}_x000D__x000A_")),
    )
    return package(sheet(*texts((ASSIGNMENTS,)), *rows))


@makes("domain_with_look_alike_letter.xlsx")
def look_alike() -> bytes:
    """The address of Anna with a Cyrillic а: another owner to any program."""
    return made((ASSIGNMENTS, ("LT-0010", "\u0430nna@acme.example"), ("LT-0011", BEN)))


@makes("emails_nearly_right.xlsx")
def nearly() -> bytes:
    """Slips that are no address at all."""
    slips = ("anna@acme", "anna.acme.example", "anna@acme,example", "anna @acme.example", "anna@@acme.example")
    return made((ASSIGNMENTS, *(("LT-0010", slip) for slip in slips)))

"""Ledgers that the other scenes begin with."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk

STOCKED, SETTLED, KNOWN, AT_NIGHT = "desk stocked", "desk settled", "desk of the corpus", "desk at night"

SETTINGS = "[limits]\nbackdate_days = false\n"


def stocked(desk: Desk) -> None:
    """The devices of the sample data, and who had them at first."""
    desk.samples("inventory.xlsx", "opening.xlsx", "assignments.xlsx", "hopeless.xlsx")
    desk.write("rollcall.toml", SETTINGS)
    desk.rollcall("run", "inventory.xlsx", "opening.xlsx", "--reason", "how it began")


def settled(desk: Desk) -> None:
    """The same ledger, and what was asked for since."""
    desk.rollcall("run", "assignments.xlsx")
    desk.rollcall("run", "assignments.xlsx")


def known(desk: Desk) -> None:
    """The devices and people that the files of the corpus speak of."""
    desk.write("rollcall.toml", SETTINGS)
    for name in ("known.csv", "held.csv"):
        desk.write(name, _KNOWN[name])
    desk.rollcall("run", *_KNOWN)


def at_night(desk: Desk) -> None:
    """A ledger with drop folders: a first night, with results that list only what is not unchanged."""
    desk.write("rollcall.toml", f'{SETTINGS}[results]\nrows = "changed"\n[sweep]\nstable_seconds = 0\n')
    desk.write("inbox/hr/rollcall.toml", 'added_by = "HR"\nunknown_columns = "keep"\n[columns]\n"Personal Nr." = ""\n')
    desk.samples("assignments.xlsx", "hopeless.xlsx", into="inbox")
    desk.samples("opening.xlsx", into="inbox/hr")
    corpus = ("good.xlsx", "encrypted.xlsx", "serial_in_exponent_form.xlsx", "semicolons.csv", "half_uploaded.xlsx")
    desk.put(*(desk.sources.corpus / name for name in corpus), into="inbox/it")
    desk.write("inbox/full/all.csv", "Serial Number,Owner Email\nNVK9Y47085,hugo.abbot@acme.example\n")
    desk.age("inbox")
    desk.rollcall("sweep", "inbox")
    desk.write("inbox/late.csv", "Serial Number,Owner Email,Comment\nHLDCNC1068,zoe.abbot@acme.example,late\n")
    desk.age("inbox")
    desk.rollcall("sweep", "inbox")


_LAPTOPS = "\n".join(f"LT-00{at},AT-00{at},,Laptop {at},laptop,computers" for at in range(10, 22))
_KNOWN = {
    "known.csv": f"""Serial Number,Asset Tag,MAC Address,Name,Type,Category
{_LAPTOPS}
"00123","000451",,Leading zeros,scanner,scanners
"3520990017614827",,,Sixteen digits,phone,phones
C02XL0ABJG5H,,,A zero among letters,laptop,computers
PF1A11B2,,,Ones among letters,laptop,computers
CAB-0001,,,Letters of three alphabets,cabinet,furniture
TOTAL-1,70001,,Called Total,scale,scales
SCALE-2,70002,AA:BB:CC:00:00:01,Numbers as tags,scale,scales
""",
    "held.csv": """Serial Number,Owner Email,Effective At
LT-0010,anna@acme.example,2025-01-10
LT-0011,ben@acme.example,2025-01-10
LT-0012,eva@acme.example,2025-01-10
""",
}

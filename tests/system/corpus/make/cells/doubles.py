"""Devices that are on record already, under identifiers that look new; and cells with several identifiers."""

from __future__ import annotations

from tests.system.corpus.make.books import made
from tests.system.corpus.make.catalogue import makes

_HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category")


def _listed(*identifiers: tuple[str | None, str | None]) -> tuple[tuple[str | None, ...], ...]:
    """Inventory rows of these serial numbers and tags."""
    rows = ((serial, tag, f"N{at}", "laptop", "computers") for at, (serial, tag) in enumerate(identifiers))
    return (_HEADER, *rows)


def _lines(*serials: str) -> bytes:
    lines = ("Serial Number,Name,Type,Category", *(f"{one},N{at},laptop,computers" for at, one in enumerate(serials)))
    return ("\n".join(lines) + "\n").encode()


@makes("scanned_serials.csv")
def scanned() -> bytes:
    """An S from the bar code, that of Lenovo with its model, and a label."""
    return _lines("SC02XL0ABJG5H", "1S20L5S0X000PF1A11B2", "S/N: LT-0019")


@makes("serials_with_marks.xlsx")
def marks() -> bytes:
    """What people put around a serial number, in five languages."""
    serials = (
        *("SN C02XL0ABJG5H", "Serial No. PF1A11B2", "SERIAL#LT-0010", "Seriennummer: LT-0011", "N° de série LT-0012"),
        *("*LT-0013*", '"LT-0014"', "[LT-0015]", "LT-0016.", "'LT-0017", "(S)LT-0018", "Número de serie: LT-0020"),
    )
    return made(_listed(*((serial, None) for serial in serials)))


@makes("serials_written_otherwise.csv")
def otherwise() -> bytes:
    """Without the dash, without zeros, with letters for digits, and with other separators."""
    return _lines("LT0010", "LT-11", "LT-OO12", "LT 0013", "LT_0014", "LT-00015", "CO2XLOABJG5H", "PFIAIIB2")


@makes("tags_with_decimals.xlsx")
def decimals() -> bytes:
    """A column of tags that went through decimals, and labels."""
    return made(_listed((None, "70001.0"), (None, "70002,00"), (None, "Tag: AT-0010"), (None, "Asset#AT-0011")))


@makes("two_new_serials_of_one_device.csv")
def two_of_one() -> bytes:
    """One device twice in one list, and another one."""
    return _lines("NEW-123X", "NEW123X", "NEW-124X")


@makes("several_identifiers_in_cells.xlsx")
def several() -> bytes:
    """Pairs, lists and ranges, as people write them who bought several."""
    serials = (
        *("5CG9990001, 5CG9990002", "5CG9990003 / 5CG9990004", "5CG9990005; 5CG9990006", "5CG9990007 & 5CG9990008"),
        *("5CG9990009 und 5CG9990010", "A001-A005", "A011 bis A015", "A021 - A025", "5CG9990011\n5CG9990012"),
    )
    return made(_listed(*((serial, None) for serial in serials), ("X-1", "T1, T2, T3"), (None, "T11-T15")))


@makes("identifiers_that_are_one.xlsx")
def one() -> bytes:
    """New devices whose identifiers have dashes, slashes, spaces and commas, or belong to series of their own."""
    identifiers = (
        *(
            ("12/2019-5", "2024/0017"),
            ("1234-5678", "1234 5678"),
            ("R9-PF1234", "INV/2024/17"),
            ("5CG 1234 ABD", "AB 12"),
        ),
        *(("L-0010", "A-T0010"), ("SLT-0010", "BER-AT-0010"), ("S0012345", "P-0010"), ("C02XL0ABJG5J", "PO-0010")),
    )
    return made(_listed(*identifiers))


@makes("names_in_another_case.csv")
def names() -> bytes:
    """A directory that changed the case of its names."""
    return b"Name,Type,Category,Location\nlaptop 10,laptop,computers,Lyon\nLAPTOP 11,laptop,computers,Lyon\n"


@makes("equal_monitors.csv")
def monitors() -> bytes:
    """Three monitors that nothing tells apart."""
    return b"Name,Type,Category,Model\n" + b"Dell P2419H,monitor,displays,P2419H\n" * 3

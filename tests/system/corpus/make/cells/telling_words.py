"""Words that mean something: nothing at all, no identifier, or that a device came back."""

from __future__ import annotations

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, book, first, made, saved
from tests.system.corpus.make.catalogue import makes

_PLACED = ("Serial Number", "Location", "Department", "Model")
_STATUS = ("Asset Tag", "Owner Email", "Assigned Date", "Status")


def _csv(*rows: tuple[object, ...]) -> bytes:
    return "".join(",".join(str(cell) for cell in row) + "\r\n" for row in rows).encode()


@makes("null_words.csv")
def null_words() -> bytes:
    """What databases and pandas write for nothing."""
    return _csv(
        _PLACED,
        ("LT-0010", "NULL", "nan", "None"),
        ("LT-0011", "(null)", "<NA>", "\\N"),
        ("LT-0012", "null", "NaN", "(blank)"),
    )


@makes("words_for_nothing_of_people.xlsx")
def words_of_people() -> bytes:
    """What people write for nothing, in four languages and in columns of every type; NA and TBD say something."""
    header = ("Serial Number", "Location", "Purchase Price", "Purchase Date", "Warranty Months", "Rented", "Floor")
    return made(
        (
            header,
            ("LT-0010", "k.A.", "-", "n/a", "keine", "ohne", "s/o"),
            ("LT-0011", "sans objet", "aucun", "N/A", "--", "none", "ninguno"),
            ("LT-0012", "NA", 1200, "2024-02-15", 36, "no", "TBD"),
        )
    )


@makes("null_dates.csv")
def null_dates() -> bytes:
    """The days on which programs begin to count, written for a date that there is none of."""
    return _csv(
        ("Serial Number", "Purchase Date", "MDM Enrollment Date"),
        ("LT-0010", "0000-00-00", "1970-01-01T00:00:00Z"),
        ("LT-0011", "0001-01-01", "2024-03-01T10:00:00Z"),
        ("LT-0012", "1900-01-00", ""),
        ("LT-0013", "2024-02-15", "0001-01-01T00:00:00Z"),
    )


@makes("placeholder_tags.csv")
def placeholder_tags() -> bytes:
    """What firmware and people leave in for a tag, of five servers with serial numbers."""
    tags = ("No Asset Information", "Chassis Asset Tag", "To be filled by O.E.M.", "TBD", "n.a.")
    rows = ((f"X-{at}", tag, f"esx00{at}", "server", "servers") for at, tag in enumerate(tags, start=3))
    return _csv(("Serial Number", "Asset Tag", "Name", "Type", "Category"), *rows)


@makes("placeholder_macs.csv")
def placeholder_macs() -> bytes:
    """Addresses that no device has, beside serial numbers."""
    macs = ("00:00:00:00:00:00", "ff-ff-ff-ff-ff-ff", "000000000000", "02:00:00:00:00:00", "N/A")
    return _csv(
        ("Serial Number", "MAC Address", "Model"),
        *((f"LT-00{at}", mac, "T14") for at, mac in enumerate(macs, start=10)),
    )


@makes("placeholder_serial_beside_a_name.csv")
def beside_a_name() -> bytes:
    """A dash for the serial number of a device that is found by its name; and of one that nothing names."""
    return _csv(
        ("Serial Number", "Device Name", "Owner Email"), ("-", "Laptop 13", ANNA), ("Default string", "unknown", BEN)
    )


@makes("owners_called_like_nothing.csv")
def owners_like_nothing() -> bytes:
    """Jennifer Null and Nan Blank are people; unknown and TBD are nobody."""
    return _csv(
        ("Serial Number", "Owner Email", "First Name", "Last Name"),
        ("LT-0014", "jennifer@acme.example", "Jennifer", "Null"),
        ("LT-0015", "nan@acme.example", "Nan", "Blank"),
        ("LT-0016", "unknown", "", ""),
        ("LT-0017", "NULL", "", ""),
    )


@makes("returned_by_status.csv")
def returned_by_status() -> bytes:
    """A hand-over protocol: one device came back, the other was given out."""
    return _csv(_STATUS, ("AT-0010", ANNA, "2025-01-10", "Returned"), ("AT-0021", EVA, "2025-06-17", "In use"))


@makes("returned_by_status_in_german.xlsx")
def returned_in_german() -> bytes:
    """The same in German, as people write it."""
    rows = (("LT-0010", ANNA, "Zurückgegeben"), ("LT-0021", EVA, " im Einsatz "), ("LT-0011", BEN, "ausgegeben"))
    return made((("Seriennummer", "E-Mail", "Zustand"), *rows))


@makes("returned_by_status_among_others.csv")
def returned_among_others() -> bytes:
    """Some of the words say what to do, and one does not."""
    return _csv(
        _STATUS,
        ("AT-0010", ANNA, "2025-01-10", "Returned"),
        ("AT-0021", EVA, "2025-06-17", "In use"),
        ("AT-0011", BEN, "2025-01-10", "In repair"),
    )


@makes("sheet_called_returned.xlsx")
def called_returned() -> bytes:
    """A list of what came back, which only its sheet's name says."""
    workbook = book((ASSIGNMENTS, ("LT-0010", ANNA), ("LT-0011", BEN)))
    first(workbook).title = "Returned"
    return saved(workbook)


@makes("title_line_of_leavers.xlsx")
def title_of_leavers() -> bytes:
    """A list of what leavers have, in Spanish."""
    return made((("Bajas de junio",), (), ("Número de serie", "Correo"), ("LT-0010", ANNA)))


@makes("sheet_called_returned_with_dates.xlsx")
def returned_with_dates() -> bytes:
    """Each row says when its device came back: nothing is asked."""
    workbook = book(((*ASSIGNMENTS, "Returned on"), ("LT-0010", ANNA, "2025-06-17"), ("LT-0011", BEN, "2025-06-18")))
    first(workbook).title = "Returned"
    return saved(workbook)


@makes("register_in_stock_with_an_owner.csv")
def in_stock_with_owner() -> bytes:
    """A status that contradicts the owner beside it: the owner stays, and a warning says so."""
    return _csv(
        ("Serial Number", "Model", "Status", "Owner Email"),
        ("LT-0010", "T14", "In stock", ANNA),
        ("LT-0011", "T14", "In use", BEN),
    )

"""Owners found by number, login and name: through the commands, and with what becomes of a second load."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Cells, Desk
from tests.support.fixtures.desks import Prepared
from tests.support.strength import sampled

INVENTORY: tuple[Cells, ...] = (
    ("Serial Number", "Name", "Type", "Category"),
    *((f"LT-{number}", f"Laptop {number}", "laptop", "computers") for number in range(1, 7)),
)
HOLDERS: tuple[Cells, ...] = (
    ("Serial Number", "Owner Email", "Owner Name", "Employee number", "Username"),
    ("LT-1", "anna.bell@acme.example", "Anna Bell", "4711", "abell"),
    ("LT-2", "eva.diaz@acme.example", "Eva Díaz", "4713", "ediaz"),
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose ledger knows Anna and Eva; only to be read."""
    there = Desk(tmp_path_factory.mktemp("known"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        there.json("run", there.book("inventory.xlsx", *INVENTORY), there.book("holders.xlsx", *HOLDERS))
    return there


@pytest.fixture
def desk(known: Desk, tmp_path: Path) -> Desk:
    """The same desk, of one's own."""
    return known.copied_to(tmp_path)


def _loaded(desk: Desk, header: Cells, *rows: Cells, words: tuple[str, ...] = (), code: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = desk.json("run", desk.book("sheet.xlsx", header, *rows), *words, code=code)
    return told


def _holders(desk: Desk) -> dict[str, str]:
    return {span["serial_number"]: span["owner_email"] for span in desk.show("ownerships", "--current")}


@pytest.mark.system
def test_the_number_of_a_known_person_beside_a_new_address_is_that_person(desk: Desk) -> None:
    told = desk.json(
        "run", desk.book("sheet.xlsx", HOLDERS[0], ("LT-1", "anna.smith@acme.example", None, "4711", None))
    )

    assert (told["rows"]["unchanged"], told["created"]["owners"]) == (1, 0)
    assert [(issue["code"], issue["cell"]) for issue in told["issues"]] == [("owner_email_differs", "B2")]


@pytest.mark.system
def test_a_column_may_hold_a_number_a_login_a_name_or_an_address_and_a_second_load_changes_nothing(desk: Desk) -> None:
    rows = [("LT-3", "4711"), ("LT-4", "EDIAZ"), ("LT-5", "Bell, Anna"), ("LT-6", "eva.diaz@acme.example")]

    assert _loaded(desk, ("Serial Number", "Assigned to"), *rows)["rows"]["applied"] == 4
    assert list(_holders(desk).values())[2:] == ["anna.bell@acme.example", "eva.diaz@acme.example"] * 2
    assert _loaded(desk, ("Serial Number", "Assigned to"), *rows)["rows"]["unchanged"] == 4


@pytest.mark.system
def test_a_name_that_nobody_has_creates_somebody_only_where_that_is_asked_for(desk: Desk) -> None:
    header, row = ("Serial Number", "Owner"), ("LT-3", "Zoë Quist")

    assert _loaded(desk, header, row)["reasons"] == {"unknown_owner": 1}
    assert _loaded(desk, header, row, words=("--owners-by-name",))["created"] == {"devices": 0, "owners": 1}
    assert _loaded(desk, header, ("LT-3", "QUIST, ZOE"))["rows"]["unchanged"] == 1
    assert _holders(desk)["LT-3"] == "Zoë Quist"


@pytest.mark.system
def test_names_that_nobody_has_are_told_once_for_their_sheet_with_the_way_on(desk: Desk) -> None:
    header = ("Serial Number", "Type", "Model", "Assigned to")
    rows = [("LT-7", "laptop", "T14", "Zoë Quist"), ("LT-8", "laptop", "T14", "Ole Lund")]
    told = desk.json("run", desk.book("sheet.xlsx", header, *rows))

    assert (told["rows"]["applied"], told["created"]) == (2, {"devices": 2, "owners": 0})
    (issue,) = told["issues"]
    assert (issue["code"], issue["severity"]) == ("unknown_owner", "warning")
    assert "2 rows name their owners by names that nobody on record has, such as Zoë Quist" in issue["message"]
    assert "--owners-by-name" in issue["hint"]


@pytest.mark.system
def test_names_of_places_are_told_where_they_are_put_on_record(desk: Desk) -> None:
    header = ("Serial Number", "Type", "Model", "Assigned to")
    names = ("Print Room", "Front Desk", "Anna Hall", "Spare 2", "ACCOUNTING")
    rows = [(f"LT-{at}", "laptop", "T14", name) for at, name in enumerate(names, start=7)]
    told = desk.json("run", desk.book("sheet.xlsx", header, *rows), "--owners-by-name")

    assert told["created"] == {"devices": 5, "owners": 5}
    (issue,) = told["issues"]
    assert "4 rows give their devices to Print Room and the like, which look like places" in issue["message"]


@pytest.mark.system
def test_a_device_that_came_back_from_somebody_unknown_asks_for_nobody_to_be_put_on_record(desk: Desk) -> None:
    header = ("Serial Number", "Type", "Model", "Loaned to", "Returned")
    told = desk.json("run", desk.book("sheet.xlsx", header, ("LT-7", "laptop", "T14", "Zoë Quist", "2025-06-01")))

    assert (told["created"], told["issues"]) == ({"devices": 1, "owners": 0}, [])


NOBODY = ("Sin asignar", "unassigned", "nicht zugewiesen", "Non attribué", "N/A", "spare", "k.A.")


@pytest.mark.system
def test_words_for_nobody_are_no_person(desk: Desk) -> None:
    header = ("Serial Number", "Type", "Model", "Assigned to", "Employee number")
    without = [(f"LT-{at}", "laptop", "T14", word, None) for at, word in enumerate(NOBODY, start=10)]
    given = [(f"LT-{at}", "laptop", "T14", "Zoë Quist", "NA") for at in range(20, 26)]
    told = _loaded(desk, header, *without, *given, words=("--owners-by-name",))

    assert told["created"] == {"devices": 13, "owners": 1}
    assert {issue["code"] for issue in told["issues"]} <= {"blank_words"}
    holders = _holders(desk)
    assert {NOBODY[int(row[0][3:]) - 10] for row in without if row[0] in holders} == set()
    assert holders.keys() == {"LT-1", "LT-2", *(row[0] for row in given)}
    assert {holders[row[0]] for row in given} == {"Zoë Quist"}


@pytest.mark.system
def test_new_people_with_two_names_are_told(desk: Desk) -> None:
    """Each by what identifies the person: a number, a login and an address."""
    header = ("Serial Number", "Type", "Model", "Owner name", "Employee number", "Username", "Email")
    people = (
        (("Bo Ek", "Ek, Bo", "Bo Zorn"), ("4799", None, None)),
        (("Ada Ulv", "Ulv, Ada", "Ulv, A."), (None, "ada", None)),
        (("Abe Holm", "Holm, Abe", "Cy Dorn"), (None, None, "new@acme.example")),
    )
    told_of = [(name, who) for names, who in people for name in names]
    rows = [(f"LT-{at}", "laptop", "T14", name, *who) for at, (name, who) in enumerate(told_of, start=7)]
    told = _loaded(desk, header, *rows)

    assert told["created"] == {"devices": 9, "owners": 3}
    assert [(issue["code"], issue["severity"], issue["cell"]) for issue in told["issues"]] == [
        ("owner_named_otherwise", "warning", cell) for cell in ("D4", "D7", "D10")
    ]
    for issue, ((first, _, other), who) in zip(told["issues"], people, strict=True):
        (known_by,) = (one for one in who if one)
        said = f"{known_by} is new and is put on record as {first}, but this row says {other}"
        assert said in issue["message"]


@pytest.mark.system
@pytest.mark.parametrize(
    ("header", "who", "said"), sampled([("Employee number", "4799", "number"), ("Login", "pool", "login")], every=2)
)
def test_two_new_people_by_name_cannot_share_a_number(header: str, who: str, said: str, desk: Desk) -> None:
    people = (("Bo Ek", who), ("Cy Dorn", who), ("Di Fay", "4800"))
    rows = [(f"LT-{at}", "laptop", "T14", *one) for at, one in enumerate(people, start=7)]
    book = desk.book("sheet.xlsx", ("Serial Number", "Type", "Model", "Owner name", header), *rows)

    told = desk.json("run", book, code=4)

    assert (told["created"], told["reasons"]) == ({"devices": 1, "owners": 1}, {"identifier_mismatch": 2})
    assert f"{said} {who} is given to Bo Ek and to Cy Dorn" in told["issues"][0]["message"]


@pytest.mark.system
def test_what_belongs_to_somebody_else_or_to_several_is_rejected_and_named(desk: Desk) -> None:
    told = desk.json(
        "run",
        desk.book("sheet.xlsx", HOLDERS[0], ("LT-3", "anna.bell@acme.example", None, "4713", None)),
        code=4,
    )

    assert told["reasons"] == {"identifier_mismatch": 1}
    assert "number 4713 belongs to eva.diaz@acme.example" in told["issues"][0]["message"]


@pytest.mark.system
def test_people_without_an_address_are_on_record_exported_and_come_back(desk: Desk) -> None:
    row = ("LT-3", None, "Kim Lee", "4799", None)
    assert _loaded(desk, HOLDERS[0], row)["created"] == {"devices": 0, "owners": 1}

    desk.say("export", "-o", "export.xlsx")
    told = desk.json("run", desk.folder / "export.xlsx")

    assert (told["rows"]["applied"], told["rows"]["rejected"]) == (0, 0)
    assert _holders(desk)["LT-3"] == "4799"
    assert desk.say("verify").code == 0


@pytest.fixture
def namesakes(known: Desk, prepared: Prepared) -> Desk:
    """The desk, where the login of somebody who has LT-3 is the number of somebody else, who has LT-4 and LT-5."""

    def namesakes(desk: Desk) -> None:
        known.copied_to(desk.folder)
        _loaded(desk, ("Serial Number", "Username"), ("LT-3", "9001"))
        _loaded(desk, ("Serial Number", "Employee number"), ("LT-4", "9001"), ("LT-5", "9001"))
        assert {_holders(desk)[serial] for serial in ("LT-3", "LT-4", "LT-5")} == {"9001"}

    return prepared(namesakes)


@pytest.mark.system
def test_a_full_sheet_takes_nothing_from_who_only_is_called_like_somebody_in_it(namesakes: Desk) -> None:
    _loaded(namesakes, ("Serial Number", "Employee number"), ("LT-4", "9001"), words=("--mode", "full"))

    assert _holders(namesakes).keys() == {"LT-1", "LT-2", "LT-3", "LT-4"}


@pytest.mark.system
def test_an_export_that_comes_back_tells_people_apart_who_are_called_alike(namesakes: Desk) -> None:
    namesakes.json("export", "-o", "all.xlsx")
    _loaded(namesakes, ("Serial Number", "Employee number"), ("LT-3", "9001"))
    report = namesakes.json("run", "all.xlsx", "--mode", "full", "--scope", "all")

    assert (report["rows"]["unchanged"], report["rows"]["in"]) == (report["rows"]["in"], 15)
    held = {span["serial_number"]: span["owner_id"] for span in namesakes.show("ownerships", "--current")}
    assert held["LT-3"] == held["LT-4"] == held["LT-5"]

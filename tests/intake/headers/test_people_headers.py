"""Which sheets are of people: staff lists and lists of users, as exports write them; and never a list of devices."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake import read_files
from pipeline.model import Reading
from schemas.vocabulary import Kind
from tests.support.workbooks import Rows, read, write

ANNA = {"Email": "anna.bell@acme.example", "Name": "Anna Bell"}

STAFF_LISTS = {
    "an asset register's users": (
        "First Name,Last Name,Email,Username,Activated,Location,Address,City,State,Country,Postal Code,Website,Phone,"
        "Job Title,Notes,Employee Number,Company,Manager,Remote,VIP,Start Date,End Date,Gravatar"
    ),
    "a directory's users": (
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,"
        "usageLocation,streetAddress,state,country,officeLocation,city,postalCode,companyName,createdDateTime"
    ),
    "an office suite's users": (
        "Block credential,City,Department,Display name,First name,Last name,Licenses,Mobile Phone,Object Id,Office,"
        "State,Title,Usage location,User principal name,When created"
    ),
    "a mail service's users": (
        "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],"
        "Status [READ ONLY],Last Sign In [READ ONLY],Employee ID,Employee Type,Employee Title,Manager Email,Department,"
        "Cost Center,Building ID"
    ),
    "a domain's users": "Name,SamAccountName,UserPrincipalName,EmailAddress,Title,Department,Manager,Office,EmployeeID",
    "a device manager's users": "Username,Full Name,Email Address,Phone Number,Position,Computers,Mobile Devices",
    "a staff list": "Employee #,First name,Last name,Job Title,Division,Reports To,Hire Date,Termination Date",
    "a German staff list": "Pers.-Nr.,Nachname,Vorname,E-Mail,Abteilung,Kostenstelle,Vorgesetzter,Austrittsdatum",
    "a French staff list": "Matricule,Nom,Prénom,Email,Service,Poste,Responsable hiérarchique,Date de sortie",
    "a Spanish staff list": "Número de empleado,Apellidos,Nombre,Correo electrónico,Puesto,Jefe,Fecha de baja",
    "a Portuguese staff list": "Matrícula,Nome completo,E-mail corporativo,Cargo,Gestor,Data de desligamento",
    "an Italian staff list": "Matricola,Cognome,Nome,E-mail aziendale,Mansione,Responsabile,Data di cessazione",
    "leavers": "Employee,Last day",
    "numbers": "Employee number,Department",
    "logins": "Username,Department",
    "addresses": "Email,Cost center",
}


def kind_of(tmp_path: Path, header: list[str], *rows: list[object]) -> Kind | None:
    """The kind of a sheet with these rows; None where it is refused."""
    try:
        return read(write(tmp_path / "list.xlsx", {"List": [header, *rows]})).sheets[0].kind
    except FileUnusable:
        return None


@pytest.mark.parametrize("header", STAFF_LISTS.values(), ids=STAFF_LISTS.keys())
def test_a_list_of_people_is_told_by_its_columns(header: str, tmp_path: Path) -> None:
    assert kind_of(tmp_path, header.split(",")) is Kind.PEOPLE


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("User,Serial", Kind.ASSIGNMENTS),
        ("Email,Device name", Kind.ASSIGNMENTS),
        ("Hostname,Username", Kind.ASSIGNMENTS),
        ("Name,Username", Kind.ASSIGNMENTS),
        ("Name,Assigned to", Kind.ASSIGNMENTS),
        ("Name,Email,Action", Kind.ASSIGNMENTS),
        ("Name,Email,Assigned date", Kind.ASSIGNMENTS),
        ("Name,Type,Email", Kind.ASSIGNMENTS),
        ("First name,Last name,Asset tag", Kind.ASSIGNMENTS),
        ("First name,Last name,Email,Model,Serial", Kind.REGISTER),
        ("Name,Email,Model", Kind.REGISTER),
        ("Name,Full name,Location", Kind.REGISTER),
        ("Name,Department,Location", Kind.INVENTORY),
        ("Name,Location,Manager", Kind.INVENTORY),
        ("Department,Owner", None),
        ("Assigned to,Location", None),
        ("Employee,Department,Returned", None),
        ("Supplier,Contact name,Email", None),
        ("Laptop,First name,Last name,Email", None),
        ("Email,Department,Quantity", Kind.PEOPLE),
        ("Email", None),
    ],
)
def test_a_list_of_devices_is_none_of_people(header: str, kind: Kind | None, tmp_path: Path) -> None:
    assert kind_of(tmp_path, header.split(",")) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["Anna Bell", "Eva Berg"], Kind.PEOPLE),
        (["Bell, Anna", "Berg, Eva"], Kind.PEOPLE),
        (["anna", "eva"], Kind.PEOPLE),
        (["王小明", "李雷"], Kind.PEOPLE),
        (["PC-0042", "PC-0043"], Kind.REGISTER),
        (["Thor", "Zeus"], Kind.REGISTER),
        (["Eva laptop", "Anna's MacBook"], Kind.REGISTER),
    ],
)
def test_a_name_beside_an_address_is_the_person_s_where_it_looks_so(
    names: list[str], kind: Kind, tmp_path: Path
) -> None:
    rows: list[list[object]] = [[names[0], "anna.bell@acme.example", "IT"], [names[1], "eva.berg@acme.example", "HR"]]
    assert kind_of(tmp_path, ["Name", "Email", "Department"], *rows) is kind


def test_a_column_whose_values_may_identify_devices_asks(tmp_path: Path) -> None:
    """`Kit` is no field; its values are those of asset tags."""
    rows: list[list[object]] = [[f"AT-000{number}", "Anna", "Bell", f"a{number}@acme.example"] for number in range(3)]
    assert kind_of(tmp_path, ["Kit", "First name", "Last name", "Email"], *rows) is None
    assert kind_of(tmp_path, ["Kit", "First name", "Last name", "Job title"], *rows) is Kind.PEOPLE


def test_a_misspelled_identifier_is_no_reason_to_read_people(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match='no field is called "Serail no"'):
        read(
            write(tmp_path / "moves.xlsx", {"Moves": [["Serail no", "Email", "Department"], ["SN1", "a@x.com", "IT"]]})
        )


def test_numbers_of_devices_are_no_devices(tmp_path: Path) -> None:
    header = ["Email", "Full name", "Laptops"]
    assert kind_of(tmp_path, header, ["a@x.com", "Anna Bell", "2"], ["b@x.com", "Ben Hill", "0"]) is Kind.PEOPLE
    assert kind_of(tmp_path, header, ["a@x.com", "Anna Bell", "LT-1"], ["b@x.com", "Ben Hill", "LT-2"]) is None


def test_the_staff_list_in_a_workbook_of_devices_is_read_as_such(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Devices": [["Serial", "Name", "Type", "Category"], ["SN1", "L1", "laptop", "IT"]],
        "Given out": [["Serial", "Email"], ["SN1", ANNA["Email"]]],
        "Employees": [["Name", "Email", "Job title"], [ANNA["Name"], ANNA["Email"], "Engineer"]],
        "Places": [["Location", "Manager"], ["Paris", "Eva Berg"]],
        "Cost centres": [["Cost center", "Owner"], ["1000", "Eva Berg"]],
    }
    checked = read(write(tmp_path / "office.xlsx", sheets))
    assert [(sheet.sheet, sheet.kind) for sheet in checked.sheets] == [
        ("Devices", Kind.INVENTORY),
        ("Given out", Kind.ASSIGNMENTS),
        ("Employees", Kind.PEOPLE),
    ]
    assert checked.people["row_id"].to_list() == [3]
    assert checked.sources[0].kinds == "assignments; inventory; people"
    assert checked.issues.filter(code="sheet_ignored")["sheet"].to_list() == ["Cost centres", "Places"]


def test_a_kind_that_is_given_decides(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", {"List": [["Name", "Location"], ["Anna Bell", "Paris"]]})
    checked = read(path, kind=Kind.PEOPLE)
    assert checked.people.select("owner_name", "location").rows() == [("Anna Bell", "Paris")]
    assert read(path).inventory["name"].to_list() == ["Anna Bell"]


def test_a_kind_of_devices_leaves_the_staff_list_of_the_workbook_alone(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Devices": [["Serial", "Name"], ["SN1", "L1"]],
        "Employees": [["First name", "Last name"], ["Anna", "Bell"]],
    }
    checked = read(write(tmp_path / "office.xlsx", sheets), kind=Kind.INVENTORY)
    assert [sheet.sheet for sheet in checked.sheets] == ["Devices"]


def test_where_nothing_names_devices_a_list_of_people_is_offered(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", {"List": [["Employee", "Username", "Returned"], ["Anna Bell", "abell", ""]]})
    with pytest.raises(FileUnusable) as refused:
        read(path)
    assert refused.value.hint is not None
    assert "say --kind people" in refused.value.hint


def test_a_sheet_that_is_said_to_be_of_people_must_say_who(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", {"List": [["Serial", "Location"], ["SN1", "Paris"]]})
    with pytest.raises(FileUnusable, match="no column says who the people are"):
        read(path, kind=Kind.PEOPLE)


def test_a_hidden_staff_list_is_named(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"Read me": [["Ask HR"]], "Staff": [["First name", "Last name"], ["Anna", "Bell"]]}
    path = write(tmp_path / "list.xlsx", sheets, hidden=["Staff"])
    with pytest.raises(FileUnusable, match="sheet Staff is hidden"):
        read(path)


def test_a_saved_mapping_says_what_the_columns_of_people_are(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Who,Mail box,Until\nAnna Bell,anna.bell@acme.example,2026-12-31\n")
    columns = {"Who": "owner_name", "Mail box": "owner_email", "Until": "ends_on", "Notes": "comment"}
    checked = read_files([path], Reading(columns=columns))
    assert checked.sheets[0].kind is Kind.PEOPLE
    assert str(checked.people["ends_on"][0]) == "2026-12-31"

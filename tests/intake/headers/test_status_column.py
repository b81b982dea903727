"""A column of statuses as the action, sheets that are called Returned, and `--action` for rows that say nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.model import Checked
from schemas.vocabulary import Kind, Request
from tests.support.sheets.one_sheet import HEADER, desired
from tests.support.workbooks import Rows, codes, read, write


def _sheet(tmp_path: Path, header: str, *statuses: object, action: Request | None = None) -> Checked:
    rows: Rows = [[f"SN{at}", "a@x.com", status] for at, status in enumerate(statuses)]
    return read(desired(tmp_path, [[*HEADER, header], *rows]), action=action)


def _refused(path: Path) -> tuple[list[str], str]:
    with pytest.raises(FileUnusable) as problem:
        read(path)
    return codes(problem.value), f"{problem.value} {problem.value.hint}"


@pytest.mark.parametrize(
    ("header", "having", "given_back"),
    [
        ("Status", "In use", "Returned"),
        ("State", "checked out", "Checked-in"),
        ("Assignment status", "ACTIVE", "handed back"),
        ("Status", "Assigned", "in stock"),
        ("Zustand", "ausgegeben", "zurückgegeben"),
        ("Status", "Im Einsatz", "Auf Lager"),
        ("Statut", "Affecté", "Restitué"),
        ("État", "en service", "rendu"),
        ("Estado", "En uso", "Devuelto"),
        ("Estado de asignación", "asignada", "DISPONIBLE"),
    ],
)
def test_a_status_of_having_and_giving_back_is_the_action(
    tmp_path: Path, header: str, having: str, given_back: str
) -> None:
    checked = _sheet(tmp_path, header, having, given_back, None, "N/A")
    assert checked.assignments["action"].to_list() == ["assign", "unassign", "assign", "assign"]
    said = f'the column "{header}" is read as the action: 1 assign, 1 unassign.'
    assert said in checked.issues.filter(code="action_read")["said"].to_list()
    assert checked.originals.columns[-1] == "action"
    assert checked.originals["action"].to_list() == [having, given_back, None, "N/A"]


@pytest.mark.parametrize(("yes", "no"), [("Yes", "no"), ("x", None), ("✓", "✗"), (True, False), ("Oui", "non")])
def test_a_column_returned_of_yes_and_no_is_the_action(tmp_path: Path, yes: object, no: object) -> None:
    checked = _sheet(tmp_path, "Returned?", yes, no)
    assert checked.assignments["action"].to_list() == ["unassign", "assign"]
    assert 'the column "Returned?" is read as the action' in "".join(checked.issues["said"])


def test_days_among_which_stands_a_yes_are_days(tmp_path: Path) -> None:
    checked = _sheet(tmp_path, "Returned", "2025-02-10", "yes")
    assert checked.issues.filter(severity="error")["said"].to_list() == ["is not a date."]


@pytest.mark.parametrize(
    "statuses", [("Returned", "In repair"), ("In use", "Lost"), ("Disposed", "Disposed"), ("Assigned", "?")]
)
def test_words_among_others_refuse_the_file_and_name_the_option(tmp_path: Path, statuses: tuple[str, ...]) -> None:
    path = desired(tmp_path, [[*HEADER, "Status"], *([f"SN{at}", "a@x.com", one] for at, one in enumerate(statuses))])
    found, said = _refused(path)
    assert found == ["unclear_action"]
    assert statuses[0] in said
    assert "--action unassign" in said


def test_with_the_option_clear_words_are_followed_and_the_others_are_as_it_says(tmp_path: Path) -> None:
    checked = _sheet(tmp_path, "Status", "Returned", "In use", "In repair", None, action=Request.UNASSIGN)
    assert checked.assignments["action"].to_list() == ["unassign", "assign", "unassign", "unassign"]
    assert checked.issues["said"].to_list() == [
        'the column "Status" is read as the action: 1 assign, 1 unassign, and the others unassign, as asked.'
    ]


@pytest.mark.parametrize("statuses", [("TX", "CA"), ("New", "Good"), (None, None), ("x" * 50, "Broken")])
def test_a_status_without_such_words_is_only_shown_again(tmp_path: Path, statuses: tuple[str | None, ...]) -> None:
    checked = _sheet(tmp_path, "State", *statuses)
    assert set(checked.assignments["action"]) == {"assign"}
    assert "action_read" not in checked.issues["code"].to_list()


def test_a_column_of_actions_decides_alone(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Status", "Action"],
        ["SN1", "a@x.com", "Returned", "assign"],
        ["SN2", "a@x.com", "Lost", None],
    ]
    assert read(desired(tmp_path, rows)).assignments["action"].to_list() == ["assign", "assign"]


def test_a_mapped_status_is_what_the_mapping_says(tmp_path: Path) -> None:
    path = desired(tmp_path, [[*HEADER, "Status"], ["SN1", "a@x.com", "Returned"]])
    assert read(path, columns={"Status": "comment"}).assignments["action"].to_list() == ["assign"]


def test_the_day_on_which_a_device_was_handed_out_is_not_that_of_its_return(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Assigned date", "Status"],
        ["SN1", "a@x.com", "2025-01-10", "Returned"],
        ["SN2", "a@x.com", "2025-01-10", "In use"],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.assignments["effective_at"].to_list() == [None, datetime(2025, 1, 10)]
    assert any("(1) ends now" in said for said in checked.issues["said"])


def test_a_date_of_its_own_is_that_of_the_return(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Effective date", "Status"], ["SN1", "a@x.com", "2025-01-10", "Returned"]]
    assert read(desired(tmp_path, rows)).assignments["effective_at"].to_list() == [datetime(2025, 1, 10)]


def test_what_was_handed_out_and_returned_on_given_days_is_a_whole_ownership(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Assigned date", "Returned on", "Status"],
        ["SN1", "a@x.com", "2025-01-10", "2025-02-10", "Returned"],
        ["SN1", "b@x.com", "2025-02-10", None, "In use"],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.assignments["action"].to_list() == ["assign", "assign"]
    assert checked.assignments["effective_at"].null_count() == 0


TITLES = [
    "Returned", "Returned devices June", "Leavers", "Disposed", "RETIRED 2025", "Rückgaben", "Zurückgegebene Geräte",
    "Ausgemustert", "Matériel restitué", "Retours", "Mis au rebut", "Devueltos", "Devoluciones 2025", "Bajas",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_sheet_that_is_called_returned_assigns_nothing_unasked(tmp_path: Path, title: str) -> None:
    path = write(tmp_path / "a.xlsx", {title: [HEADER, ["SN1", "a@x.com"]]})
    found, said = _refused(path)
    assert found == ["unclear_action"]
    assert "--action unassign" in said
    assert read(path, action=Request.UNASSIGN).assignments["action"].to_list() == ["unassign"]
    assert read(path, action=Request.ASSIGN).assignments["action"].to_list() == ["assign"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_line_says_as_much_as_the_name_of_the_sheet(tmp_path: Path, title: str) -> None:
    path = write(tmp_path / "a.xlsx", {"Sheet1": [[title], [], HEADER, ["SN1", "a@x.com"]]})
    assert _refused(path)[0] == ["unclear_action"]


@pytest.mark.parametrize(
    "title",
    [
        "Desired",
        "Return policy",
        "Assigned devices",
        "Turned over",
        "Please write into the last column what was returned to whom",
    ],
)
def test_other_titles_are_no_matter(tmp_path: Path, title: str) -> None:
    checked = read(write(tmp_path / "a.xlsx", {title[:30]: [[title], HEADER, ["SN1", "a@x.com"]]}))
    assert checked.assignments["action"].to_list() == ["assign"]


@pytest.mark.parametrize(
    ("header", "cell", "action"),
    [("Action", "unassign", "unassign"), ("Status", "Returned", "unassign"), ("Returned on", "2025-01-10", "assign")],
)
def test_rows_that_say_what_to_do_need_no_option(tmp_path: Path, header: str, cell: str, action: str) -> None:
    checked = read(write(tmp_path / "a.xlsx", {"Returned": [[*HEADER, header], ["SN1", "a@x.com", cell]]}))
    assert checked.assignments["action"].to_list() == [action]


def test_a_date_of_return_that_some_rows_lack_says_too_little(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Returned on"], ["SN1", "a@x.com", "2025-01-10"], ["SN2", "a@x.com", None]]
    assert _refused(write(tmp_path / "a.xlsx", {"Returned": rows}))[0] == ["unclear_action"]


def test_the_option_leaves_rows_alone_that_say_something_themselves(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Action", "Returned on"],
        ["SN1", "a@x.com", "assign", None],
        ["SN2", "a@x.com", None, None],
        ["SN3", "a@x.com", None, "2025-01-10"],
        ["SN4", "a@x.com", "lend", None],
        ["SN5", "<none>", None, None],
    ]
    checked = read(desired(tmp_path, rows), action=Request.UNASSIGN)
    assert checked.assignments["action"].to_list() == ["assign", "unassign", "assign", None, "unassign"]


REGISTER = ["Serial number", "Model", "Status", "Owner email"]


def test_the_status_of_a_register_is_that_of_the_device_and_a_contradiction_is_told(tmp_path: Path) -> None:
    rows: Rows = [
        REGISTER,
        ["SN1", "T14", "In stock", "a@x.com"],
        ["SN2", "T14", "In stock", None],
        ["SN3", "T14", "In use", "a@x.com"],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.sheets[0].kind is Kind.REGISTER
    assert checked.assignments["action"].to_list() == ["assign"] * 3
    assert checked.inventory["status"].to_list() == ["In stock", "In stock", "In use"]
    (issue,) = checked.issues.filter(code="action_read").rows(named=True)
    assert (issue["severity"], issue["cell"]) == ("warning", "C1")
    assert '1 row gives an owner, and a status by which nobody has the device ("In stock" in C2)' in issue["said"]


def test_a_register_that_is_called_returned_is_refused_where_it_names_owners(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", {"Returned": [REGISTER, ["SN1", "T14", None, "a@x.com"], ["SN2", "T14", None, None]]}
    )
    assert _refused(path)[0] == ["unclear_action"]
    assert read(path, action=Request.UNASSIGN).assignments["action"].to_list() == ["unassign", "assign"]
    nobody = write(tmp_path / "b.xlsx", {"Returned": [REGISTER, ["SN1", "T14", None, None]]})
    assert read(nobody).assignments["action"].to_list() == ["assign"]


def test_an_inventory_of_what_is_retired_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Retired": [["Serial number", "Name", "Status"], ["SN1", "L1", "Retired"]]})
    assert read(path).inventory["status"].to_list() == ["Retired"]

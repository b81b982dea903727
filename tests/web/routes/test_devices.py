"""Create external devices (batch), and the list of devices, as their documents say."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.web.routes.device_attributes import Characteristics, Mdm
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, DEVICES, OWNERSHIPS, Program, Server

PLAIN = {"name": "Desk lamp", "type": "LAMP", "category": "FURNITURE"}
WHOLE = {
    "name": "MacBook",
    "type": "LAPTOP",
    "category": "COMPUTING",
    "user_id": 42,
    "added_via": "SINGLE_IMPORT",
    "brand": "Apple",
    "serial_number": "c02x",
    "is_rented": True,
    "client_purchase_price": "1249.00",
    "client_purchase_date": "2024-05-02",
    "client_warranty_endDate": "2027-05-01",
    "client_rental_price": "31.50",
    "client_rental_startDate": "2024-05-02",
    "client_rental_endDate": "2026-05-01",
    "client_contract_number": "C-9",
    "client_invoice_number": "I-7",
    "screen_size": "13",
    "graphic": "M3",
    "processor": "M3",
    "ram": "16",
    "storage": "512",
    "model_year": "2024",
    "connectivity": "WIFI",
    "keyboard_layout": "FRENCH_AZERTY",
    "resolution": "2560x1664",
    "comment": "for Anna",
    "has_microphone": True,
    "has_webcam": True,
    "noise_cancellation": False,
    "compliance": "CE",
    "connection_type": ["USB_C", "JACK"],
    "has_stool": False,
    "has_video_package": False,
    "has_screen": True,
    "has_premium_tablet": False,
    "color": "grey",
    "seats_number": "1",
    "assembly": "welded",
    "os_platform": "MACOS",
}


def _serial(number: int, **more: Any) -> dict[str, Any]:
    return {**PLAIN, "serial_number": f"S{number}", **more}


@pytest.mark.system
def test_every_attribute_of_the_document_is_created_and_shown(editor: Program) -> None:
    answer = editor.post(DEVICES, {"devices": [WHOLE]})
    assert answer.status_code == 201
    (device,) = answer.json()["data"]["devices"]
    characteristics = device.pop("characteristics")
    assert device == {
        "id": 1,
        "name": "MacBook",
        "serial_number": "C02X",
        "rent": "31.50",
        "tracking_number": None,
        "client_status": None,
        "type": "LAPTOP",
        "category": "COMPUTING",
        "source": None,
        "comment": "for Anna",
        "mdm": None,
    }
    assert list(characteristics) == list(Characteristics.model_fields)
    lists = {"compliance": ["CE"], "connection_type": ["USB_C", "JACK"]}
    assert characteristics == {name: WHOLE[name] for name in Characteristics.model_fields} | lists


@pytest.mark.system
def test_a_device_of_three_fields_has_the_whole_shape(editor: Program) -> None:
    (device,) = editor.post(DEVICES, {"devices": [PLAIN]}).json()["data"]["devices"]
    assert set(device["characteristics"].values()) == {None}
    assert {name for name, value in device.items() if value is None} == {
        *("serial_number", "rent", "tracking_number", "client_status", "source", "comment", "mdm")
    }


@pytest.mark.system
def test_what_was_created_is_as_if_it_came_from_a_sheet(editor: Program, server: Server) -> None:
    editor.post(DEVICES, {"devices": [WHOLE]})
    desk = Desk(server.settings.state.parent)
    (device,) = desk.say("show", "devices", "--format", "json").json
    assert (device["purchase_price"], device["warranty_end"], device["user_id"]) == (1249.0, "2027-05-01", 42)
    assert (device["connection_type"], device["added_via"]) == (["USB_C", "JACK"], "SINGLE_IMPORT")
    (event,) = desk.say("show", "events", "--format", "json").json
    assert (event["file"], event["row"]) == (DEVICES, 1)


@pytest.mark.system
def test_where_one_is_faulty_none_is_created_and_every_fault_is_told(editor: Program) -> None:
    items = [
        _serial(1, client_purchase_price="a lot", client_purchase_date="soon"),
        _serial(2),
        _serial(3, keyboard_layout="?"),
    ]
    answer = editor.post(DEVICES, {"devices": items})
    assert answer.status_code == 400
    told = [(error["index"], error["field"], error["identifier"]) for error in answer.json()["errors"]]
    assert told == [(0, "client_purchase_price", "S1"), (0, "client_purchase_date", "S1"), (2, "keyboard_layout", "S3")]
    assert answer.json()["error"] == "No device was created: 2 of 3 are refused."
    assert editor.get(DEVICES).json()["results"] == []


@pytest.mark.system
def test_with_partial_the_others_are_created(editor: Program) -> None:
    items = [_serial(1, client_purchase_price="a lot"), _serial(2), _serial(3), _serial(3)]
    answer = editor.post(f"{DEVICES}?partial=true", {"devices": items})
    assert answer.status_code == 201
    assert [device["serial_number"] for device in answer.json()["data"]["devices"]] == ["S2"]
    assert [error["index"] for error in answer.json()["errors"]] == [0, 2, 3]


def test_two_items_of_one_device_are_both_refused_with_both_positions(editor: Program) -> None:
    for items in ([_serial(1), _serial(2), _serial(1)], [PLAIN, _serial(2), PLAIN]):
        answer = editor.post(DEVICES, {"devices": items})
        assert answer.status_code == 400
        assert [error["index"] for error in answer.json()["errors"]] == [0, 2]
    assert editor.get(DEVICES).json()["results"] == []


def test_a_device_on_record_is_not_changed(editor: Program) -> None:
    assert editor.post(DEVICES, {"devices": [_serial(1)]}).status_code == 201
    answer = editor.post(DEVICES, {"devices": [_serial(1, name="Other", brand="X")]})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "already_on_record")
    (device,) = editor.get(DEVICES).json()["results"]
    assert (device["name"], device["version"]) == ("Desk lamp", 1)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"name": "n", "type": "t"}, "devices.category"),
        ({**PLAIN, "id": 4}, "devices.id"),
        ({**PLAIN, "colour": "red"}, "devices.colour"),
        ({**PLAIN, "is_rented": "yes"}, "devices.is_rented"),
        ({**PLAIN, "client_purchase_price": 12.5}, "devices.client_purchase_price"),
        ({**PLAIN, "user_id": "42"}, "devices.user_id"),
    ],
)
def test_fields_that_are_unknown_or_of_another_type_are_named(
    editor: Program, item: dict[str, Any], field: str
) -> None:
    answer = editor.post(DEVICES, {"devices": [PLAIN, item]})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["index"]) == (400, field, 1)


def test_a_viewer_may_not_create(server: Server) -> None:
    answer = server.program(role=Role.VIEWER).post(DEVICES, {"devices": [PLAIN]})
    assert answer.status_code == 403
    assert set(answer.json()) == {"error", "code", "errors"}


@pytest.mark.system
def test_the_id_of_a_device_is_found_by_its_serial_number(editor: Program) -> None:
    editor.post(DEVICES, {"devices": [_serial(1), _serial(2)]})
    editor.post(ASSIGN, {"email": "anna@acme.example", "deviceIds": ["S2"]})
    (found,) = editor.get(DEVICES, serial_number="s2", current="true").json()["results"]
    assert (found["device_id"], found["manager"], found["version"]) == (2, 1, 2)
    assert editor.get(DEVICES, serial_number="s1", current="true").json()["results"] == []


@pytest.mark.system
def test_a_person_sees_the_devices_that_are_or_were_theirs(editor: Program, server: Server) -> None:
    editor.post(DEVICES, {"devices": [_serial(1), _serial(2), _serial(3)]})
    editor.post(ASSIGN, {"email": "anna@acme.example", "deviceIds": ["S1", "S2"]})
    editor.post(f"{OWNERSHIPS}/1/release")
    editor.post(ASSIGN, {"email": "bob@acme.example", "deviceIds": ["S1"]})
    anna = server.program(name="anna", owner="anna@acme.example")
    assert [(row["id"], row["manager"]) for row in anna.get(DEVICES).json()["results"]] == [(1, None), (2, 1)]
    assert [row["id"] for row in anna.get(DEVICES, current="true").json()["results"]] == [2]


@pytest.mark.system
@pytest.mark.parametrize(("status", "is_shown"), [("ENROLLED", True), ("DRAFT", False)])
def test_an_enrollment_is_shown_unless_it_is_a_draft(server: Server, status: str, is_shown: bool) -> None:  # noqa: FBT001
    desk = Desk(server.settings.state.parent)
    header = ("serial_number", "name", "type", "category", "mdm_status", "mdm_is_locked", "mdm_enrollment_date")
    desk.book("list.xlsx", header, ("S1", "One", "laptop", "it", status, "yes", "2025-03-01T09:00:00Z"))
    assert desk.say("run", "list.xlsx", "--org", "acme").code == 0
    (device,) = server.program().get(DEVICES).json()["results"]
    if is_shown:
        told = {**dict.fromkeys(Mdm.model_fields), "id": 1, "status": status, "is_locked": True}
        assert device["mdm"] == {**told, "enrollment_date": "2025-03-01T09:00:00.000000Z"}
    else:
        assert device["mdm"] is None

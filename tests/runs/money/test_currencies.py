"""Currencies through the command: kept with each price, changed as any other attribute, and never added up."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

HEADER = ("Serial Number", "Name", "Type", "Category", "Purchase Cost", "Currency")


def priced(desk: Desk, name: str, *rows: tuple[str, str | None, str | None]) -> None:
    """A list of laptops with their prices and currencies."""
    desk.book(name, HEADER, *((serial, "Laptop", "laptop", "IT", *price) for serial, *price in rows))


def currencies(desk: Desk) -> dict[str, str | None]:
    """The currency of each device on record."""
    return {device["serial_number"]: device["currency"] for device in desk.show("devices")}


@pytest.mark.system
def test_a_file_of_several_currencies_keeps_each_and_tells_the_sums_apart(desk: Desk) -> None:
    priced(desk, "a.xlsx", ("A1", "€ 900", None), ("A2", "1,300.00", "USD"), ("A3", "US$ 700", None), ("A4", "5", None))
    said = desk.say("run", "a.xlsx")
    assert "bought for 2,000.00 USD, 5.00 without a currency and 900.00 EUR in all." in said.out
    assert currencies(desk) == {"A1": "EUR", "A2": "USD", "A3": "USD", "A4": None}


@pytest.mark.system
def test_another_currency_is_a_change_of_the_device_and_no_word_of_it_is_none(desk: Desk) -> None:
    priced(desk, "a.xlsx", ("A1", "900", "EUR"))
    desk.json("run", "a.xlsx")
    priced(desk, "b.xlsx", ("A1", "900", None))
    assert desk.json("run", "b.xlsx")["rows"]["unchanged"] == 1
    priced(desk, "c.xlsx", ("A1", "900", "CHF"))
    (change,) = desk.json("run", "c.xlsx")["changes"]
    assert (change["field"], change["old"], change["new"]) == ("currency", "EUR", "CHF")


@pytest.mark.system
def test_prices_on_record_without_a_currency_are_in_that_of_the_settings(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced(desk, "a.xlsx", ("A1", "900", None))
    desk.json("run", "a.xlsx")
    monkeypatch.setenv("ROLLCALL_CURRENCY", "EUR")
    priced(desk, "b.xlsx", ("A1", "950", None), ("A2", "50 €", None))
    assert "This touched 2 devices bought for 1,000.00 EUR in all." in desk.say("run", "b.xlsx").out
    assert currencies(desk) == {"A1": None, "A2": "EUR"}


@pytest.mark.system
@pytest.mark.publishes
def test_what_people_hold_is_summed_for_each_currency(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_CURRENCY", "EUR")
    header = (*HEADER[:-1], "Owner Email")
    rows = [("A1", "900"), ("A2", "100 €"), ("A3", "CHF 50")]
    desk.book("a.xlsx", header, *((serial, "L", "laptop", "IT", price, "ann@acme.example") for serial, price in rows))
    desk.json("run", "a.xlsx")
    asked = "SELECT currency, devices, purchase_price FROM {} ORDER BY ALL"
    assert desk.json("query", asked.format("money_by_owner")) == [
        {"currency": "CHF", "devices": 1, "purchase_price": 50},
        {"currency": "EUR", "devices": 2, "purchase_price": 1000},
    ]


@pytest.mark.system
def test_an_export_comes_back_with_its_currencies_and_changes_nothing(desk: Desk) -> None:
    priced(desk, "a.xlsx", ("A1", "€ 900", None), ("A2", "$5", None), ("A3", "7", None))
    desk.json("run", "a.xlsx")
    desk.say("export", "-o", "all.xlsx")
    assert desk.json("plan", "all.xlsx")["change_count"] == 0


@pytest.mark.system
def test_the_currency_of_amounts_that_name_none_is_said_for_a_run(desk: Desk) -> None:
    priced(desk, "a.xlsx", ("A1", "900", None), ("A2", "5 €", None))
    desk.json("run", "a.xlsx", "--amounts-in", "usd")
    assert currencies(desk) == {"A1": "USD", "A2": "EUR"}


def test_what_is_no_currency_cannot_be_set(desk: Desk) -> None:
    priced(desk, "a.xlsx", ("A1", "900", None))
    said = desk.say("run", "a.xlsx", "--amounts-in", "Taler")
    assert said.code == 2
    assert "Give the three letters of a currency, such as EUR or USD" in said.err

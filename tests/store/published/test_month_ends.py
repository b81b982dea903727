"""Holders and money per month end: the view and the macro `month_ends`, against the question asked day by day."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.desk import Desk
from tests.support.ledgers.published import ask

# The same for one month end, asked directly: the spans that cover the last instant of the day, at the prices of then.
DIRECTLY = """
WITH later AS (
    SELECT event_id, aggregate_id AS device_id, payload->'old' AS was, json_keys(payload, '$.old') AS fields FROM events
    WHERE "type" = 'device_updated' AND recorded_at >= $past
), prices AS (
    SELECT d.device_id,
           CASE WHEN count(p.event_id) > 0 THEN first(p.was->>'purchase_price' ORDER BY p.event_id)
                ELSE CAST(any_value(d.purchase_price) AS VARCHAR) END AS price
    FROM devices AS d LEFT JOIN later AS p ON p.device_id = d.device_id AND list_contains(p.fields, 'purchase_price')
    GROUP BY d.device_id
), currencies AS (
    SELECT d.device_id,
           CASE WHEN count(c.event_id) > 0 THEN first(c.was->>'currency' ORDER BY c.event_id)
                ELSE any_value(d.currency) END AS currency
    FROM devices AS d LEFT JOIN later AS c ON c.device_id = d.device_id AND list_contains(c.fields, 'currency')
    GROUP BY d.device_id
)
SELECT b.owner_email, coalesce(c.currency, 'EUR') AS currency, count(*), count(p.price),
       coalesce(sum(CAST(p.price AS DECIMAL(18, 2))), 0)
FROM believed_ownerships AS b JOIN prices AS p ON p.device_id = b.device_id
JOIN currencies AS c ON c.device_id = b.device_id
WHERE b.start_time < $past AND b.end_time >= $past
GROUP BY ALL ORDER BY ALL
"""
TOLD = "SELECT owner_email, currency, devices, devices_with_price, purchase_price FROM month_ends"
DEVICES = """
INSERT INTO devices BY NAME SELECT 100 + n AS device_id, 'default' AS org_id, 1 AS version, 'D' || n AS serial_number,
       TIMESTAMP '2025-01-01' AS created_at, $prices[n + 1] AS purchase_price,
       $currencies[n + 1] AS currency FROM range(40) AS numbers(n)
"""
SPAN = """
INSERT INTO ownerships BY NAME
SELECT $n AS ownership_id, 'default' AS org_id, $device AS device_id, $owner AS owner_id, $start AS start_time,
       $end AS end_time, TIMESTAMP '2025-01-01' AS recorded_at, TIMESTAMP '2999-12-31 23:59:59' AS superseded_at,
       'r' AS run_id
"""
CHANGE = """
INSERT INTO events BY NAME
SELECT $n AS event_id, 'default' AS org_id, 'device' AS aggregate, $device AS aggregate_id, $version AS version,
       'device_updated' AS "type", CAST($payload AS JSON) AS payload, 'r' AS run_id, $at AS recorded_at
"""
CURRENCIES = (None, "EUR", "CHF", "$")
Facts = tuple[Decimal | None, str | None]
OPEN = datetime(2999, 12, 31, 23, 59, 59)


@pytest.fixture(scope="module")
def year(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published year of forty devices that pass between two owners, with prices that change, come and go."""
    state = tmp_path_factory.mktemp("year") / "rollcall.duckdb"
    state.write_bytes(ledger.read_bytes())
    draw = random.Random(14)
    facts = [_facts(draw) for _ in range(40)]
    last = {"prices": [told[-1][0] for told in facts], "currencies": [told[-1][1] for told in facts]}
    with duckdb.connect(state) as connection:
        connection.execute(DEVICES, last)
        _hand_round(connection, draw)
        number = 1_000
        for device, told in enumerate(facts):
            moments = sorted(_moment(draw) for _ in told[1:])
            for version, (old, new, at) in enumerate(zip(told, told[1:], moments, strict=False), start=2):
                number += 1
                values = {"n": number, "device": 100 + device, "version": version, "at": at}
                connection.execute(CHANGE, {**values, "payload": _payload(old, new)})
    return publish(Ledger(state, currency="EUR"), parquet=False)


def _facts(draw: random.Random) -> list[Facts]:
    """The prices of a device and their currencies, one after another; each time one of them changes, or both."""
    told = [(_price(draw), draw.choice(CURRENCIES))]
    for _ in range(draw.randint(0, 3)):
        price, currency = told[-1]
        other = draw.choice([one for one in CURRENCIES if one != currency])
        told.append(draw.choice([(_price(draw), currency), (price, other), (_price(draw), other)]))
    return told


def _payload(old: Facts, new: Facts) -> str:
    """The values that a change tells: only what has changed, prices as texts."""
    names = ("purchase_price", "currency")
    pairs = [(name, was, is_) for name, was, is_ in zip(names, old, new, strict=True) if was != is_]
    told = {side: {name: both[at] and str(both[at]) for name, *both in pairs} for at, side in enumerate(("old", "new"))}
    return json.dumps(told)


def _hand_round(connection: duckdb.DuckDBPyConnection, draw: random.Random) -> None:
    number = 100
    for device in range(100, 140):
        moments = sorted({_moment(draw) for _ in range(draw.randint(1, 6))})
        for start, end in zip(moments, [*moments[1:], draw.choice([OPEN, _moment(draw)])], strict=True):
            number += 1
            if start < end:
                facts = {"n": number, "device": device, "owner": draw.randint(1, 2), "start": start, "end": end}
                connection.execute(SPAN, facts)


def _moment(draw: random.Random) -> datetime:
    """An instant of the year; one in four is exactly the first of a month."""
    if draw.random() < 0.25:
        return datetime(2025, draw.randint(1, 12), 1)
    return datetime(2025, 1, 1) + timedelta(minutes=draw.randrange(365 * 24 * 60))


def _price(draw: random.Random) -> Decimal | None:
    return None if draw.random() < 0.2 else Decimal(draw.randrange(100, 300_000)) / 100


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_end_says_what_the_question_of_that_day_says(year: Path, month: int) -> None:
    past = datetime(2025 + month // 12, month % 12 + 1, 1)
    with duckdb.connect(year, read_only=True) as copy:
        directly = copy.execute(DIRECTLY, {"past": past}).fetchall()
        last = (past - timedelta(days=1)).date()

        assert directly
        assert copy.execute(f"{TOLD} WHERE month_end = ? ORDER BY ALL", [last]).fetchall() == directly
        assert copy.execute(f"{TOLD}(?, ?) ORDER BY ALL", [last, last]).fetchall() == directly


def test_months_are_asked_for_from_day_to_day(year: Path) -> None:
    months = "SELECT DISTINCT month_end FROM month_ends(?, ?) ORDER BY ALL"

    assert ask(year, months, ["2025-04-30", "2025-06-29"]) == [(date(2025, 4, 30),), (date(2025, 5, 31),)]
    assert ask(year, months, ["2025-05-01", "2025-05-30"]) == []
    assert ask(year, months, [date(2025, 12, 1), datetime(2026, 1, 31, 12)]) == [
        (date(2025, 12, 31),),
        (date(2026, 1, 31),),
    ]


def test_the_view_ends_with_the_last_month_that_is_over(year: Path) -> None:
    first = datetime.now(UTC).date().replace(day=1)

    assert ask(year, "SELECT max(month_end) FROM month_ends") == [(first - timedelta(days=1),)]


def test_what_has_no_price_and_what_is_rented_is_counted(published: Path) -> None:
    """Ann's laptop was 1,234.50 until Tuesday; then it is Ben's, for 99.90. The sensor has no price."""
    money = "owner_email, devices, devices_with_price, devices_without_price, purchase_price"
    rent = "devices_with_rent, rental_price"
    nothing = (0, Decimal("0.00"))

    assert ask(published, f"SELECT {money}, {rent} FROM month_ends WHERE month_end = '2025-03-31' ORDER BY ALL") == [
        ("ann@acme.com", 1, 0, 1, Decimal("0.00"), *nothing),
        ("ben@acme.com", 1, 1, 0, Decimal("99.90"), *nothing),
    ]


@pytest.mark.system
@pytest.mark.publishes
def test_a_person_asks_for_the_month_ends_of_a_year(desk: Desk) -> None:
    """Before a device was on record, its first price counts."""
    desk.book(
        "register.xlsx",
        ("Serial Number", "Name", "Type", "Category", "Purchase Price", "Owner Email", "Effective At"),
        ("LT-1", "Laptop", "laptop", "computers", 1200, "ann@acme.example", "2025-02-10"),
        ("LT-2", "Laptop", "laptop", "computers", 800, "ben@acme.example", "2025-03-31"),
    )
    assert desk.say("run", "register.xlsx").code == 0
    sql = "SELECT month_end, sum(devices) AS held, sum(purchase_price) AS money"

    assert desk.json("query", f"{sql} FROM month_ends('2025-01-01', '2025-03-31') GROUP BY ALL ORDER BY ALL") == [
        {"month_end": "2025-02-28", "held": 1, "money": 1200},
        {"month_end": "2025-03-31", "held": 2, "money": 2000},
    ]

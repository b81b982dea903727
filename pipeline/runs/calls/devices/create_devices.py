"""Create devices, several in one call: all of them, or with `partial` those with which nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial as with_these

import polars as pl

from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import Fault, faults_of
from pipeline.runs.calls.claims import claims
from pipeline.runs.calls.devices.shapes import device_body
from schemas.fields import FieldType
from schemas.keys import key_of_cell_expr
from schemas.records import dataclass
from schemas.vocabulary import Concern, Kind, Outcome, Reason

PATH = "/api/v1/devices"

# What the document calls otherwise than Rollcall does.
_OTHERWISE = {
    "client_purchase_price": "purchase_price",
    "client_purchase_date": "purchase_date",
    "client_warranty_endDate": "warranty_end",
    "client_rental_price": "rental_price",
    "client_rental_startDate": "rental_start",
    "client_rental_endDate": "rental_end",
    "client_contract_number": "contract_number",
    "client_invoice_number": "invoice_number",
}
Item = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Batch:
    """The items of a call: `fine` are the positions of those that are decided, `faults` what is wrong with others."""

    items: Sequence[Item]
    fine: Sequence[int]
    faults: Sequence[Fault]

    def fault(self, fault: Fault) -> Fault:
        """The fault with the position in the whole batch, and with what identifies the item."""
        position = int(str(fault["index"]))
        return {**fault, "identifier": _identifier(self.items[position])}


def create_devices(call_id: str, caller: Caller, *, devices: Sequence[Item], partial: bool = False) -> Call | Answer:
    """The call that creates these devices, or the answer where nothing is to be decided.

    Items are as the document calls their fields. Two that give the same serial number are both refused.
    """
    batch = _batch(devices)
    if not batch.fine or (batch.faults and not partial):
        return _refused(batch, batch.faults)
    fields = dict.fromkeys(name for position in batch.fine for name in devices[position])
    columns = {_OTHERWISE.get(name, name): [_text(devices[at].get(name)) for at in batch.fine] for name in fields}
    titles = {_OTHERWISE.get(name, name): name for name in fields}
    serials = [text for text in columns.get("serial_number", []) if text is not None]
    names = [text for text in columns["name"] if text is not None]
    return Call(
        call_id=call_id,
        caller=caller,
        operation="create-devices",
        items=(Items(Kind.INVENTORY, PATH, call_id, caller.org_id, columns, titles),),
        answer=with_these(_answer, batch=batch),
        options={"only_new": True, "atomic": not partial},
        # Of two batches that are decided together, the faults of one would keep the other back.
        claims=claims(caller.org_id, devices=[*serials, *names]) | {f"batch {caller.org_id}"},
        concerns=Concern.ORGANIZATION,
    )


def _batch(items: Sequence[Item]) -> _Batch:
    """The batch, with a fault for each of the items that give the same serial number."""
    texts = pl.DataFrame({"text": [_text(item.get("serial_number")) for item in items]}, {"text": pl.String})
    keys = texts.select(key_of_cell_expr(pl.col("text"), FieldType.IDENTIFIER)).to_series().to_list()
    places: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        if key is not None:
            places.setdefault(key, []).append(position)
    faults = {at: _repeated(at, among) for among in places.values() if len(among) > 1 for at in among}
    fine = [position for position in range(len(items)) if position not in faults]
    return _Batch(items, fine, [faults[at] for at in sorted(faults)])


def _repeated(position: int, among: Sequence[int]) -> Fault:
    others = ", ".join(str(at) for at in among if at != position)
    return {
        "field": "serial_number",
        "index": position,
        "message": f"This serial number is also that of item {others}: give each device once.",
        "code": Reason.CONFLICTING_ROWS.value,
    }


def _answer(told: Told, *, batch: _Batch) -> Answer:
    stopped = told.rows.filter(pl.col("reason") == Reason.ATOMIC_ABORT)["row"].to_list()
    found = [fault for fault in faults_of(told) if int(str(fault["index"])) + 1 not in stopped]
    moved = [{**fault, "index": batch.fine[int(str(fault["index"]))]} for fault in found]
    faults = sorted([*batch.faults, *moved], key=lambda fault: int(str(fault["index"])))
    made = told.rows.filter(pl.col("outcome") == Outcome.APPLIED).select("row", "device_id").sort("row")
    if made.is_empty():
        return _refused(batch, faults)
    rows = {row["device_id"]: row for row in told.change_set.devices_created.to_dicts()}
    body: dict[str, object] = {"data": {"devices": [device_body(rows[device]) for device in made["device_id"]]}}
    return Answer(201, body | ({"errors": [batch.fault(fault) for fault in faults]} if faults else {}))


def _refused(batch: _Batch, faults: Sequence[Fault]) -> Answer:
    wrong = len({fault["index"] for fault in faults})
    said = f"No device was created: {wrong} of {len(batch.items)} {'is' if wrong == 1 else 'are'} refused."
    body = {"detail": said, "code": "devices_refused", "errors": [batch.fault(fault) for fault in faults]}
    return Answer(400, body)


def _identifier(item: Item) -> str | None:
    return _text(item.get("serial_number")) or _text(item.get("name"))


def _text(value: object) -> str | None:
    """The value as a cell holds it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)

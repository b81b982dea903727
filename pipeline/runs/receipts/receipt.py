"""receipt: what a run handed over and took back, by person, to be signed. The ledger is not changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from pipeline import outputs, store
from pipeline.errors import UsageProblem
from pipeline.model import Receipt, Receipts
from pipeline.runs.show import write_text
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.keys import typed_key

_DEVICE = ("serial_number", "asset_tag", "name", "type", "brand", "model", "condition", "label")
_PEOPLE = ["org_id", "owner_id", "owner_email", "owner_name"]
# More sheets than that nobody turns over in a workbook; a page has any number.
SHEETS = 200


def receipts(
    run: str,
    settings: Settings,
    *,
    owner: str | None = None,
    org: str | None = None,
    at_least: int | None = None,
) -> Receipts:
    """The receipts of that run, or of the `last` one that handed something over or took it back.

    `at_least` is as in `store.reporting`. Raises UsageProblem where there is no such run, or where it has nothing for
    a receipt.
    """
    meant = typed_key(owner, FieldType.EMAIL) if owner else None
    found = store.read_hand_overs(settings.ledger.within(org), run, meant, at_least=at_least)
    if found.lines.is_empty():
        of_whom = f" to or from {owner}" if owner else ""
        raise UsageProblem(
            f"Run {found.run_id} handed nothing over{of_whom}, and took nothing back.",
            f"For all that it did: rollcall show events --run {found.run_id}",
            code="no_receipt",
        )
    return receipts_of(found, settings)


def receipts_of(found: store.HandOvers, settings: Settings) -> Receipts:
    """The receipts of what was read of a run."""
    people = found.lines.group_by(_PEOPLE, maintain_order=True)
    told = found.lines.with_columns(what=pl.when("is_taken").then(pl.lit("handed over")).otherwise(pl.lit("came back")))
    return Receipts(
        run_id=found.run_id,
        recorded_at=found.recorded_at,
        receipts=[_receipt(str(email), name, str(org_id), of) for (org_id, _, email, name), of in people],
        lines=told.select("org_id", "owner_email", "owner_name", "what", *_DEVICE, "start_time", "end_time", "due_at"),
        terms=found.terms.get("terms"),
        terms_sha256=found.terms.get("sha256"),
        undone_by=found.undone_by,
        timezone=settings.timezone,
    )


def _receipt(email: str, name: object, org_id: str, lines: pl.DataFrame) -> Receipt:
    return Receipt(
        owner_email=email,
        owner_name=None if name is None else str(name),
        org_id=org_id,
        handed_over=lines.filter("is_taken").select(*_DEVICE, "start_time", "due_at"),
        came_back=lines.filter(~pl.col("is_taken")).select(*_DEVICE, "start_time", "end_time"),
    )


def write_page(receipts: Receipts, path: Path, settings: Settings) -> Path:
    """Write the receipts as one file of HTML, which prints each person on pages of their own."""
    return write_text(path, outputs.receipts_page(receipts), settings)


def write_workbook(receipts: Receipts, path: Path, settings: Settings) -> Path:
    """Write the receipts as a workbook with a sheet per person. Raises UsageProblem for too many people."""
    refuse_harm(path, settings)
    if len(receipts.receipts) > SHEETS:
        raise UsageProblem(
            f"These are receipts of {len(receipts.receipts):,} people, and a workbook has a sheet for each.",
            "Write a page, with -o FILE.html, or name a person with --owner.",
        )
    return outputs.write_receipts_book(path, receipts)


def receipts_object(receipts: Receipts) -> dict[str, Any]:
    """The receipts for programs."""
    return {
        "run_id": receipts.run_id,
        "recorded_at": receipts.recorded_at,
        "undone_by": receipts.undone_by,
        "terms": receipts.terms,
        "terms_sha256": receipts.terms_sha256,
        "people": [
            {
                "owner_email": one.owner_email,
                "owner_name": one.owner_name,
                "org_id": one.org_id,
                "handed_over": one.handed_over.to_dicts(),
                "came_back": one.came_back.to_dicts(),
            }
            for one in receipts.receipts
        ],
    }

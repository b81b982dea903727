"""verify, backup, restore, rebuild, publish: proving that nothing is lost, and recovering what is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pipeline import store
from pipeline.errors import StateBusy, StoreFailed, UsageProblem
from pipeline.model import Ledger, Proof
from pipeline.runs.export import refuse_no_ledger
from pipeline.runs.steps.clock import clock
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings


def verify(settings: Settings, *, quick: bool = False) -> list[Proof]:
    """The proofs that the ledger is sound, that its files are in the archive, and that the published copy is the same.

    Nothing is written. With `quick`, files are looked for but not read. Raises UsageProblem where there is no ledger,
    StateBusy, and StoreFailed where it may not be opened or is of a newer Rollcall; damage is a broken proof.
    """
    refuse_no_ledger(settings.ledger)
    proofs = store.prove(settings.ledger)
    if any(not proof.holds and proof.name in store.UNREADABLE for proof in proofs):
        return proofs
    processing = settings.sweep.processing
    proofs += store.prove_files(settings.ledger, quick=quick, processing=processing)
    published = store.prove_published(settings.ledger)
    return proofs if published is None else [*proofs, published]


def unsound(proofs: Sequence[Proof], ledger: Ledger) -> StoreFailed | None:
    """The failure to report where proofs are broken, with a hint; None where all hold."""
    broken = [proof for proof in proofs if not proof.holds]
    if not broken:
        return None
    count = f"{len(broken)} of {len(proofs)} proofs {'does' if len(broken) == 1 else 'do'} not hold"
    first = f'"{broken[0].name}": {broken[0].broken[0]}'
    return StoreFailed(
        f"{ledger.called} is not sound: {count}. {first}",
        way_out({proof.name for proof in broken}, in_lake=ledger.lake is not None),
        code="unsound",
    )


def way_out(broken: set[str], *, in_lake: bool = False) -> str:
    """The hint for broken proofs of those names."""
    beside = {store.ARCHIVED, store.PUBLISHED}
    said = [_IN_LAKE if in_lake else _ledger_hint(broken - beside)] if broken - beside else []
    if store.ARCHIVED in broken:
        said.append("Put the files back from a backup of their folders; their SHA-256 tells which they are.")
    if store.PUBLISHED in broken:
        said.append("Publish again: rollcall publish")
    return " ".join(said)


_IN_LAKE = (
    "See that the lake can be reached, and prove it again. If it is damaged, import the last good backup to a new "
    "place: rollcall lake import BACKUP --state lake:FOLDER"
)


def _ledger_hint(broken: set[str]) -> str:
    if broken & store.UNREADABLE:
        return "Restore the last good backup: rollcall restore BACKUP. Without one, try: rollcall rebuild"
    if broken <= store.TOLD_BY_EVENTS and broken & set(store.REPLAYS.values()):
        return "The events are whole: make the tables anew from them with: rollcall rebuild"
    return "This cannot be mended from the events. Restore the last good backup: rollcall restore BACKUP"


def unpublished(proofs: Sequence[Proof], settings: Settings) -> str | None:
    """The remark that the published copy is of an earlier run, which is no fault; None where there is no such copy."""
    if any(proof.name == store.PUBLISHED for proof in proofs) or not store.published_copy(settings.state).exists():
        return None
    return "The published copy is of another run than the last. Publish it again: rollcall publish"


def backup(settings: Settings, *, folder: Path | None = None, keep: int | None = None) -> store.Backup:
    """Make a backup, in `backups` beside the ledger where no folder is named; with `keep`, only the newest stay.

    The backup gets its name only once it was restored, compared and proved. Raises UsageProblem where there is no
    ledger, StateBusy, and StoreFailed; then there is no new backup, and none was removed.
    """
    refuse_no_ledger(settings.ledger)
    folder = folder or settings.state.absolute().parent / "backups"
    with _hold(settings.ledger, "backup"):
        return store.back_up(settings.ledger, folder, now=clock(), keep=keep)


def restore(path: Path, settings: Settings, *, set_aside: bool = False) -> tuple[store.Restored, tuple[str, ...]]:
    """Go back to a backup, and publish; the present ledger is kept under another name. Also returns remarks.

    Raises UsageProblem where there is no such file, PlanRefused where the backup lacks runs of the present ledger and
    `set_aside` is not given, StateBusy, and StoreFailed; then the ledger is as it was.
    """
    _refuse_no_backup(path, settings.state)
    with _hold(settings.ledger, "restore"):
        done = store.restore(path, settings.ledger, now=clock(), set_aside=set_aside)
        remarks = _publish_again(settings)
    if done.manifest is None:
        remarks = (f"{path} has no manifest beside it, so that only its own proofs speak for it.", *remarks)
    if not done.is_told:
        said = "The former ledger could not be read. The runs that it had beyond the backup are told by the published"
        remarks = (f"{said} copy, which may not know the last of them.", *remarks)
    return done, remarks


def rebuild(settings: Settings) -> tuple[store.Rebuilt, tuple[str, ...]]:
    """Make the ledger anew from its events, and publish; the present one is kept under another name. Also remarks.

    Raises UsageProblem where there is no ledger, StateBusy, and StoreFailed; then the ledger is as it was.
    """
    refuse_no_ledger(settings.ledger)
    with _hold(settings.ledger, "rebuild"):
        done = store.rebuild(settings.ledger, now=clock())
        return done, _publish_again(settings)


def _hold(ledger: Ledger, command: str) -> AbstractContextManager[None]:
    return store.hold_state(ledger, command=command, started_at=clock())


def _refuse_no_backup(path: Path, state: Path) -> None:
    if not path.is_file():
        raise UsageProblem(
            f"There is no backup {path}.", "Name the file: rollcall-...-vN.duckdb, in the folder backups."
        )
    if state.exists() and path.samefile(state):
        raise UsageProblem(f"{path} is the ledger itself.", "Name a backup of it.")


def _publish_again(settings: Settings) -> tuple[str, ...]:
    """Publish the ledger that is in place by now; the remark where that fails."""
    if not settings.publish.enabled:
        return ()
    try:
        store.publish(settings.ledger, parquet=settings.publish.parquet)
    except (StoreFailed, StateBusy) as problem:
        return (f"The ledger is in place, but not published. {problem.message} {problem.hint} Then: rollcall publish",)
    return ()


def publish(settings: Settings) -> Path:
    """Publish the analysts' copy and Parquet files of its tables; see `store.publish`."""
    with _hold(settings.ledger, "publish"):
        return store.publish(settings.ledger, parquet=True)


def publish_organization(org: str, file: Path, settings: Settings) -> Path:
    """Write a copy for the analysts of one organization to that file; see `store.publish_organization`.

    Raises UsageProblem where there is no ledger, too.
    """
    refuse_no_ledger(settings.ledger)
    refuse_harm(file, settings)
    return store.publish_organization(settings.ledger, org, file)

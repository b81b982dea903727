"""`--allow`: the guards that it switches off for one run, and the limits that it raises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields

from pipeline.model import Limits
from schemas.fields import FieldType
from schemas.reasons.limit_words import POLICY

GUARDS = ("empty", "absent-beside-unresolved", "unread-sheet")
NEW_OWNER = "new-owner"  # `new-owner=EMAIL` allows a new owner who looks like a known one
NEW_DEVICE = "new-device"  # `new-device=IDENTIFIER` allows a new device that looks like a known one
_NAMING = (NEW_OWNER, NEW_DEVICE, POLICY)
LIMITS = tuple(one.name for one in fields(Limits) if not one.name.startswith("min_") and one.name != "enabled")


def check_overrides(allow: tuple[str, ...]) -> None:
    """Raises ValueError, saying what may be given, for an entry that names no guard, no limit and nothing new."""
    for name, value in _entries(allow):
        if name in LIMITS and not _is_figure(value):
            raise ValueError(f"give the figure that {name} may reach, such as {name}=45")
        if name not in (*GUARDS, *LIMITS, *_NAMING):
            named = (*GUARDS, f"{NEW_OWNER}=EMAIL", f"{NEW_DEVICE}=IDENTIFIER", f"{POLICY}=NAME")
            raise ValueError(f"give one of {', '.join(named)}, or a limit and a figure: {', '.join(LIMITS)}")
        if name == NEW_OWNER and "@" not in value:
            raise ValueError(f"give the e-mail address that is right as it is, such as {NEW_OWNER}=name@company.com")
        if name == NEW_DEVICE and not value.strip():
            raise ValueError(f"give the identifier that is right as it is, such as {NEW_DEVICE}=LT-0001")
        if name == POLICY and not value.strip():
            raise ValueError(f"give the name of the policy that may be broken, such as {POLICY}=three-laptops")


def allowed_names(allow: Iterable[str]) -> dict[str, str | None]:
    """The guards that are switched off and the limits that are raised, each with its figure where one was given."""
    return {name: value or None for name, value in _entries(allow) if name not in _NAMING}


def allowed_owners(allow: Iterable[str]) -> frozenset[str]:
    """The e-mail addresses of the new owners that are allowed, normalised as cells of `owner_email` are."""
    return _keys(allow, NEW_OWNER, FieldType.EMAIL)


def allowed_devices(allow: Iterable[str]) -> frozenset[str]:
    """The identifiers of the new devices that are allowed, normalised as cells of `serial_number` are."""
    return _keys(allow, NEW_DEVICE, FieldType.IDENTIFIER)


def allowed_policies(allow: Iterable[str]) -> frozenset[str]:
    """The names of the policies that this run may break."""
    return frozenset(value.strip() for name, value in _entries(allow) if name == POLICY)


def _keys(allow: Iterable[str], new: str, kind: FieldType) -> frozenset[str]:
    named = [value for name, value in _entries(allow) if name == new]
    if not named:
        return frozenset()
    from schemas.keys import typed_key  # noqa: PLC0415 - Polars is heavy, and few runs name anything

    return frozenset(typed_key(value, kind) for value in named)


def raised(limits: Limits, allow: Iterable[str]) -> Limits:
    """The limits, each raised to the figure allowed for this run; none is lowered or switched on."""
    usual = asdict(limits)
    figures = {name: float(value) for name, value in allowed_names(allow).items() if name in LIMITS and value}
    higher = {name: max(usual[name], figure) for name, figure in figures.items() if usual[name] is not None}
    return Limits(**{**usual, **higher})


def _entries(allow: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each entry as its name and its value, blank where it has none."""
    for entry in allow:
        name, _, value = entry.partition("=")
        yield name, value


def _is_figure(value: str) -> bool:
    try:
        return float(value) >= 0
    except ValueError:
        return False

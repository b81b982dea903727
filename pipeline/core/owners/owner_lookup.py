"""The person whom a row means, by the strongest of e-mail address, number and login that it gives, else by the name.

A weaker one that belongs to somebody else is a mismatch. But a new e-mail address beside the number or login of a known
person is that person, whose address only a list of people changes. A name alone may also be a number or a login, as in
a column `Assigned to`; else it means the one person on record who has it, without case and accents, also as
`Last, First`.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    differs_expr,
    filled_columns,
    is_empty,
    is_true_expr,
    null_text,
    orgs_of,
    settled,
    stacked,
    with_facts,
)
from pipeline.core.owners.former_addresses import with_present_addresses
from pipeline.core.owners.name_keys import name_keys
from pipeline.core.owners.new_owners import KEYS, PREFIXES, as_one, is_creating_expr
from pipeline.core.owners.shared_numbers import without_shared
from schemas.fields import OWNER_IDENTIFIERS
from schemas.vocabulary import Reason

_FOUND = ("owner_id", "name", "owner_finding", "owners_meant")
_WORDS = {"number": "number", "login": "login", "name": "name"}


def resolve_owners(rows: Frame, owners: Frame, former: Frame | None = None) -> Frame:
    """The assignments rows with the person whom each of them means.

    `owner_email` becomes the person's handle: of a known one that on record, of an unknown one the strongest that the
    row gives, which stays in `given_email` where it is an address. Adds `owner_id` (blank where unknown), `owner_key`
    (the same for the same person; blank where the row names nobody), `owner_finding` (`identifier_mismatch`,
    `ambiguous_owner` or blank), `owners_meant` (the people of such a finding, in words), `unnamed_owner` (the name that
    nobody on record has, where the row gives nothing else) and `differing_email` (another address of a known person).
    `former` are the addresses that people had before; see `former_addresses`.
    """
    if "owner_key" in rows.collect_schema().names():
        return rows
    if is_empty(rows):
        blank = ("given_email", "owner_key", "owner_finding", "owners_meant", "unnamed_owner", "differing_email")
        return settled(rows.with_columns(owner_id=nw.lit(None, dtype=nw.Int64), **dict.fromkeys(blank, null_text())))
    rows = rows.with_columns(given_email=nw.col("owner_email"))
    if former is not None:
        rows = with_present_addresses(rows, owners, former)
    alone = nw.all_horizontal(*(nw.col(name).is_null() for name in OWNER_IDENTIFIERS), ignore_nulls=False)
    if not filled_columns(rows, tuple(KEYS)) and is_empty(rows.filter(alone & ~nw.col("owner_name").is_null())):
        return settled(with_keys(_by_email(rows, owners), owners))
    meant = without_shared(with_keys(with_meant(rows, owners), owners), is_creating_expr())
    return settled(as_one(meant, is_creating_expr()))


def with_meant(rows: Frame, owners: Frame) -> Frame:
    """The rows with the `owner_id` of the person on record whom each of them means, and with what stands against it.

    `given_email` is their address. `name` is the name that they are compared by where they give nothing else.
    """
    alone = nw.all_horizontal(*(nw.col(name).is_null() for name in OWNER_IDENTIFIERS), ignore_nulls=False)
    is_named = alone & ~nw.col("owner_name").is_null()
    identified = _by_identifiers(rows.filter(~is_named), owners)
    return stacked([identified, _by_name(settled(rows.filter(is_named)), owners)])


def with_keys(meant: Frame, owners: Frame) -> Frame:
    """The rows of `with_meant` with the handle of their person, and `owner_key`, the same for the same person."""
    number, login = (nw.col(column).str.to_lowercase() for column in KEYS)
    unknown = nw.coalesce(
        nw.concat_str(nw.lit(PREFIXES["email"]), nw.col("given_email")),
        nw.concat_str(nw.lit(PREFIXES["number"]), number),
        nw.concat_str(nw.lit(PREFIXES["login"]), login),
        nw.concat_str(nw.lit("name\x1f"), nw.col("name")),
    )
    known = nw.concat_str(nw.lit("#"), nw.col("owner_id").cast(nw.String))
    return _with_people(meant, owners).with_columns(owner_key=nw.coalesce(known, unknown)).drop("name")


def _by_email(rows: Frame, owners: Frame) -> Frame:
    """The rows with the owner of their address, where they give nothing else of a person."""
    nothing = {name: null_text() for name in ("name", "owner_finding", "owners_meant")}
    return _with_email(rows, owners).rename({"email_found": "owner_id"}).with_columns(**nothing)


def _with_email(rows: Frame, owners: Frame) -> Frame:
    emails = rows.select("owner_email").drop_nulls().unique()
    known = owners.select("org_id", owner_email=nw.col("email"), email_found=nw.col("owner_id"))
    return with_facts(rows, known.join(emails, on="owner_email", how="semi"), "owner_email", orgs_of(rows))


def _by_identifiers(rows: Frame, owners: Frame) -> Frame:
    """The rows that give an address, a number or a login, or nothing at all."""
    columns = rows.collect_schema().names()
    rows = _with_email(rows, owners)
    for column, key in KEYS.items():
        rows = _with_found(rows.with_columns(nw.col(column).str.to_lowercase().alias(key)), owners, key)
    rows = _with_own(settled(rows.with_columns(target=_target_expr())), owners, "login_found", "of_login")
    may_log_in = nw.col("number").is_null() | nw.col("of_login_number").is_null()
    is_login = (nw.col("login_count") == 1) & nw.col("number_found").is_null() & may_log_in
    target = nw.coalesce("target", nw.when(is_true_expr(is_login)).then(nw.col("login_found")))
    rows = _with_own(settled(rows.with_columns(owner_id=target)), owners, "owner_id", "own")
    return rows.with_columns(**_verdicts(), name=null_text()).select(*columns, *_FOUND)


def _target_expr() -> nw.Expr:
    """The person by the address, else by the number, where it is that of one person."""
    by_number = nw.when(is_true_expr(nw.col("number_count") == 1)).then(nw.col("number_found"))
    return nw.coalesce(nw.col("email_found"), by_number)


def _verdicts() -> dict[str, nw.Expr]:
    is_known = ~nw.col("owner_id").is_null()
    others = [
        is_known & ~nw.col(f"{key}_found").is_null() & differs_expr(nw.col(f"own_{key}"), nw.col(key))
        for key in KEYS.values()
    ]
    is_strange_login = ~is_known & nw.col("number_found").is_null() & is_true_expr(nw.col("login_count") == 1)
    is_shared = [~is_known & is_true_expr(nw.col(f"{key}_count") > 1) for key in KEYS.values()]
    number, login = (_belongs_expr(key) for key in KEYS.values())
    of_email = nw.concat_str(nw.lit("e-mail address "), nw.col("given_email"), nw.lit(" belongs to "), "own_handle")
    own = nw.when(~nw.col("email_found").is_null()).then(of_email)
    meant = (
        nw.when(is_shared[0])
        .then(_shared_expr("number"))
        .when(is_shared[1])
        .then(_shared_expr("login"))
        .when(nw.any_horizontal(*others, is_strange_login, ignore_nulls=True))
        .then(nw.concat_str(own, number, login, separator="; ", ignore_nulls=True))
    )
    is_ambiguous = nw.any_horizontal(*is_shared, ignore_nulls=True)
    finding = (
        nw.when(is_ambiguous)
        .then(nw.lit(Reason.AMBIGUOUS_OWNER.value))
        .when(~meant.is_null())
        .then(nw.lit(Reason.IDENTIFIER_MISMATCH.value))
    )
    return {"owner_finding": finding, "owners_meant": meant}


def _belongs_expr(key: str) -> nw.Expr:
    """`number 4711 belongs to anna@x.org`, or that nobody has it; null where the row does not give it."""
    value = nw.concat_str(nw.lit(f"{_WORDS[key]} "), nw.col(key))
    whose = nw.concat_str(value, nw.lit(" belongs to "), nw.col(f"{key}_handle"))
    return nw.coalesce(whose, nw.concat_str(value, nw.lit(" is not on record")))


def _shared_expr(key: str) -> nw.Expr:
    """The people who share a number, a login or a name: two of them, and how many there are where there are more."""
    count = nw.col(f"{key}_count")
    more = nw.when(count > 2).then(nw.concat_str(nw.lit(" ("), count.cast(nw.String), nw.lit(" people)")))
    both = nw.concat_str(nw.col(f"{key}_handle"), nw.lit(" and "), nw.col(f"{key}_last"))
    return nw.concat_str(both, more.otherwise(nw.lit("")))


def _by_name(rows: Frame, owners: Frame) -> Frame:
    """The rows that give nothing but a name: that may be a number or a login, else it is a name."""
    columns = rows.collect_schema().names()
    word = nw.col("owner_name").str.to_lowercase()
    rows = rows.join(name_keys(rows), on="owner_name", how="left").with_columns(number=word, login=word)
    for key in _WORDS:
        rows = _with_found(rows, owners, key)
    found, shared = nw.lit(None, dtype=nw.Int64), null_text()
    for key in reversed(tuple(_WORDS)):
        is_one, is_several = (is_true_expr(one) for one in (nw.col(f"{key}_count") == 1, nw.col(f"{key}_count") > 1))
        nobody = nw.lit(None, dtype=nw.Int64)
        found = (
            nw.when(is_one).then(nw.col(f"{key}_found")).otherwise(nw.when(is_several).then(nobody).otherwise(found))
        )
        shared = (
            nw.when(is_several).then(_shared_expr(key)).otherwise(nw.when(is_one).then(null_text()).otherwise(shared))
        )
    rows = rows.with_columns(owner_id=found, owners_meant=shared)
    finding = nw.when(~nw.col("owners_meant").is_null()).then(nw.lit(Reason.AMBIGUOUS_OWNER.value))
    return settled(rows.with_columns(owner_finding=finding).select(*columns, *_FOUND))


def _with_found(rows: Frame, owners: Frame, key: str) -> Frame:
    """The rows with the people who have their number, login or name, as `..._found` and `..._count`.

    `..._found` is one of them, and `..._handle` and `..._last` are the first and last of their handles.
    """
    column = {"number": "external_user_id", "login": "username", "name": "owner_name"}[key]
    wanted = settled(rows.select(key).drop_nulls().unique())
    if is_empty(wanted):
        numbers = [nw.lit(None, dtype=nw.Int64).alias(f"{key}_{name}") for name in ("found", "count")]
        return rows.with_columns(*numbers, *(null_text().alias(f"{key}_{name}") for name in ("handle", "last")))
    have = owners.drop_nulls(column)
    if key == "name":
        have = have.join(name_keys(have), on="owner_name", how="left")
    else:
        have = have.with_columns(nw.col(column).str.to_lowercase().alias(key))
    known = have.select("org_id", "owner_id", "handle", key).join(wanted, on=key, how="semi")
    facts = known.group_by("org_id", key).agg(
        nw.col("owner_id").min().alias(f"{key}_found"),
        nw.col("handle").min().alias(f"{key}_handle"),
        nw.col("handle").max().alias(f"{key}_last"),
        nw.len().cast(nw.Int64).alias(f"{key}_count"),
    )
    return with_facts(rows, settled(facts), key, orgs_of(rows))


def _with_own(rows: Frame, owners: Frame, found: str, prefix: str) -> Frame:
    """The rows with what is on record of the person in the column `found`: number, login and handle."""
    own = owners.select(
        nw.col("owner_id").alias(found),
        nw.col("external_user_id").str.to_lowercase().alias(f"{prefix}_number"),
        nw.col("username").str.to_lowercase().alias(f"{prefix}_login"),
        nw.col("handle").alias(f"{prefix}_handle"),
    )
    return rows.join(own.join(rows.select(found).drop_nulls().unique(), on=found, how="semi"), on=found, how="left")


def _with_people(rows: Frame, owners: Frame) -> Frame:
    """The rows with the handle of their person as `owner_email`, and what is told of an unknown or other address."""
    known = owners.select("owner_id", "handle", own_email=nw.col("email"))
    rows = settled(rows)
    wanted = rows.select("owner_id").drop_nulls().unique()
    rows = rows.join(known.join(wanted, on="owner_id", how="semi"), on="owner_id", how="left")
    is_known, given, name = ~nw.col("owner_id").is_null(), nw.col("given_email"), nw.col("owner_name")
    is_other = is_known & ~given.is_null() & ~is_true_expr(given == nw.col("own_email"))
    is_by_name = ~nw.col("name").is_null()
    return settled(
        rows.with_columns(
            differing_email=nw.when(is_other).then(given),
            unnamed_owner=nw.when(is_by_name & ~is_known).then(name),
            owner_name=nw.when(~(is_known & is_by_name)).then(name),
            owner_email=nw.coalesce("handle", "given_email", "external_user_id", "username", "owner_name"),
        ).drop("handle", "own_email")
    )

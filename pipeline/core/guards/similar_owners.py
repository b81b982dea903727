"""New owners who look like known ones, most of them by a slip in the address, so that one person would be two owners.

An address has a name, perhaps a tag after a plus, and a domain: `anna.bell+lab@acme.example`. These are slips:

- `look_alike`: the same address except for letters of another alphabet that are drawn like Latin ones.
- `letter`: one character of the name inserted, dropped, changed, or swapped with the next, with everything else
  equal and a known name of six letters or more. A wrong full stop, hyphen or underscore is such a slip, too
  (`annabell` for `anna.bell`).
- `swapped_names`: the first or the last part of the name stands at the other end: `bell.anna` for `anna.bell`, however
  the parts are divided (`bell_anna`), with everything else equal. A name with a digit is not taken for a person's.
- `domain`: the same name and tag at a domain that is one letter slip away from a usual domain, or looks like it (`rn`
  for `m`, `vv` for `w`, `cl` for `d`). A usual domain has five or more known owners; the new domain has fewer.
- `local_part`: the same name and tag at any other domain.
- `same_name`: the person has the full name of a known one, without case and accents.

These are no slips: a digit that is inserted, dropped, changed or moved (`user1` and `user2` are two people); a tag that
differs or is missing, since people choose their tags; a likeness between organizations, or to another new owner.

The search: two texts that are one slip apart become equal once each loses at most one character. So every text is
listed whole and without each of its characters in turn, by one expression per position and none per row, together with
the parts that must be equal. Equal keys make the candidates, and RapidFuzz finds those exactly one slip apart.
"""

from __future__ import annotations

from collections.abc import Collection

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    beside,
    computed,
    is_empty,
    null_text,
    orgs_of,
    settled,
    stacked,
    with_replaced,
)
from pipeline.core.owners.name_keys import name_keys
from schemas.lookalikes.letters import SMALL_LOOK_ALIKES
from schemas.vocabulary import Likeness, Request

_SIX_LETTERS = r"^(?:\P{L}*\p{L}){6}"

# A domain of at least five known owners is a usual one.
_COLLEAGUES = 5

# The longest local part of an address (RFC 5321).
_LONGEST = 64

# Letters that look like another one in most typefaces.
_DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))

_FOREIGN = r"[^ -~]"

# A name of six characters with one slip in it still begins or ends with the same two.
_ENDS = 2


def named_suspects(assignments: Frame, owners: Frame, allowed: Collection[str]) -> Frame:
    """The suspects among the new owners of assign rows, without those who are allowed; see `suspect_owners`.

    `assignments` are rows as `resolve_owners` gives them. Owners without an address are known by their handle.
    """
    rows = assignments.filter(
        nw.col("action") == Request.ASSIGN.value, nw.col("owner_id").is_null(), ~nw.col("owner_key").is_null()
    )
    named = rows.select("org_id", "owner_name", email=nw.col("owner_email"))
    if allowed:
        named = named.filter(~nw.col("email").str.to_lowercase().is_in(sorted(allowed)))
    new = settled(named.unique())
    if is_empty(new):
        return _nobody_like(new)
    orgs = orgs_of(new)
    known = owners.filter(nw.col("org_id").is_in(orgs)).select("org_id", "owner_name", email=nw.col("handle"))
    return suspect_owners(new, known)


def suspect_owners(new: Frame, known: Frame) -> Frame:
    """One row per new owner who looks like a known one: `org_id, email, likely_email, likeness`, in order.

    `new` and `known` have `org_id`, `email` and `owner_name`; nobody is in both. Of several known owners, the likely
    one has the nearest likeness (in the order `look_alike`, `letter`, `swapped_names`, `domain`, `local_part`,
    `same_name`), and among those the first address in text order.
    """
    people, known_people, new = settled(new), known, settled(new.select("org_id", "email").unique())
    if is_empty(new) or is_empty(known):
        return _nobody_like(new.head(0))
    new, known = settled(_with_name_and_home(new)), _with_name_and_home(known)
    neighbours = settled(known.join(new.select("org_id", "home").unique(), on=["org_id", "home"], how="semi"))
    has_neighbours = not is_empty(neighbours)
    found = {
        Likeness.LOOK_ALIKE: _drawn_alike(new, known),
        Likeness.LETTER: _letter_slips(new, neighbours) if has_neighbours else None,
        Likeness.SWAPPED_NAMES: _swapped_names(new, neighbours) if has_neighbours else None,
        Likeness.DOMAIN: _domain_slips(new, known),
        Likeness.LOCAL_PART: _same_local_part(new, known),
        Likeness.SAME_NAME: _same_name(people, known_people),
    }
    ranked = nw.concat(
        [
            pairs.with_columns(rank=nw.lit(rank), likeness=nw.lit(likeness.value))
            for rank, likeness in enumerate(Likeness)
            if (pairs := found[likeness]) is not None
        ],
        how="vertical",
    )
    first = ranked.group_by("org_id", "email", "rank", "likeness").agg(nw.col("likely_email").min())
    nearest = first.filter(nw.col("rank") == nw.col("rank").min().over("org_id", "email"))
    return settled(nearest.select("org_id", "email", "likely_email", "likeness").sort("org_id", "email"))


def _nobody_like(new: Frame) -> Frame:
    return settled(new.select("org_id", "email", likely_email=null_text(), likeness=null_text()))


def _with_name_and_home(owners: Frame) -> Frame:
    """The owners with the `name` of the address, and its `home`: the tag and the domain."""
    return owners.select(
        "org_id",
        "email",
        name=nw.col("email").str.replace_all(r"[+@].*$", ""),
        home=nw.col("email").str.replace_all(r"^[^+@]*", ""),
    )


def _drawn_alike(new: Frame, known: Frame) -> Frame | None:
    """The new owners whose address equals a known one once look-alikes are replaced by Latin letters.

    None where there can be none, here and below.
    """
    is_foreign = nw.col("email").str.contains(_FOREIGN)
    foreign = [settled(owners.filter(is_foreign)) for owners in (new, known)]
    if all(is_empty(owners) for owners in foreign):  # nobody is in both, so no two plain addresses are equal
        return None
    new, known = (
        stacked([owners.filter(~is_foreign).with_columns(latin="email"), _in_latin(written)])
        for owners, written in zip((new, known), foreign, strict=True)
    )
    likely = known.select("org_id", "latin", likely_email=nw.col("email"))
    pairs = new.join(likely, on=["org_id", "latin"], how="inner")
    return pairs.select("org_id", "email", "likely_email")


def _in_latin(owners: Frame) -> Frame:
    """The owners with `latin`, their address with look-alikes replaced by Latin letters."""
    return with_replaced(owners.with_columns(latin="email"), "latin", SMALL_LOOK_ALIKES)


def _letter_slips(new: Frame, known: Frame) -> Frame | None:
    texts = {"text": nw.col("email"), "loose": nw.col("name"), "firm": nw.col("home")}
    long = known.filter(nw.col("name").str.contains(_SIX_LETTERS))
    near = settled(_sharing_an_end(new.with_columns(**_ends()), long.with_columns(**_ends())))
    if is_empty(near):
        return None
    slips = _slips(new.select("org_id", **texts), near.select("org_id", **texts))
    return slips.select("org_id", email=nw.col("text"), likely_email=nw.col("likely"))


def _ends() -> dict[str, nw.Expr]:
    return {"head": nw.col("name").str.head(_ENDS), "tail": nw.col("name").str.tail(_ENDS)}


def _sharing_an_end(new: Frame, known: Frame) -> Frame:
    """The known owners whose name begins or ends like that of a new one, which are few where few are new."""
    by_head, by_tail = ["org_id", "home", "head"], ["org_id", "home", "tail"]
    heads, tails = new.select(by_head).unique(), new.select(by_tail).unique()
    others = known.join(heads, on=by_head, how="anti").join(tails, on=by_tail, how="semi")
    return stacked([known.join(heads, on=by_head, how="semi"), others])


def _swapped_names(new: Frame, known: Frame) -> Frame:
    """The new owners whose name is a known one with its first or last part at the other end."""
    name = nw.col("name")
    new, known = (owners.with_columns(name=name.str.replace_all(r"[._-]+", ".")) for owners in (new, known))
    people = new.filter(name.str.contains(r"^[^.\p{N}]+\.[^\p{N}]*[^.\p{N}]$"))
    first, but_first = name.str.replace_all(r"\..*$", ""), name.str.replace_all(r"^[^.]*\.", "")
    last, but_last = name.str.replace_all(r"^.*\.", ""), name.str.replace_all(r"\.[^.]*$", "")
    swaps = (nw.concat_str(but_first, first, separator="."), nw.concat_str(last, but_last, separator="."))
    turned = nw.concat([people.with_columns(swapped=swap) for swap in swaps], how="vertical")
    likely = known.select("org_id", "home", swapped=name, likely_email=nw.col("email"))
    pairs = turned.filter(name != nw.col("swapped")).join(likely, on=["org_id", "home", "swapped"], how="inner")
    return pairs.select("org_id", "email", "likely_email")


def _domain_slips(new: Frame, known: Frame) -> Frame | None:
    """The new owners whose domain is a slip of a usual domain at which the same name is known."""
    domain, local = nw.col("email").str.replace_all(r"^.*@", ""), nw.col("email").str.replace_all(r"@.*$", "")
    new, known = (owners.select("org_id", "email", domain=domain) for owners in (new, known))
    counted = known.group_by("org_id", "domain").agg(owners=nw.len())
    usual = settled(counted.filter(nw.col("owners") >= _COLLEAGUES))
    strange = settled(new.select("org_id", "domain").unique().join(usual, on=["org_id", "domain"], how="anti"))
    if is_empty(usual) or is_empty(strange):
        return None
    texts = {"text": nw.col("domain"), "loose": nw.col("domain"), "firm": nw.lit("")}
    near = _slips(strange.select("org_id", **texts), usual.select("org_id", **texts))
    slips = stacked([near, _look_alikes(strange, usual)])
    if is_empty(slips):
        return None
    meant = slips.select("org_id", domain=nw.col("text"), likely_domain=nw.col("likely"))
    likely = known.select("org_id", local=local, likely_domain=nw.col("domain"), likely_email=nw.col("email"))
    pairs = new.with_columns(local=local).join(meant, on=["org_id", "domain"], how="inner")
    pairs = pairs.join(likely, on=["org_id", "local", "likely_domain"], how="inner")
    return pairs.select("org_id", "email", "likely_email")


def _same_local_part(new: Frame, known: Frame) -> Frame:
    """The new owners whose address is a known one but for its domain."""
    local = nw.col("email").str.replace_all(r"@[^@]*$", "")
    is_address = nw.col("email").str.contains("@", literal=True)
    likely = known.filter(is_address).select("org_id", local=local, likely_email=nw.col("email"))
    pairs = new.filter(is_address).with_columns(local=local).join(likely, on=["org_id", "local"], how="inner")
    return pairs.select("org_id", "email", "likely_email")


def _same_name(new: Frame, known: Frame) -> Frame | None:
    """The new owners with the full name of a known one."""
    whole = nw.col("owner_name").str.contains(r"\S[\s,]+\S")
    new = settled(new.filter(whole))
    if is_empty(new):
        return None
    known = known.filter(whole)
    new, known = (people.join(name_keys(people), on="owner_name", how="inner") for people in (new, known))
    likely = known.select("org_id", "name", likely_email=nw.col("email"))
    return new.join(likely, on=["org_id", "name"], how="inner").select("org_id", "email", "likely_email")


def _look_alikes(strange: Frame, usual: Frame) -> Frame:
    """The pairs of domains that are drawn alike: `org_id`, the new domain as `text`, the usual one as `likely`."""
    drawn = nw.col("domain")
    for letters, letter in _DRAWN_ALIKE:
        drawn = drawn.str.replace_all(letters, letter)
    texts = strange.select("org_id", text="domain", drawn=drawn)
    pairs = texts.join(usual.select("org_id", likely="domain", drawn=drawn), on=["org_id", "drawn"], how="inner")
    return settled(pairs.select("org_id", "text", "likely"))


def _slips(new: Frame, known: Frame) -> Frame:
    """One row per pair of texts that are one slip apart: `org_id`, the new one as `text`, the known one as `likely`.

    Both frames have `org_id`, `text`, its part `loose`, which may differ, and its part `firm`, which must be equal.
    """
    new, known = (_with_digits(texts) for texts in (new, known))
    within = ["org_id", "firm", "digits"]
    groups = settled(new.select(*within).unique().with_row_index("number", order_by=within))
    groups = groups.with_columns(group=nw.col("number").cast(nw.String)).drop("number")
    new, known = (settled(texts.join(groups, on=within, how="inner")) for texts in (new, known))
    if is_empty(new) or is_empty(known):
        return new.head(0).select("org_id", "text", likely=null_text())
    likely = _with_shorter_keys(known.select("loose", "size", "group", likely=nw.col("text")), "likely")
    pairs = likely.join(_with_shorter_keys(new, "org_id", "text"), on="key", how="inner")
    return _one_slip_apart(pairs.select("org_id", "text", "likely").unique())


def _with_digits(texts: Frame) -> Frame:
    sized = texts.with_columns(
        size=nw.col("loose").str.len_chars(), digits=nw.col("loose").str.replace_all(r"\P{N}+", "")
    )
    return sized.filter(nw.col("size") <= _LONGEST)


def _with_shorter_keys(texts: Frame, *kept: str) -> Frame:
    """Every text with itself as `key`, and again with each key that leaves out one of its characters."""
    longest = int(computed(texts.select(nw.col("size").max())).item())
    loose = nw.col("loose")
    whole = texts.select(*kept, key=nw.concat_str(loose, nw.lit(" "), nw.col("group")))
    thinner = [
        texts.filter(nw.col("size") > at).select(
            *kept,
            key=nw.concat_str(loose.str.slice(0, at), loose.str.slice(at + 1), nw.lit(" "), nw.col("group")),
        )
        for at in range(longest)
    ]
    return nw.concat([whole, *thinner], how="vertical")


def _one_slip_apart(pairs: Frame) -> Frame:
    """The pairs that are one insertion, deletion, change or swap of neighbours apart, without those that move a digit.

    Both texts have the same digits in the same order, so only a swap can have moved a digit.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where somebody is new
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    found = computed(pairs)
    apart = cpdist(found["text"].to_list(), found["likely"].to_list(), scorer=OSA.distance, score_cutoff=1)
    found = found.with_columns(nw.new_series("apart", apart.tolist(), nw.Int64, backend=found.implementation))
    text, likely = nw.col("text"), nw.col("likely")
    is_as_long = text.str.len_chars() == likely.str.len_chars()
    is_digit_moved = is_as_long & (text.str.replace_all(r"\P{N}", "x") != likely.str.replace_all(r"\P{N}", "x"))
    return beside(found.filter((nw.col("apart") == 1) & ~is_digit_moved).drop("apart"), pairs)

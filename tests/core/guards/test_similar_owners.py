"""Which new e-mail address looks like a slip of a known one, and of which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.expressions import Frame
from pipeline.core.guards.similar_owners import named_suspects, suspect_owners
from tests.support.reference.slips import likely_owner
from tests.support.strength import examples
from tests.support.worlds.decisions import on_polars

Suspect = tuple[str, str, str, str]

ANNA = "anna.bell@acme.example"
COLLEAGUES = tuple(f"{name}@acme.example" for name in ("ben", "eva", "ida", "joe", "kim"))


def owners(emails: Iterable[str], org_id: str = "default") -> pl.DataFrame:
    """One row per owner of one organization."""
    rows = [(org_id, email) for email in emails]
    frame = pl.DataFrame(rows, {"org_id": pl.String, "email": pl.String}, orient="row")
    return frame.with_columns(owner_name=pl.lit(None, pl.String), handle=pl.col("email"))


def suspects(
    new: pl.DataFrame, known: pl.DataFrame, lazily: Callable[[pl.DataFrame], Frame] = on_polars
) -> list[Suspect]:
    """The rows that the core gives."""
    found: Any = suspect_owners(lazily(new), lazily(known)).collect("polars").to_native()
    rows: list[Suspect] = found.rows()
    return rows


def likely(email: str, *known: str) -> tuple[str, str] | None:
    """Who was likely meant, and how the two are alike."""
    found = suspects(owners([email]), owners(known))
    return found[0][2:] if found else None


@pytest.mark.parametrize(
    ("email", "known"),
    [
        pytest.param("anna.belll@acme.example", ANNA, id="a letter inserted"),
        pytest.param("aanna.bell@acme.example", ANNA, id="at the start"),
        pytest.param("anna.bel@acme.example", ANNA, id="a letter dropped"),
        pytest.param("nna.bell@acme.example", ANNA, id="from the start"),
        pytest.param("anna.bill@acme.example", ANNA, id="a letter changed"),
        pytest.param("hanna.bell@acme.example", ANNA, id="another first name, one letter away"),
        pytest.param("anna.eбll@acme.example", "anna.eбla@acme.example", id="of whatever alphabet"),
        pytest.param("jürgen@acme.example", "jurgen@acme.example", id="or accent"),
        pytest.param("ana.nbell@acme.example", "an.anbell@acme.example", id="a full stop swapped with a letter"),
        pytest.param("anan.bell@acme.example", ANNA, id="two letters swapped"),
        pytest.param("anna.blel@acme.example", ANNA, id="two letters swapped near the end"),
        pytest.param("annabell@acme.example", ANNA, id="a full stop dropped"),
        pytest.param("anna-bell@acme.example", ANNA, id="a full stop changed"),
        pytest.param("danel@acme.example", "daniel@acme.example", id="six letters, of which one is dropped"),
        pytest.param("anna.bel2@acme.example", "anna.bell2@acme.example", id="a letter beside an equal digit"),
        pytest.param("anna.bel+lab@acme.example", "anna.bell+lab@acme.example", id="a letter before an equal tag"),
    ],
)
def test_one_letter_is_a_slip(email: str, known: str) -> None:
    assert likely(email, known) == (known, "letter")


@pytest.mark.parametrize(
    ("email", "known"),
    [
        pytest.param("bell.anna@acme.example", ANNA, id="first and last"),
        pytest.param("bell_anna@acme.example", ANNA, id="divided otherwise"),
        pytest.param("bell-anna@acme.example", "anna-bell@acme.example", id="divided by hyphens"),
        pytest.param("b.anna@acme.example", "anna.b@acme.example", id="an initial"),
        pytest.param("schmidt.anna-maria@acme.example", "anna-maria.schmidt@acme.example", id="two first names"),
        pytest.param("bell-may.anna@acme.example", "anna.bell-may@acme.example", id="two last names"),
        pytest.param("bell.anna+lab@acme.example", "anna.bell+lab@acme.example", id="before an equal tag"),
    ],
)
def test_names_at_each_other_s_place_are_a_slip(email: str, known: str) -> None:
    assert likely(email, known) == (known, "swapped_names")


@pytest.mark.parametrize(
    ("email", "known"),
    [
        pytest.param("\u0430nna.bell@acme.example", ANNA, id="a Cyrillic letter"),
        pytest.param("\u0430\u0435@x.example", "ae@x.example", id="in a short name"),
        pytest.param("\u03bf.7@x.example", "o.7@x.example", id="a Greek one beside a digit"),
        pytest.param("anna.bell@\u0430\u0441m\u0435.example", ANNA, id="in the domain"),
        pytest.param("ae@x.example", "\u0430e@x.example", id="in the ledger"),
    ],
)
def test_letters_of_another_alphabet_that_are_drawn_alike_are_a_slip(email: str, known: str) -> None:
    assert likely(email, "zoe@acme.example", known) == (known, "look_alike")


@pytest.mark.parametrize("domain", ["acmee.example", "acm.example", "acne.example", "amce.example", "acme.exmple"])
def test_the_same_name_at_a_look_alike_of_a_usual_domain_is_a_slip(domain: str) -> None:
    assert likely(f"ida@{domain}", *COLLEAGUES) == ("ida@acme.example", "domain")


@pytest.mark.parametrize(
    ("domain", "usual"),
    [
        ("acrne.example", "acme.example"),
        ("amold.example", "arnold.example"),
        ("vvest.example", "west.example"),
        ("aclcler.example", "adder.example"),
        ("acme.corn", "acme.com"),
    ],
)
def test_the_same_name_at_a_domain_of_letters_that_look_alike_is_a_slip(domain: str, usual: str) -> None:
    known = [f"{name}@{usual}" for name in ("ben", "eva", "ida", "joe", "kim")]
    assert likely(f"ida@{domain}", *known) == (f"ida@{usual}", "domain")
    assert likely(f"zoe@{domain}", *known) is None


@pytest.mark.parametrize(
    ("email", "known"),
    [
        pytest.param("user2@acme.example", "user1@acme.example", id="another digit"),
        pytest.param("lab.device2@acme.example", "lab.device1@acme.example", id="another digit, many letters"),
        pytest.param("anna.bell2@acme.example", ANNA, id="a digit more"),
        pytest.param("anna.bell@acme.example", "anna.bell2@acme.example", id="a digit less"),
        pytest.param("anna.bel1@acme.example", ANNA, id="a digit for a letter"),
        pytest.param("anna.bel1l@acme.example", "anna.bell1@acme.example", id="a digit swapped with a letter"),
        pytest.param("device12@acme.example", "device21@acme.example", id="two digits swapped"),
        pytest.param("device.b2@acme.example", "device.a1@acme.example", id="a letter and a digit"),
        pytest.param("benn@acme.example", "ben@acme.example", id="too few letters"),
        pytest.param("marta1@acme.example", "maria1@acme.example", id="five letters and a digit"),
        pytest.param("anna.bi@acme.example", ANNA, id="two slips"),
        pytest.param("anna.llbe@acme.example", ANNA, id="a letter far away"),
        pytest.param("nana.blel@acme.example", ANNA, id="two swaps"),
        pytest.param("anna.bel@acme.org", ANNA, id="a letter, and another domain"),
        pytest.param("anna.bell+lab@acme.example", ANNA, id="a tag"),
        pytest.param("anna.bell@acme.example", "anna.bell+lab@acme.example", id="no tag"),
        pytest.param("anna.bell+lap@acme.example", "anna.bell+lab@acme.example", id="another tag"),
        pytest.param("bell.anna@acme.org", ANNA, id="swapped names, and another domain"),
        pytest.param("room2.desk1@acme.example", "desk1.room2@acme.example", id="swapped names with digits"),
        pytest.param("bel.anna@acme.example", ANNA, id="swapped names, and a letter"),
        pytest.param("ab-ab@acme.example", "ab.ab@acme.example", id="twice the same name"),
    ],
)
def test_anything_else_is_another_person(email: str, known: str) -> None:
    assert likely(email, known) is None


@pytest.mark.parametrize(
    ("email", "known"),
    [
        pytest.param("ida@acmee.example", COLLEAGUES[:4], id="a domain that only four have"),
        pytest.param("ida2@acmee.example", COLLEAGUES, id="another name there"),
        pytest.param("ida+lab@acmee.example", COLLEAGUES, id="another tag there"),
        pytest.param("ida@acme2.example", COLLEAGUES, id="a domain with a digit more"),
        pytest.param("ida@axxe.example", COLLEAGUES, id="a domain two letters away"),
        pytest.param("ida@acrnee.example", COLLEAGUES, id="a domain that looks alike, and a letter"),
        pytest.param("ida@acrne.example", COLLEAGUES[:4], id="a look-alike of a domain that only four have"),
        pytest.param(
            "ida@acmee.example",
            (*COLLEAGUES, *(f"{name}@acmee.example" for name in ("ann", "bob", "cyd", "dee", "eli"))),
            id="a domain that is usual itself",
        ),
    ],
)
def test_no_other_domain_is_a_look_alike(email: str, known: tuple[str, ...]) -> None:
    assert (likely(email, *known) or ("", "local_part"))[1] == "local_part"


def test_the_same_name_and_tag_at_any_other_domain_may_be_one_person() -> None:
    assert likely("anna.bell@acme.org", ANNA) == (ANNA, "local_part")
    assert likely("anna.bell+lab@acme.org", ANNA) is None


@pytest.mark.parametrize("name", ["Anna Bell", "ÁNNA BELL", "Bell, Anna"])
def test_a_full_name_of_a_known_person_may_be_that_person(name: str) -> None:
    new = owners(["a.schmidt@acme.example"]).with_columns(owner_name=pl.lit(name))
    known = owners([ANNA]).with_columns(owner_name=pl.lit("Anna Bell"))

    assert suspects(new, known) == [("default", "a.schmidt@acme.example", ANNA, "same_name")]
    assert suspects(new.with_columns(owner_name=pl.lit("Anna")), known.with_columns(owner_name=pl.lit("Anna"))) == []


def test_the_nearest_kind_comes_first_and_then_the_first_e_mail() -> None:
    known = (*COLLEAGUES, "bell.anna@acme.example", "zanna.bell@acme.example", "hanna.bell@acme.example")
    assert likely(ANNA, *known) == ("hanna.bell@acme.example", "letter")
    assert likely(ANNA, *known[:6]) == ("bell.anna@acme.example", "swapped_names")
    both = ("bell.anna@acmee.example", "anna.bell@acme.example", *COLLEAGUES)
    assert likely("anna.bell@acmee.example", *both) == ("bell.anna@acmee.example", "swapped_names")


def test_organizations_never_mix() -> None:
    new = pl.concat([owners(["anna.bel@acme.example"], "north"), owners(["hanna.bell@acme.example"], "south")])
    known = pl.concat([owners([ANNA], "south"), owners(COLLEAGUES, "north"), owners(["ida@acmee.example"], "south")])
    assert suspects(new, known) == [("south", "hanna.bell@acme.example", ANNA, "letter")]
    assert suspects(owners(["ida@acmee.example"], "west"), known) == []


def test_new_owners_are_compared_with_known_ones_only() -> None:
    assert suspects(owners(["anna.bell@acme.example", "anna.bel@acme.example"]), owners(COLLEAGUES)) == []


def test_the_suspects_stand_in_the_order_of_their_addresses() -> None:
    new = owners(["hanna.bell@acme.example", "anna.bel@acme.example", "bell.anna@acme.example", "zoe@acme.example"])
    assert [email for _, email, *_ in suspects(new, owners([ANNA]))] == sorted(new["email"])[:3]


def test_only_owners_whom_assign_rows_name_and_nobody_knows_or_allows_are_suspects() -> None:
    named = [
        ("assign", "anna.bel@acme.example"),
        ("assign", "hanna.bell@acme.example"),
        ("unassign", "anna.bill@acme.example"),
        ("assign", "bell.anna@acme.example"),
        ("assign", None),
        (None, "anna.ball@acme.example"),
    ]
    rows = pl.DataFrame(named, ["action", "owner_email"], orient="row").with_columns(org_id=pl.lit("default"))
    is_known = pl.col("owner_email") == "bell.anna@acme.example"
    rows = rows.with_columns(
        owner_name=pl.lit(None, pl.String), owner_key="owner_email", owner_id=pl.when(is_known).then(2)
    )
    known = owners([ANNA, "bell.anna@acme.example"])
    found: Any = named_suspects(on_polars(rows), on_polars(known), frozenset({"hanna.bell@acme.example"})).collect()
    assert found["email"].to_list() == ["anna.bel@acme.example"]


def test_no_rows_have_no_suspects() -> None:
    texts = dict.fromkeys(("org_id", "action", "owner_email", "owner_name", "owner_key"), pl.String)
    rows = on_polars(pl.DataFrame(schema={**texts, "owner_id": pl.Int64}))
    found = named_suspects(rows, on_polars(owners([ANNA])), frozenset()).collect()
    assert (found.shape, found.columns) == ((0, 4), ["org_id", "email", "likely_email", "likeness"])


NAMES = st.text("abc\u04301.-+", min_size=1, max_size=4) | st.sampled_from(
    ["abcabc", "abcab", "a.bcabc", "bcabc.a", "abc1abc"]
)
"""Addresses so much alike that most are a slip, or almost a slip, of some other."""
ADDRESSES = st.builds(
    "{}{}@{}".format,
    NAMES,
    st.sampled_from(["", "abcab", "+a", "aabcc"]),
    st.sampled_from(["ab", "aab", "b1", "clb", "db", "\u0430b"]),
)


@examples(15, of=300)
@given(st.sets(ADDRESSES, min_size=1, max_size=12), st.sets(ADDRESSES, max_size=30))
def test_the_core_suspects_whom_the_naive_model_suspects(new: set[str], known: set[str]) -> None:
    strangers = sorted(new - known)
    expected = [
        ("default", email, *meant) for email in strangers if (meant := likely_owner(email, sorted(known))) is not None
    ]
    assert suspects(owners(strangers), owners(known)) == expected


@pytest.mark.system
def test_duckdb_suspects_whom_polars_suspects() -> None:
    def on_duckdb(frame: pl.DataFrame) -> Frame:
        return nw.from_native(duckdb.from_arrow(frame.to_arrow()))

    addresses = ("anna.bel@acme.example", "bell.anna@acme.example", "ida@amce.example", "joe@acrne.example")
    new = owners([*addresses, "kim@\u0430cme.example"])
    known = owners([ANNA, *COLLEAGUES])
    assert suspects(new, known, on_duckdb) == suspects(new, known)
    kinds = [likeness for *_, likeness in suspects(new, known)]
    assert kinds == ["letter", "swapped_names", "domain", "domain", "look_alike"]

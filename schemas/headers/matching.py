"""The field that a header means, per kind of sheet, by comparing it with the one table of spellings.

Some words mean one thing in an inventory and another in an assignments sheet (`Name`, `Type`, `Notes`): each kind is
matched with its own half of the table.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS, MDM_FIELDS, NAME_PARTS, PEOPLE_FIELDS, PRICES, Field
from schemas.headers import spellings as table
from schemas.headers.other_words import SMALL
from schemas.headers.rewordings import in_other_words, may_be_reworded, parts_of, rewordings
from schemas.vocabulary import SINGLE_KINDS, Kind
from schemas.words.currencies import without_currency

# The prefixes that some exports put before every header, or before those of custom fields.
PREFIXES = r"^(?:hb\.field\.|hb\.|cf[:_])"
# What some programs write behind a header: the type of the column, or that it must be filled in.
SUFFIXES = (
    r"\s*(?:,\s*type:\s*\w+|:\s*(?:text|string|number|integer|decimal|datetime|boolean|bool|enum)"
    r"|\((?:text|required|optional|mandatory|if [a-z ]+|(?:(?:d{1,2}|t{1,2}|m{1,3}|[yja]{2,4})[-/. ]?){2,3})\))\s*$"
)

_ODD_SPACE = re.compile(r"[\u00a0\u200b-\u200f\u2060\ufeff\s]+")
_SEPARATORS = re.compile(r"[\s_\-./:#()*?\[\]]+")
# A text that is what most functions below would make of it, as most spellings of the table are.
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIXES = re.compile(PREFIXES, re.IGNORECASE)
_SUFFIXES = re.compile(SUFFIXES, re.IGNORECASE)
_FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.INVENTORY: INVENTORY_FIELDS,
    Kind.ASSIGNMENTS: (*ASSIGNMENT_FIELDS, *NAME_PARTS),
    Kind.PEOPLE: (*PEOPLE_FIELDS, *NAME_PARTS),
}
_SMALL_WORDS = re.compile(rf"(?<![^\s])(?:(?:{'|'.join(SMALL)})\s|[dl]')", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:user |initial |temporary |temp |default |new |admin |login )?(?:password|passwd|pwd|passcode|passphrase)"
    r"(?: required| hash| upload only)?|(?:initial|start)?(?:passwort|kennwort)|mot de passe(?: initial)?"
    r"|contrasena|clave de acceso|senha|parola d'ordine|wachtwoord|haslo|heslo|пароль|密码"
    r"|(?:app|application|nwk|network|join) ?s? ?key"
    r"|(?:bit ?locker |file ?vault |luks )?recovery (?:key|password)|(?:bit ?locker|file ?vault)(?: id)? key"
    r"|(?:sim )?puk(?: code| ?\d)?|(?:sim|card|device|phone|screen|lock|voicemail) pin(?: code| ?\d)?|pin code"
    r"|(?:unlock|lock|screen lock|unlocking) (?:code|pin|pattern)|bios password|api key|private key"
)
_APOSTROPHES = str.maketrans("\u2018\u2019\u00b4`", "''''")


def tidy_header(header: str) -> str:
    """The header as a person reads it: on one line, without odd or doubled spaces."""
    return _ODD_SPACE.sub(" ", header).strip()


@lru_cache(maxsize=1 << 13)
def normalise_header(header: str) -> str:
    """The header as lower-case words with single spaces: `Serial_No.`, `serialNo` and `SERIAL NO` are the same."""
    if _PLAIN.fullmatch(header) or _is_plain(header):
        return header
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", _unprefixed(header)).casefold()).strip()


@lru_cache(maxsize=1 << 15)
def header_key(header: str) -> str:
    """The header without case, spaces, punctuation and accents: headers with different keys are never the same.

    A header of nothing but signs (`#`) is its own key.
    """
    return _bare(normalise_header(header)) or tidy_header(header)


@lru_cache(maxsize=1 << 13)
def bare_words(header: str) -> str:
    """The header as lower-case words with single spaces, without accents."""
    return _without_accents(normalise_header(header))


def specificity(header: str, kind: Kind) -> int:
    """The place of a header among the spellings of its field: the field's own name is first, and then the nearest."""
    name = match_header(header, kind)
    if _is_number_of_another(header, kind):
        return len(spelled(kind))
    keys = [header_key(spelling) for spelling, field in spelled(kind) if field == name]
    return keys.index(header_key(header)) if header_key(header) in keys else len(keys)


def is_row_counter(header: str) -> bool:
    """True for `#`, `No.`, `Sr. No.` and their like: they number the rows, and are never a serial number."""
    return is_one_of(header, table.ROW_COUNTERS) or not _SEPARATORS.sub("", header_key(header))


def is_quantity(header: str) -> bool:
    """True for `Qty` and its like: the column says how many devices the row stands for."""
    return is_one_of(header, table.QUANTITIES)


def is_secret(header: str) -> bool:
    """True for a column of passwords or keys, which nobody wants in a ledger; not for one that only speaks of them."""
    return _SECRET.fullmatch(bare_words(header)) is not None


def is_one_of(header: str, spellings: tuple[str, ...]) -> bool:
    """True where the header is one of these spellings of the table, in whatever case and punctuation."""
    return header_key(header) in _keys(spellings)


@lru_cache(maxsize=1 << 15)
def match_header(header: str, kind: Kind) -> str | None:
    """The field that a header means in a sheet of that kind; None where it means no field.

    Spellings are compared as words, then without spaces, then also without accents, and then in other words.
    """
    if header.rstrip().endswith("#") and (number := _numbered(header, kind)):
        return number
    if header_key(header) in known_keys() and (name := _spelled_so(header, kind)):
        return name
    bare = without_currency(header)
    named = match_header(bare, kind) if bare != header else None
    return named if named in PRICES else _reworded(header, kind)


def _spelled_so(header: str, kind: Kind) -> str | None:
    exact, plain = _spellings(kind), normalise_header(header)
    uncamelled = _SEPARATORS.sub(" ", _unprefixed(header).casefold()).strip()
    candidates = (plain, uncamelled, _squeezed(plain), _bare(plain))
    return next((exact[candidate] for candidate in candidates if candidate in exact), None)


def is_reworded(header: str) -> bool:
    """True for a header that means a field in other words than those of the table: a quick check of many cells."""
    return _may_be_reworded(header) and any(match_header(header, kind) for kind in SINGLE_KINDS)


def known_spellings(kind: Kind) -> Iterable[str]:
    """Every spelling of a field of that kind, normalised, for "did you mean"."""
    return _spellings(kind).keys()


@cache
def known_keys() -> frozenset[str]:
    """The `header_key` of every spelling of any kind: one with any other key means a field in other words alone."""
    return frozenset(header_key(spelling) for kind in SINGLE_KINDS for spelling, _name in spelled(kind))


@cache
def spelled(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Every spelling of the table, not normalised, with its field; the names of the fields come first."""
    names = [(field.name, field.name) for field in _FIELDS[kind]]
    if kind is Kind.INVENTORY:
        names += [(field.name.replace("mdm_", "mdm.", 1), field.name) for field in MDM_FIELDS]
    pairs = [(spelling, name) for name, spellings in table.SPELLINGS[kind].items() for spelling in spellings]
    return (*names, *pairs, *_shortened(pairs))


def _shortened(pairs: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The spellings without their small words, with the field, where at least two words are left."""
    for spelling, name in pairs:
        short = _SMALL_WORDS.sub("", spelling) if " " in spelling else spelling
        if short != spelling and " " in short:
            yield short, name


@cache
def _spellings(kind: Kind) -> Mapping[str, str]:
    """The field of each spelling of that kind, in every form in which it may be written."""
    # Exact spellings win over those without spaces, and these over those without accents.
    words = [(normalise_header(spelling), name) for spelling, name in spelled(kind)]
    spellings: dict[str, str] = {}
    for form in (str, _squeezed, _bare):
        for spelling, name in words:
            spellings.setdefault(form(spelling), name)
    return spellings


def _is_number_of_another(header: str, kind: Kind) -> bool:
    """True for `Location #`: it gives the number of what the field names, as `Serial #` does not."""
    return header.rstrip().endswith("#") and _numbered(header, kind) is None


def _numbered(header: str, kind: Kind) -> str | None:
    """The field of `Employee #`, which is no employee; `Model #` may be the model, as people have it."""
    number = match_header(f"{header.rstrip(' #')} number", kind)
    return None if number == "model_number" else number


def _reworded(header: str, kind: Kind) -> str | None:
    """The field that a header means in other words than those of the table; None where it means none."""
    if not _may_be_reworded(header):
        return None
    spellings = _in_other_words(kind)
    for text, fields in rewordings(_plain(header), is_of_people=kind is Kind.PEOPLE):
        name = spellings.get(text)
        if name is not None and (fields is None or name in fields):
            return name
    meant = {match_header(part, kind) for part in parts_of(tidy_header(header))}
    return meant.pop() if len(meant) == 1 else None


def _may_be_reworded(header: str) -> bool:
    return may_be_reworded(_plain(header), _words_of_spellings())


def _plain(header: str) -> str:
    return bare_words(header.replace("#", " number "))


@cache
def _words_of_spellings() -> frozenset[str]:
    texts = (
        text for kind in SINGLE_KINDS for spelling, _name in spelled(kind) for text in bare_words(spelling).split()
    )
    return frozenset(texts)


@cache
def _in_other_words(kind: Kind) -> Mapping[str, str]:
    """The field of each spelling of that kind, with one word for each of several that mean the same."""
    spellings: dict[str, str] = {}
    for spelling, name in spelled(kind):
        spellings.setdefault(in_other_words(bare_words(spelling)), name)
    return spellings


@cache
def _keys(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(header_key(spelling) for spelling in spellings)


def _is_plain(header: str) -> bool:
    """True for lower-case words of letters and digits of any script: it says in other scripts what `_PLAIN` does."""
    return (
        all(word.isalnum() for word in header.split(" "))
        and header == header.casefold()
        and unicodedata.is_normalized("NFKC", header)
    )


def _unprefixed(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).translate(_APOSTROPHES)
    return _SUFFIXES.sub("", _PREFIXES.sub("", tidy_header(text)))


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _bare(text: str) -> str:
    """The text without spaces and accents."""
    return _without_accents(_squeezed(text))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_MARKS)


class _Marks(dict[int, int | None]):
    """What becomes of a character: nothing of an accent or another mark, which is looked up when it is first met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


_MARKS = _Marks()

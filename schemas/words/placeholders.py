"""Words that stand where there is no value: those for nothing, in any cell, and placeholders, in identifiers.

They are written by databases and programs (`NULL`, `NaN`), by firmware (`To be filled by O.E.M.`) and by people
(`k.A.`, `TBD`). A cell that holds nothing but such a word is blank. Not every word is one everywhere: `Blank` is also a
surname, an action of `None` may mean that nothing is to be done, and 123456 is the tag after 123455.
"""

from __future__ import annotations

import re
from functools import cache

from schemas.fields import CUSTOM_PREFIX, NAME_PARTS, FieldType

# What programs write for no value, in any letter case.
_NULLS = (
    "(null)", "<null>", "[null]", "{null}", "<na>", "(blank)", "(blanks)", "(empty)", "(none)", "(leer)", "(vide)",
    "(vides)", "(en blanco)", "(vacío)", "(vacías)", "(vuoto)", "(vuote)", "(vazio)", "(leeg)",
)  # fmt: skip
# Those that are told from a word or a name by their letter case: Nan is a town and a person, NAT a way to address.
_EXACT_NULLS = ("NULL", "null", "NaN", "nan", "NAN", "NaT", "\\N")
# What people write for no value, in any letter case. Only what cannot be meant as a value of its own.
_NOTHINGS = (
    "none", "n/a", "n.a.", "n. a.", "n.a", "not applicable", "undefined", "./.", "-/-",
    "k.a.", "k. a.", "k.a", "keine angabe", "keine angaben", "ohne angabe", "nicht zutreffend", "entfällt", "n.v.",
    "ohne", "keine", "keiner", "keines",
    "s/o", "sans objet", "non applicable", "non renseigné", "non renseignée", "aucun", "aucune", "néant",
    "ninguno", "ninguna", "sin dato", "sin datos", "no aplica", "no procede",
    "nenhum", "nenhuma", "não se aplica", "nessuno", "nessuna", "n.v.t.", "geen",
)  # fmt: skip
# Those of them that can be nobody's name either.
_NO_NAMES = (
    "n/a", "n.a.", "n. a.", "n.a", "not applicable", "./.", "-/-", "k.a.", "k. a.", "k.a", "keine angabe",
    "keine angaben", "ohne angabe", "nicht zutreffend", "n.v.", "n.v.t.", "s/o", "sans objet", "non applicable",
    "non renseigné", "non renseignée", "sin dato", "sin datos", "no aplica", "no procede", "não se aplica",
)  # fmt: skip
# The same in further languages; none of them is anybody's name. Of a yes or no, they mean no: `var` and `yok`.
_NOTHINGS_FURTHER = (
    "n/d", "n.d.", "s/d", "no tiene", "no hay", "não tem", "não possui", "нет", "н/д", "н/п", "отсутствует",
    "не указано", "немає", "відсутній", "无", "無", "暂无", "没有", "不适用", "なし", "無し", "該当なし", "없음",
    "해당없음", "해당 없음", "ไม่มี", "ไม่ระบุ", "لا يوجد", "غير متوفر", "لا ينطبق", "yok", "không có", "tidak ada",
    "tiada", "brak", "nie dotyczy",
    "nincs", "není", "neuvedeno", "saknas", "ingen", "ej tillämpligt", "ikke relevant", "puuttuu", "ei ole", "nema",
    "δεν υπάρχει", "lipsă", "nu există",
)  # fmt: skip
_DASHES = r"[-–—−]+"

# What is written for an identifier that is not known, be it that of a device or of a person.
_UNKNOWN = (
    "unknown", "not known", "unidentified", "tbd", "tba", "tbc", "t.b.d.", "to be determined",
    "to be defined", "to be confirmed", "not specified", "unspecified", "not available", "not provided", "not set",
    "unbekannt", "nicht bekannt", "inconnu", "inconnue", "desconocido", "desconocida", "desconhecido", "sconosciuto",
    "onbekend", "à définir", "por definir", "неизвестно", "неизвестен", "невідомо", "不明", "未知", "미상",
    "알 수 없음", "ไม่ทราบ", "غير معروف", "bilinmiyor", "không rõ", "tidak diketahui", "nieznany", "neznámé",
    "ismeretlen", "okänd", "ukendt", "ukjent", "tuntematon", "nepoznato", "άγνωστο", "necunoscut",
)  # fmt: skip
# The same of devices; of people, some of these are names or logins.
_MISSING = (
    "na", "nil", "n\\a", "empty", "blank", "todo", "to do", "pending", "missing", "not defined",
    "not present", "not assigned",
    "unassigned", "to be assigned", "illegible", "unreadable", "not readable", "not legible", "not visible",
    "cannot read", "can't read", "can't find", "not found", "worn off", "rubbed off", "scratched off", "see sticker",
    "see label", "see box", "on sticker", "on label", "no sticker", "uninitialized", "fehlt", "folgt",
    "unleserlich", "nicht lesbar", "nicht verfügbar", "nicht vorhanden", "illisible", "sans numéro", "non disponible",
    "sin número", "sin serie", "ilegible", "pendiente", "no disponible", "sem número",
    "no serial", "no serial number", "no sn", "no s/n", "no tag", "no asset tag", "no label", "no number",
    "kein", "ohne nummer", "keine nummer", "keine seriennummer", "б/н", "без номера", "无序列号", "无编号", "番号なし",
    "bez čísla", "bez numeru", "sin serial", "sem série", "tanpa nomor", "không số",
)  # fmt: skip
# What people write for a date, an amount, or a yes or no that they do not know: it cannot be meant as one of these.
_UNSAID = (
    "unknown", "not known", "unspecified", "not specified", "not available", "not provided", "not set", "not recorded",
    "not assigned", "unassigned", "na", "nil", "missing", "unclear", "unbekannt", "nicht bekannt", "unklar", "fehlt",
    "nicht zugewiesen", "nicht verfügbar", "inconnu", "inconnue", "non disponible", "desconocido", "desconocida",
    "no disponible", "sin asignar", "desconhecido", "sconosciuto", "onbekend",
)  # fmt: skip
# The same of what is still to come. A device that somebody gets on a day that is to be said is not theirs yet.
_TO_BE_SAID = (
    "tbd", "tba", "tbc", "t.b.d.", "to be determined", "to be defined", "to be confirmed", "pending", "folgt",
    "à définir", "por definir", "pendiente",
)  # fmt: skip
# What is written for the end of what has none yet.
_OPEN_ENDS = (
    "open", "ongoing", "on going", "present", "current", "permanent", "indefinite", "indefinitely", "no end",
    "until further notice", "not returned", "not yet returned", "not yet", "outstanding", "still out", "offen",
    "laufend", "unbefristet", "dauerhaft", "bis auf weiteres", "noch nicht", "nicht zurückgegeben", "en cours",
    "indéterminé", "indéterminée", "permanente", "non rendu", "non restitué", "indefinido", "en curso", "no devuelto",
)  # fmt: skip
# What firmware and the makers of boards leave in.
_FIRMWARE = (
    "default string", "to be filled by o.e.m.", "to be filled by o.e.m", "to be filled by oem", "to be filled",
    "filled by oem", "system serial number", "system serial#", "sys serial number", "chassis serial number",
    "base board serial number", "board serial number", "baseboard serial number", "serial number", "serialnumber",
    "asset tag", "asset tag#", "chassis asset tag", "base board asset tag", "board asset tag", "system asset tag",
    "type2 - board asset tag", "type2 - board serial number", "no asset information", "asset-1234567890",
    "atn12345678901234567", "assettagnum0", "sernum0", "not settable", "no enclosure", "invalid entry",
)  # fmt: skip
# The same where the maker or the model should be.
_FIRMWARE_MODELS = (
    "default string", "to be filled by o.e.m.", "to be filled by o.e.m", "to be filled by oem", "system manufacturer",
    "system product name", "system version",
)  # fmt: skip
# Single words of the same kind, which may well be the name of a device.
_TOKENS = ("serial", "default", "o.e.m.", "oem", "invalid", "test", "vmware", "sn", "s/n", "eval")

# One character repeated: `0`, `00000000`, `XXXXX`; `0x0`.
_REPEATED = r"0+|(?i:0x0+)|_+|\.+|\*+|\?+"
_REPEATED_IN_DEVICES = r"(?i:X+)|1{7,}|9{7,}|(?i:F{6,})"
# A row of digits that is typed for want of another; a short one may be the next number of a running one.
_SEQUENCES = r"0?123456789(?:0|(?i:0?ABCDEF))?|012345678"
_SHORT_SEQUENCES = r"123456|1234567|12345678"

# Network addresses that belong to no device; the last one is what phones tell to programs that may not know theirs.
EMPTY_MACS: frozenset[str] = frozenset(("00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF", "02:00:00:00:00:00"))
_EMPTY_MACS = r"(?:(?:00|02)[:\-. ]?(?:00[:\-. ]?){4}00|(?i:FF[:\-. ]?){5}(?i:FF))"

# Days on which counting begins somewhere: what is written for a date that there is none of.
_NULL_DAYS = (
    r"0|0{8}|0000-00-00|0001-01-01|1899-12-3[01]|1900-01-00|0?0([/.-])0?0[/.-]0000|0?1([/.-])0?1[/.-]0001|0?1/0?0/1900"
)
_MIDNIGHT = r"(?:[T ](?:0?0|12):00(?::00(?:\.0+)?)?(?: ?AM)?)?(?: ?(?:Z|[+-]00:?00))?"
NULL_DATES = rf"(?:{_NULL_DAYS}){_MIDNIGHT}"
# The day on which computers begin to count; it is a null date only where its column has other dates.
EPOCH = rf"1970-01-01{_MIDNIGHT}"


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


_NULL = rf"{_any_of(_EXACT_NULLS)}|(?i:{_any_of(_NULLS)})"


def _aside(pattern: str) -> str:
    """The pattern of such words also in brackets, or with a question mark: `(unknown)`, `N/A?`."""
    return rf"[(\[]?(?:{pattern})[)\]]? ?\??"


# A word for nothing. `Null` is one, too, except where it may be somebody's name.
_USUAL_NOTHING = rf"{_NULL}|Null|(?i:{_any_of(_NOTHINGS)})|{_DASHES}"
_NOTHING = rf"{_USUAL_NOTHING}|(?i:{_any_of(_NOTHINGS_FURTHER)})"
NOTHING_ALONE = rf"^(?:{_NOTHING})$"
_OF_NAMES = rf"{_NULL}|None|none|NONE|(?i:{_any_of((*_NO_NAMES, *_NOTHINGS_FURTHER))})|{_DASHES}"
_OF_PEOPLE = _aside(rf"{_OF_NAMES}|(?i:{_any_of(_UNKNOWN)})|{_REPEATED}")
_OF_NAMELESS = rf"{_NOTHING}|(?i:{_any_of((*_UNKNOWN, *_MISSING, *_FIRMWARE))})|{_REPEATED}|{_REPEATED_IN_DEVICES}"
_OF_DEVICES = _aside(rf"{_OF_NAMELESS}|(?i:{_any_of(_TOKENS)})|{_SEQUENCES}")
_OF_INSTANTS = rf"{_NOTHING}|(?i:{_any_of(_UNSAID)})|\?+"
_OF_VALUES = rf"{_OF_INSTANTS}|(?i:{_any_of(_TO_BE_SAID)})"
_OF_TRUTHS = rf"{_USUAL_NOTHING}|(?i:{_any_of((*_UNSAID, *_TO_BE_SAID))})|\?+"
_OF_ENDS = rf"{_OF_VALUES}|(?i:{_any_of(_OPEN_ENDS)})|{NULL_DATES}"

_PEOPLE = frozenset(("owner_email", "owner_name", "username", "external_user_id"))
_NAME_PARTS = frozenset(part.name for part in NAME_PARTS)
_BY_TYPE = {
    FieldType.IDENTIFIER: _OF_DEVICES,
    FieldType.MAC: rf"{_OF_DEVICES}|{_EMPTY_MACS}",
    FieldType.DATE: rf"{_OF_VALUES}|{NULL_DATES}",
    FieldType.INSTANT: rf"{_OF_INSTANTS}|{NULL_DATES}",
    **dict.fromkeys((FieldType.INTEGER, FieldType.DECIMAL), _OF_VALUES),
    FieldType.BOOLEAN: _OF_TRUTHS,
    # `None` may ask for nothing to be done, and a blank action is an assign.
    FieldType.ACTION: _NULL,
}
_BY_NAME = {
    "serial_number": rf"{_OF_DEVICES}|{_SHORT_SEQUENCES}",
    "device_id": _OF_DEVICES,
    "external_id": _OF_DEVICES,
    **dict.fromkeys(("brand", "model", "model_number"), rf"{_NOTHING}|(?i:{_any_of(_FIRMWARE_MODELS)})"),
    **dict.fromkeys(_PEOPLE, _OF_PEOPLE),
    **dict.fromkeys(_NAME_PARTS, _OF_NAMES),
    **dict.fromkeys(("end_at", "due_at", "returned_at", "rental_end", "ends_on"), _OF_ENDS),
}

# The columns whose words are placeholders. A name is one of them only where nothing else names the device.
IDENTIFYING: frozenset[str] = frozenset(
    ("serial_number", "asset_tag", "mac_address", "device_id", "dev_eui", "imei", "external_id", *_PEOPLE)
)
NAMES: frozenset[str] = frozenset(("name", "device_name"))


@cache
def blank_pattern(name: str, kind: FieldType) -> str:
    """The pattern of the tidied cells of a column that are blank, though they hold a word.

    In an attribute of people's own a word of a further language may mean no.
    """
    of_kind = _USUAL_NOTHING if name.startswith(CUSTOM_PREFIX) else _BY_TYPE.get(kind, _NOTHING)
    return rf"^(?:{_BY_NAME.get(name) or of_kind})$"


@cache
def nameless_pattern() -> str:
    """The pattern of names that name no device."""
    return rf"^(?:{_OF_NAMELESS})$"

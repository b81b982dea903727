"""What people and machines write around an identifier, as patterns for text in capitals.

They hold in every engine: no groups, no looking ahead.
"""

from __future__ import annotations

# What separates the parts of an identifier, as the inside of a class.
SEPARATORS = r" ./_\-"

# What stands around an identifier and is no part of it: quotes, the asterisks of Code 39, brackets, punctuation.
AROUND = r"\"'`´‘’‚‛“”„«»‹›*()\[\]{}<>#=,;:!?|~^\\"
OPENING = rf"^[{AROUND}{SEPARATORS}]+"
CLOSING = rf"[{AROUND}{SEPARATORS}]+$"

# A whole number that went through a column of decimals: `10001.0`.
DECIMALS = r"[.,]0+$"
IS_DECIMAL = r"^[0-9]+[.,]0+$"

# What a scanner sends before the data: the symbology, or the GS1 identifier of a serial number.
SENT_BEFORE = r"^(?:\][A-Z][0-9]|\(21\)|\(S\))"

# The words for "serial number" and for "tag", the longest first.
_SERIAL = (
    r"SERIENNUMMER|SERIENUMMER|SERIEN[ -]?NR|SERIE[ -]?NR|SERIALNUMBER|SERIAL|SERIE|SERIENR|SERNO|SER|SVCTAG"
    r"|SERVICE[ -]?TAG|N[UÚ]MERO DE S[EÉ]RIE|N[O°]? DE S[EÉ]RIE|N[O°] S[EÉ]RIE|MATRICOLA|S/N|S\.N\.?|SN|SNR|N/S"
)
_TAG = (
    r"ASSET[ -]?TAG|ASSET[ -]?ID|ASSET|INVENTARNUMMER|INVENTAR[ -]?NR|INVENTAR|INVENTORY|INV|ANLAGENNUMMER|ANLAGE"
    r"|BARCODE|ETIQUETTE|ETIQUETA|PATRIM[OÔ]NIO|IMMO|TAG"
)
_NUMBER = r"(?:[. -]{0,2}(?:NUMBER|NUMMER|N[UÚ]MERO|NUM|NO|NR|N°|ID|CODE))?"

# A label that punctuation or a space parts from the identifier.
LABEL = rf"^(?:(?:{_SERIAL}|{_TAG}){_NUMBER}|NO|NR|N°|ID)(?: ?[.]? ?[:#=]+ ?| ?[.] ?| )"
# A label without such a sign is one only before something long: `SN-10` and `10` may well be two devices.
BARE_LABEL = rf"^(?:{_SERIAL}|{_TAG}){_NUMBER}[_/\-]?"
BEFORE_SERIAL = rf"^(?:{_SERIAL}){_NUMBER}[_/\-]?[A-Z0-9][A-Z0-9{SEPARATORS}]{{3,}}$"
BEFORE_TAG = rf"^(?:{_TAG}){_NUMBER}[_/\-]?[A-Z0-9][A-Z0-9{SEPARATORS}]{{5,}}$"

# The S that some makers print in the bar code before a serial number, where what follows may be one.
SCANNED_S = (r"^S[A-Z0-9]{7,}$", r"^S.*[0-9]", r"^S.*[A-Z]")
SCANNED_S_DIGITS = r"^S[0-9]{9,}$"
# Lenovo's bar code: 1S, the model of 10 characters, or of 7, and the serial number of 7 or 8.
SCANNED_1S = {r"^1S.{10}": r"^1S[A-Z0-9]{17,18}$", r"^1S.{7}": r"^1S[A-Z0-9]{14,15}$"}

# An identifier that is marked, or may be.
MARKED = rf"^(?:[^A-Z0-9]|1S|S[A-Z0-9]{{7}}|{_TAG}|{_SERIAL}|N[OR° ]|ID)|[^ -~]"

# Marks that may have digits; all others are letters and signs.
MARKED_WITH_DIGITS = r"^(?:.*[^A-Z0-9])?(?:1S|21\)|\][A-Z][0-9])"

# What is left out of the short form of a text: whatever may be lost or confused.
LOST_OR_CONFUSED = r"[^A-HJKMNP-Z2-9]+"

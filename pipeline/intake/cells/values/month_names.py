"""The names of months in dates that people write."""

from __future__ import annotations

# The names of months in English, French, German and Spanish, in full and shortened.
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner jaenner jän janvier janv enero ene",
            "february feb februar februar febr février fevrier févr fevr fév fev febrero",
            "march mar märz maerz marz mär mrz mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet juil julio",
            "august aug août aout agosto ago",
            "september sep sept septembre septiembre setiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre déc diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}

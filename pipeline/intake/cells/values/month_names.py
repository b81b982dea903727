"""The names of months in dates that people write."""

from __future__ import annotations

# The names of months in English, French, German, Spanish, Italian, Portuguese and Dutch, in full and shortened.
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar gennaio gen janeiro januari jänner jaenner jän janvier janv enero ene",
            "february feb februar febbraio fevereiro februari februar febr février fevrier févr fevr fév fev febrero",
            "march mar märz março marco maart mrt maerz marz mär mrz mars marzo",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet juil julio luglio lug julho",
            "august aug août aout agosto ago augustus",
            "september sep sept septembre septiembre setiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}

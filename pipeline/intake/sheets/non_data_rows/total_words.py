"""The words by which rows that are not devices are recognised: totals, and notes that people write below the data."""

from __future__ import annotations

_NOUNS = (
    r"devices?|items?|rows?|assets?|units?|pieces?|pcs|laptops?|phones?|entries|records|appareils?|équipements?|lignes?|"
    r"geräte|stück|zeilen|dispositivos?|equipos?|filas?|price|amount|value|cost|count|preis|betrag|prix|montant|precio"
)
_NUMBER = r"[(+\-]?\p{Sc}?\s?\d[\d.,' ]*\)?"

_ONE_WORD = (
    "total totals subtotal subtotals sub-total sum summe gesamt gesamtsumme gesamtbetrag zwischensumme insgesamt somme "
    "sous-total suma totale subtotale somma totaal subtotaal eindtotaal итого всего 合计 总计 小计 合計 総計"
)
_TWO_WORDS = (
    "grand total, grand totals, overall total, sub total, sous total, total général, total general, suma total, "
    "totale generale, общий итог, net total, total net, gross total, total gross, amount due, total due, "
    "nettosumme, bruttosumme, summe netto, summe brutto, gesamt netto, gesamt brutto, nettobetrag, bruttobetrag, "
    "endbetrag, total ht, total ttc, total neto, total bruto, totale netto, totale lordo, totaal netto, "
    "totaal bruto, netto totaal, bruto totaal, total excl vat, total incl vat, total excl. vat, total incl. vat, "
    "total excluding vat, total including vat, totaal excl. btw, totaal incl. btw, итого без ндс, итого с ндс, "
    "всего с ндс"
)
# The texts, in lower case, that mean `total` and nothing else.
TOTALS = (*_ONE_WORD.split(), *_TWO_WORDS.split(", "))

_TOTAL = "|".join(sorted(TOTALS, key=len, reverse=True))

# Matches `Total`, `Total: 12`, `TOTAL (12 devices)`, `Total devices: 12`, `Total EUR 1,200`.
TOTAL_LINE = (
    rf"(?i)^(?:{_TOTAL})(?:\s+(?:of |de |der |des )?(?:{_NOUNS}))?"
    rf"(?:(?:\s*[:=]\s*|\s+)(?:[A-Z]{{3}}\s?)?{_NUMBER}\s*(?:\p{{Sc}}|[A-Z]{{3}}|{_NOUNS})?)?\s*(?:\([^()]*\))?\s?[:.=]?$"
)

_THINGS = (
    r"devices?|items?|assets?|units?|pieces?|pcs|laptops?|phones?|appareils?|équipements?|geräte|stück|dispositivos?|"
    "equipos?"
)
_HOW_MANY = r"(\d{1,3}(?:[., ]\d{3})+|\d+)"

# Matches a text that says how many devices there are: `12 devices`, `Total (12 items)`, `Total devices: 12`.
DEVICES_COUNTED = (
    rf"(?i)^(?:(?:{_TOTAL})\s*[:=]?\s*\(?)?{_HOW_MANY}\s(?:{_THINGS})(?: in total| total)?\)?\.?$|"
    rf"^(?:{_TOTAL})\s+(?:number of |of |de |der )?(?:{_THINGS})\s*[:=]\s*{_HOW_MANY}$"
)

# Matches the currency that a total names, as `Total EUR`.
CURRENCY_AT_END = r"(?i)[\s(]+(EUR|USD|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|INR|[€$£])\)?\s*:?$"

# Matches a text that begins with the word for a part of a total, whatever it is the total of: `Subtotal Berlin`.
SUBTOTAL = r"(?i)^(?:sub-?\s?totals?|subtotaal|subtotale|zwischensumme|teilsumme|sous-total|小计|小計)\b"

_TAXES = (
    r"(?:value[ -]added |sales )?tax(?:es)?|vat|gst|hst|mwst|ust|(?:mehrwert|umsatz)?steuer|t\.?v\.?a|taxes?|"
    r"i\.?v\.?a|impuestos?|imposta|btw|belasting|ндс|налог|增值税|税额|税金|消費税"
)
_CHARGES = (
    r"discount|rebate|rabatt|skonto|remise|descuento|sconto|korting|скидка|折扣|shipping|freight|delivery|rounding|"
    r"versand(?:kosten)?|fracht|rundung|frais de port|livraison|env[ií]o|portes|spedizione|verzendkosten|verzending|"
    r"доставка|运费"
)
_AVERAGES = (
    r"averages?|avg|mean|median|durchschnitt|mittelwert|schnitt|mittel|moyenne|médiane|promedio|media|mediana|"
    r"valor medio|valore medio|gemiddelde|mediaan|среднее|в среднем|медиана|平均|平均值|平均値|中位数"
)
_PERCENT = r"\(?(?:\d+(?:[.,]\d+)?\s?%)\)?"

# Matches a text that says of a line below the data that it is a tax, a discount or a charge: `VAT`, `plus 19 % MwSt.`.
CHARGE = (
    r"(?i)^(?:(?:plus|incl\.?|including|less|zzgl\.?|inkl\.?|davon|abzgl\.?|dont|[+\-])\s*)?"
    rf"(?:{_PERCENT}\s*)?(?:{_TAXES}|{_CHARGES})\.?(?:\s*{_PERCENT})?\s?[:.=]?$"
)

# Matches a text that says of a line below the data that it is a mean of the rows: `Average`, `Average price:`.
AVERAGE = rf"(?i)^(?:{_AVERAGES})\.?(?:\s+(?:of |de |der |des )?(?:{_NOUNS}))?\s?[:.=]?$"

# Matches the word for a total that has the tax in it, and need not be the sum of the rows.
WITH_TAX = r"(?i)\b(?:gross|brutto\w*|bruto|lordo|ttc|incl|inkl|including|due|endbetrag|с ндс)\b"

# Matches what may stand beside a total: numbers, amounts, dates, formulas, errors, `12 devices`.
NUMBER_LIKE = (
    r"^(?:=.*|#.*|[-–—]|[^\p{L}@]*\d[^\p{L}@]*|\p{L}{1,3}\.?\s?[^\p{L}@]*\d[^\p{L}@]*|"
    rf"[^\p{{L}}@]*\d[^\p{{L}}@]*\s?\p{{L}}{{1,3}}\.?|(?i:\d[\d.,' ]*\s(?:{_NOUNS})))$"
)

# Matches a heading below which short entries explain something.
NOTE_HEADING = r"(?i)^(?:legend|legende|légende|leyenda|legenda|key|notes?|remarks?|hinweise?|remarques?|notas?)\s*:?$"

# Matches a footnote, a mark followed by words: `* leased until 2026`, `1) not yet paid`.
FOOTNOTE = r"^(?:[*†‡§¹²³]+|\(?\d{1,2}\)|\(?[a-z]\))\s*\p{L}{2,}\W+\p{L}{2,}"

# Matches `Prepared by Anna Bell`, `Page 1 of 3`, `Signature: ____`, `Note: ...`, `12 devices`, a ruled line.
NOTE = (
    r"(?i)^(?:"
    r"(?:last )?(?:prepared|created|compiled|checked|approved|signed|reviewed|printed|generated|exported|issued|"
    r"updated|verified|authori[sz]ed|downloaded|extracted)(?: (?:by|on|at|from|in)\b.*|\s*:.*)|"
    r"(?:erstellt|geprüft|genehmigt|gedruckt|freigegeben)(?: (?:von|am)\b.*|\s*:.*)|"
    r"(?:préparée?|établie?|imprimée?|vérifiée?|approuvée?|éditée?)(?: (?:par|le)\b.*|\s*:.*)|"
    r"(?:preparado|elaborado|creado|revisado|aprobado|impreso)(?: (?:por|el)\b.*|\s*:.*)|"
    r"(?:signature|unterschrift|firma|sign-?off)(?:\s*:.*|\s*_+|$)|"
    r"(?:legend|legende|légende|leyenda|notes?|remarks?|n\.?b\.?|sources?|footnotes?|date|as of|bemerkung(?:en)?|"
    r"hinweise?|anmerkung(?:en)?|remarques?|notas?|observaciones|quelle|fuente|datum|fecha)\s*:.*|"
    r"(?:page|seite|página|pagina|sheet|blatt|feuille)\s?\d+(?:\s?(?:of|/|von|de|di|van|sur)\s?\d+)?|"
    r"(?:end of|ende der|fin de|fin du|fin de la) (?:list|report|file|document|data|liste|tabelle|lista|informe)\b.*|"
    rf"\d[\d.,' ]*\s(?:{_NOUNS})(?: in total| total)?\.?|"
    r"[-_=*.·–—]{3,}"
    r")$"
)

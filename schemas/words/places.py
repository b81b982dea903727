"""Places: the states, provinces and counties by which a column of places is told from one of statuses; and rooms.

Names such as `Print Room`, `Accounting` or `Spare` stand in columns of people for devices that nobody has.
"""

from __future__ import annotations

from functools import cache

from schemas.words.statuses import folded_word

# United States, Canada, Australia, Brazil, Mexico and Germany, as they are written in addresses.
_CODES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA PR RI SC SD TN TX UT VT VA WA WV WI WY "
    "AB BC MB NB NL NS NT NU ON PE QC SK YT "
    "NSW QLD SA TAS VIC ACT "
    "AC AM AP BA CE DF ES GO MG PB PI RJ RN RO RR RS SP SE TO "
    "AGS BCS CAM CDMX CHIH COAH COL DGO GTO GRO HGO JAL MEX MICH MOR NAY OAX PUE QRO QROO SLP SIN SON TAB TAMPS TLAX "
    "VER YUC ZAC "
    "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH"
)
_NAMES = (
    "Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, District of Columbia, "
    "Florida, Georgia, Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, "
    "Massachusetts, Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New "
    "Jersey, New Mexico, New York, North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Puerto "
    "Rico, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, Washington, "
    "Washington DC, West Virginia, Wisconsin, Wyoming, Alberta, British Columbia, Manitoba, New Brunswick, "
    "Newfoundland, Newfoundland and Labrador, Nova Scotia, Nunavut, Ontario, Prince Edward Island, Quebec, "
    "Saskatchewan, Yukon, New South Wales, Queensland, South Australia, Tasmania, Victoria, Western Australia, "
    "Northern Territory, Acre, Alagoas, Amapá, Amazonas, Bahia, Ceará, Distrito Federal, Espírito Santo, Goiás, "
    "Maranhão, Mato Grosso, Mato Grosso do Sul, Minas Gerais, Pará, Paraíba, Paraná, Pernambuco, Piauí, Rio de "
    "Janeiro, Rio Grande do Norte, Rio Grande do Sul, Rondônia, Roraima, Santa Catarina, São Paulo, Sergipe, "
    "Tocantins, Aguascalientes, Baja California, Baja California Sur, Campeche, Chiapas, Chihuahua, Ciudad de "
    "México, Coahuila, Colima, Durango, Guanajuato, Guerrero, Hidalgo, Jalisco, México, Estado de México, "
    "Michoacán, Morelos, Nayarit, Nuevo León, Oaxaca, Puebla, Querétaro, Quintana Roo, San Luis Potosí, Sinaloa, "
    "Sonora, Tabasco, Tamaulipas, Tlaxcala, Veracruz, Yucatán, Zacatecas, Andhra Pradesh, Arunachal Pradesh, "
    "Assam, Bihar, Chandigarh, Chhattisgarh, Delhi, New Delhi, Goa, Gujarat, Haryana, Himachal Pradesh, Jammu and "
    "Kashmir, Jharkhand, Karnataka, Kerala, Ladakh, Madhya Pradesh, Maharashtra, Manipur, Meghalaya, Mizoram, "
    "Nagaland, Odisha, Orissa, Puducherry, Punjab, Rajasthan, Sikkim, Tamil Nadu, Tamilnadu, Telangana, Tripura, "
    "Uttar Pradesh, Uttarakhand, West Bengal, Baden-Württemberg, Bayern, Bavaria, Berlin, Brandenburg, Bremen, "
    "Hamburg, Hessen, Mecklenburg-Vorpommern, Niedersachsen, Nordrhein-Westfalen, Rheinland-Pfalz, Saarland, "
    "Sachsen, Sachsen-Anhalt, Schleswig-Holstein, Thüringen, Abuja, Kaduna, Kano, Lagos, Rivers, Johor, Kedah, "
    "Kelantan, Kuala Lumpur, Melaka, Pahang, Penang, Perak, Sabah, Sarawak, Selangor, England, Scotland, Wales, "
    "Northern Ireland, Tirol, Steiermark, Kärnten, Salzburg, Vorarlberg, Burgenland, Oberösterreich, "
    "Niederösterreich, Wien"
)
# Words of places and of spare devices; those that are surnames, too (`Hall`, `Stock`), only where they are alone.
_ROOMS = (
    "room|meeting room|office|front desk|help desk|service desk|reception|lobby|kitchen|warehouse|storeroom|stockroom"
    "|storage|classroom|library|laboratory|workshop|garage|building|conference|boardroom|headquarters|kiosk|shared|common"
    "|spare|spares|unassigned|loaner|loaners|backup|pool|department|team|buro|empfang|besprechungsraum|konferenzraum"
    "|werkstatt|ersatz|reserve|salle|bureau|accueil|atelier|entrepot|sala|oficina|almacen|recepcion|bodega|aula|taller"
)
_ROOMS_ALONE = "hall|stock|store|lab|raum|lager|kuche|desk|it|hr"
# Departments, which a list of devices names where nobody alone has them.
_DEPARTMENTS = (
    "accounting|accounts|acctg|finance|sales|marketing|operations|admin|administration|production|purchasing|procurement"
    "|logistics|shipping|human resources|security|maintenance|engineering|management|treasury|payroll|legal|quality"
    "|support|registrar|cashier|buchhaltung|vertrieb|verwaltung|produktion|einkauf|versand|geschaftsfuhrung|comptabilite"
    "|ventes|achats|direction|contabilidad|ventas|compras|administracion|recursos humanos|almacen|gerencia"
)
# A name of a place, a department or of shared devices, where it is compared in lower case and without accents.
ROOM = rf"\b(?:{_ROOMS})\b|^\s*(?:{_ROOMS_ALONE}|{_DEPARTMENTS})\s*\d*\s*$"
# Codes that are words, too: a column of nothing else may be one of statuses.
_MAY_BE_WORDS = frozenset(("ok", "in", "on", "or", "me", "hi", "se", "es", "to", "st", "act", "col", "tab", "sin"))


def is_region(word: str) -> bool:
    """True for a text, folded, that is the name or the code of a state, a province or a county."""
    return word in _regions()


def may_be_word(word: str) -> bool:
    """True for a code that is an ordinary word, too."""
    return word in _MAY_BE_WORDS


@cache
def _regions() -> frozenset[str]:
    return frozenset(folded_word(name) for name in (*_CODES.split(), *_NAMES.split(",")))

"""The headers that mean one thing as a rule, and another where the values, or the other columns, say so.

In the form of `spellings`, which has the usual meanings.
"""

from schemas.headers.further_languages import OF_DEVICES
from schemas.headers.people_spellings import BARE_NAMES
from schemas.headers.spellings import words

# The headers of a comment, as a rule; of the device's name where no other column has it and the values are short.
DESCRIPTIONS = words(
    "description, item description, asset description, device description, equipment description, product description, "
    "material description, beschreibung, descripción, descripción del equipo, descripción del activo, descrição, "
    "descrição do produto, descrição do equipamento, descrição do bem"
)

# The headers of anything; of the type or the name of a device, where the values say so and no other column does.
ITEMS = words(
    "item, items, device, devices, asset, assets, hardware, computer, machine, workstation, host, endpoint, product, "
    "article, artikel, gegenstand, objet, matériel, materiel, artículo, bien, bem, oggetto, kind, art, rechner, "
    "apparaat, urządzenie, "
    "sprzęt, zařízení, eszköz, cihaz, perangkat, 品名, 品目, 名前, 物品, 物品名称, 품목"
)

# Those among them that may be of the model.
PRODUCTS = words("product, article, artikel")

# The headers of the device's name, as a rule; of its type, where the values say so and no other column does.
THINGS = words(
    "equipment, device, désignation, designation, libellé, bezeichnung, gerätebezeichnung, gerät, appareil, "
    "équipement, equipo, equipamiento, equipamento, dispositivo, оборудование, 设备"
)

# The headers of the type, as a rule; of the model where the values have figures, and the names say the types.
TYPES_OR_MODELS = words("type, typ, tipo, tipe, tip, típus, тип, 機種, 种类")

# The headers of the supplier, as a rule; of the maker where another column has the supplier, or most values are makers.
VENDORS = words("vendor, vendor name, hardware vendor, device vendor, computer vendor")

# The headers of the months of warranty, or of its last day where the values are dates; small numbers may be years.
WARRANTIES = (
    *words("warranty, garantie, garantía, gewährleistung, garanzia, gwarancja, záruka, гарантия"),
    *words(OF_DEVICES["warranty_months"]),
)

# The headers of the device's name, as a rule; in an assignments sheet of the owner's name where most addresses
# contain it.
NAMES = words(BARE_NAMES)

# The headers of a person's name that stand in lists of places and departments, too.
HOLDERS = words(
    "owner, user, contact name, utilisateur, benutzer, nutzer, anwender, usuario, usuário, utilizador, utente, "
    "gebruiker, użytkownik, uživatel, пользователь"
)

# The headers of the day on which a device went out or came back, as a rule; of something else where most are no days.
OUT_AND_IN = words("handed out, checked out, check out, signed out, checked in, check in, signed in, borrowed")

# The headers of who has a device, or of since when, or of neither, as the values say.
HANDED = words(
    "assigned, allocated, allotted, issued, loaned, lent, given, deployed, zugewiesen, zugeteilt, vergeben, "
    "ausgegeben, übergeben, verliehen, ausgeliehen, attribué, affecté, assigné, remis, prêté, asignado, entregado, "
    "prestado, assegnato, consegnato, atribuído, entregue, emprestado, toegewezen, uitgeleend, выдан, закреплен"
)

# The headers of who has a device where the values are people's names; of anything else elsewhere.
AGENTS = words(
    "agent, agente, agents, member, member name, mitglied, membre, miembro, faculty, faculty name, officer, driver, "
    "driver name, operator, engineer, consultant, associate, contact person, receiver, resource, resource name, pupil, "
    "worker, incharge, in charge, lab incharge, pic, responsabile, encargado, responsable del equipo, client name, "
    "fahrer, conducteur, conductor"
)

# The headers of a number of another list in an inventory; of who has a device where the values are no numbers.
USER_IDS = words("user id")

# The headers of a person's number, as a rule; of a serial number beside what devices are.
MATRICOLE = words("matricola, n matricola, numero matricola, numero di matricola, nr matricola")

# The header of a place, as a rule; of nothing that we know where the values are names of software.
OFFICES = words("office")

# The headers of a status, as a rule; of a place where the values are states of a country.
STATES = words("state, estado, état, stato")

# The headers of the device's name, as a rule; of what people do where the values are job titles.
TITLES = words("title, designation, désignation, titel, bezeichnung")

# The headers of the price, as a rule; of anything where the values are no amounts, or another column names them.
VALUES = words("value, valeur, wert, valor, amount, valore, waarde, wartość, hodnota, значение")
PROPERTIES = words(
    "key, property, property name, attribute, attribute name, parameter, parameter name, setting, variable, option, "
    "metric, measure, schlüssel, eigenschaft, einstellung, clé, propriété, attribut, paramètre, clave, propiedad, "
    "atributo, parámetro"
)

# The headers that stand beside a state of a country, and those of lists of licences.
ADDRESSES = words(
    "city, town, zip, zip code, postal code, post code, country, county, street, street address, "
    "address, address 1, address line 1, latitude, stadt, plz, postleitzahl, land, straße, adresse, ville, "
    "code postal, pays, rue, ciudad, código postal, país, calle, dirección, cidade, cep, município, municipio, "
    "endereço, bairro"
)
LICENCES = words(
    "license, licence, license key, licence key, license name, licence name, license type, licence type, product key, "
    "software, software name, licensed to, licensed to email, licensed to name, license email, seats used, "
    "used seats, available seats, free seats, seats assigned, assigned seats, total seats, lizenz, lizenzschlüssel, "
    "lizenztyp, licencia, clave de licencia, clé de licence, logiciel"
)

# Well-known makers, normalised.
MAKERS = frozenset(
    words(
        "acer, apple, asus, brother, canon, cisco, dell, epson, fujitsu, google, hewlett packard, hp, hpe, huawei, "
        "lenovo, lg, logitech, microsoft, msi, netgear, nokia, panasonic, philips, poly, samsung, sony, toshiba, "
        "ubiquiti, xiaomi, zebra"
    )
)

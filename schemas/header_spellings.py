"""The spellings of headers, as data: field by field, as exports write it, then in French, German, Spanish and others.

They were gathered from the exports of asset registers and MDM systems, from IoT provisioning files, and from the
batch-create document (its `client_` names). Commas separate them; accents are ignored where headers are compared, and
so are the small words between others (`date d'achat`, `Date achat`). Portuguese, Italian, Dutch, Polish, Czech and
Russian have the most frequent ones.
"""

from schemas.attribute_spellings import ATTRIBUTES
from schemas.people_spellings import BARE_NAMES, NAMES_WITH_COMMAS, PEOPLE
from schemas.vocabulary import Kind

# The spellings that mean the same field in both kinds of sheet.
_BOTH: dict[str, str] = {
    "serial_number": (
        "serial, serial num, serial no, serial nr, sn, s/n, s / n, ser no, serial code, bios serial, "
        "rmm serial number, datto appliance serial number, device serial, device serial number, service tag, "
        "factory number, nb sn, laptop sn, notebook sn, seriennummer, serien nr, numéro de série, n° de série, "
        "no de série, num serie, nserie, série, número de série, número de serie, nomor seri, seri no, "
        "seri numarası, серийный номер, заводской номер, 序列号, სერიული ნომერი, ქარხნული ნომერი, n° série, no série, "
        "numéro série, seriennr, serien nummer, snr, no serie, nº de serie, núm de serie, número serie, "
        "laptop serial no, laptop serial number, laptop serial, notebook serial number, computer serial no, "
        "computer serial number, pc serial no, pc serial number, machine serial no, machine serial number, "
        "equipment serial no, equipment serial number, asset serial no, asset serial number, product serial no, "
        "product serial number, system serial number, hardware serial no, hardware serial number, "
        "manufacturer serial number, chassis serial number, nº série, numero di serie, serienummer, "
        "numer seryjny, sériové číslo, výrobní číslo"
    ),
    "asset_tag": (
        "asset tag no, asset tag number, asset no, asset num, asset number, asset id, assets id, asset code, "
        "asset nr, asset / inv num, tag, tag id, tag no, tag number, property tag, inventory number, inventory no, "
        "inv no, inv code, barcode, bar code 1, annotated asset id, legacy asset number, inventarnummer, "
        "inventar nr, numéro d'inventaire, patrimonio, patrimônio, n inventaire, инвентарный номер, инв номер, "
        "资产编号, 设备编号, kode barang, inv #, инв №, n° d'inventaire, no d'inventaire, n° inventaire, "
        "numéro inventaire, code inventaire, étiquette d'inventaire, numéro d'immobilisation, n° immobilisation, "
        "code barre, code barres, code à barres, inventarnr, anlagennummer, anlagen nr, strichcode, "
        "número de inventario, nº de inventario, no inventario, número de activo, código de activo, "
        "código de inventario, etiqueta de activo, etiqueta de inventario, código de barras, "
        "asset barcode, asset label, asset reference, fixed asset number, fixed asset no, equipment id, "
        "equipment no, equipment number, equipment code, equipment tag, device tag, it tag, inventory id, "
        "inventory tag, inventory code, número de patrimônio, número do patrimônio, nº patrimônio, "
        "código do patrimônio, tombo, número de tombamento, plaqueta, numero di inventario, codice inventario, "
        "cespite, codice cespite, numero cespite, anlage nr, anlage nummer, "
        "inventarisnummer, numer inwentarzowy, nr inwentarzowy, inventární číslo"
    ),
    "mac_address": (
        "mac, mac addr, mac id, physical address, hardware address, wifi mac, wi-fi mac, wifi mac address, "
        "wlan mac, lan mac, ethernet mac, ethernet mac address, primary mac, mac-adresse, macadres, adresse mac, "
        "dirección mac, endereço mac, mac地址, adresse physique, physische adresse, hardware adresse, "
        "dirección física"
    ),
    "device_id": "rollcall id, rollcall device id",
    "org_id": (
        "org, organization, organisation, organization id, organisation id, tenant, tenant id, organización, "
        "mandant, id de l'organisation, organisations id, id de la organización"
    ),
    "comment": (
        "notes, note, comments, remarks, remark, asset notes, annotated notes, description, item description, "
        "details, reason/notes, bemerkung, bemerkungen, notiz, notizen, kommentar, remarque, remarques, "
        "commentaire, commentaires, observações, obs, observaciones, комментарий, примечание, 备注, 说明, observation, "
        "anmerkung, anmerkungen, hinweis, hinweise, kommentare, beschreibung, comentario, comentarios, "
        "observación, notas, nota, descripción, "
        "asset description, device description, equipment description, product description, material description, "
        "descripción del equipo, descripción del activo, descrição, descrição do produto, "
        "descrição do equipamento, descrição do bem, observação, comentários, opmerkingen, uwagi, poznámka"
    ),
}

_NAMES = (
    "name, asset name, item name, device name, product name, title, hostname, host name, computer name, pc name, "
    "management name, friendly name, configuration name, display name, equipment, désignation, nom, "
    "nom de l'ordinateur, bezeichnung, gerätename, nombre de equipo, nombre, nome, nama barang, наименование, "
    "название, 设备, 设备名称, nom de l'appareil, "
    "nom de l'équipement, nom du matériel, nom du poste, nom de la machine, "
    "appareil, équipement, gerät, name des geräts, gerätebezeichnung, rechnername, computername, "
    "nombre del equipo, nombre del dispositivo, nombre de dispositivo, nombre del activo, equipo, dispositivo, "
    "system name, machine name, workstation name, node name, equipment name, nome do equipamento, "
    "nome do dispositivo, nome do ativo, nome do bem, nome do computador, имя компьютера, имя устройства"
)

_TYPES = (
    "type, device type, asset type, item type, product type, equipment type, hardware type, machine type, "
    "device role, configuration type name, rmm device type, sub category, subcategory, gerätetyp, typ, tipo, "
    "tipo de equipo, tipe, тип, 设备类型, type d'appareil, type de matériel, type d'équipement, type de produit, "
    "geräteart, produkttyp, tipo de dispositivo, tipo de activo, tipo de producto, "
    "material type, tipo de produto, tipo do produto, tipo de equipamento, tipo do equipamento, tipo de ativo, "
    "tipo di dispositivo, typ urządzenia, typ zařízení, тип оборудования, тип устройства"
)

_INVENTORY: dict[str, str] = {
    "name": f"{_NAMES}, libellé",
    "type": _TYPES,
    **ATTRIBUTES,
}

_ASSIGNMENTS: dict[str, str] = {
    "device_name": _NAMES,
    "device_type": _TYPES,
    "owner_email": (
        "email, e-mail, email address, e-mail address, user email, user's email, user's email address, "
        "owner's email, employee's email, assigned email, assigned to email, "
        "assigned user email, assignee email, employee email, custodian email, primary user email address, "
        "checked out to: email, checked out to email, mail, mail id, courriel, correo, эл. почта, 邮箱, owner mail, "
        "user mail, work email, "
        "holder email, adresse e-mail, adresse mail, adresse de messagerie, adresse électronique, "
        "e-mail utilisateur, e-mail de l'utilisateur, e-mail-adresse, mailadresse, e-mail benutzer, "
        "e-mail des benutzers, benutzer e-mail, e-mail mitarbeiter, e-mail des mitarbeiters, correo electrónico, "
        "dirección de correo, dirección de correo electrónico, correo de usuario, correo del usuario, "
        "e-mail del usuario, annotated user, primary user upn, user principal name, upn, most recent user"
    ),
    "owner_name": (
        "full name, user full name, employee name, user's name, owner's name, employee's name, assign to, "
        "assign to user, primary user display name, assigned to (name), assigned to, "
        "assigned user, assignee, assigned employee, owner, custodian, holder, checked out to, employee, user, "
        "responsible, responsible person, contact name, end user, "
        "staff member, property of, name of receiver, utilisateur, affecté à, employé, benutzer, nutzer, mitarbeiter, "
        "gebruiker, "
        "usuario, usuário, пользователь, ответственный, мол, 使用人, nom complet, "
        "nom de l'utilisateur, nom d'utilisateur, nom utilisateur, collaborateur, nom du collaborateur, salarié, "
        "détenteur, propriétaire, responsable, attribué à, assigné à, name des benutzers, "
        "mitarbeitername, anwender, besitzer, eigentümer, inhaber, zugewiesen an, ausgegeben an, verantwortlich, "
        "verantwortlicher, nombre completo, nombre de usuario, nombre del usuario, empleado, nombre del empleado, "
        "trabajador, propietario, titular, asignado a, custodio, "
        "employee full name, emp name, assigned to name, assigned to user, assigned to employee, "
        "assigned employee name, assigned person, assigned staff, assignee name, "
        "custodian name, holder name, current holder, primary user, issued to, allocated to, allotted to, "
        "given to, handed to, used by, in use by, staff name, person responsible, responsible employee, "
        "resguardante, usuario asignado, usuario responsable, nombre del responsable, personal asignado, "
        "responsável, usuário responsável, funcionário, colaborador, nome do usuário, nome do funcionário, "
        "atribuído a, detentor, utilizador, assegnato a, assegnatario, utente, dipendente, toegewezen aan, "
        "medewerker, użytkownik, pracownik, uživatel, zaměstnanec, сотрудник, фио, ответственное лицо, "
        "материально ответственное лицо, закреплено за"
    ),
    "action": "operation, change, opération, aktion, vorgang, acción, operación",
    "effective_at": (
        "effective, effective date, effective from, start, start time, start date, valid from, assigned date, "
        "assigned since, assigned on, assigned at, assignment date, allocation date, issue date, date issued, "
        "issued date, checkout date, last checkout, date of assigning, date d'assignement, 借用日期, effective on, "
        "date d'effet, à partir du, début, date de début, depuis, depuis le, date d'affectation, "
        "date d'attribution, date de remise, affecté le, attribué le, ab, von, seit, beginn, startdatum, "
        "gültig ab, wirksam ab, zugewiesen am, zuweisungsdatum, ausgabedatum, ausgegeben am, inicio, "
        "fecha de inicio, desde, a partir de, fecha efectiva, fecha de asignación, asignado el, fecha de entrega, "
        "vigente desde, "
        "assign date, date assigned, date of assignment, allocated date, allocated on, date allocated, "
        "date of allocation, issued on, date of issue, handover date, hand over date, date of handover, "
        "handed over on"
    ),
    "end_at": (
        "end, end time, end date, until, valid until, valid to, expected checkout, "
        "fin, date de fin, jusqu'au, ende, enddatum, bis, gültig bis, "
        "fecha de fin, fecha fin, fecha final, hasta, vigente hasta"
    ),
    "returned_at": (
        "returned, returned at, returned on, date returned, returned date, checkin date, checked in at, checked in on, "
        "checked in date, last checkin date, handed back on, handed back, given back on, rendu le, restitué le, "
        "retourné le, rückgabe am, zurückgegeben am, zurückgegeben, zurück am, devuelto el, devuelto, fecha devuelto"
    ),
    "return_date": (
        "date of return, date de retour, date de restitution, rückgabe, rückgabedatum, datum der rückgabe, devolución, "
        "fecha de devolución, fecha devolución"
    ),
    "due_at": (
        "due, due date, due back, due on, return by, return due, expected checkin, expected checkin date, "
        "expected return, "
        "expected return date, expected back, loan until, loaned until, on loan until, retour prévu, retour prévu le, "
        "date de retour prévue, à rendre le, prêté jusqu'au, rückgabe bis, rückgabe fällig, fällig am, verliehen bis, "
        "ausgeliehen bis, leihe bis, devolución prevista, fecha prevista de devolución, devolver antes de, "
        "prestado hasta"
    ),
    "external_user_id": (
        "user id, owner id, owner (unique id), employee id, employee number, id utilisateur, identifiant utilisateur, "
        "matricule, benutzer id, mitarbeiternummer, personalnummer, personal nr, id de usuario, id del usuario, "
        "número de empleado, "
        "emp id, emp no, emp number, emp code, employee no, employee code, staff id, staff no, staff number, "
        "personnel no, personnel number, payroll number, no empleado, nº de empleado, no de empleado, "
        "id de empleado, número de nómina, matrícula, matrícula do funcionário, personeelsnummer, табельный номер"
    ),
    "username": (
        "user name, login, login name, logon name, account name, sam account name, assigned username, "
        "assigned user name, "
        "checked out to: username, owner username, user login, identifiant de connexion, "
        "benutzername, anmeldename"
    ),
    "owner_first_name": (
        "first name, given name, assigned first name, checked out to: first name, user first name, employee first "
        "name, prénom, vorname, nombre de pila"
    ),
    "owner_last_name": (
        "last name, surname, family name, assigned last name, checked out to: last name, user last name, employee "
        "last name, nom de famille, nachname, familienname, apellido, apellidos"
    ),
    "label": "friendly label, libellé, étiquette, etikett, beschriftung, etiqueta",
    "added_by": "linked by, ajouté par, saisi par, hinzugefügt von, erfasst von, añadido por, agregado por",
}

_CHECKOUT_TYPES = "checkout type, checked out type, checkout to type, assigned type, assigned to type"
_ROW_COUNTERS = "sr no, s no, sno, sl no, no, row, row no, nr, n°, lfd nr, pos, pos nr, i no, п/п, № п/п, 序号"
_QUANTITIES = (
    "quantity, qty, units, count, menge, anzahl, stückzahl, quantité, nombre d'unités, cantidad, unidades, nos, "
    "no of units, number of units, quantidade, qtd, qtde, quantità, aantal, ilość, кол-во, количество"
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


_PEOPLES_NAMES = (*_words(PEOPLE["owner_name"]), *NAMES_WITH_COMMAS)

# The spellings of each field, per kind: some mean one field in an inventory and another in an assignments sheet.
SPELLINGS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.INVENTORY: {name: _words(text) for name, text in (_BOTH | _INVENTORY).items()},
    Kind.ASSIGNMENTS: {name: _words(text) for name, text in (_BOTH | _ASSIGNMENTS).items()},
    Kind.PEOPLE: {name: _words(text) for name, text in PEOPLE.items()} | {"owner_name": _PEOPLES_NAMES},
}

# The headers of places within a place, the larger first: beside a column of larger places they are attributes.
PLACES_WITHIN = (_words("building, bâtiment, gebäude, edificio"), _words("room, raum, salle, sala, помещение, кабинет"))

# The headers of a column that only numbers the rows (beside `#` and its like): it is never a serial number.
CHECKOUT_TYPES = _words(_CHECKOUT_TYPES)
ROW_COUNTERS = _words(_ROW_COUNTERS)

# The headers of a column that counts devices. It is read into no field: a row is one device.
QUANTITIES = _words(_QUANTITIES)

# The headers of a comment, as a rule; of the device's name where no other column has it and the values are short.
DESCRIPTIONS = _words(
    "description, item description, asset description, device description, equipment description, product description, "
    "material description, beschreibung, descripción, descripción del equipo, descripción del activo, descrição, "
    "descrição do produto, descrição do equipamento, descrição do bem"
)

# The headers of the supplier, as a rule; of the maker where another column has the supplier, or most values are makers.
VENDORS = _words("vendor, vendor name")

# The headers of the months of warranty, or of its last day where the values are dates; small numbers may be years.
WARRANTIES = _words("warranty, garantie, garantía, gewährleistung, garanzia, gwarancja, záruka, гарантия")

# The headers of the device's name, as a rule; in an assignments sheet of the owner's name where most addresses
# contain it.
NAMES = _words(BARE_NAMES)

# The headers of a person's name that stand in lists of places and departments, too.
HOLDERS = _words(
    "owner, user, contact name, utilisateur, benutzer, nutzer, anwender, usuario, usuário, utilizador, utente, "
    "gebruiker, użytkownik, uživatel, пользователь"
)

# The headers of a status, as a rule; of a place where the values are states of a country.
STATES = _words("state, estado, état, stato")

# The headers of the device's name, as a rule; of what people do where the values are job titles.
TITLES = _words("title, designation, désignation, titel, bezeichnung")

# The headers of the price, as a rule; of anything where the values are no amounts, or another column names them.
VALUES = _words("value, valeur, wert, valor, amount, valore, waarde, wartość, hodnota, значение")
PROPERTIES = _words(
    "key, property, property name, attribute, attribute name, parameter, parameter name, setting, variable, option, "
    "metric, measure, schlüssel, eigenschaft, einstellung, clé, propriété, attribut, paramètre, clave, propiedad, "
    "atributo, parámetro"
)

# The headers that stand beside a state of a country, and those of lists of licences.
ADDRESSES = _words(
    "city, town, zip, zip code, postal code, post code, country, county, street, street address, "
    "address, address 1, address line 1, latitude, stadt, plz, postleitzahl, land, straße, adresse, ville, "
    "code postal, pays, rue, ciudad, código postal, país, calle, dirección, cidade, cep, município, municipio, "
    "endereço, bairro"
)
LICENCES = _words(
    "license, licence, license key, licence key, license name, licence name, license type, licence type, product key, "
    "software, software name, licensed to, licensed to email, licensed to name, license email, seats used, "
    "used seats, available seats, free seats, seats assigned, assigned seats, total seats, lizenz, lizenzschlüssel, "
    "lizenztyp, licencia, clave de licencia, clé de licence, logiciel"
)

# Well-known makers, normalised.
MAKERS = frozenset(
    _words(
        "acer, apple, asus, brother, canon, cisco, dell, epson, fujitsu, google, hewlett packard, hp, hpe, huawei, "
        "lenovo, lg, logitech, microsoft, msi, netgear, nokia, panasonic, philips, poly, samsung, sony, toshiba, "
        "ubiquiti, xiaomi, zebra"
    )
)

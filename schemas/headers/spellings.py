"""The spellings of headers, as data: field by field, as exports write it, then in French, German, Spanish and others.

They were gathered from the exports of asset registers and MDM systems, from IoT provisioning files, and from the
batch-create document (its `client_` names). Commas separate them; accents are ignored where headers are compared, and
so are the small words between others (`date d'achat`, `Date achat`). Portuguese, Italian, Dutch, Polish, Czech,
Russian, Turkish, Vietnamese and Indonesian have the most frequent ones.
"""

from schemas.headers.attribute_spellings import ATTRIBUTES
from schemas.headers.holder_spellings import HOLDERS_AND_SPANS
from schemas.headers.people_spellings import BARE_NAMES, NAMES_WITH_COMMAS, PEOPLE
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
        "laptop sl no, laptop sr no, laptop s no, system sl no, machine sl no, số serial, số sê ri, seri no, "
        "laptop serial no, laptop serial number, laptop serial, notebook serial number, computer serial no, "
        "computer serial number, pc serial no, pc serial number, machine serial no, machine serial number, "
        "equipment serial no, equipment serial number, asset serial no, asset serial number, product serial no, "
        "product serial number, system serial number, hardware serial no, hardware serial number, "
        "manufacturer serial number, chassis serial number, nº série, numero di serie, serienummer, "
        "numer seryjny, sériové číslo, výrobní číslo, dell service tag, unit serial, unit serial number, system "
        "serial, manufacturer serial, maker's serial number, vendor serial number, "
        "mac serial number, numero seriale, seriale, nr seryjny, sériové č, sorozatszám, gyári szám, număr de "
        "serie, serie număr, serijski broj, serijska številka, sarjanumero, シリアル番号, 製造番号, "
        "シリアルナンバー, 일련번호, 시리얼 번호, "
        "产品序列号, 设备序列号, 出厂编号, رقم التسلسل, الرقم التسلسلي, מספר סידורי"
    ),
    "asset_tag": (
        "no inventaris, nomor inventaris, no aset, nomor aset, mã tài sản, mã thiết bị, demirbaş no, "
        "demirbaş numarası, "
        "envanter no, "
        "asset or serial number, asset tag no, asset tag number, asset no, asset num, asset number, asset id, "
        "assets id, asset code, "
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
        "inventarisnummer, numer inwentarzowy, nr inwentarzowy, inventární číslo, asset tag id, inventurnummer, "
        "inventarisierungsnummer, geräte id, gerätenummer, etikettennummer, etikett nr, inventaretikett, property "
        "no, property number, property id, decal, decal number, fa number, fa no, far no, fixed asset "
        "id, fixed asset code, n° d'immo, n° immo, numéro immo, código patrimonial, número patrimonial, placa, "
        "placa de inventario, número de placa, nr inw, leltári szám, nr inventar, număr de inventar, "
        "inventarinumero, inventar nummer, 資産番号, 管理番号, 資産管理番号, 자산번호, 固定资产编号, 资产编码, "
        "资产标签, asset identification number, asset identification no"
    ),
    "mac_address": (
        "mac, mac addr, mac id, physical address, hardware address, wifi mac, wi-fi mac, wifi mac address, "
        "wlan mac, lan mac, ethernet mac, ethernet mac address, primary mac, mac-adresse, macadres, adresse mac, "
        "dirección mac, endereço mac, mac地址, adresse physique, physische adresse, hardware adresse, "
        "dirección física, indirizzo mac, adres mac, ethernet address, hw address, mac wifi, mac lan, mac wlan, "
        "macアドレス, mac 주소, mac addresses"
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
        "descrição do equipamento, descrição do bem, observação, comentários, opmerkingen, uwagi, poznámka, "
        "additional notes, additional info, additional information, further information, infos, anm, sonstiges, "
        "observations, note aggiuntive, annotazioni, poznámky, megjegyzés, megjegyzések, comentarii, opmerking, "
        "anmärkning, huomautus, 備考, メモ, 비고, ملاحظات, "
        "bem, notas adicionales"
    ),
}

_NAMES = (
    "name, asset name, item name, object name, device name, title, hostname, host name, computer name, pc name, "
    "management name, friendly name, configuration name, display name, equipment, device, désignation, nom, "
    "nom de l'ordinateur, bezeichnung, gerätename, nombre de equipo, nombre, nome, nama barang, "
    "nama aset, nama perangkat, tên thiết bị, tên tài sản, demirbaş adı, cihaz adı, оборудование, equipamento, "
    "equipamiento, entry name, наименование, "
    "название, 设备, 设备名称, nom de l'appareil, "
    "nom de l'équipement, nom du matériel, nom du poste, nom de la machine, "
    "appareil, équipement, gerät, name des geräts, gerätebezeichnung, rechnername, computername, "
    "nombre del equipo, nombre del dispositivo, nombre de dispositivo, nombre del activo, equipo, dispositivo, "
    "system name, machine name, workstation name, node name, equipment name, nome do equipamento, "
    "nome do dispositivo, nome do ativo, nome do bem, nome do computador, имя компьютера, имя устройства, friendly "
    "device name, dns name, netbios name, endpoint name, server name, ci name, configuration item, device label, "
    "product name, "
    "gerätebenennung, nom d'hôte, nom hôte, nom machine, nom appareil, nom pc, nombre equipo, nombre de host, "
    "nombre de la máquina, nome macchina, nome computer, nome host, nazwa, nazwa urządzenia, nazwa komputera, "
    "název, název zařízení, megnevezés, eszköz neve, denumire, naam, apparaatnaam, benämning, コンピューター名, "
    "コンピュータ名, "
    "機器名, ホスト名, 자산명, 장비명, 计算机名, 资产名称"
)

_TYPES = (
    "type, device type, asset type, item type, product type, equipment type, hardware type, machine type, "
    "device role, configuration type name, rmm device type, sub category, subcategory, gerätetyp, typ, tipo, "
    "tipo de equipo, tipe, jenis, jenis barang, loại thiết bị, cihaz türü, тип, 设备类型, type d'appareil, "
    "type de matériel, type d'équipement, type de produit, "
    "geräteart, produkttyp, tipo de dispositivo, tipo de activo, tipo de producto, "
    "material type, tipo de produto, tipo do produto, tipo de equipamento, tipo do equipamento, tipo de ativo, "
    "tipo di dispositivo, typ urządzenia, typ zařízení, тип оборудования, тип устройства, type of device, type of "
    "asset, type of equipment, type of hardware, asset sub type, chassis type, art des geräts, "
    "gerätegattung, hardware typ, hardwareart, type matériel, type équipement, nature, tipo equipo, tipo "
    "dispositivo, tipo hardware, tipologia, tipo bene, rodzaj, rodzaj sprzętu, druh, typ zařízení, típus, eszköz "
    "típusa, tip echipament, soort, apparaattype, 種類, 機種, 종류, 资产类型, 类型"
)

_INVENTORY: dict[str, str] = {
    "name": f"{_NAMES}, libellé",
    "type": _TYPES,
    **ATTRIBUTES,
}

# A staff list says in more ways whose an address, a number or a login is. In lists of devices some hold full names.
_PEOPLES = ("owner_email", "external_user_id", "username")
_FULL_NAMES = ("nombre de usuario", "nome de usuário")
_ASSIGNMENTS: dict[str, str] = {
    "device_name": _NAMES,
    "device_type": _TYPES,
    **HOLDERS_AND_SPANS,
    **{name: f"{HOLDERS_AND_SPANS[name]}, {PEOPLE[name]}" for name in _PEOPLES},
}

_CHECKOUT_TYPES = "checkout type, checked out type, checkout to type, assigned type, assigned to type"
_ROW_COUNTERS = "stt, sr no, s no, sno, sl no, no, row, row no, nr, n°, lfd nr, pos, pos nr, i no, п/п, № п/п, 序号"
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
    Kind.ASSIGNMENTS: {
        name: tuple(word for word in _words(text) if name != "username" or word not in _FULL_NAMES)
        for name, text in (_BOTH | _ASSIGNMENTS).items()
    },
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

# The headers of anything; of the type or the name of a device, where the values say so and no other column does.
ITEMS = _words(
    "item, items, device, devices, asset, assets, hardware, computer, machine, workstation, host, endpoint, product, "
    "article, artikel, gegenstand, objet, matériel, materiel, artículo, bien, bem, oggetto, kind, art, rechner, "
    "apparaat, urządzenie, "
    "sprzęt, zařízení, eszköz, cihaz, perangkat, 品名, 品目, 名前, 物品, 物品名称, 품목"
)

# Those among them that may be of the model.
PRODUCTS = _words("product, article, artikel")

# The headers of the device's name, as a rule; of its type, where the values say so and no other column does.
THINGS = _words(
    "equipment, device, désignation, designation, libellé, bezeichnung, gerätebezeichnung, gerät, appareil, "
    "équipement, equipo, equipamiento, equipamento, dispositivo, оборудование, 设备"
)

# The headers of the supplier, as a rule; of the maker where another column has the supplier, or most values are makers.
VENDORS = _words("vendor, vendor name, hardware vendor, device vendor, computer vendor")

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

# The headers of the day on which a device went out or came back, as a rule; of something else where most are no days.
OUT_AND_IN = _words("handed out, checked out, check out, checked in, check in, borrowed")

# The headers of who has a device, or of since when, or of neither, as the values say.
HANDED = _words(
    "assigned, allocated, allotted, issued, loaned, lent, given, deployed, zugewiesen, zugeteilt, vergeben, "
    "ausgegeben, übergeben, verliehen, ausgeliehen, attribué, affecté, assigné, remis, prêté, asignado, entregado, "
    "prestado, assegnato, consegnato, atribuído, entregue, emprestado, toegewezen, uitgeleend, выдан, закреплен"
)

# The headers of who has a device where the values are people's names; of the programs on it elsewhere.
AGENTS = _words("agent, agente, agents")

# The headers of a number of another list in an inventory; of who has a device where the values are no numbers.
USER_IDS = _words("user id")

# The header of a place, as a rule; of nothing that we know where the values are names of software.
OFFICES = _words("office")

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

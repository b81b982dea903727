"""The spellings of headers, as data: field by field, as exports write it, then in French, German, Spanish and others.

They were gathered from the exports of asset registers and MDM systems, from IoT provisioning files, and from the
batch-create document (its `client_` names). Commas separate them; accents are ignored where headers are compared, and
so are the small words between others (`date d'achat`, `Date achat`). Portuguese, Italian, Dutch, Polish, Czech,
Russian, Turkish, Vietnamese and Indonesian have the most frequent ones; `further_languages` has more of these, and of
others.
"""

from collections.abc import Mapping

from schemas.headers import place_spellings
from schemas.headers.attribute_spellings import ATTRIBUTES
from schemas.headers.further_languages import OF_DEVICES, OF_HOLDERS
from schemas.headers.holder_spellings import HOLDERS_AND_SPANS
from schemas.headers.people_spellings import BARE_NAMES, FULL_NAMES, NAMES_WITH_COMMAS, PEOPLE
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
    f"{BARE_NAMES}, "
    "asset name, item name, object name, device name, title, hostname, host name, computer name, pc name, "
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
_OF_STAFF = ("department", "location")
_NAMES_OF_USERS = ("nombre de usuario", "nome de usuário")
_ASSIGNMENTS: dict[str, str] = {
    "device_name": _NAMES,
    "device_type": _TYPES,
    **HOLDERS_AND_SPANS,
    **{name: f"{HOLDERS_AND_SPANS[name]}, {PEOPLE[name]}" for name in _PEOPLES},
    "owner_name": f"{HOLDERS_AND_SPANS['owner_name']}, {FULL_NAMES}",
}

_CHECKOUT_TYPES = "checkout type, checked out type, checkout to type, assigned type, assigned to type"
_ROW_COUNTERS = (
    "stt, sr no, s no, sno, sl no, no, row, row no, nr, n°, lfd nr, pos, pos nr, i no, п/п, № п/п, 序号, sıra no, "
    "sıra, ลำดับ, ลำดับที่, م, مسلسل, 순번, 連番, 通番, 項番, red br, redni broj, rb, lp, l p, poř č, sorszám, nr crt, "
    "löpnr, α/α"
)
_QUANTITIES = (
    "quantity, qty, units, count, menge, anzahl, stückzahl, quantité, nombre d'unités, cantidad, unidades, nos, "
    "no of units, number of units, quantidade, qtd, qtde, quantità, aantal, ilość, кол-во, количество, stock, "
    "stock qty, jumlah, số lượng, จำนวน, 数量, 數量, 台数, 수량, adet, miktar, ποσότητα, кількість, الكمية, العدد, "
    "količina, antal, antall, määrä, kogus, mennyiség, cantitate, množství"
)


def words(text: str) -> tuple[str, ...]:
    """The spellings of a table's text, which commas separate."""
    return tuple(word.strip() for word in text.split(","))


def _table(spellings: Mapping[str, str], *others: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The spellings of each field of the first table, with those that the others have of it behind them."""
    texts = {name: [text, *(other[name] for other in others if name in other)] for name, text in spellings.items()}
    return {name: tuple(word for text in several for word in words(text)) for name, several in texts.items()}


_PLACES = {"location": ", ".join(place_spellings.PLACES_WITHIN)}
_NAMES_AND_TYPES = {"device_name": OF_DEVICES["name"], "device_type": OF_DEVICES["type"]}
_HOLDINGS = _table(_BOTH | _ASSIGNMENTS, OF_DEVICES, _NAMES_AND_TYPES, OF_HOLDERS)
_STAFF = _table(PEOPLE, {name: OF_HOLDERS[name] for name in _PEOPLES}, {name: OF_DEVICES[name] for name in _OF_STAFF})

# The spellings of each field, per kind: some mean one field in an inventory and another in an assignments sheet.
SPELLINGS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.INVENTORY: _table(_BOTH | _INVENTORY, _PLACES, OF_DEVICES),
    Kind.ASSIGNMENTS: {
        **_HOLDINGS,
        "owner_name": (*_HOLDINGS["owner_name"], *NAMES_WITH_COMMAS),
        "username": tuple(word for word in _HOLDINGS["username"] if word not in _NAMES_OF_USERS),
    },
    Kind.PEOPLE: {**_STAFF, "owner_name": (*_STAFF["owner_name"], *NAMES_WITH_COMMAS)},
}

# The headers of places within a place, the larger first: beside a column of larger places they are attributes.
PLACES_WITHIN = tuple(words(text) for text in place_spellings.PLACES_WITHIN)

# The headers of a column that only numbers the rows (beside `#` and its like): it is never a serial number.
CHECKOUT_TYPES = words(_CHECKOUT_TYPES)
ROW_COUNTERS = words(_ROW_COUNTERS)

# The headers of a column that counts devices. It is read into no field: a row is one device.
QUANTITIES = words(_QUANTITIES)

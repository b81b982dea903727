"""The one alias table: which header spellings mean which field, per kind of sheet.

The spellings were gathered from the exports of asset registers and MDM systems, from IoT provisioning files, and from
the batch-create document (its `client_` names). Some words mean one thing in an inventory and another in an
assignments sheet (`Name`, `Type`, `Notes`): each kind is matched with its own half of the table.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS, MDM_FIELDS
from schemas.vocabulary import Kind

_BOTH: dict[str, str] = {
    "serial_number": (
        "serial, serial num, serial no, serial nr, sn, s/n, s / n, ser no, serial code, bios serial, rmm serial number,"
        " datto appliance serial number, device serial, device serial number, service tag, factory number, nb sn,"
        " laptop sn, notebook sn, seriennummer, serien nr, numéro de série, n° de série, no de série, num serie,"
        " nserie, série, número de série, número de serie, nomor seri, seri no, seri numarası, серийный номер,"
        " заводской номер, 序列号, სერიული ნომერი, ქარხნული ნომერი"
    ),
    "asset_tag": (
        "asset tag no, asset tag number, asset no, asset num, asset number, asset id, assets id, asset code, asset nr,"
        " asset / inv num, tag, tag id, tag no, tag number, property tag, inventory number, inventory no, inv no,"
        " inv code, barcode, bar code 1, annotated asset id, legacy asset number, inventarnummer, inventar nr,"
        " numéro d'inventaire, patrimonio, patrimônio, n inventaire, инвентарный номер, инв номер, 资产编号, 设备编号,"
        " kode barang"
    ),
    "mac_address": (
        "mac, mac addr, mac id, physical address, hardware address, wifi mac, wi-fi mac, wifi mac address, wlan mac,"
        " lan mac, ethernet mac, ethernet mac address, primary mac, mac-adresse, macadres, adresse mac, dirección mac,"
        " endereço mac, mac地址"
    ),
    "device_id": "rollcall id, rollcall device id",
    "org_id": "org, organization, organisation, organization id, organisation id, tenant, tenant id",
    "comment": (
        "notes, note, comments, remarks, remark, asset notes, annotated notes, description, item description, details,"
        " reason/notes, bemerkung, bemerkungen, notiz, notizen, kommentar, remarque, remarques, commentaire,"
        " commentaires, observações, obs, observaciones, комментарий, примечание, 备注, 说明"
    ),
}

_NAMES = (
    "name, asset name, item name, device name, product name, title, hostname, host name, computer name, pc name,"
    " management name, friendly name, configuration name, display name, equipment, désignation, nom,"
    " nom de l'ordinateur, bezeichnung, gerätename, nombre de equipo, nombre, nome, nama barang, наименование,"
    " название, 设备, 设备名称"
)
_TYPES = (
    "type, device type, asset type, item type, product type, equipment type, hardware type, machine type, device role,"
    " configuration type name, rmm device type, sub category, subcategory, gerätetyp, typ, tipo, tipo de equipo, tipe,"
    " тип, 设备类型"
)

_INVENTORY: dict[str, str] = {
    "name": _NAMES,
    "type": _TYPES,
    "category": (
        "asset category, device category, category name, asset class, class, major category desp, product group,"
        " group, cat, kategorie, catégorie, categoría, категория, группа, 类别"
    ),
    "brand": (
        "make, manufacturer, manufacturer name, rmm manufacturer name, oem, brand id, hersteller, marke, marque,"
        " constructeur, marca, fabricante, merek, merk, производитель, бренд, 品牌"
    ),
    "model": (
        "model name, model no, model number, model #, model_str, device model, product model, hardware model,"
        " type number, make & model, asset model, model id, modell, modèle, modelo, модель, 型号"
    ),
    "status": (
        "client_status, asset status, item status, state, current status, install status, configuration status name,"
        " lifecycle status, life cycle stage, operational status, provision status, provisioning status, status name,"
        " zustand, statut, état, estado, estatus, статус, состояние, 设备状态"
    ),
    "condition": "asset condition, condition on issue, kondisi",
    "location": (
        "location name, site, site name, office, room, building, branch, rtd location, default location,"
        " building/location, storage location, standort, raum, localisation, emplacement, ubicación, местонахождение,"
        " расположение"
    ),
    "department": (
        "dept, business unit, cost center, cost centre, team, division, org unit, abteilung, section, service,"
        " departamento, подразделение, 使用部门"
    ),
    "supplier": (
        "supplier name, vendor, vendor name, purchased from, purchase from, reseller, seller, provider, lieferant,"
        " fournisseur, proveedor, поставщик"
    ),
    "order_number": (
        "order no, po number, po, purchase order, purchase order number, procure all number, supplier invoice no,"
        " grn no, capex num, номер заказа, накладная"
    ),
    "invoice_number": "client_invoice_number, invoice no, invoice, номер счета",
    "contract_number": "client_contract_number, contract no, contract, lease number",
    "tracking_number": "tracking no, parcel number",
    "is_rented": "rented, leased, is leased",
    "purchase_price": (
        "client_purchase_price, purchase cost, purchase value, cost, price, price excl, amount, value, asset cost,"
        " asset value, acquisition cost, historical cost, valuation, value before tax, unit cost, unit price,"
        " purchase cost (usd), purchase cost (cad), price (sar), kaufpreis, preis, anschaffungskosten,"
        " anschaffungswert, prix d'achat, prix, coût, montant, precio, costo, стоимость, первоначальная стоимость,"
        " цена"
    ),
    "purchase_date": (
        "client_purchase_date, purchased, purchased at, purchased on, date purchased, date of purchase,"
        " purchase time, acquisition date, date acquired, acquired, acquired on, buy date, hw buy date, po date,"
        " invoice date, grn date, supplier invoice date, date placed in service, in service date, install date,"
        " anschaffungsdatum, kaufdatum, date d'achat, date d'acquisition, date de mise en service, fecha de compra,"
        " data de compra, дата покупки, дата приобретения, дата ввода, 采购日期"
    ),
    "warranty_end": (
        "client_warranty_endDate, warranty expiry, warranty expiry date, warranty expires, warranty expires on,"
        " warranty expires at, warranty expiration, warranty expiration date, warranty end date, warranty end period,"
        " warranty until, warranty till, warranty date, warranty ends, hw warranty expiration, garantie bis,"
        " garantieablauf, garantieende, fin de garantie, date fin garantie, garantia hasta, fecha fin garantía,"
        " гарантия до, 保修到期"
    ),
    "warranty_months": (
        "warranty, warranty period, warranty term, warranty (in months), warranty duration (months), garantie, гарантия"
    ),
    "rental_price": "client_rental_price, rent, monthly rent, lease price",
    "rental_start": "client_rental_startDate, rental start date, lease start, lease start date",
    "rental_end": "client_rental_endDate, rental end date, lease end, lease end date",
    "dev_eui": "device eui",
    "imei": "imei number, imei no, imei 1",
    "external_id": "id, intune device id, configuration id, assetid, source id, external key, import_ref",
    "screen_size": "screen, display size",
    "graphic": "graphics, graphics card, gpu",
    "processor": "cpu",
    "ram": "memory, ram size",
    "storage": "disk, disk size, storage size",
    "model_year": "year",
    "keyboard_layout": "keyboard",
    "color": "colour",
    "seats_number": "seats, number of seats",
    "os_platform": "os, operating system, platform",
}

_ASSIGNMENTS: dict[str, str] = {
    "device_name": _NAMES,
    "device_type": _TYPES,
    "owner_email": (
        "email, e-mail, email address, e-mail address, user email, assigned email, assigned to email,"
        " assigned user email, assignee email, employee email, custodian email, primary user email address,"
        " primary user upn, user principal name, upn, checked out to: email, checked out to email, annotated user,"
        " most recent user, mail, mail id, courriel, correo, эл. почта, 邮箱"
    ),
    "owner_name": (
        "assigned to, assigned to (name), assigned user, assignee, assigned employee, user, username, user name,"
        " employee, employee name, full name, owner, custodian, holder, checked out to, checked out to: username,"
        " primary user display name, responsible, responsible person, contact name, end user, staff member,"
        " property of, name of receiver, utilisateur, affecté à, employé, benutzer, nutzer, mitarbeiter, gebruiker,"
        " usuario, usuário, пользователь, ответственный, мол, 使用人"
    ),
    "action": "operation, change",
    "effective_at": (
        "effective, effective date, effective from, start, start time, start date, valid from, assigned date,"
        " assigned since, assigned on, assigned at, assignment date, allocation date, issue date, date issued,"
        " issued date, checkout date, last checkout, date of assigning, date d'assignement, 借用日期"
    ),
    "end_at": (
        "end, end time, end date, until, valid until, valid to, return date, return by, expected checkin,"
        " expected checkout, due date"
    ),
    "external_user_id": "user id, owner id, employee id, employee number",
    "label": "friendly label",
    "added_by": "linked by",
}

ROW_COUNTERS = frozenset(("", "sr no", "s no", "sno", "sl no", "no", "row", "row no", "nr", "序号"))
"""Normalised headers of mere row counters (`#` is blank when normalised): never a serial number."""

_ODD_SPACE = re.compile(r"[\u00a0\u200b-\u200f\u2060\ufeff\s]+")
_SEPARATORS = re.compile(r"[\s_\-./:#()*?\[\]]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIXES = re.compile(r"^(?:hb\.field\.|hb\.|cf:)", re.IGNORECASE)


def tidy_header(header: str) -> str:
    """The header as a person reads it: one line, no odd or doubled spaces."""
    return _ODD_SPACE.sub(" ", header).strip()


def normalise_header(header: str) -> str:
    """Lower-case words with single spaces: `Serial_No.`, `serialNo` and `SERIAL NO` are one."""
    text = _PREFIXES.sub("", tidy_header(unicodedata.normalize("NFKC", header)))
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", text).casefold()).strip()


def is_row_counter(header: str) -> bool:
    """True for `#`, `No.`, `Sr. No.` and their like."""
    return normalise_header(header) in ROW_COUNTERS


@lru_cache(maxsize=4096)
def match_header(header: str, kind: Kind) -> str | None:
    """The field that a header means in a sheet of that kind; null where no field answers to it.

    Spellings are compared as words, then without spaces, then also without accents.
    """
    plain, exact = normalise_header(header), _spellings(kind)
    plain_uncamelled = _SEPARATORS.sub(" ", tidy_header(unicodedata.normalize("NFKC", header)).casefold()).strip()
    candidates = (plain, plain_uncamelled, _squeezed(plain), _bare(plain))
    return next((exact[candidate] for candidate in candidates if candidate in exact), None)


def known_spellings(kind: Kind) -> Iterable[str]:
    """Every spelling that names a field of that kind, for "did you mean"."""
    return _spellings(kind).keys()


@cache
def _spellings(kind: Kind) -> Mapping[str, str]:
    fields = INVENTORY_FIELDS if kind is Kind.INVENTORY else ASSIGNMENT_FIELDS
    own = _INVENTORY if kind is Kind.INVENTORY else _ASSIGNMENTS
    names = {field.name: field.name for field in fields}
    pairs = [(spelling, name) for name, spelling in names.items()]
    if kind is Kind.INVENTORY:
        pairs += [(field.name.replace("mdm_", "mdm.", 1), field.name) for field in MDM_FIELDS]
    for table in (_BOTH, own):
        pairs += [(spelling.strip(), name) for name, text in table.items() for spelling in text.split(",")]
    return _in_all_forms(pairs)


def _in_all_forms(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Exact spellings win over those without spaces, and these over those without accents."""
    spellings: dict[str, str] = {}
    for form in (normalise_header, lambda text: _squeezed(normalise_header(text)), _bare_header):
        for spelling, name in pairs:
            spellings.setdefault(form(spelling), name)
    return spellings


def _bare_header(header: str) -> str:
    return _bare(normalise_header(header))


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _bare(text: str) -> str:
    """Without spaces and accents."""
    decomposed = unicodedata.normalize("NFD", _squeezed(text))
    return "".join(character for character in decomposed if not unicodedata.combining(character))

"""Which header means which field."""

from pathlib import Path

import pytest

from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS
from schemas.headers.matching import header_key, is_quantity, is_row_counter, match_header, spelled, tidy_header
from schemas.vocabulary import DEVICE_KINDS, SINGLE_KINDS, Kind

_I, _A = Kind.INVENTORY, Kind.ASSIGNMENTS


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Serial Number", _I, "serial_number"),
        ("SERIAL_NO.", _A, "serial_number"),
        ("serialNumber", _A, "serial_number"),
        ("S/N", _I, "serial_number"),
        ("  Serial\nNumber\u00a0", _I, "serial_number"),
        ("Seriennummer", _I, "serial_number"),
        ("VendorSerialNumber", _I, "serial_number"),
        ("VendorBrandModel", _I, "model"),
        ("Total Physical Memory", _I, "ram"),
        ("Storage - Total in GB", _I, "storage"),
        ("Numéro de série", _I, "serial_number"),
        ("numero de serie", _I, "serial_number"),
        ("N° de série", _I, "serial_number"),
        ("Серийный номер", _I, "serial_number"),
        ("序列号", _I, "serial_number"),
        ("Laptop Sl.No", _I, "serial_number"),
        ("No. Inventaris", _I, "asset_tag"),
        ("Demirbaş No", _I, "asset_tag"),
        ("Mã tài sản", _I, "asset_tag"),
        ("Penanggung Jawab", _A, "owner_name"),
        ("Zimmetli Personel", _A, "owner_name"),
        ("Người sử dụng", _A, "owner_name"),
        ("Person", _A, "owner_name"),
        ("Used By (Email)", _A, "owner_email"),
        ("Given to - Email", _A, "owner_email"),
        ("Make and Model", _I, "model"),
        ("Asset or serial number", _I, "asset_tag"),
        ("Equipamento", _I, "name"),
        ("Object Name", _I, "name"),
        ("Data de Entrega", _A, "effective_at"),
        ("Since", _A, "effective_at"),
        ("Asset Tag", _A, "asset_tag"),
        ("Asset / Inv num", _I, "asset_tag"),
        ("HB.asset_id", _I, "asset_tag"),
        ("assetid", _I, "external_id"),
        ("Device ID", _I, "device_id"),
        ("Device", _I, "name"),
        ("Device", _A, "device_name"),
        ("deviceId", _A, "device_id"),
        ("Intune Device ID", _I, "external_id"),
        ("ID", _I, "external_id"),
        ("ID", _A, None),
        ("IMEI/MEID", _I, "imei"),
        ("Owner (Unique ID)", _A, "external_user_id"),
        ("Name", _I, "name"),
        ("Name", _A, "device_name"),
        ("Hostname", _A, "device_name"),
        ("Type", _I, "type"),
        ("deviceType", _A, "device_type"),
        ("Device type", _I, "type"),
        ("MACAddress", _I, "mac_address"),
        ("Wi-Fi MAC", _I, "mac_address"),
        ("DevEUI", _I, "dev_eui"),
        ("E-Mail", _A, "owner_email"),
        ("email", _A, "owner_email"),
        ("Checked Out To: Email", _A, "owner_email"),
        ("UPN", _A, "owner_email"),
        ("Owner email", _I, None),
        ("Assigned to (name)", _A, "owner_name"),
        ("Assigned date", _A, "effective_at"),
        ("start_time", _A, "effective_at"),
        ("Return date", _A, "return_date"),
        ("Friendly label", _A, "label"),
        ("addedBy", _A, "added_by"),
        ("orgId", _A, "org_id"),
        ("Notes", _I, "comment"),
        ("Notes", _A, "comment"),
        ("client_purchase_price", _I, "purchase_price"),
        ("Purchase cost (USD)", _I, "purchase_price"),
        ("client_warranty_endDate", _I, "warranty_end"),
        ("client_rental_startDate", _I, "rental_start"),
        ("client_rental_endDate", _I, "rental_end"),
        ("rent", _I, "rental_price"),
        ("client_status", _I, "status"),
        ("Warranty", _I, "warranty_months"),
        ("mdm.last_seen_date", _I, "mdm_last_seen_date"),
        ("cf:Room", _I, "location"),
        ("Model #", _I, "model"),
        ("Model No.", _I, "model_number"),
        ("Model name", _I, "model"),
        ("Date acquisition", _I, "purchase_date"),
        ("Numéro facture", _I, "invoice_number"),
        ("fecha_compra", _I, "purchase_date"),
        ("Data de aquisição", _I, "purchase_date"),
        ("Data Aquisicao", _I, "purchase_date"),
        ("Tipo do produto", _I, "type"),
        ("Localização do produto", _I, "location"),
        ("Nombre usuario", _A, "owner_name"),
        ("Property", _A, None),
        ("Laptop Serial No", _I, "serial_number"),
        ("Material Type", _I, "type"),
        ("Model/Variant", _I, "model"),
        ("Emp ID", _A, "external_user_id"),
        ("no_empleado", _A, "external_user_id"),
        ("Employee Full Name", _A, "owner_name"),
        ("Assign Date", _A, "effective_at"),
        ("Assigned Dept", _I, "department"),
        ("storage_total_gb", _I, "storage"),
        ("system_name", _I, "name"),
        ("Asset EOL Date", _I, None),
        ("Quantity", _I, None),
        ("#", _I, None),
        ("Sr. No.", _I, None),
    ],
)
def test_a_header_means_one_field_or_none(header: str, kind: Kind, field: str | None) -> None:
    assert match_header(header, kind) == field


@pytest.mark.parametrize("field", [field.name for field in INVENTORY_FIELDS])
def test_every_inventory_field_is_called_by_its_own_name(field: str) -> None:
    assert match_header(field, Kind.INVENTORY) == field


@pytest.mark.parametrize("field", [field.name for field in ASSIGNMENT_FIELDS])
def test_every_assignments_field_is_called_by_its_own_name(field: str) -> None:
    assert match_header(field, Kind.ASSIGNMENTS) == field


@pytest.mark.parametrize("header", ["#", "No.", "No", "Sr. No.", "S.No", "sl no", "Row", "Nr.", "Pos.", "序号"])
def test_a_row_counter_is_no_serial_number(header: str) -> None:
    assert is_row_counter(header)
    assert match_header(header, Kind.INVENTORY) is None


def test_a_header_is_shown_on_one_line() -> None:
    assert tidy_header("\ufeffSerial \n number\u00a0") == "Serial number"


_SEEN = {
    field: [spelling.strip() for spelling in spellings.split(",")]
    for field, spellings in (
        line.split(": ", 1) for line in (Path(__file__).parent / "seen_headers.txt").read_text("utf-8").splitlines()
    )
}
"""Every spelling that was seen in real exports, by what it meant there."""

_CALLED = {
    "assigned_date": "effective_at",
    "return_date": "end_at",
    "name": "device_name",
    "device_type": "type",
}
"""What we call some of those meanings otherwise, or in the other kind of sheet."""

_FINER = {
    "invoice no": "invoice_number",
    "invoice number": "invoice_number",
    "supplier invoice no": "invoice_number",
    "номер счета": "invoice_number",
    **dict.fromkeys(("cost center", "cost centre"), "cost_center"),
    **dict.fromkeys(("model no", "model number", "type number"), "model_number"),
    "device id": "device_id",
    **dict.fromkeys(("return by", "expected checkin", "due date"), "due_at"),
    **dict.fromkeys(("username", "user name", "checked out to: username"), "username"),
}
"""Those that mean a finer field of ours; a device's id is another system's only where it is no number."""


@pytest.mark.parametrize(
    ("field", "spelling"),
    [(field, spelling) for field, spellings in _SEEN.items() if field != "quantity" for spelling in spellings],
)
def test_every_spelling_that_was_seen_is_known(field: str, spelling: str) -> None:
    meant = {match_header(spelling, kind) for kind in DEVICE_KINDS} - {None}
    named = {_FINER.get(spelling, field), _CALLED.get(field)}

    assert meant
    assert meant <= named or (spelling == "assetid" and "external_id" in meant)


@pytest.mark.parametrize("spelling", [*_SEEN["quantity"], "NOS", "No. of units", "Qtde"])
def test_every_spelling_of_a_quantity_is_known_as_one(spelling: str) -> None:
    assert is_quantity(spelling)
    assert {match_header(spelling, kind) for kind in SINGLE_KINDS} == {None}


@pytest.mark.parametrize("kind", SINGLE_KINDS)
def test_no_spelling_means_two_fields_of_one_kind(kind: Kind) -> None:
    assert [(spelling, name) for spelling, name in spelled(kind) if match_header(spelling, kind) != name] == []


def test_one_word_in_two_differs_from_two_words_only_where_the_exports_do() -> None:
    names: dict[tuple[Kind, str], set[str]] = {}
    for kind in SINGLE_KINDS:
        for spelling, name in spelled(kind):
            names.setdefault((kind, header_key(spelling)), set()).add(name)

    assert {key[1] for key, found in names.items() if len(found) > 1} == {"assetid"}


@pytest.mark.parametrize(
    ("english", "french", "german", "spanish", "kind", "field"),
    [
        ("Serial number", "Numéro de série", "Seriennummer", "Número de serie", _I, "serial_number"),
        ("Inventory number", "Numéro d’inventaire", "Inventarnummer", "Número de inventario", _I, "asset_tag"),
        ("MAC address", "Adresse MAC", "MAC-Adresse", "Dirección MAC", _A, "mac_address"),
        ("Name", "Nom de l'appareil", "Gerätename", "Nombre del equipo", _I, "name"),
        ("Device type", "Type d'appareil", "Gerätetyp", "Tipo de dispositivo", _I, "type"),
        ("Category", "Catégorie", "Kategorie", "Categoría", _I, "category"),
        ("Brand", "Marque", "Hersteller", "Marca", _I, "brand"),
        ("Model", "Modèle", "Modell", "Modelo", _I, "model"),
        ("Status", "Statut", "Status", "Estado", _I, "status"),
        ("Condition", "État du matériel", "Gerätezustand", "Condición", _I, "condition"),
        ("Location", "Emplacement", "Standort", "Ubicación", _I, "location"),
        ("Department", "Département", "Abteilung", "Departamento", _I, "department"),
        ("Cost centre", "Centre de coûts", "Kostenstelle", "Centro de costes", _I, "cost_center"),
        ("Company", "Société", "Firma", "Empresa", _I, "company"),
        ("Model number", "Numéro de modèle", "Modellnummer", "Número de modelo", _I, "model_number"),
        ("OS version", "Version de l'OS", "Betriebssystemversion", "Versión del sistema operativo", _I, "os_version"),
        ("Supplier", "Fournisseur", "Lieferant", "Proveedor", _I, "supplier"),
        ("Order number", "N° de commande", "Bestellnummer", "Número de pedido", _I, "order_number"),
        ("Invoice number", "N° de facture", "Rechnungsnummer", "Número de factura", _I, "invoice_number"),
        ("Contract number", "N° de contrat", "Vertragsnummer", "Número de contrato", _I, "contract_number"),
        ("Purchase price", "Prix d'achat", "Kaufpreis", "Precio de compra", _I, "purchase_price"),
        ("Purchase date", "Date d'achat", "Kaufdatum", "Fecha de compra", _I, "purchase_date"),
        ("Warranty end", "Fin de garantie", "Garantie bis", "Fin de garantía", _I, "warranty_end"),
        ("Warranty", "Garantie", "Garantie", "Garantía", _I, "warranty_months"),
        ("Comment", "Commentaire", "Bemerkung", "Comentario", _A, "comment"),
        ("E-mail", "Courriel", "E-Mail-Adresse", "Correo electrónico", _A, "owner_email"),
        ("Owner", "Utilisateur", "Benutzer", "Usuario", _A, "owner_name"),
        ("Action", "Opération", "Aktion", "Acción", _A, "action"),
        ("Start date", "Date de début", "Gültig ab", "Fecha de inicio", _A, "effective_at"),
        ("End date", "Date de fin", "Gültig bis", "Fecha de fin", _A, "end_at"),
        ("Label", "Libellé", "Etikett", "Etiqueta", _A, "label"),
        ("Added by", "Ajouté par", "Hinzugefügt von", "Añadido por", _A, "added_by"),
        ("Organization", "Organisation", "Mandant", "Organización", _A, "org_id"),
    ],
)
def test_the_main_columns_are_known_in_four_languages(
    english: str, french: str, german: str, spanish: str, kind: Kind, field: str
) -> None:
    headers = (english, french, german, spanish)

    assert [match_header(header, kind) for header in headers] == [field] * 4
    assert [match_header(header.upper(), kind) for header in headers] == [field] * 4


@pytest.mark.parametrize(
    "header",
    ["HB.field.Serial Number", "cf:serial_number", "\ufeffSerial\u200b Number", "Ｓｅｒｉａｌ Number", "SERIAL#"],
)
def test_prefixes_widths_and_odd_signs_are_no_matter(header: str) -> None:
    assert match_header(header, Kind.INVENTORY) == "serial_number"


@pytest.mark.parametrize(
    "header",
    [
        "cf_serial_number",
        "cf: Serial Number",
        "Serial Number,type:text",
        "serial_number:text",
        "Serial Number (required) ",
    ],
)
def test_what_programs_write_around_a_header_is_no_part_of_it(header: str) -> None:
    assert match_header(header, Kind.INVENTORY) == "serial_number"


def test_an_address_behind_a_colon_is_part_of_the_header() -> None:
    assert match_header("Checked Out To: Email", Kind.ASSIGNMENTS) == "owner_email"

"""The headers of lists in further languages."""

import pytest

from schemas.headers.matching import match_header
from schemas.vocabulary import Kind

_I, _A = Kind.INVENTORY, Kind.ASSIGNMENTS


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        (
            "serial_number",
            "Nomor Serial; หมายเลขเครื่อง; 序列號; シリアル; 시리얼 넘버; Cihaz Seri No; الرقم التسلسلي; с/н",
        ),
        (
            "asset_tag",
            "Kode Aset; รหัสครุภัณฑ์; 管理番号; 자산코드; رقم الأصل; інвентарний номер; Inventarienummer; Inv. č.",
        ),
        ("owner_name", "Nama Karyawan; Họ và tên; ผู้ใช้งาน; 氏名; 领用人; 성명; Adı Soyadı; ονοματεπώνυμο; Кому выдано"),
        ("owner_name", "Nome e Cognome; Imię i nazwisko; Jméno a příjmení; Nom et prénom; Name, Vorname; اسم الموظف"),
        (
            "owner_name",
            "Person In Charge; Accountable Officer; In gebruik bij; A cargo de; Ausgehändigt an; Zaposlenik",
        ),
        (
            "effective_at",
            "Tgl Serah Terima; Ngày bàn giao; 貸出日; 领用时间; Teslim Tarihi; Дата выдачи; Utleveringsdato",
        ),
        ("external_user_id", "NIK; Mã nhân viên; 社員番号; 사번; Sicil No; الرقم الوظيفي; Таб. №"),
        ("purchase_price", "Harga Perolehan; ราคา; 原值; 取得金額; 취득가; Alış Fiyatı; السعر; Ціна; Gross Book Value"),
        ("warranty_end", "Garansi sampai; 保証期限日; Garanti Bitiş Tarihi; Гарантия до; Warranty Upto; Takuu päättyy"),
        ("location", "Lab No.; Classroom; Warehouse; City; Ruangan; สถานที่; 存放位置; Şube; الموقع; Sucursal"),
        ("supplier", "Purchase Vendor; Nhà cung cấp; 購入元; Tedarikçi; Постачальник; Leverandør"),
    ],
)
def test_the_headers_of_lists_in_many_languages_mean_a_field(field: str, headers: str) -> None:
    asked = [header.strip() for header in headers.split(";")]

    assert {one for one in asked if field not in (match_header(one, _I), match_header(one, _A))} == set()

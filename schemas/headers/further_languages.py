"""The spellings of headers in further languages, by field, in the form of `spellings`, which adds them to its own.

They are those of lists from Indonesia, Vietnam, Thailand, China, Taiwan, Japan, Korea, Turkey, Greece, Ukraine and
Russia, the Arabic countries, the Balkans, the Baltic and the North. In each field the languages come in that order.
"""

OF_DEVICES: dict[str, str] = {
    "serial_number": (
        "bios serial number, sn nummer, no seri, nomor serial, serial perangkat, s/n perangkat, serial máy, "
        "số serial máy, หมายเลขเครื่อง, ซีเรียล, เลขซีเรียล, หมายเลขซีเรียล, ซีเรียลนัมเบอร์, 序列號, 機身號, 机身号, シリアル, "
        "シリアルno, シリアルナンバ, 製造no, 시리얼, 시리얼 넘버, 시리얼넘버, s/n번호, 제조번호, cihaz seri no, "
        "seri numara, σειριακός αριθμός, αρ σειράς, серійний номер, заводський номер, с/н, сер №, зав №, "
        "رقم السيريال, السيريال, الرقم التسلسلى, رقم تسلسلي, serijski br, ser broj, serienr, seerianumber, "
        "serijos numeris, sērijas numurs, valmistenumero, serie echipament, nr serie, serie aparat"
    ),
    "asset_tag": (
        "barcode no, barcode number, sticker no, sticker number, label no, label number, company tag, barcode nr, "
        "kode aset, kode inventaris, kode asset, no asset, nomor asset, kode perangkat, nup, số thẻ tài sản, "
        "mã số tài sản, mã ts, รหัสทรัพย์สิน, เลขครุภัณฑ์, รหัสครุภัณฑ์, หมายเลขครุภัณฑ์, เลขทะเบียนครุภัณฑ์, เลขทรัพย์สิน, 設備編號, "
        "財產編號, 资产标签号, 资产号, 备品编号, 備品番号, 資産コード, 機器番号, 資産no, 管理no, 관리번호, 자산코드, "
        "자산 번호, 관리 번호, varlık no, envanter numarası, αριθμός παγίου, κωδικός παγίου, інвентарний номер, "
        "інв №, інв номер, رقم الأصل, رقم العهدة, كود الأصل, رقم الجرد, inventarni broj, inv broj, "
        "inventarna številka, inventarinumber, inventoriaus numeris, inventāra numurs, inventarienummer, "
        "stöldmärkning, tilgangsnummer, laitenumero, inventaarinumero, inv č, n inventario, codice bene, "
        "etiqueta de patrimônio, tombamento, código interno, code immo, activanummer, activumnummer"
    ),
    "name": (
        "ชื่ออุปกรณ์, ชื่อเครื่อง, ชื่อทรัพย์สิน, รายการ, 設備名稱, 資產名稱, 機器名称, 資産名, 資産名称, 장비 명, 자산 명, "
        "기기명, cihaz ismi, bilgisayar adı, όνομα συσκευής, назва, назва пристрою, найменування, اسم الجهاز, "
        "اسم الأصل, naziv, naziv uređaja, naziv opreme, ime uređaja, ime naprave, enhetsnamn, datornamn, enhedsnavn, "
        "computernavn, enhetsnavn, laitteen nimi, seadme nimi, įrenginio pavadinimas"
    ),
    "category": (
        "kategori, kategori aset, danh mục, nhóm tài sản, หมวดหมู่, หมวด, 類別, 资产分类, 資産分類, 대분류, κατηγορία, "
        "категорія, الفئة, التصنيف, kategorija, luokka, kategooria"
    ),
    "brand": (
        "hãng, hãng sản xuất, thương hiệu, nhà sản xuất, nhãn hiệu, ยี่ห้อ, แบรนด์, 廠牌, 制造商, 品牌名称, メーカー名, "
        "ブランド, 브랜드, 제조업체, üretici, üretici firma, μάρκα, κατασκευαστής, виробник, марка, الماركة, "
        "الشركة المصنعة, العلامة التجارية, الشركة الصانعة, proizvođač, proizvajalec, marka uređaja, merkki, tootja, "
        "gamintojas, ražotājs"
    ),
    "model": (
        "model perangkat, model laptop, dòng máy, model máy, รุ่น, 型號, 设备型号, 産品型号, 产品型号, モデル名, "
        "機種名, 型式, 모델 명, 기종, model cihaz, cihaz modeli, modeli, μοντέλο, модель пристрою, модель устройства, "
        "الموديل, الطراز, موديل, model uređaja, malli, mudel, modelis, nome modello, model urządzenia, modelnavn, "
        "modellnavn"
    ),
    "type": (
        "jenis perangkat, jenis aset, loại, loại tài sản, loại máy, ประเภท, ประเภทอุปกรณ์, ชนิด, 設備類型, 设备种类, "
        "資産種別, 種別, 機器種別, 機器種類, 구분, 장비종류, 기기종류, 유형, tür, cinsi, cihaz tipi, τύπος, "
        "τύπος συσκευής, вид, тип пристрою, вид оборудования, النوع, نوع الجهاز, نوع الأصل, vrsta, vrsta uređaja, "
        "vrsta opreme, tip uređaja, tip dispozitiv, tip, enhetstyp, typ av utrustning, enhedstype, enhetstype, "
        "laitetyyppi, seadme tüüp, įrenginio tipas, soort apparaat, tipo de bien, tipo de bem"
    ),
    "status": (
        "estado actual, tilstand, status aset, status barang, สถานะ, 使用狀態, 当前状态, 利用状況, 使用状況, "
        "사용여부, 사용 상태, durumu, kullanım durumu, κατάσταση, статус пристрою, الحالة, حالة الجهاز, stanje, "
        "status uređaja, stato bene, stav zařízení"
    ),
    "condition": (
        "conservação, conditie, kondisi barang, kondisi aset, สภาพ, สภาพเครื่อง, コンディション, 成色, "
        "condición física, estado de conservación, estado de conservação, condizione, condizioni, "
        "техническое состояние, технічний стан, skick, cond"
    ),
    "purchase_date": (
        "дата ввода в эксплуатацию, ngày sử dụng, tanggal beli, tgl pembelian, tgl beli, tanggal perolehan, "
        "tgl perolehan, ngày nhập, ngày mua hàng, วันที่ซื้อ, วันที่ได้มา, วันที่จัดซื้อ, 購買日期, 入库日期, 购买时间, 購入年月日, "
        "取得年月日, 導入日, 구입일자, 취득일, 취득일자, 도입일, 도입일자, 구매일자, alış tarihi, alım tarihi, "
        "satın alım tarihi, ημερομηνία αγοράς, ημερομηνία κτήσης, дата закупки, дата придбання, дата закупівлі, "
        "تاريخ الشراء, تاريخ شراء, datum kupnje, datum nabave, datum nabavke, datum nakupa, købsdato, indkøbsdato, "
        "innkjøpsdato, kjøpsdato, hankintapäivä, ostopäivä, ostukuupäev, pirkimo data, pirkuma datums, "
        "capitalisation date, placed in service, date of receipt"
    ),
    "purchase_price": (
        "giá, ár, pris, harga perolehan, nilai perolehan, harga satuan, đơn giá, giá trị, ราคา, ราคาซื้อ, มูลค่า, 价格, "
        "原值, 購買價格, 金額, 取得金額, 구매가, 구매가격, 취득가, 취득가액, 금액, fiyat, fiyatı, alış fiyatı, "
        "alım fiyatı, bedel, τιμή, τιμή αγοράς, αξία κτήσης, ціна, вартість, السعر, سعر الشراء, قيمة الشراء, التكلفة, "
        "cijena, nabavna cijena, nabavna vrijednost, cena nabavke, nabavna cena, nabavna vrednost, købspris, "
        "indkøbspris, innkjøpspris, hinta, hankintahinta, hind, kaina, prijs, aanschafwaarde, aankoopwaarde, "
        "wartość początkowa, beszerzési érték, valoare de inventar, costo storico, gross value, gross book value, "
        "capitalized value"
    ),
    "warranty_end": (
        "garansi sampai, akhir garansi, habis garansi, hạn bảo hành, ngày hết bảo hành, ngày hết hạn bảo hành, "
        "วันหมดประกัน, วันหมดอายุประกัน, 质保到期, 保固到期日, 保証期限日, 保証満了日, 보증만료, 보증 만료일, "
        "garanti bitiş, garanti bitiş tarihi, garanti sonu, εγγύηση έως, λήξη εγγύησης, гарантія до, гарантия по, "
        "окончание гарантии, дата окончания гарантии, انتهاء الضمان, تاريخ انتهاء الضمان, نهاية الضمان, jamstvo do, "
        "garancija do, garanti till, garanti til, garanti udløb, garantiutløp, takuu päättyy, takuu asti, "
        "garantija iki, einde garantie, vencimento da garantia, ablauf garantie, warranty upto, end of warranty, "
        "under warranty until"
    ),
    "warranty_months": (
        "ประกัน, ระยะเวลาประกัน, garansi, masa garansi, bảo hành, thời gian bảo hành, 保証期間, 保修期, 보증기간, "
        "garanti, garanti süresi"
    ),
    "supplier": (
        "pemasok, penyedia, toko, vendor pembelian, nhà cung cấp, ผู้ขาย, ร้านค้า, ผู้จำหน่าย, 供货商, 採購廠商, 購入元, "
        "販売店, 購入店, 구매처, 공급사, 납품업체, tedarikçi, satıcı, satın alınan yer, προμηθευτής, постачальник, "
        "продавець, продавец, المورد, الموردين, dobavljač, dobavitelj, leverantör, leverandør, toimittaja, tarnija, "
        "tiekėjas, piegādātājs, dostawca sprzętu, purchase vendor, procurement vendor, procured from, bought at, "
        "lessor, dealer name, shop name"
    ),
    "order_number": (
        "nomor po, no po, số po, số đơn hàng, 订单号, 采购订单号, 採購單號, 発注番号, 발주번호, 주문번호, sipariş no, "
        "sipariş numarası, αριθμός παραγγελίας, номер замовлення, رقم أمر الشراء, broj narudžbe, tilausnumero, "
        "ordine di acquisto, zamówienie"
    ),
    "invoice_number": (
        "nomor faktur, no faktur, no invoice, nomor invoice, số hóa đơn, hóa đơn, 發票號碼, 송장번호, 세금계산서번호, "
        "fatura no, fatura numarası, αριθμός τιμολογίου, αρ τιμολογίου, номер рахунку, номер накладної, счет фактура, "
        "رقم الفاتورة, broj računa, fakturanummer, laskun numero, n fattura, nº fatura, nf, nº nf, rechnung nr"
    ),
    "imei": "imei / esn, esn / imei, imei esn, imei번호, imei号, imei码, imei code, số imei, nomor imei, رقم imei",
    "comment": (
        "catatan, keterangan, ket, ghi chú, หมายเหตุ, 備註, 備考欄, 特記事項, 메모, 특이사항, açıklama, açıklamalar, "
        "notlar, σημειώσεις, παρατηρήσεις, примітка, примітки, примечания, комментарии, ملاحظة, الملاحظات, napomena, "
        "napomene, opomba, opombe, bemærkning, bemærkninger, merknad, merknader, huomautukset, märkus, märkused, "
        "pastabos, piezīmes, observații, osservazioni, misc, miscellaneous, other details"
    ),
    "department": (
        "unit kerja, satuan kerja, bộ phận, đơn vị, แผนก, ฝ่าย, หน่วยงาน, 科室, 所屬部門, 使用部門, 所属部署, 所属, "
        "소속, 소속부서, 부서명, bölüm, bölümü, departmanı, τμήμα, διεύθυνση τμήμα, відділ, підрозділ, департамент, "
        "القسم, الإدارة, odjel, odeljenje, oddelek, avdeling, osakond, skyrius, nodaļa, dipartimento, division name, "
        "team name, organisation unit, owning department"
    ),
    "location": (
        "lokasi aset, nama ruangan, cabang, nama cabang, penempatan, địa điểm, nơi đặt, nơi sử dụng, chi nhánh, "
        "สถานที่, ที่ตั้ง, สถานที่ตั้ง, สาขา, 地点, 地點, 位置, 放置地點, 所在位置, 存放位置, 保管場所, 設置箇所, 使用場所, "
        "장소, 설치장소, 설치위치, 사용장소, şube, bulunduğu yer, lokasyonu, τοποθεσία, розташування, "
        "місцезнаходження, місце, филиал, офис, місце розташування, الموقع, المكان, الفرع, lokacija, "
        "lokacija uređaja, mjesto, lokation, sted, toimipiste, asukoht, vieta, atrašanās vieta, telephely, posizione, "
        "vestiging, oddział, aufstellort, site géographique, last known location, base location, kept at, placed at, "
        "work site, workplace"
    ),
}

OF_HOLDERS: dict[str, str] = {
    "owner_name": (
        "nama pengguna, користувач, ansvarlig, ชื่อผู้ใช้, 用户, officer name, přiděleno, přiděleno komu, pengguna aset, "
        "pemakai, nama pemakai, penanggung jawab aset, pemegang aset, atas nama, người nhận, người quản lý, "
        "người giữ, ผู้ใช้, ผู้ใช้งาน, ผู้รับผิดชอบ, ผู้ถือครอง, ผู้ครอบครอง, 領用人, 保管者, 使用人姓名, 领用者, 责任人, "
        "使用者姓名, 責任者, 貸与者, 貸出先, 使用者氏名, 利用者氏名, 담당자, 사용자 이름, 사용자이름, 관리자, "
        "지급대상자, kullanan, kullanan kişi, kullanıcı adı soyadı, teslim alan, zimmet sahibi, zimmetli, "
        "zimmetlenen, χρήστης, υπεύθυνος, κάτοχος, відповідальна особа, відповідальний, закріплено за, держатель, "
        "владелец, владелец устройства, кому выдано, пользователь устройства, المستخدم, اسم المستخدم, المستلم, "
        "اسم المستلم, صاحب العهدة, حامل العهدة, العهدة, korisnik, zadužen, zadužena osoba, zaduženo, uporabnik, "
        "odgovorna osoba, kasutaja, vastutaja, vartotojas, atsakingas asmuo, lietotājs, innehavare, ansvarig, "
        "haltija, vastuuhenkilö, affidato a, in carico a, consegnatario, utente finale, persona asignada, "
        "persona a cargo, a cargo de, asignado a nombre, responsável pelo equipamento, usuário atual, entregue a, "
        "alocado para, utilisateur affecté, attributaire, affectataire, dépositaire, détenteur actuel, "
        "in gebruik bij, eigenaar, houder, uitgegeven aan, osoba odpowiedzialna, posiadacz, właściciel, "
        "przypisane do, osoba používající, držitel, používateľ, kiadva, responsabil, ausgehändigt an, gerätebesitzer, "
        "gerät bei, person in charge, person incharge, asset incharge, accountable person, accountable officer, "
        "accountable employee, property custodian, custodian's name, issued employee, issued person, "
        "employee assigned, user assigned, staff assigned, assigned worker, allocated user, allocated employee, "
        "responsible party, who has it, receiver name, end-user name"
    ),
    "effective_at": (
        "tanggal penyerahan, tgl penyerahan, tgl serah terima, tanggal pinjam, tanggal terima, ngày giao, "
        "ngày bàn giao, ngày nhận, ngày cấp, วันที่เบิก, วันที่รับ, วันที่ส่งมอบ, 领用时间, 发放日期, 貸出日, 配布日, 支給日, "
        "貸与開始日, 지급일자, 불출일, 배정일, teslim tarihi, veriliş tarihi, verilme tarihi, ημερομηνία παράδοσης, "
        "дата видачі, дата выдачи, дата передачи, تاريخ التسليم, تاريخ الاستلام, datum zaduženja, datum prevzema, "
        "utlämnad, utlämningsdatum, udleveret, udleveringsdato, utlevert, utleveringsdato, luovutuspäivä, "
        "väljastatud, išdavimo data, datum uitgifte, datum vydání, átadás dátuma, data predării, data alocării, "
        "data de atribuição, allocated at, issued at, hand over on, deployed on, date taken, taken on, loan start, "
        "start of loan"
    ),
    "external_user_id": (
        "nik, nik karyawan, id karyawan, no karyawan, nomor karyawan, nomor induk karyawan, id pegawai, mã nhân viên, "
        "mã nv, mã số nhân viên, msnv, รหัสพนักงาน, 員工編號, 员工号, 工號, 社員番号, 社員no, 職員番号, 社員コード, "
        "사번, 사원번호, 직원번호, sicil numarası, sicil no, personel no, personel numarası, αριθμός μητρώου, "
        "табельний номер, таб №, таб номер, الرقم الوظيفي, رقم الموظف, كود الموظف, matični broj, anställningsnummer, "
        "medarbejdernummer, ansattnummer, henkilönumero, codice dipendente, id dipendente, dni, rut, cédula, nómina, "
        "matricule agent, nr ewid, törzsszám, ecode"
    ),
    "username": (
        "tên đăng nhập, tài khoản, บัญชีผู้ใช้, 登录名, ログインid, ユーザーid, ユーザー名, 계정, kullanıcı adı, логін, "
        "учетная запись, корисничко име, korisničko ime, uporabniško ime, användarnamn, brugernavn, brukernavn, "
        "käyttäjätunnus, kasutajanimi, felhasználónév, nume utilizator, login użytkownika, nazwa użytkownika, "
        "usuario de dominio"
    ),
    "owner_email": (
        "email kantor, alamat email, địa chỉ email, email nhân viên, อีเมล, อีเมล์, 電子郵件, 电子邮箱, e-posta, "
        "e-posta adresi, ηλεκτρονικό ταχυδρομείο, електронна пошта, ел пошта, почта, корпоративная почта, "
        "البريد الإلكتروني, الإيميل, e-pošta, e-post, e-postadress, e-mailadresse, e-postadresse, sähköposti, "
        "zakelijk e-mailadres, adresse mail professionnelle, login email"
    ),
}

"""The spellings of the headers of devices' attributes, in the form of `spellings`, which has the others."""

ATTRIBUTES: dict[str, str] = {
    "category": (
        "asset category, device category, model category, category name, asset class, class, major category desp, "
        "product group, group, cat, kategorie, catégorie, categoría, категория, группа, 类别, "
        "catégorie d'actif, famille, groupe, "
        "classe, gerätekategorie, gruppe, gerätegruppe, warengruppe, klasse, anlagenklasse, grupo, clase, familia, "
        "categoría de activo, "
        "categoria, asset group, asset family, device class, item category, kategorie name, kategoria, kategória, "
        "categorie, asset kategorie, 分類, カテゴリ, 분류, 资产类别, "
        "category code, asset category code"
    ),
    "brand": (
        "manufactured by, made by, "
        "make, manufacturer, manufacturer name, rmm manufacturer name, oem, brand id, hersteller, marke, marque, "
        "constructeur, marca, fabricante, merek, merk, производитель, бренд, 品牌, fabricant, fabrikat, "
        "brand name, device brand, device manufacturer, device make, maker, produttore, fabrikant, producent, "
        "výrobce, make / brand, system manufacturer, marca y fabricante, merknaam, gyártó, márka, producător, "
        "značka, marka, "
        "tillverkare, valmistaja, メーカー, 製造元, 제조사, 厂商, 生产厂家"
    ),
    "model": (
        "model/make, model and make, "
        "make and model, item description (make and model), model name, model_str, device model, product model, "
        "hardware model, make & model, asset model, model id, "
        "modell, modèle, modelo, модель, 型号, nom du modèle, modellname, modellbezeichnung, nombre del modelo, "
        "model variant, modelo del equipo, modelo do equipamento, modello, system model, model description, model "
        "type, model designation, typbezeichnung, gerätemodell, make/model, brand/model, merek/model, brand and model, "
        "brand & model, handset, handset model, phone model, laptop model, "
        "manufacturer/model, manufacturer model, vendor model, vendor brand model, modèle d'appareil, "
        "modèle équipement, marque/modèle, "
        "marque et modèle, marca/modelo, marca y modelo, marca e modelo, marca/modello, marca e modello, "
        "hersteller/modell, hersteller und modell, merk/model, modello dispositivo, 机型, 规格型号, 規格型号, "
        "設備型號, 型番, モデル, "
        "모델명, 모델"
    ),
    "model_number": (
        "model no, model nr, model num, type number, manufacturer part number, part number, part no, "
        "numéro de modèle, n° de modèle, no de modèle, référence du modèle, référence constructeur, modellnummer, "
        "modell nr, typnummer, teilenummer, número de modelo, nº de modelo, no de modelo, номер модели, "
        "product model number, model code"
    ),
    "status": (
        "tình trạng, trạng thái, durum, "
        "client_status, asset status, item status, state, current status, install status, "
        "configuration status name, lifecycle status, life cycle stage, operational status, provision status, "
        "provisioning status, status name, zustand, statut, état, estado, estatus, статус, состояние, 设备状态, "
        "gerätestatus, situation, situación, estado del equipo, "
        "asset state, lifecycle, usage status, deployment status, situação, estado do equipamento, "
        "stato, current state, lifecycle state, use status, in-use status, verwendungsstatus, status sprzętu, stan, "
        "stav, állapot, "
        "stare, tila, 状態, 状态, 使用状态, 资产状态, ステータス, 상태"
    ),
    "condition": (
        "asset condition, condition on issue, kondisi, état physique, état du matériel, gerätezustand, "
        "zustand des geräts, condición, estado físico, physical condition, condition code, condition status, "
        "kondition, stan techniczny, technický stav"
    ),
    "location": (
        "lokasi, vị trí, konum, lokasyon, whereabouts, location name, site, site name, office, branch, rtd location, "
        "default location, building/location, storage location, standort, localisation, emplacement, ubicación, "
        "местонахождение, расположение, lieu, bureau, agence, ort, büro, niederlassung, lagerort, localización, sede, "
        "oficina, lugar, emplazamiento, physical location, current location, asset location, device location, campus, "
        "facility, localidad, localidade, localização, localização do produto, localização do equipamento, "
        "ubicación física, ubicación actual, ubicación del equipo, ubicazione, locatie, lokalizacja, umístění, "
        "местоположение, site location, office location, work location, standort / raum, local, lokalita, miejsce, "
        "helyszín, locație, placering, sijainti, plats, 設置場所, 場所, 拠点, 위치, 存放地点, 使用地点, 所在地, "
        "location code, expected location, expected location code"
    ),
    "department": (
        "departemen, divisi, bagian, phòng ban, departman, birim, "
        "dept, business unit, team, division, org unit, abteilung, section, service, departamento, подразделение, "
        "使用部门, département, direction, équipe, bereich, fachbereich, organisationseinheit, área, división, "
        "department name, dept name, assigned dept, assigned department, user department, employee department, "
        "owner department, setor, reparto, afdeling, dział, oddělení, отдел, department/team, organizational unit, "
        "organisational unit, abt, pôle, gerencia, área responsable, ufficio, area aziendale, osztály, részleg, "
        "departament, avdelning, osasto, 部門, 部署, 部门, 所属部门, 부서"
    ),
    "cost_center": (
        "cost centre, owner cost center, owner cost centre, cost center code, cost centre code, cost center number, "
        "cost centre number, cost center no, cost centre no, cost ctr, centre de coût, centre de coûts, kostenstelle, "
        "kostenstellen nr, kostenstellennummer, kst, centro de costo, centro de costos, centro de coste, "
        "centro de costes, centro de custo, мвз, 成本中心, koststelle, kost, ceco, kst nr, kostenst, kostenstellen, gl "
        "cost center, charge code, 原価部門"
    ),
    "company": (
        "company name, company code, legal entity, entity, subsidiary, société, entreprise, filiale, firma, "
        "unternehmen, gesellschaft, empresa, compañía, sociedad, filial, azienda, bedrijf, компания, 公司, client "
        "company, buchungskreis, firmenname, vállalat, společnost, spółka, société / entité, 会社, 会社名, 회사, "
        "所属公司"
    ),
    "supplier": (
        "from vendor, source vendor, supplied by, "
        "supplier name, vendor, vendor name, purchased from, purchase from, reseller, seller, provider, lieferant, "
        "fournisseur, proveedor, поставщик, nom du fournisseur, vendeur, revendeur, acheté chez, händler, "
        "verkäufer, anbieter, gekauft bei, vendedor, distribuidor, comprado a, comprado en, "
        "fornecedor, fornitore, leverancier, dostawca, dodavatel, distributor, dealer, bought from, retailer, "
        "kreditor, einkauf bei, szállító, furnizor, 供应商, 供應商, 購入先, 仕入先, 공급업체"
    ),
    "order_number": (
        "order no, po number, po, purchase order, purchase order number, procure all number, "
        "grn no, capex num, номер заказа, накладная, numéro de commande, n° de commande, no de commande, "
        "n° commande, bon de commande, bestellnummer, bestell nr, bestellung, auftragsnummer, auftrags nr, "
        "número de pedido, nº de pedido, no de pedido, pedido, orden de compra, número de orden, "
        "número de orden de compra, "
        "po numbers, po ref, purchase order no, order ref, order reference, order id, p.o. no, p o number, ordine, "
        "numero ordine, numer zamówienia, číslo objednávky, inkoopnummer, ordernummer, 注文番号"
    ),
    "invoice_number": (
        "bill ref, bill ref number, bill reference, invoice ref, invoice reference, invoice bill ref number, "
        "client_invoice_number, invoice no, invoice, supplier invoice no, supplier invoice number, номер счета, "
        "numéro de facture, n° de facture, no de facture, n° facture, facture, rechnungsnummer, rechnungs nr, "
        "rechnung, número de factura, nº de factura, no de factura, factura, "
        "bill no, bill number, nota fiscal, número da nota fiscal, rg nr, re nr, rechnungs nummer, fattura, numero "
        "fattura, factuurnummer, factuur, nr faktury, faktura, číslo faktury, számlaszám, 发票号, 发票号码, 請求書番号"
    ),
    "contract_number": (
        "client_contract_number, contract no, contract, lease number, contract #, numéro de contrat, "
        "n° de contrat, no de contrat, contrat, vertragsnummer, vertrags nr, vertrag, número de contrato, "
        "nº de contrato, no de contrato, contrato"
    ),
    "tracking_number": (
        "tracking no, parcel number, numéro de suivi, n° de suivi, sendungsnummer, paketnummer, número de seguimiento"
    ),
    "is_rented": "rented, leased, is leased, loué, en location, gemietet, geleast, alquilado, arrendado",
    "purchase_price": (
        "harga, harga beli, giá mua, nguyên giá, satın alma fiyatı, "
        "client_purchase_price, purchase cost, purchase value, cost, price, price excl, amount, value, asset cost, "
        "acquis val, asset value, acquisition cost, historical cost, valuation, value before tax, unit cost, "
        "unit price, unit value, purchase cost (usd), purchase cost (cad), price (sar), kaufpreis, ahk, preis, "
        "anschaffungskosten, "
        "anschaffungswert, prix d'achat, prix, coût, montant, precio, costo, стоимость, первоначальная стоимость, "
        "цена, valeur, valeur d'achat, coût d'achat, prix ht, prix d'achat ht, prix unitaire, einkaufspreis, wert, "
        "betrag, kosten, stückpreis, precio de compra, coste, costo de compra, coste de compra, importe, valor, "
        "valor de compra, precio unitario, "
        "valor de adquisición, costo de adquisición, precio de adquisición, valor de aquisição, valor do bem, "
        "custo, preço, preço de compra, prezzo, prezzo di acquisto, aankoopprijs, aanschafprijs, purchase amount, "
        "original cost, initial value, original value, original price, net price, net cost, preis netto, "
        "netto preis, nettopreis, anschaffungspreis, anschaffungswert netto, kaufpreis netto, ek preis, bruttopreis, "
        "preis brutto, gross "
        "price, prix ttc, prix d'achat ttc, valeur d'acquisition, coût d'acquisition, acquisition value, "
        "acquisition price, book cost, capitalized cost, invoice amount, invoice value, valor de factura, valor "
        "inicial, valore, valore di acquisto, costo di acquisto, cena, cena zakupu, wartość, wartość zakupu, "
        "pořizovací cena, kupní cena, beszerzési ár, bruttó ár, preț, preț achiziție, inköpspris, 取得価額, "
        "購入価格, 購入金額, "
        "価格, 金额, 单价, 采购价格, 采购金额, 购买价格, 구입가격, 가격, "
        "netto, net, "
        "cost price"
    ),
    "currency": (
        "currency code, purchase currency, price currency, cost currency, currency of purchase, "
        "purchase cost currency, iso currency, ccy, crcy, valuta, währung, waehrung, devise, monnaie, divisa, moneda, "
        "moeda, валюта, 币种"
    ),
    "purchase_date": (
        "bill date, "
        "tanggal pembelian, ngày mua, satın alma tarihi, "
        "client_purchase_date, purchased, purchased date, purchased at, purchased on, date purchased, "
        "date purchased or leased, date of purchase, bought, bought on, date bought, purchase time, acquisition date, "
        "date acquired, acquired, "
        "acquired on, buy date, hw buy date, po date, invoice date, grn date, supplier invoice date, "
        "date placed in service, in service date, install date, anschaffungsdatum, kaufdatum, date d'achat, "
        "date d'acquisition, date de mise en service, fecha de compra, data de compra, дата покупки, "
        "дата приобретения, дата ввода, 采购日期, acheté le, date de facture, date facture, date de commande, "
        "gekauft am, rechnungsdatum, einkaufsdatum, bestelldatum, inbetriebnahme, datum der inbetriebnahme, "
        "fecha compra, fecha de adquisición, comprado el, fecha de factura, acquired date, date of acquisition, "
        "data de aquisição, data da compra, data di acquisto, data acquisto, aankoopdatum, aanschafdatum, data "
        "zakupu, buying date, order date, order placed, delivery date, delivered on, date received, received date, "
        "received on, date in service, service start date, capitalization date, capitalised on, capitalized on, "
        "cap date, anschaffung, anschaffung am, ansch datum, aktivierungsdatum, aktivdatum, zugangsdatum, zugang am, "
        "beschaffungsdatum, beschafft am, lieferdatum, geliefert am, date de livraison, date de réception, data "
        "ordine, data fattura, datum nákupu, datum pořízení, beszerzés dátuma, vásárlás dátuma, data achiziției, "
        "inköpsdatum, 購入日, 取得日, 구입일, 구매일, 购买日期, 购置日期, 购入日期, 采购时间"
    ),
    "warranty_end": (
        "client_warranty_endDate, warranty expiry, warranty expiry date, warranty expires, warranty expires on, "
        "warranty expires at, warranty expiration, warranty expiration date, warranty end date, "
        "warranty end period, warranty until, warranty till, warranty date, warranty ends, hw warranty expiration, "
        "garantie bis, garantieablauf, garantieende, fin de garantie, date fin garantie, garantia hasta, "
        "fecha fin garantía, гарантия до, 保修到期, warranty expiring, fin garantie, date de fin de garantie, "
        "garantie jusqu'au, expiration garantie, expiration de la garantie, date d'expiration de la garantie, "
        "garantie ende, ende der garantie, gewährleistung bis, fin de garantía, fin de la garantía, "
        "fecha de fin de garantía, vencimiento de garantía, vencimiento de la garantía, expiración de la garantía, "
        "warranty valid until, garantia até, fim da garantia, validade da garantia, data de fim da garantia, "
        "scadenza garanzia, garantie tot, warranty through, warranty valid till, warranty valid to, warranty thru, "
        "garantieablaufdatum, garantie läuft ab, fin de la "
        "garantie, date fin de garantie, échéance garantie, fine garanzia, garanzia fino al, gwarancja do, koniec "
        "gwarancji, data końca gwarancji, záruka do, konec záruky, garancia vége, garancia lejárata, garanție până "
        "la, 保証期限, 保証終了日, 保修期至, 保修截止日期, 보증만료일"
    ),
    "warranty_months": (
        "warranty, warranty period, warranty term, warranty (in months), warranty duration (months), garantie, "
        "гарантия, garantía, gewährleistung, durée de garantie, durée de garantie (mois), garantie (mois), "
        "mois de garantie, garantiedauer, garantiezeit, garantiemonate, garantie (monate), duración de garantía, "
        "duración de la garantía, garantía (meses), meses de garantía, "
        "garanzia, gwarancja, záruka, garantia (meses), meses de garantia, warranty length, warranty duration, "
        "warranty in months, warranty (mo), garantie in monaten, garantie mois, garanzia (mesi), mesi di garanzia, "
        "gwarancja (miesiące), záruka (měsíce)"
    ),
    "rental_price": (
        "client_rental_price, rent, monthly rent, lease price, loyer, loyer mensuel, prix de location, mietpreis, "
        "miete, monatsmiete, leasingrate, alquiler, precio de alquiler, renta mensual"
    ),
    "rental_start": (
        "client_rental_startDate, rental start date, lease start, lease start date, début de location, "
        "date de début de location, mietbeginn, leasingbeginn, inicio del alquiler, fecha de inicio del alquiler"
    ),
    "rental_end": (
        "lease expiry, lease expiry date, leased until, "
        "client_rental_endDate, rental end date, lease end, lease end date, fin de location, "
        "date de fin de location, mietende, leasingende, fin del alquiler, fecha de fin del alquiler"
    ),
    "dev_eui": "device eui",
    "imei": (
        "imei number, imei no, imei 1, imei/meid, imei or meid, imei nummer, imei nr, numéro imei, n° imei, número "
        "imei, numero imei, imei番号"
    ),
    "external_id": (
        "id, intune device id, configuration id, assetid, source id, external key, import_ref, identifiant, "
        "id externe, externe id, externe nummer, id externo, identificador"
    ),
    "screen_size": "screen, display size, taille de l'écran, taille écran, bildschirmgröße, tamaño de pantalla",
    "graphic": "graphics, graphics card, gpu, carte graphique, grafikkarte, tarjeta gráfica",
    "processor": (
        "cpu, processeur, prozessor, procesador, processor name, processor type, processor model, cpu name, "
        "cpu brand, cpu model, cpu type"
    ),
    "ram": (
        "memory, ram size, mémoire, mémoire vive, arbeitsspeicher, memoria, memoria ram, ram gb, memory gb, "
        "total memory, total memory gb, total physical memory, physical memory, total ram, "
        "installed memory, installed ram, memória ram, memória"
    ),
    "storage": (
        "disk, disk size, storage size, stockage, disque dur, speicherplatz, festplatte, almacenamiento, disco duro, "
        "storage gb, storage total gb, storage total in gb, total storage, total storage gb, "
        "hdd, ssd, hard disk, hard drive, hdd size"
    ),
    "model_year": "year",
    "keyboard_layout": "keyboard, clavier, tastatur, teclado",
    "color": "colour, couleur, farbe",
    "seats_number": "seats, number of seats",
    "os_platform": (
        "os, operating system, platform, système d'exploitation, betriebssystem, sistema operativo, os name, "
        "sistema operacional, besturingssysteem, операционная система"
    ),
    "os_version": (
        "operating system version, os build, os release, version de l'os, version os, version du système, "
        "version du système d'exploitation, betriebssystemversion, os-version, version des betriebssystems, "
        "versión del sistema operativo, versión de so, версия ос, os ver, windows version, macos version, ios "
        "version, android version, versione os, versione sistema operativo, wersja systemu, verze os, os バージョン"
    ),
}

"""Words for types of devices, in lower case: a column of nothing else says what each device is."""

_WORDS = (
    "laptop, notebook, macbook, macbook pro, macbook air, chromebook, ultrabook, desktop, desktop computer, "
    "desktop pc, pc, computer, mac, imac, mac mini, workstation, thin client, all in one, all-in-one, aio, tower, "
    "mini pc, tablet, ipad, phone, smartphone, mobile, mobile phone, cell phone, cellphone, iphone, desk phone, "
    "ip phone, voip phone, telephone, handset, monitor, display, screen, tv, television, smart tv, projector, "
    "beamer, printer, scanner, copier, multifunction printer, mfp, plotter, label printer, barcode scanner, "
    "server, nas, storage, switch, router, firewall, access point, wireless access point, ap, gateway, modem, "
    "hotspot, ups, pdu, rack, docking station, dock, docking, hub, adapter, charger, power adapter, keyboard, "
    "mouse, keyboard and mouse, headset, headphones, earbuds, webcam, camera, conference phone, speaker, "
    "microphone, hard drive, external hard drive, ssd, usb stick, usb drive, sensor, tracker, kiosk, pos, "
    "terminal, handheld, watch, smartwatch, sim, sim card, rechner, tischrechner, klapprechner, bildschirm, "
    "drucker, handy, mobiltelefon, telefon, dockingstation, tastatur, maus, fernseher, kamera, netzteil, "
    "arbeitsplatzrechner, diensthandy, ordinateur, ordinateur portable, ordinateur fixe, pc portable, pc fixe, "
    "portable, unité centrale, écran, imprimante, téléphone, téléphone portable, tablette, souris, clavier, "
    "vidéoprojecteur, serveur, casque, station d'accueil, portátil, ordenador, ordenador portátil, computadora, "
    "computador, pantalla, impresora, teléfono, móvil, celular, tableta, teclado, ratón, proyector, servidor, "
    "escáner, impressora, telefone, telemóvel, ecrã, tela, roteador, portatile, stampante, telefono, cellulare, "
    "schermo, tastiera, scherm, beeldscherm, toetsenbord, muis, telefoon, komputer, laptopy, drukarka, telefon "
    "komórkowy, počítač, tiskárna, dizüstü bilgisayar, masaüstü bilgisayar, monitör, yazıcı, proyektor, màn hình, "
    "máy in, máy tính xách tay, máy tính để bàn, điện thoại"
)
# Those of further languages: Chinese, Japanese, Korean, Thai, Arabic, Russian, Ukrainian, Greek, Turkish and others.
_FURTHER = (
    "笔记本, 笔记本电脑, 台式机, 台式电脑, 电脑, 主机, 一体机, 显示器, 打印机, 复印机, 扫描仪, 投影仪, 平板, "
    "平板电脑, 手机, 电话, 服务器, 交换机, 路由器, 防火墙, 键盘, 鼠标, 耳机, 摄像头, 硬盘, 筆記型電腦, 筆電, "
    "桌上型電腦, 電腦, 螢幕, 顯示器, 印表機, 投影機, 平板電腦, 手機, 伺服器, 交換器, 鍵盤, 滑鼠, ノートpc, "
    "ノートパソコン, デスクトップ, デスクトップpc, パソコン, モニター, モニタ, ディスプレイ, プリンター, プリンタ, "
    "複合機, スキャナー, スキャナ, プロジェクター, プロジェクタ, タブレット, スマートフォン, スマホ, 携帯電話, 携帯, "
    "電話機, サーバー, サーバ, スイッチ, ルーター, ルータ, キーボード, マウス, ヘッドセット, カメラ, webカメラ, "
    "노트북, 데스크탑, 데스크톱, 컴퓨터, 모니터, 프린터, 복합기, 스캐너, 프로젝터, 빔프로젝터, 태블릿, 휴대폰, "
    "스마트폰, 핸드폰, 전화기, 서버, 스위치, 라우터, 공유기, 키보드, 마우스, 헤드셋, โน้ตบุ๊ก, โน้ตบุ๊ค, โน๊ตบุ๊ค, คอมพิวเตอร์, "
    "คอมพิวเตอร์ตั้งโต๊ะ, จอ, จอภาพ, จอมอนิเตอร์, เครื่องพิมพ์, ปริ้นเตอร์, ปรินเตอร์, แท็บเล็ต, โทรศัพท์, โทรศัพท์มือถือ, มือถือ, เมาส์, "
    "คีย์บอร์ด, โปรเจคเตอร์, เซิร์ฟเวอร์, สแกนเนอร์, لابتوب, لاب توب, حاسوب, كمبيوتر, حاسب آلي, حاسب محمول, شاشة, طابعة, "
    "ماسح ضوئي, هاتف, جوال, موبايل, تابلت, جهاز لوحي, لوحة مفاتيح, ماوس, خادم, سيرفر, بروجكتور, ноутбук, монитор, "
    "принтер, мфу, сканер, системный блок, моноблок, компьютер, пк, планшет, телефон, смартфон, мышь, мышка, "
    "клавиатура, сервер, коммутатор, маршрутизатор, роутер, ибп, проектор, гарнитура, наушники, док-станция, "
    "веб-камера, телевизор, монітор, комп'ютер, миша, клавіатура, системний блок, навушники, комутатор, телевізор, "
    "φορητός υπολογιστής, υπολογιστής, οθόνη, εκτυπωτής, πληκτρολόγιο, ποντίκι, τηλέφωνο, κινητό, dizüstü, masaüstü, "
    "bilgisayar, ekran, klavye, cep telefonu, sunucu, tarayıcı, projeksiyon, kulaklık, számítógép, nyomtató, "
    "billentyűzet, egér, kijelző, projektor, calculator, imprimantă, tastatură, tabletă, myszka, klawiatura, "
    "komputer stacjonarny, serwer, słuchawki, stacja dokująca, skaner, klávesnice, myš, mobil, bärbar dator, dator, "
    "stationär dator, skärm, bildskärm, skrivare, tangentbord, mus, surfplatta, bærbar computer, bærbar, bærbar pc, "
    "skærm, skjerm, skriver, tastatur, nettbrett, kannettava, kannettava tietokone, tietokone, näyttö, tulostin, "
    "näppäimistö, hiiri, puhelin, matkapuhelin, tabletti, prijenosno računalo, računalo, računar, pisač, štampač, "
    "tipkovnica, tastatura, miš, mobitel, zaslon, layar, proyektor, ponsel, máy tính, điện thoại di động, bàn phím, "
    "chuột, máy chiếu, máy quét, máy chủ, mobiel, hoofdtelefoon"
)
DEVICE_TYPES = frozenset(word.strip() for words in (_WORDS, _FURTHER) for word in words.split(","))

# Words for any device, of which a header with a number means one: `Device 2 S/N`.
ANY_DEVICE = frozenset(
    ("device", "asset", "item", "equipment", "gerät", "appareil", "équipement", "equipo", "dispositivo", "apparaat")
)
# Words for what is within a device: its number identifies no device of its own.
NO_DEVICES = frozenset(("sim", "sim card", "ssd", "hard drive", "storage", "rack"))
# Words that number the devices of a person, as they stand in headers.
NUMERALS: dict[str, str] = {
    **dict.fromkeys(("1st", "first", "primary", "erster", "erste", "1er", "premier", "primer", "primero"), "1"),
    **dict.fromkeys(("2nd", "second", "secondary", "zweiter", "zweite", "2e", "deuxieme", "segundo", "segunda"), "2"),
    **dict.fromkeys(("3rd", "third", "dritter", "dritte", "3e", "troisieme", "tercer", "tercera"), "3"),
}
# Words beside a type by which one device takes the place of another.
_OLD_OR_NEW = (
    "old, new, previous, former, current, replaced, replacement, returned, alt, alte, alter, altes, neu, neue, neuer, "
    "neues, ancien, ancienne, nouveau, nouvelle, viejo, vieja, nuevo, nueva, anterior"
)
OLD_OR_NEW = frozenset(_OLD_OR_NEW.split(", "))

# Words that may stand for one and the same device.
_ALIKE = (
    "laptop, notebook, macbook, macbook pro, macbook air, chromebook, ultrabook, desktop, desktop computer, "
    "desktop pc, pc, computer, mac, imac, mac mini, workstation, all in one, tower, mini pc, rechner, tischrechner, "
    "klapprechner, arbeitsplatzrechner, ordinateur, ordinateur portable, ordinateur fixe, pc portable, pc fixe, "
    "portable, unité centrale, portátil, ordenador, ordenador portátil, computadora, computador, portatile, "
    "komputer, laptopy, počítač, dizüstü bilgisayar, masaüstü bilgisayar, máy tính xách tay, máy tính để bàn, "
    "笔记本, 笔记本电脑, 台式机, 台式电脑, 电脑, 主机, 一体机, 筆記型電腦, 筆電, 桌上型電腦, 電腦, ノートpc, "
    "ノートパソコン, デスクトップ, デスクトップpc, パソコン, 노트북, 데스크탑, 데스크톱, 컴퓨터, โน้ตบุ๊ก, โน้ตบุ๊ค, "
    "โน๊ตบุ๊ค, คอมพิวเตอร์, คอมพิวเตอร์ตั้งโต๊ะ, لابتوب, لاب توب, حاسوب, كمبيوتر, حاسب آلي, حاسب محمول, ноутбук, "
    "системный блок, моноблок, компьютер, пк, комп'ютер, системний блок, φορητός υπολογιστής, υπολογιστής, dizüstü, "
    "masaüstü, bilgisayar, számítógép, calculator, komputer stacjonarny, bärbar dator, dator, stationär dator, "
    "bærbar computer, bærbar, bærbar pc, kannettava, kannettava tietokone, "
    "tietokone, prijenosno računalo, računalo, računar, máy tính",
    "phone, smartphone, mobile, mobile phone, cell phone, cellphone, iphone, handset, handy, mobiltelefon, telefon, "
    "diensthandy, téléphone, téléphone portable, teléfono, móvil, celular, telefone, telemóvel, telefono, cellulare, "
    "telefoon, telefon komórkowy, điện thoại, sim, sim card, 手机, 电话, 手機, スマートフォン, スマホ, 携帯電話, "
    "携帯, 휴대폰, 스마트폰, 핸드폰, โทรศัพท์, โทรศัพท์มือถือ, มือถือ, هاتف, جوال, موبايل, телефон, смартфон, τηλέφωνο, "
    "κινητό, cep telefonu, mobil, puhelin, matkapuhelin, mobitel, ponsel, "
    "điện thoại di động, mobiel",
    "tablet, ipad, tablette, tableta, 平板, 平板电脑, 平板電腦, タブレット, 태블릿, "
    "แท็บเล็ต, تابلت, جهاز لوحي, планшет, tabletă, surfplatta, nettbrett, tabletti",
    "monitor, display, screen, bildschirm, écran, pantalla, ecrã, tela, schermo, scherm, beeldscherm, monitör, "
    "màn hình, 显示器, 螢幕, 顯示器, モニター, モニタ, ディスプレイ, 모니터, จอ, จอภาพ, จอมอนิเตอร์, شاشة, монитор, "
    "монітор, οθόνη, ekran, kijelző, skärm, "
    "bildskärm, skærm, skjerm, näyttö, zaslon, layar",
)
_GROUPS = {word.strip(): words.partition(",")[0] for words in _ALIKE for word in words.split(",")}


def kind_of_type(word: str) -> str:
    """The word that stands for all that may be one device: `laptop` for `pc`; the word itself where it stands alone."""
    return _GROUPS.get(word, word)


def may_be_same(one: str, other: str) -> bool:
    """True where both words for types may stand for one device: `laptop` and `pc`, not `laptop` and `phone`."""
    return kind_of_type(one) == kind_of_type(other)

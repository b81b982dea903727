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
DEVICE_TYPES = frozenset(word.strip() for word in _WORDS.split(","))

# Words that may stand for one and the same device.
_ALIKE = (
    "laptop, notebook, macbook, macbook pro, macbook air, chromebook, ultrabook, desktop, desktop computer, "
    "desktop pc, pc, computer, mac, imac, mac mini, workstation, all in one, tower, mini pc, rechner, tischrechner, "
    "klapprechner, arbeitsplatzrechner, ordinateur, ordinateur portable, ordinateur fixe, pc portable, pc fixe, "
    "portable, unité centrale, portátil, ordenador, ordenador portátil, computadora, computador, portatile, "
    "komputer, laptopy, počítač, dizüstü bilgisayar, masaüstü bilgisayar, máy tính xách tay, máy tính để bàn",
    "phone, smartphone, mobile, mobile phone, cell phone, cellphone, iphone, handset, handy, mobiltelefon, telefon, "
    "diensthandy, téléphone, téléphone portable, teléfono, móvil, celular, telefone, telemóvel, telefono, cellulare, "
    "telefoon, telefon komórkowy, điện thoại, sim, sim card",
    "tablet, ipad, tablette, tableta",
    "monitor, display, screen, bildschirm, écran, pantalla, ecrã, tela, schermo, scherm, beeldscherm, "
    "monitör, màn hình",
)
_GROUPS = {word.strip(): words.partition(",")[0] for words in _ALIKE for word in words.split(",")}


def kind_of_type(word: str) -> str:
    """The word that stands for all that may be one device: `laptop` for `pc`; the word itself where it stands alone."""
    return _GROUPS.get(word, word)


def may_be_same(one: str, other: str) -> bool:
    """True where both words for types may stand for one device: `laptop` and `pc`, not `laptop` and `phone`."""
    return kind_of_type(one) == kind_of_type(other)

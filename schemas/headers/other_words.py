"""The words of headers that people write in several ways or add, so that no table needs every combination.

Without accents and in lower case, as headers are compared.
"""

# One word for each of several: `Serial No`, `Serial Nr.` and `Serial #` are `serial number`.
SAME: dict[str, str] = {
    one: word
    for word, others in {
        "number": "no nr num nbr nro numero nummer numer n°",
        "serial": "ser serien",
        "manufacturer": "mfr mfg mfgr manuf manufacturers",
        "department": "dept dpt",
        "description": "desc descr",
        "expiry": "exp expire expires expired expiration expiring",
        "date": "dt",
        "version": "ver vers",
        "address": "addr",
        "acquisition": "acq acqn",
        "warranty": "wty wnty warr",
        "location": "loc locn",
        "building": "bldg",
        "room": "rm",
        "equipment": "equip",
        "property": "prop",
        "including": "incl inc include included",
        "excluding": "excl ex exclude excluded",
        "employee": "emp empl",
        "purchase": "purch",
        "email": "mail",
        "center": "centre ctr",
    }.items()
    for one in others.split()
}

# Several words that are written as one, or the other way round.
PHRASES = {"e mail": "email", "s n": "serial number", "sn": "serial number", "email address": "email"}

# The small words that people leave out of a header: `Date acquisition`, `Número serie`, `Owner of device`.
SMALL = ("de", "du", "des", "la", "le", "les", "del", "los", "las", "do", "da", "dos", "das", "di", "der", "of", "the")

# What joins two spellings in one header, besides a slash and brackets: `Serial or Service Tag`.
JOINING = ("or", "and", "oder", "und", "ou", "et")

_THINGS = (
    "device, computer, pc, laptop, notebook, macbook, desktop, tablet, ipad, iphone, chromebook, phone, smartphone, "
    "mobile device, asset, it asset, equipment, it equipment, hardware, hw, machine, gerat, gerate, gerats, equipo, "
    "dispositivo"
)

# What stands before or behind a device's attribute, without another meaning: `Laptop Serial`, `Hardware Model`.
OF_DEVICES = (
    f"{_THINGS}, handset, fixed asset, item, it, rechner, handy, diensthandy, portable, portatil, appareil, "
    "equipement, materiel, ordinateur, activo, equipamento"
)

# What stands beside a holder, where it is of a thing that somebody can have: `Device Owner`, `Current User`.
HELD = f"{_THINGS}, current, currently, actual"

# What stands before or behind an address, a login, a number or a name, where it says whose it is: `Borrower Email`.
OF_PEOPLE = (
    "user, users, owner, employee, employees, assignee, assigned user, assigned to, assigned employee, primary user, "
    "main user, current user, current owner, current holder, staff, staff member, borrower, custodian, holder, "
    "student, teacher, pupil, learner, trainee, intern, instructor, volunteer, contractor, resident, "
    "end user, registered owner, registered user, enrolled user, recipient, worker, "
    "colleague, associate, person, team member, issued to, allocated to, allotted to, given to, handed to, used by, "
    "in use by, checked out to, loaned to, lent to, "
    "mitarbeiter, mitarbeiters, mitarbeitenden, benutzer, benutzers, nutzer, nutzers, anwender, besitzer, inhaber, "
    "empfanger, utilisateur, collaborateur, salarie, employe, beneficiaire, usuario, empleado, trabajador, "
    "colaborador, funcionario, utente, dipendente, gebruiker, medewerker, uzytkownik, pracownik"
)

# What an address is besides: `Work Email`, `Official Email ID`.
OF_ADDRESSES = (
    "work, business, company, corporate, official, office, primary, institutional, professional, professionnel, "
    "corporativo, institucional, dienstliche, geschaftliche"
)

# What an amount is with or without: `Cost (ex GST)`, `Price incl. tax`.
OF_AMOUNTS = (
    "including tax, excluding tax, including vat, excluding vat, including gst, excluding gst, including taxes, "
    "excluding taxes, with tax, without tax, with gst, gst including, vat including"
)

# What a MAC address is of: of the adapter, of which a device may have several.
OF_ADAPTERS = "wifi, wi fi, wlan, lan, ethernet, wireless, wired, nic, network, primary, network adapter"

# The names and the numbers of people, where the other words say that they are people's.
NAMES = "name, full name, display name, nom, nom complet, nombre, nombre completo, nome, naam, names"
FIRST_NAMES, LAST_NAMES = "first, fname, f name, first name", "last, lname, l name, last name"
NUMBERS = "id, number, id number, code, personal number, personnel number, badge, badge id, badge number"

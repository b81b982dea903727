"""The truth: who works here, which devices there are, and who has them. Nothing of the product is known here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

FIRST_DAY = date(2026, 6, 1)
DEPARTMENTS = ("Finance", "Sales", "Legal", "Research", "Support", "Logistics", "Marketing", "Quality")
FIELD = "Field service"
"""The people of this department have pool laptops and nothing else."""
CITIES = ("Berlin", "Lyon", "Madrid", "Oslo")
_FIRST = ("Ada", "Bruno", "Chloe", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katja", "Luca", "Mira")
_SECOND = ("Alder", "Birk", "Corso", "Drews", "Ekman", "Falk", "Grau", "Heller", "Ibsen", "Jansen", "Kolb", "Lindt")
_THIRD = ("bach", "berg", "dorf", "feld", "gren", "hald", "lund", "mark", "nau", "rup", "stad", "thal", "vik", "wald")
_JOINERS = (
    *("Oyarzabal", "Quist", "Pfenning", "Yilmaz", "Wierzbicki", "Ciobanu", "Nguyen", "Zapletal", "Bevilacqua", "Szabo"),
    *("Ferreira", "Okonkwo", "Theodorou", "Vandamme", "Markovic", "Hashimoto", "Uusitalo", "Rasmussen", "Keogh"),
    *("Dimitrov", "Castellanos", "Abubakar", "Lefebvre", "Poirier", "Stavrakis", "Eriksen", "Gudmundsson", "Iglesias"),
)
_LETTERS = "BCDFGHJKMNPRTVWX"


@dataclass(slots=True)
class Person:
    """Somebody who works here; `number` is theirs for ever."""

    number: int
    first: str
    last: str
    email: str
    login: str
    department: str
    city: str
    starts_on: date
    last_day: date | None = None
    former_email: str | None = None
    """What a sender who has not heard of the new address still writes."""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first} {self.last}"


@dataclass(slots=True)
class Device:
    """A device, on the list of one sender; `holder` is the number of a person."""

    number: int
    sender: str
    serial: str | None
    tag: str | None
    mac: str | None
    name: str
    brand: str
    model: str
    category: str
    price: int
    city: str
    bought_on: date
    version: str = "1.0"
    holder: int | None = None
    due_on: date | None = None


@dataclass(slots=True)
class Company:
    """Everybody and everything, by number."""

    people: dict[int, Person] = field(default_factory=dict)
    devices: dict[int, Device] = field(default_factory=dict)

    def hire(self, chance: Random, department: str, starts_on: date) -> Person:
        """Somebody new; no two people have one name or one address."""
        number = 1001 + len(self.people)
        first, last = _name_of(len(self.people), is_joiner=starts_on >= FIRST_DAY)
        address = f"{first}.{last}@quarter.example".lower()
        login = f"q{number}"
        person = Person(number, first, last, address, login, department, chance.choice(CITIES), starts_on)
        self.people[number] = person
        return person

    def buy(self, chance: Random, sender: str, bought_on: date) -> Device:
        """A new device for the list of that sender, which nobody has yet."""
        number = 1 + len(self.devices)
        brand, model, category, prefix = chance.choice(_MODELS[sender])
        device = Device(
            number,
            sender,
            serial="".join(_LETTERS[number >> shift & 15] for shift in (12, 8, 4, 0)) + f"{number:05}",
            tag=f"QA-{number:05}" if sender in {"jamf", "snipe", "finance"} else None,
            mac=f"02:51:{number >> 8:02X}:{number & 255:02X}:7A:11" if sender in {"intune", "jamf"} else None,
            name=f"{prefix}-{number:05}",
            brand=brand,
            model=model,
            category=category,
            price=100 * chance.randint(2, 24) + 99,
            city=chance.choice(CITIES),
            bought_on=bought_on,
        )
        self.devices[number] = device
        return device

    def held_by(self, number: int) -> list[Device]:
        """What that person has."""
        return [device for device in self.devices.values() if device.holder == number]


_MODELS = {
    "intune": (("Halden", "Air 14", "Laptops", "LT"), ("Norvik", "Studio 16", "Laptops", "WS")),
    "jamf": (("Apple", "MacBook Air (13-inch)", "Macs", "MAC"), ("Apple", "MacBook Pro (16-inch)", "Macs", "MBP")),
    "snipe": (("Ulva", "View 27", "Monitors", "MON"), ("Brando", "Dock 4", "Docks", "DCK")),
    "finance": (("Tello", "Fon 9", "Phones", "TEL"), ("Tello", "Fon 9 Max", "Phones", "TEL")),
    "pool": (("Halden", "Rugged 12", "Pool laptops", "POOL"),),
}


def found(chance: Random) -> Company:
    """The company on its first day: 2,700 people and 5,000 devices."""
    company = Company()
    long_ago = FIRST_DAY - timedelta(days=400)
    office = [company.hire(chance, chance.choice(DEPARTMENTS), long_ago).number for _ in range(2500)]
    field_people = [company.hire(chance, FIELD, long_ago).number for _ in range(200)]
    holders = {"intune": office[:1650], "jamf": office[1650:2450], "snipe": office, "finance": office[::4]}
    for sender, count in (("intune", 1700), ("jamf", 800), ("snipe", 1400), ("finance", 700)):
        for place in range(count):
            device = company.buy(chance, sender, long_ago)
            device.holder = holders[sender][place] if place < len(holders[sender]) else None
    for place in range(400):
        company.buy(chance, "pool", long_ago).holder = field_people[place // 2]
    return company


def _name_of(place: int, *, is_joiner: bool) -> tuple[str, str]:
    if is_joiner:
        return _FIRST[place % len(_FIRST)], _JOINERS[place % len(_JOINERS)]
    first, rest = _FIRST[place % len(_FIRST)], place // len(_FIRST)
    second, rest = _SECOND[rest % len(_SECOND)], rest // len(_SECOND)
    third, rest = _THIRD[rest % len(_THIRD)], rest // len(_THIRD)
    return (first, f"{second}{third}") if not rest else (f"{first}-{_FIRST[rest]}", f"{second}{third}")

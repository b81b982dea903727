"""GLPI: the export of a list of computers or other assets, in English and in French."""

from schemas.presets.preset import Preset

_ONE_MAC = r"^\s*[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){5}\s*$"

GLPI = Preset(
    "GLPI",
    unmistakable=(
        "Alternate username, Alternate username number, Financial and administrative information - *, "
        "Technician in charge of the hardware, Group in charge of the hardware, Numéro de l'usager, "
        "Informations financières et administratives - *, Technicien responsable du matériel"
    ),
    # An ordinary list in French has the one word or the other for whoever has the device; GLPI has both.
    telling=(
        "Operating System - *, Components - *, Network ports - *, Networking - *, Système d'exploitation - *, "
        "Composants - *, Usager, Utilisateur"
    ),
    beside=(
        "Entity, Inventory number, User, Last update, Last inventory date, Technician in charge, Group in charge, "
        "Update Source, Entité, Numéro d'inventaire, Dernière modification, Dernier inventaire, "
        "Technicien responsable, Groupe responsable, Source de mise à jour"
    ),
    least=3,
    columns={
        "external_id": "ID",
        "name": "Name, Nom",
        "company": "Entity, Entities, Entité, Entités",
        "status": "Status, Statut",
        "brand": "Manufacturer, Manufacturers, Fabricant, Fabricants",
        "serial_number": "Serial number, Numéro de série",
        "type": "Type, Types",
        "model": "Model, Models, Modèle, Modèles",
        "os_platform": "Operating System - Name, Système d'exploitation - Nom",
        "os_version": "Operating System - Version, Système d'exploitation - Version",
        "location": "Location, Locations, Lieu, Lieux",
        "processor": (
            "Components - Processor, Components - Processors, Composants - Processeur, Composants - Processeurs"
        ),
        "ram": "Components - Memory, Components - Memories, Composants - Mémoire, Composants - Mémoires",
        "asset_tag": "Inventory number, Numéro d'inventaire",
        "username": "User, Users, Utilisateur, Utilisateurs",
        "mac_address": "Networking - MAC address, Network ports - MAC, Réseau - Adresse MAC, Réseaux - Adresse MAC",
        "supplier": (
            "Financial and administrative information - Supplier, "
            "Informations financières et administratives - Fournisseur"
        ),
        "comment": "Comments, Commentaires",
    },
    kept=(
        "Alternate username number, Numéro de l'usager, Group, Groups, Groupe, Groupes, Network, Réseau, UUID, "
        "Technician in charge, Technician in charge of the hardware, Group in charge, Update Source, "
        "Group in charge of the hardware, Technicien responsable, Technicien responsable du matériel, "
        "Groupe responsable, Groupe responsable du matériel, Source de mise à jour, Creation date, Date de création, "
        "Informations financières et administratives - Numéro d'immobilisation, "
        "Financial and administrative information - Immobilization number"
    ),
    changing="Last update, Last inventory date, Last boot date, Dernière modification, Dernier inventaire",
    stands_in={"Alternate username": ("User", "username"), "Usager": ("Utilisateur", "username")},
    alike={
        "Networking - MAC address": _ONE_MAC,
        "Network ports - MAC": _ONE_MAC,
        "Réseau - Adresse MAC": _ONE_MAC,
        "Réseaux - Adresse MAC": _ONE_MAC,
    },
    remarks={
        "User": '"User" has the device, by a login or a name',
        "Utilisateur": '"Utilisateur" has the device, by a login or a name',
        "Alternate username": '"Alternate username" is who logged on last, and counts only where there is no "User"',
        "Usager": '"Usager" is who logged on last, and counts only where there is no "Utilisateur"',
        "Entity": '"Entity" is the company',
        "Entité": '"Entité" is the company',
    },
)

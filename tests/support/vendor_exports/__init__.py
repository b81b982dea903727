"""A small export of each vendor: made-up rows below the vendor's own column names, and where those were seen.

intune      the export of all devices: the header row as it stands in a public demonstration of such an export, the same
            as that of a real one; the names of Microsoft Graph (`managedDeviceOwnerType`) in scripts that select them
jamf        computers: a test of another program quotes the header rows of exports of Jamf Pro 11.28, for computers
            and for mobile devices (`JSS Computer ID`, `Bar Code`, `FileVault 2 Status`, `Display Name`); those of
            the user and of the purchase in lists of Jamf's criteria (`Position`, `PO Date`, `Lease Expiration`)
google      the fields of a ChromeOS device in the Directory API, in the order of its documentation; GAM writes them as
            headers, those of lists with numbers (`recentUsers.0.email`)
kandji      the names of the fields in Kandji's API (`blueprint_name`, `mdm_enabled`, `last_enrollment`), which its
            own device report writes as headers, as words. The header row of the list of devices in its pages, and
            `Assigned User` and `User Email` in it, were not found anywhere
snipeit     the custom asset report: the order of the columns and what their cells hold, in the source of Snipe-IT
            (`ReportsController`), with the words of its English translation
lansweeper  the names of the columns of its database, by which reports call them, in many public reports
            (`AssetTypename`, `Userdomain`, `Lastseen`)
glpi        the names of the search options of computers in the source of GLPI (`Computer`), those of other groups with
            their group before them (`Networking - MAC address`, and `Components - Processor`, which public programs
            read); in French the header
            row of an export that a public program reads (`Utilisateur`, `Usager`, `Numéro d'inventaire`)
netbox      the columns of its list of devices, as its source calls them (`DeviceTable`: `Role`, `Type`, `VC Position`)
"""

from pathlib import Path

EXPORTS = Path(__file__).parent

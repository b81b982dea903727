"""Google Admin: the ChromeOS devices, named as in the Directory API, which GAM and others export."""

from schemas.presets.preset import Preset, UsualType, words

# Nobody else's columns are called so, and it has devices with ChromeOS only, whatever their model (`C740`).
_ITS_OWN = "annotatedUser, annotatedAssetId, annotatedLocation, chromeOsType"

GOOGLE_ADMIN = Preset(
    "Google Admin",
    unmistakable=_ITS_OWN,
    telling=(
        "autoUpdateExpiration, autoUpdateThrough, recentUsers, recentUsers.email, recentUsers.type, deviceLicenseType"
    ),
    beside=(
        "bootMode, "
        "lastSync, platformVersion, firmwareVersion, ethernetMacAddress, lastEnrollmentTime, firstEnrollmentTime, "
        "orgUnitPath, orgUnitId, meid, willAutoRenew, supportEndDate, macAddress, osVersion, deviceId, etag, kind"
    ),
    least=2,
    columns={
        "external_id": "deviceId",
        "serial_number": "serialNumber",
        "asset_tag": "annotatedAssetId",
        "owner_name": "annotatedUser",
        "location": "annotatedLocation",
        "department": "orgUnitPath",
        "status": "status",
        "model": "model",
        "order_number": "orderNumber",
        "os_version": "osVersion",
        "mac_address": "macAddress",
        "comment": "notes, annotatedNotes",
    },
    kept=(
        "ethernetMacAddress, ethernetMacAddress0, dockMacAddress, platformVersion, firmwareVersion, bootMode, "
        "lastEnrollmentTime, firstEnrollmentTime, autoUpdateExpiration, autoUpdateThrough, meid, supportEndDate, "
        "willAutoRenew, deviceLicenseType, chromeOsType, orgUnitId, manufactureDate, systemRamTotal, "
        "deprovisionReason, lastDeprovisionTimestamp"
    ),
    changing=(
        "recentUsers, recentUsers.email, recentUsers.type, etag, kind, lastKnownNetwork, lastKnownNetwork.ipAddress, "
        "lastKnownNetwork.wanIpAddress, activeTimeRanges, activeTimeRanges.date, activeTimeRanges.activeTime, "
        "activeTimeRanges.duration, activeTimeRanges.minutes, cpuStatusReports, diskVolumeReports, "
        "systemRamFreeReports, deviceFiles, screenshotFiles, diskSpaceUsage"
    ),
    usual_types=(
        *(UsualType("Chromebook", header=header) for header in words(_ITS_OWN)),
        UsualType("Chromebook", called=r"(?i)chromebook|pixelbook"),
    ),
    remarks={
        "annotatedUser": '"annotatedUser" says who has the device, by an address or a name',
        "recentUsers": '"recentUsers" names several people and no owner',
        "recentUsers.email": '"recentUsers" names several people and no owner',
        "orgUnitPath": '"orgUnitPath" is the department',
    },
)

"""Google Admin: the ChromeOS devices, named as in the Directory API, which GAM and others export."""

from schemas.presets.preset import Preset

GOOGLE_ADMIN = Preset(
    "Google Admin",
    telling=(
        "annotatedUser, annotatedAssetId, annotatedLocation, autoUpdateExpiration, autoUpdateThrough, bootMode, "
        "recentUsers, recentUsers.email, recentUsers.type, deviceLicenseType, chromeOsType"
    ),
    beside=(
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
    usual_types=(("", "Chromebook"),),
    remarks={
        "annotatedUser": '"annotatedUser" says who has the device, by an address or a name',
        "recentUsers": '"recentUsers" names several people and no owner',
        "recentUsers.email": '"recentUsers" names several people and no owner',
        "orgUnitPath": '"orgUnitPath" is the department',
    },
)

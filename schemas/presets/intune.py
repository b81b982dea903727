"""Microsoft Intune: the export of all devices, and what PowerShell writes of the managed devices of Microsoft Graph."""

from schemas.presets.preset import Preset, UsualType

INTUNE = Preset(
    "Intune",
    unmistakable=(
        "Primary user UPN, Compliance grace period expiration, managedDeviceOwnerType, easActivationDateTime, "
        "complianceGracePeriodExpirationDateTime"
    ),
    telling=(
        "Primary user email address, Primary user display name, EAS activation ID, EAS activated, EAS status, "
        "EAS reason, Last EAS sync time, SkuFamily, deviceEnrollmentType, managedDeviceName"
    ),
    beside=(
        "Intune registered, Azure AD registered, "
        "Management name, JoinType, EthernetMAC, CellularTechnology, ProcessorArchitecture, Subscriber carrier, "
        "Security patch level, Device state, Managed by, Last check-in, Wi-Fi MAC, Jailbroken, Azure AD Device ID, "
        "Microsoft Entra Device ID, Management certificate expiration date, lastSyncDateTime, enrolledDateTime, "
        "complianceState, managementAgent, userPrincipalName, isEncrypted, isSupervised"
    ),
    least=3,
    columns={
        "external_id": "Device ID, id",
        "name": "Device name",
        "serial_number": "Serial number",
        "brand": "Manufacturer",
        "model": "Model",
        "imei": "IMEI",
        "mac_address": "Wi-Fi MAC, wiFiMacAddress",
        "os_platform": "OS, operatingSystem",
        "os_version": "OS version",
        "storage": "Total storage",
        "category": "Category, deviceCategoryDisplayName",
        "mdm_local_name": "Management name, managedDeviceName",
        "mdm_status": "Device state, managementState",
        "owner_email": "Primary user UPN, Primary user email address, userPrincipalName, emailAddress",
        "owner_name": "Primary user display name, userDisplayName",
        "comment": "notes",
    },
    kept=(
        "Enrollment date, Azure AD Device ID, Microsoft Entra Device ID, Azure AD registered, EAS activation ID, "
        "EAS activated, EAS reason, EAS status, Compliance grace period expiration, Security patch level, MEID, "
        "Subscriber carrier, UserId, Compliance, Managed by, Ownership, Intune registered, Supervised, Encrypted, "
        "SkuFamily, JoinType, Phone number, Jailbroken, ICCID, EthernetMAC, CellularTechnology, "
        "ProcessorArchitecture, EID, SystemManagementBIOSVersion, TPMManufacturerId, TPMManufacturerVersion, "
        "ProductName, Management certificate expiration date, EnrollmentType, managedDeviceOwnerType, "
        "enrolledDateTime, complianceState, managementAgent, isEncrypted, isSupervised, ethernetMacAddress, "
        "deviceEnrollmentType, deviceRegistrationState, complianceGracePeriodExpirationDateTime, "
        "totalStorageSpaceInBytes, physicalMemoryInBytes, easDeviceId, easActivationDateTime"
    ),
    changing="WiFiIPv4Address, WiFiSubnetID",
    nothing={"Category": "Unknown", "deviceCategoryDisplayName": "Unknown"},
    usual_types=(UsualType(header="OS"), UsualType(header="operatingSystem")),
    remarks={
        "Category": 'a "Category" of Unknown says nothing',
        "Primary user UPN": "the primary user has the device",
        "userPrincipalName": "the primary user has the device",
        "Management name": '"Management name" is the name by which Intune knows it',
        "EthernetMAC": 'it is known by its Wi-Fi address, since "EthernetMAC" may be that of a dock',
        "UserId": '"UserId" is Intune\'s own number of the user, and no employee number',
    },
)

-- The ledger: what is (devices, owners), who had what and when we knew it (ownerships), and why (events, runs).
-- Every instant is UTC. No keys and no indexes: they slow the bulk inserts down; the writer checks instead.

CREATE TABLE migrations (
    "number" INTEGER NOT NULL,
    "name" VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE migrations IS 'One row per change of these tables that this file has been through.';

CREATE TABLE organizations (
    org_id VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE organizations IS 'One row per organization. Serial numbers and e-mail addresses are unique within one.';
COMMENT ON COLUMN organizations.run_id IS 'the run that first used it';

CREATE TABLE devices (
    device_id BIGINT NOT NULL,
    org_id VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    "serial_number" VARCHAR,
    "asset_tag" VARCHAR,
    "mac_address" VARCHAR,
    "name" VARCHAR,
    "type" VARCHAR,
    "category" VARCHAR,
    "brand" VARCHAR,
    "model" VARCHAR,
    "status" VARCHAR,
    "condition" VARCHAR,
    "location" VARCHAR,
    "department" VARCHAR,
    "supplier" VARCHAR,
    "order_number" VARCHAR,
    "user_id" BIGINT,
    "added_via" VARCHAR,
    "is_rented" BOOLEAN,
    "purchase_price" DECIMAL(18, 2),
    "purchase_date" DATE,
    "warranty_end" DATE,
    "warranty_months" BIGINT,
    "rental_price" DECIMAL(18, 2),
    "rental_start" DATE,
    "rental_end" DATE,
    "contract_number" VARCHAR,
    "invoice_number" VARCHAR,
    "tracking_number" VARCHAR,
    "source" VARCHAR,
    "screen_size" VARCHAR,
    "graphic" VARCHAR,
    "processor" VARCHAR,
    "ram" VARCHAR,
    "storage" VARCHAR,
    "model_year" VARCHAR,
    "connectivity" VARCHAR,
    "keyboard_layout" VARCHAR,
    "resolution" VARCHAR,
    "comment" VARCHAR,
    "has_microphone" BOOLEAN,
    "has_webcam" BOOLEAN,
    "noise_cancellation" BOOLEAN,
    "compliance" VARCHAR[],
    "connection_type" VARCHAR[],
    "has_stool" BOOLEAN,
    "has_video_package" BOOLEAN,
    "has_screen" BOOLEAN,
    "has_premium_tablet" BOOLEAN,
    "color" VARCHAR,
    "seats_number" VARCHAR,
    "assembly" VARCHAR,
    "os_platform" VARCHAR,
    "dev_eui" VARCHAR,
    "imei" VARCHAR,
    "external_id" VARCHAR,
    extra JSON
);
COMMENT ON TABLE devices IS 'One row per device, as it is now.';
COMMENT ON COLUMN devices.device_id IS 'our own number of the device';
COMMENT ON COLUMN devices.version IS 'how many events tell of it';
COMMENT ON COLUMN devices.created_at IS 'the instant of the run that created it, UTC';
COMMENT ON COLUMN devices."serial_number" IS 'the maker''s serial number: the key people use';
COMMENT ON COLUMN devices."asset_tag" IS 'the label stuck on the device';
COMMENT ON COLUMN devices."mac_address" IS 'the network address, as AA:BB:CC:DD:EE:FF';
COMMENT ON COLUMN devices."name" IS 'what people call the device';
COMMENT ON COLUMN devices."type" IS 'laptop, phone, sensor, ...';
COMMENT ON COLUMN devices."category" IS 'the group it is reported under';
COMMENT ON COLUMN devices."brand" IS 'the maker';
COMMENT ON COLUMN devices."model" IS 'the maker''s model name';
COMMENT ON COLUMN devices."status" IS 'where it is in its life: in use, in stock, in repair, retired';
COMMENT ON COLUMN devices."condition" IS 'new, good, worn, broken';
COMMENT ON COLUMN devices."location" IS 'where it is kept';
COMMENT ON COLUMN devices."department" IS 'who pays for it';
COMMENT ON COLUMN devices."supplier" IS 'who sold it';
COMMENT ON COLUMN devices."order_number" IS 'the purchase order';
COMMENT ON COLUMN devices."user_id" IS 'the user''s number in the system that the list comes from';
COMMENT ON COLUMN devices."added_via" IS 'how the device came into the list, for example SINGLE_IMPORT';
COMMENT ON COLUMN devices."is_rented" IS 'rented rather than bought';
COMMENT ON COLUMN devices."purchase_price" IS 'what it cost';
COMMENT ON COLUMN devices."purchase_date" IS 'when it was bought';
COMMENT ON COLUMN devices."warranty_end" IS 'the last day of its warranty';
COMMENT ON COLUMN devices."warranty_months" IS 'the length of its warranty in months';
COMMENT ON COLUMN devices."rental_price" IS 'what it costs to rent';
COMMENT ON COLUMN devices."rental_start" IS 'the first day of the rental';
COMMENT ON COLUMN devices."rental_end" IS 'the last day of the rental';
COMMENT ON COLUMN devices."contract_number" IS 'the rental or service contract';
COMMENT ON COLUMN devices."invoice_number" IS 'the invoice it was bought on';
COMMENT ON COLUMN devices."tracking_number" IS 'the parcel it came in';
COMMENT ON COLUMN devices."source" IS 'the system or shop it comes from';
COMMENT ON COLUMN devices."screen_size" IS 'the size of its screen';
COMMENT ON COLUMN devices."graphic" IS 'the graphics card';
COMMENT ON COLUMN devices."processor" IS 'the processor';
COMMENT ON COLUMN devices."ram" IS 'the memory';
COMMENT ON COLUMN devices."storage" IS 'the disk';
COMMENT ON COLUMN devices."model_year" IS 'the year of the model';
COMMENT ON COLUMN devices."connectivity" IS 'Wi-Fi, 5G, ...';
COMMENT ON COLUMN devices."keyboard_layout" IS 'the keyboard''s layout key, for example FRENCH_AZERTY';
COMMENT ON COLUMN devices."resolution" IS 'the resolution of its screen';
COMMENT ON COLUMN devices."comment" IS 'anything else';
COMMENT ON COLUMN devices."has_microphone" IS 'has a microphone';
COMMENT ON COLUMN devices."has_webcam" IS 'has a webcam';
COMMENT ON COLUMN devices."noise_cancellation" IS 'cancels noise';
COMMENT ON COLUMN devices."compliance" IS 'the rules it complies with';
COMMENT ON COLUMN devices."connection_type" IS 'its connectors';
COMMENT ON COLUMN devices."has_stool" IS 'comes with a stool';
COMMENT ON COLUMN devices."has_video_package" IS 'comes with the video package';
COMMENT ON COLUMN devices."has_screen" IS 'comes with a screen';
COMMENT ON COLUMN devices."has_premium_tablet" IS 'comes with the premium tablet';
COMMENT ON COLUMN devices."color" IS 'its colour';
COMMENT ON COLUMN devices."seats_number" IS 'for how many seats';
COMMENT ON COLUMN devices."assembly" IS 'how it is put together';
COMMENT ON COLUMN devices."os_platform" IS 'its operating system';
COMMENT ON COLUMN devices."dev_eui" IS 'the LoRaWAN device number';
COMMENT ON COLUMN devices."imei" IS 'the mobile equipment number';
COMMENT ON COLUMN devices."external_id" IS 'its number in another system';
COMMENT ON COLUMN devices.extra IS 'custom attributes: a JSON object from header to text';

CREATE TABLE mdm_enrollments (
    device_id BIGINT NOT NULL,
    "status" VARCHAR,
    "local_name" VARCHAR,
    "is_locked" BOOLEAN,
    "lock_date" TIMESTAMP,
    "firewall_enabled" BOOLEAN,
    "os_updates_enabled" BOOLEAN,
    "is_encrypted" BOOLEAN,
    "screenlock_enabled" BOOLEAN,
    "is_compromised" BOOLEAN,
    "os_updates_available" BOOLEAN,
    "disk_encryption_profile_installed" BOOLEAN,
    "enrollment_date" TIMESTAMP,
    "unenrollment_date" TIMESTAMP,
    "download_date" TIMESTAMP,
    "last_seen_date" TIMESTAMP,
    "last_sync_date" TIMESTAMP
);
COMMENT ON TABLE mdm_enrollments IS 'One row per device that an MDM has been known to manage, as it is now.';
COMMENT ON COLUMN mdm_enrollments."status" IS 'the state of its MDM enrolment';
COMMENT ON COLUMN mdm_enrollments."local_name" IS 'the name the MDM knows it by';
COMMENT ON COLUMN mdm_enrollments."is_locked" IS 'locked from afar';
COMMENT ON COLUMN mdm_enrollments."lock_date" IS 'when it was locked';
COMMENT ON COLUMN mdm_enrollments."firewall_enabled" IS 'its firewall is on';
COMMENT ON COLUMN mdm_enrollments."os_updates_enabled" IS 'it updates itself';
COMMENT ON COLUMN mdm_enrollments."is_encrypted" IS 'its disk is encrypted';
COMMENT ON COLUMN mdm_enrollments."screenlock_enabled" IS 'its screen locks';
COMMENT ON COLUMN mdm_enrollments."is_compromised" IS 'it is jailbroken or otherwise compromised';
COMMENT ON COLUMN mdm_enrollments."os_updates_available" IS 'updates wait for it';
COMMENT ON COLUMN mdm_enrollments."disk_encryption_profile_installed" IS 'the encryption profile is installed';
COMMENT ON COLUMN mdm_enrollments."enrollment_date" IS 'when it was enrolled';
COMMENT ON COLUMN mdm_enrollments."unenrollment_date" IS 'when it left the MDM';
COMMENT ON COLUMN mdm_enrollments."download_date" IS 'when the profile was downloaded';
COMMENT ON COLUMN mdm_enrollments."last_seen_date" IS 'when the MDM last saw it';
COMMENT ON COLUMN mdm_enrollments."last_sync_date" IS 'when it last synchronised';

CREATE TABLE owners (
    owner_id BIGINT NOT NULL,
    org_id VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    email VARCHAR NOT NULL,
    owner_name VARCHAR,
    external_user_id VARCHAR
);
COMMENT ON TABLE owners IS 'One row per owner: whoever holds or held a device.';
COMMENT ON COLUMN owners.version IS 'how many events tell of the owner';
COMMENT ON COLUMN owners.external_user_id IS 'the number of the owner in another system';

CREATE TABLE ownerships (
    ownership_id BIGINT NOT NULL,
    org_id VARCHAR NOT NULL,
    device_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    start_time TIMESTAMP NOT NULL,
    end_time TIMESTAMP NOT NULL,
    label VARCHAR,
    added_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE ownerships IS 'One row per belief about a span of time [start_time, end_time) in which one owner held one device. Believed now: superseded_at = 2999-12-31 23:59:59. Changed spans keep their ownership_id.';
COMMENT ON COLUMN ownerships.ownership_id IS 'the span; several beliefs about it share this number';
COMMENT ON COLUMN ownerships.start_time IS 'from when the owner held it, inclusive, UTC';
COMMENT ON COLUMN ownerships.end_time IS 'until when, exclusive, UTC; 2999-12-31 23:59:59 while nobody has ended it';
COMMENT ON COLUMN ownerships.label IS 'a friendly label of the ownership';
COMMENT ON COLUMN ownerships.added_by IS 'who made the link';
COMMENT ON COLUMN ownerships.recorded_at IS 'since when we have believed this, inclusive, UTC';
COMMENT ON COLUMN ownerships.superseded_at IS 'until when we believed this, exclusive, UTC; 2999-12-31 23:59:59 while we still do';
COMMENT ON COLUMN ownerships.run_id IS 'the run that recorded it';

CREATE TABLE events (
    event_id BIGINT NOT NULL,
    org_id VARCHAR NOT NULL,
    aggregate VARCHAR NOT NULL,
    aggregate_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    "type" VARCHAR NOT NULL,
    payload JSON NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    row_id BIGINT,
    file VARCHAR,
    sheet VARCHAR,
    "row" BIGINT
);
COMMENT ON TABLE events IS 'One row per accepted change, in order. Replayed, they give the tables back.';
COMMENT ON COLUMN events.aggregate IS 'device or owner: whose story the event belongs to';
COMMENT ON COLUMN events.aggregate_id IS 'the device_id or owner_id';
COMMENT ON COLUMN events.version IS '1, 2, 3 ... per device and per owner';
COMMENT ON COLUMN events.payload IS 'what the event says: a JSON object, blanks left out';
COMMENT ON COLUMN events."row" IS 'the row as Excel numbers it';

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    command VARCHAR NOT NULL,
    state_version BIGINT NOT NULL,
    exit_code INTEGER NOT NULL,
    rows_in BIGINT NOT NULL,
    rows_applied BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_skipped BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    actions_create BIGINT NOT NULL,
    actions_update BIGINT NOT NULL,
    actions_assign BIGINT NOT NULL,
    actions_reassign BIGINT NOT NULL,
    actions_unassign BIGINT NOT NULL,
    devices_created BIGINT NOT NULL,
    owners_created BIGINT NOT NULL,
    absent_unassigned BIGINT NOT NULL,
    absent_held BIGINT NOT NULL,
    issue_count BIGINT NOT NULL,
    reasons JSON NOT NULL,
    settings JSON NOT NULL,
    timings JSON NOT NULL,
    host VARCHAR NOT NULL,
    user_name VARCHAR NOT NULL,
    rollcall_version VARCHAR NOT NULL
);
COMMENT ON TABLE runs IS 'One row per run that reached its decisions, also where it changed nothing.';
COMMENT ON COLUMN runs.recorded_at IS 'the instant of the run, UTC';
COMMENT ON COLUMN runs.state_version IS 'how many runs had changed something when this one was done';
COMMENT ON COLUMN runs.reasons IS 'how many rows ended for each reason';
COMMENT ON COLUMN runs.timings IS 'seconds per stage';

CREATE TABLE sources (
    run_id VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL
);
COMMENT ON TABLE sources IS 'One row per input file of a run.';
COMMENT ON COLUMN sources.size IS 'bytes';

CREATE TABLE row_outcomes (
    run_id VARCHAR NOT NULL,
    row_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    file VARCHAR,
    sheet VARCHAR,
    "row" BIGINT,
    outcome VARCHAR NOT NULL,
    "action" VARCHAR,
    reason VARCHAR,
    message VARCHAR,
    org_id VARCHAR,
    device_id BIGINT,
    owner_email VARCHAR,
    cells JSON
);
COMMENT ON TABLE row_outcomes IS 'One row per input row that was not unchanged.';
COMMENT ON COLUMN row_outcomes.cells IS 'the row as it was typed: a JSON object from field to text';

-- A person may be known by a number, a login or a name alone. Further facts of people have columns by their fields.

ALTER TABLE owners ALTER COLUMN email DROP NOT NULL;
COMMENT ON COLUMN owners.email IS 'the e-mail address, in lower case; blank where the person has none on record';

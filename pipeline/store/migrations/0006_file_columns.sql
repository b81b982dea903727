-- Which columns a file had, by which its successor is found where that has another name.

ALTER TABLE sources ADD COLUMN "columns" VARCHAR;
COMMENT ON COLUMN sources."columns" IS 'the fields that its columns were read as, in the order of the alphabet: asset_tag; owner_email';

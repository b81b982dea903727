-- Drop folders: where a file was left, what was asked for with it, and the files that were refused as a whole.

ALTER TABLE sources ADD COLUMN source VARCHAR;
ALTER TABLE sources ADD COLUMN kinds VARCHAR;
ALTER TABLE runs ADD COLUMN intent VARCHAR;
COMMENT ON COLUMN sources.source IS 'the drop folder it was left in; empty for the inbox itself, NULL for a file given by hand';
COMMENT ON COLUMN sources.kinds IS 'the kinds of its sheets: assignments, inventory, or both';
COMMENT ON COLUMN runs.intent IS 'what was asked for beside the files: a JSON object';

CREATE TABLE refusals (
    run_id VARCHAR NOT NULL,
    refused_at TIMESTAMP NOT NULL,
    source VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    exit_code INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    hint VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    kinds VARCHAR NOT NULL,
    intent VARCHAR NOT NULL
);
COMMENT ON TABLE refusals IS 'One row per file of a drop folder that was refused as a whole; nothing of it was written.';
COMMENT ON COLUMN refusals.run_id IS 'the run that it would have been';
COMMENT ON COLUMN refusals.code IS 'what was wrong, for programs; message and hint are for people';
COMMENT ON COLUMN refusals.intent IS 'what was asked for beside the file: a JSON object';
COMMENT ON COLUMN refusals.path IS 'where the file was put, with its annotated copy and the reason beside it';

-- Calls over HTTP: which key asked for what, and the answers that are given again where a call is sent again.

CREATE TABLE calls (
    call_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    org_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    key_name VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    status INTEGER NOT NULL
);
COMMENT ON TABLE calls IS 'One row per call over HTTP that was carried out. Its rows have its id as their sheet.';
COMMENT ON COLUMN calls.call_id IS 'the id of the request, which its caller was told';
COMMENT ON COLUMN calls.run_id IS 'the run that carried it out, together with those that waited beside it';
COMMENT ON COLUMN calls.org_id IS 'the organization of its caller';
COMMENT ON COLUMN calls.key_id IS 'the key of its caller';
COMMENT ON COLUMN calls.key_name IS 'the name of that key';
COMMENT ON COLUMN calls.operation IS 'what was asked for, such as assign-devices';
COMMENT ON COLUMN calls.status IS 'the HTTP status that was answered';

CREATE TABLE answers (
    key_id VARCHAR NOT NULL,
    idempotency_key VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    call_id VARCHAR NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    state_version BIGINT NOT NULL,
    status INTEGER NOT NULL,
    body JSON NOT NULL
);
COMMENT ON TABLE answers IS 'One row per call of the last day that had an Idempotency-Key: what is answered where it comes again.';
COMMENT ON COLUMN answers.key_id IS 'the key of the caller';
COMMENT ON COLUMN answers.idempotency_key IS 'by which the caller knows the call';
COMMENT ON COLUMN answers.sha256 IS 'what was asked for; another request under the same Idempotency-Key is refused';
COMMENT ON COLUMN answers.call_id IS 'the call that was carried out';
COMMENT ON COLUMN answers.answered_at IS 'the instant of the run, UTC; the answer is kept for a day';
COMMENT ON COLUMN answers.state_version IS 'how many runs had changed something when it was done';
COMMENT ON COLUMN answers.status IS 'the HTTP status of the answer';
COMMENT ON COLUMN answers.body IS 'the answer';

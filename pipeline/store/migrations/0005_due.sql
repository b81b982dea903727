-- When a device is expected back: a fact of its ownership, which ends nothing.

ALTER TABLE ownerships ADD COLUMN due_at TIMESTAMP;
COMMENT ON COLUMN ownerships.due_at IS 'when it is expected back, UTC; ends nothing';

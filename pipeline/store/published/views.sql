-- What the analysts' copy has beyond the tables. Instants are UTC; an open end is 2999-12-31 23:59:59.
-- The columns named "now" in words (holds now, begins later) are judged when the view is read. An owner is called by the
-- e-mail address, else by the number, the login or the name, in every column owner_email.

CREATE OR REPLACE VIEW believed_ownerships AS
SELECT s.ownership_id, s.org_id, s.device_id, d.serial_number, d."name" AS device_name, s.owner_id,
       coalesce(o.email, o.external_user_id, o.username, o.owner_name) AS owner_email, o.owner_name, s.start_time, s.end_time, s.end_time >= TIMESTAMP '2999-12-31 23:59:59' AS is_open, s.due_at, s."label",
       s.added_by, s.recorded_at, s.run_id
FROM ownerships AS s
JOIN devices AS d ON d.device_id = s.device_id
JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.superseded_at >= TIMESTAMP '2999-12-31 23:59:59';
COMMENT ON VIEW believed_ownerships IS 'One row per span of ownership as we believe it now: past, present and future.';

CREATE OR REPLACE VIEW current_ownerships AS
FROM believed_ownerships
WHERE start_time <= make_timestamp(epoch_us(now())) AND end_time > make_timestamp(epoch_us(now()));
COMMENT ON VIEW current_ownerships IS 'One row per device that somebody holds now: who has what.';

CREATE OR REPLACE VIEW pending_ownerships AS
FROM believed_ownerships WHERE start_time > make_timestamp(epoch_us(now()));
COMMENT ON VIEW pending_ownerships IS 'One row per span that begins later than now.';

CREATE OR REPLACE VIEW overdue AS
SELECT org_id, device_id, serial_number, device_name, owner_id, owner_email, owner_name, start_time, due_at,
       date_diff('day', due_at, make_timestamp(epoch_us(now()))) AS days_overdue, "label", ownership_id
FROM current_ownerships
WHERE due_at < make_timestamp(epoch_us(now()));
COMMENT ON VIEW overdue IS 'One row per device that somebody holds now and that was expected back before now.';

CREATE OR REPLACE VIEW leavers AS
SELECT c.org_id, c.owner_id, c.owner_email, c.owner_name, o.ends_on,
       date_diff('day', o.ends_on, CAST(make_timestamp(epoch_us(now())) AS DATE)) AS days_since, c.device_id,
       c.serial_number, c.device_name, c.start_time, c.end_time, d.purchase_price, c.ownership_id
FROM current_ownerships AS c
JOIN owners AS o ON o.owner_id = c.owner_id
JOIN devices AS d ON d.device_id = c.device_id
WHERE o.ends_on < CAST(make_timestamp(epoch_us(now())) AS DATE);
COMMENT ON VIEW leavers IS 'One row per device that is still held by somebody whose last day was before today (the day in UTC).';

CREATE OR REPLACE VIEW owner_devices AS
SELECT org_id, owner_email, owner_name, serial_number, device_name, device_id, start_time, end_time, is_open,
       start_time <= make_timestamp(epoch_us(now())) AND end_time > make_timestamp(epoch_us(now())) AS is_current
FROM believed_ownerships;
COMMENT ON VIEW owner_devices IS 'One row per owner and span: which devices each owner had, has and will have.';

CREATE OR REPLACE VIEW device_history AS
SELECT d.org_id, d.serial_number, d."name" AS device_name, e.aggregate_id AS device_id, e.version, e.recorded_at, e."type",
       e.payload->>'action' AS "action", e.payload->>'owner_email' AS owner_email,
       e.payload->>'previous_owner_email' AS previous_owner_email,
       CAST(e.payload->>'start_time' AS TIMESTAMP) AS start_time, CAST(e.payload->>'end_time' AS TIMESTAMP) AS end_time,
       e.payload->'old' AS "old", e.payload->'new' AS "new", e.run_id, e.file, e.sheet, e."row",
       e.payload->>'plan_line' AS plan_line
FROM events AS e JOIN devices AS d ON d.device_id = e.aggregate_id
WHERE e.aggregate = 'device';
COMMENT ON VIEW device_history IS 'One row per event of a device, with the file, sheet and row that it came from, and the approved line of the plan.';

CREATE OR REPLACE VIEW run_summary AS
SELECT r.run_id, r.recorded_at, r.command, r.user_name, r.host, r.exit_code, r.state_version, r.rows_in, r.rows_applied,
       r.rows_unchanged, r.rows_skipped, r.rows_rejected, r.actions_create, r.actions_update, r.actions_assign,
       r.actions_reassign, r.actions_unassign, r.absent_unassigned, r.absent_held, r.devices_created, r.owners_created,
       r.plan_id, r.undoes, f.files
FROM runs AS r
LEFT JOIN (SELECT run_id, string_agg(file, '; ' ORDER BY file) AS files FROM sources GROUP BY run_id) AS f
       ON f.run_id = r.run_id;
COMMENT ON VIEW run_summary IS 'One row per run: when, by whom, from which files, by which plan, with what counts.';

CREATE OR REPLACE VIEW rejections AS
SELECT r.recorded_at, w.run_id, w.file, w.sheet, w."row", w.kind, w.reason, w.message, w.org_id, w.device_id,
       w.owner_email, w.cells
FROM row_outcomes AS w JOIN runs AS r ON r.run_id = w.run_id
WHERE w.outcome = 'rejected';
COMMENT ON VIEW rejections IS 'One row per input row that was rejected, with its reason and what was typed.';

CREATE OR REPLACE VIEW money_by_owner AS
SELECT c.org_id, c.owner_email, any_value(c.owner_name) AS owner_name, count(*) AS devices,
       count(d.purchase_price) AS devices_with_price, count(*) - count(d.purchase_price) AS devices_without_price,
       coalesce(sum(d.purchase_price), 0) AS purchase_price, count(d.rental_price) AS devices_with_rent,
       coalesce(sum(d.rental_price), 0) AS rental_price
FROM current_ownerships AS c JOIN devices AS d ON d.device_id = c.device_id
GROUP BY c.org_id, c.owner_id, c.owner_email;
COMMENT ON VIEW money_by_owner IS 'One row per owner who holds devices now: how many, what they cost, and what renting them costs.';

-- An instant given with a time zone, such as now(), means that instant, whatever zone the session is in.
CREATE OR REPLACE MACRO utc(ts) AS (
    CASE WHEN typeof(ts) = 'TIMESTAMP WITH TIME ZONE' THEN make_timestamp(epoch_us(CAST(ts AS TIMESTAMPTZ)))
         ELSE CAST(ts AS TIMESTAMP) END
);
COMMENT ON MACRO utc IS 'utc(ts): the instant in UTC, as all instants here are.';

CREATE OR REPLACE MACRO ownerships_as_of(ts) AS TABLE
FROM believed_ownerships WHERE start_time <= utc(ts) AND end_time > utc(ts);
COMMENT ON MACRO TABLE ownerships_as_of IS 'ownerships_as_of(ts): who held what at that instant, as we believe it now.';

CREATE OR REPLACE MACRO ownerships_known_at(ts, known) AS TABLE
SELECT s.ownership_id, s.org_id, s.device_id, d.serial_number, d."name" AS device_name, s.owner_id,
       coalesce(o.email, o.external_user_id, o.username, o.owner_name) AS owner_email, o.owner_name, s.start_time, s.end_time, s.end_time >= TIMESTAMP '2999-12-31 23:59:59' AS is_open, s.due_at, s."label",
       s.added_by, s.recorded_at, s.run_id
FROM ownerships AS s
JOIN devices AS d ON d.device_id = s.device_id
JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.recorded_at <= utc(known) AND s.superseded_at > utc(known)
  AND s.start_time <= utc(ts) AND s.end_time > utc(ts);
COMMENT ON MACRO TABLE ownerships_known_at IS 'ownerships_known_at(ts, known): who held what at the first instant, as we believed it at the second.';

-- Whether the owner had the device at any instant of [from_ts, to_ts), as we believe it now. Spans and windows end just
-- before their end. Two equal instants ask about that instant; a window that ends before it begins has no answer (NULL).
CREATE OR REPLACE MACRO owner_had_device(email, serial, from_ts, to_ts) AS (
    CASE WHEN utc(from_ts) <= utc(to_ts) THEN (
        SELECT count(*) > 0 FROM believed_ownerships AS b
        WHERE lower(b.owner_email) = lower(trim(email)) AND b.serial_number = upper(trim(serial))
          AND b.end_time > utc(from_ts)
          AND (b.start_time < utc(to_ts) OR (b.start_time = utc(from_ts) AND utc(from_ts) = utc(to_ts)))
    ) END
);
COMMENT ON MACRO owner_had_device IS 'owner_had_device(email, serial, from_ts, to_ts): whether the owner had the device at any time from the one instant to before the other, as we believe it now.';

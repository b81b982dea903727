-- What the analysts' copy has beyond the tables. Instants are UTC; an open end is 2999-12-31 23:59:59, and NULL in every
-- column open_end_time.
-- The columns named "now" in words (holds now, begins later) are judged when the view is read. An owner is called by the
-- e-mail address, else by the number, the login or the name, in every column owner_email. For $usual_currency stands here the
-- currency of the settings, in which prices are that name none: a macro could not be asked from a database beside.

CREATE OR REPLACE VIEW believed_ownerships AS
SELECT s.ownership_id, s.org_id, s.device_id, d.serial_number, d."name" AS device_name, s.owner_id,
       coalesce(o.email, o.external_user_id, o.username, o.owner_name) AS owner_email, o.owner_name, s.start_time, s.end_time,
       CASE WHEN s.end_time < TIMESTAMP '2999-12-31 23:59:59' THEN s.end_time END AS open_end_time,
       s.end_time >= TIMESTAMP '2999-12-31 23:59:59' AS is_open, s.due_at, s."label", s.added_by, s.recorded_at, s.run_id
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

CREATE OR REPLACE VIEW owner_devices AS
SELECT org_id, owner_email, owner_name, serial_number, device_name, device_id, start_time, end_time, open_end_time,
       is_open,
       start_time <= make_timestamp(epoch_us(now())) AND end_time > make_timestamp(epoch_us(now())) AS is_current
FROM believed_ownerships;
COMMENT ON VIEW owner_devices IS 'One row per owner and span: which devices each owner had, has and will have.';

CREATE OR REPLACE VIEW device_history AS
SELECT d.org_id, d.serial_number, d."name" AS device_name, e.aggregate_id AS device_id, e.version, e.recorded_at, e."type",
       e.payload->>'action' AS "action", e.payload->>'owner_email' AS owner_email,
       e.payload->>'previous_owner_email' AS previous_owner_email,
       CAST(e.payload->>'start_time' AS TIMESTAMP) AS start_time, CAST(e.payload->>'end_time' AS TIMESTAMP) AS end_time,
       CASE WHEN CAST(e.payload->>'end_time' AS TIMESTAMP) < TIMESTAMP '2999-12-31 23:59:59'
            THEN CAST(e.payload->>'end_time' AS TIMESTAMP) END AS open_end_time,
       e.payload->'old' AS "old", coalesce(e.payload->'new', e.payload->'device') AS "new", e.run_id, e.file, e.sheet, e."row",
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
       coalesce(sum(d.rental_price), 0) AS rental_price, coalesce(d.currency, $usual_currency) AS currency
FROM current_ownerships AS c JOIN devices AS d ON d.device_id = c.device_id
GROUP BY c.org_id, c.owner_id, c.owner_email, coalesce(d.currency, $usual_currency);
COMMENT ON VIEW money_by_owner IS 'One row per owner who holds devices now, and currency of their prices: how many, what they cost, and what renting them costs.';

-- An instant given with a time zone, such as now(), means that instant, whatever zone the session is in.
CREATE OR REPLACE MACRO utc(ts) AS (
    CASE WHEN typeof(ts) = 'TIMESTAMP WITH TIME ZONE' THEN make_timestamp(epoch_us(CAST(ts AS TIMESTAMPTZ)))
         ELSE CAST(ts AS TIMESTAMP) END
);
COMMENT ON MACRO utc IS 'utc(ts): the instant in UTC, as all instants here are.';

CREATE OR REPLACE MACRO ownerships_as_of(ts) AS TABLE
FROM believed_ownerships WHERE start_time <= utc(ts) AND end_time > utc(ts);
COMMENT ON MACRO TABLE ownerships_as_of IS 'ownerships_as_of(ts): who held what at that instant, as we believe it now.';

-- What is overdue and whoever has left, at any instant: the views of the same names ask of now.
CREATE OR REPLACE MACRO overdue_as_of(ts) AS TABLE
SELECT org_id, device_id, serial_number, device_name, owner_id, owner_email, owner_name, start_time, due_at,
       date_diff('day', due_at, utc(ts)) AS days_overdue, "label", ownership_id
FROM ownerships_as_of(ts)
WHERE due_at + INTERVAL 1 DAY <= utc(ts);
COMMENT ON MACRO TABLE overdue_as_of IS 'overdue_as_of(ts): as the view overdue, at that instant, as we believe now.';

CREATE OR REPLACE VIEW overdue AS
FROM overdue_as_of(make_timestamp(epoch_us(now())));
COMMENT ON VIEW overdue IS 'One row per device that somebody holds now and that was expected back a day ago or earlier.';

CREATE OR REPLACE MACRO leavers_as_of(ts, "day" := NULL) AS TABLE
SELECT c.org_id, c.owner_id, c.owner_email, c.owner_name, o.ends_on,
       date_diff('day', o.ends_on, coalesce("day", CAST(utc(ts) AS DATE))) AS days_since, c.device_id,
       c.serial_number, c.device_name, c.start_time, c.end_time, c.open_end_time, d.purchase_price, c.ownership_id,
       CASE WHEN d.purchase_price IS NOT NULL THEN coalesce(d.currency, $usual_currency) END AS currency
FROM ownerships_as_of(ts) AS c
JOIN owners AS o ON o.owner_id = c.owner_id
JOIN devices AS d ON d.device_id = c.device_id
WHERE o.ends_on < coalesce("day", CAST(utc(ts) AS DATE));
COMMENT ON MACRO TABLE leavers_as_of IS 'leavers_as_of(ts, day := NULL): as the view leavers, at that instant and on that day (where none is given, that of the instant in UTC), with the last days and the prices that are on record now.';

CREATE OR REPLACE VIEW leavers AS
FROM leavers_as_of(make_timestamp(epoch_us(now())));
COMMENT ON VIEW leavers IS 'One row per device that is still held by somebody whose last day was before today (the day in UTC).';

CREATE OR REPLACE MACRO ownerships_known_at(ts, known) AS TABLE
SELECT s.ownership_id, s.org_id, s.device_id, d.serial_number, d."name" AS device_name, s.owner_id,
       coalesce(o.email, o.external_user_id, o.username, o.owner_name) AS owner_email, o.owner_name, s.start_time, s.end_time,
       CASE WHEN s.end_time < TIMESTAMP '2999-12-31 23:59:59' THEN s.end_time END AS open_end_time,
       s.end_time >= TIMESTAMP '2999-12-31 23:59:59' AS is_open, s.due_at, s."label", s.added_by, s.recorded_at, s.run_id
FROM ownerships AS s
JOIN devices AS d ON d.device_id = s.device_id
JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.recorded_at <= utc(known) AND s.superseded_at > utc(known)
  AND s.start_time <= utc(ts) AND s.end_time > utc(ts);
COMMENT ON MACRO TABLE ownerships_known_at IS 'ownerships_known_at(ts, known): who held what at the first instant, as we believed it at the second.';

-- Who held what for how much money at the end of each last day of a month, as we believe now, at the prices that were on
-- record at that time; before a device was on record, at its first ones. Running totals of what changed from month to
-- month, so that the cost follows the changes and the answer: a span counts from the month it begins in to the month
-- before it ends in, and a change of a price corrects the months before it.
CREATE OR REPLACE MACRO month_ends(from_ts, to_ts) AS TABLE
WITH bounds AS (
    SELECT date_trunc('month', CAST(utc(from_ts) AS DATE)) AS first,
           date_trunc('month', CAST(utc(to_ts) AS DATE) + 1) AS past
), spans AS (
    SELECT s.owner_id, s.device_id, greatest(date_trunc('month', s.start_time), b.first) AS first,
           least(date_trunc('month', s.end_time), b.past) AS past
    FROM ownerships AS s, bounds AS b WHERE s.superseded_at >= TIMESTAMP '2999-12-31 23:59:59'
), touched AS (
    SELECT event_id, aggregate_id AS device_id, date_trunc('month', recorded_at) AS "month", json_keys(payload, '$.old') AS fields,
           payload->'old' AS "old", payload->'new' AS "new"
    FROM events
    WHERE "type" = 'device_updated'
      AND (contains(CAST(payload AS VARCHAR), '_price"') OR contains(CAST(payload AS VARCHAR), '"currency"'))
), valued AS (
    -- Devices of which the currency has changed: each change with what it changed of the price, the rent and the currency.
    SELECT event_id, device_id, "month",
           CASE WHEN list_contains(fields, 'purchase_price')
                THEN {'was': CAST("old"->>'purchase_price' AS DECIMAL(18, 2)), 'is': CAST("new"->>'purchase_price' AS DECIMAL(18, 2))} END AS price,
           CASE WHEN list_contains(fields, 'rental_price')
                THEN {'was': CAST("old"->>'rental_price' AS DECIMAL(18, 2)), 'is': CAST("new"->>'rental_price' AS DECIMAL(18, 2))} END AS rent,
           CASE WHEN list_contains(fields, 'currency') THEN {'was': "old"->>'currency', 'is': "new"->>'currency'} END AS money
    FROM touched SEMI JOIN (SELECT device_id FROM touched WHERE list_contains(fields, 'currency')) AS r USING (device_id)
), followed AS (
    SELECT device_id, "month", price, rent, money, first_value(price IGNORE NULLS) OVER later AS next_price,
           first_value(rent IGNORE NULLS) OVER later AS next_rent, first_value(money IGNORE NULLS) OVER later AS next_money
    FROM valued
    WINDOW later AS (PARTITION BY device_id ORDER BY event_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
), states AS (
    -- The whole of it after each of these changes, and before.
    SELECT f.device_id, f."month",
           CASE WHEN f.price IS NOT NULL THEN f.price.is WHEN f.next_price IS NOT NULL THEN f.next_price.was ELSE d.purchase_price END AS new_price,
           CASE WHEN f.rent IS NOT NULL THEN f.rent.is WHEN f.next_rent IS NOT NULL THEN f.next_rent.was ELSE d.rental_price END AS new_rent,
           CASE WHEN f.money IS NOT NULL THEN f.money.is WHEN f.next_money IS NOT NULL THEN f.next_money.was ELSE d.currency END AS new_currency,
           CASE WHEN f.price IS NOT NULL THEN f.price.was ELSE new_price END AS old_price,
           CASE WHEN f.rent IS NOT NULL THEN f.rent.was ELSE new_rent END AS old_rent,
           CASE WHEN f.money IS NOT NULL THEN f.money.was ELSE new_currency END AS old_currency
    FROM followed AS f JOIN devices AS d USING (device_id)
), changes AS (
    SELECT t.device_id, t."month", d.currency, 0 AS devices,
           CAST(t."old"->>'purchase_price' IS NOT NULL AS INTEGER) - CAST(t."new"->>'purchase_price' IS NOT NULL AS INTEGER) AS priced,
           coalesce(CAST(t."old"->>'purchase_price' AS DECIMAL(18, 2)), 0) - coalesce(CAST(t."new"->>'purchase_price' AS DECIMAL(18, 2)), 0) AS price,
           CAST(t."old"->>'rental_price' IS NOT NULL AS INTEGER) - CAST(t."new"->>'rental_price' IS NOT NULL AS INTEGER) AS rented,
           coalesce(CAST(t."old"->>'rental_price' AS DECIMAL(18, 2)), 0) - coalesce(CAST(t."new"->>'rental_price' AS DECIMAL(18, 2)), 0) AS rent
    FROM touched AS t JOIN devices AS d USING (device_id) ANTI JOIN valued AS v USING (device_id)
    UNION ALL
    SELECT device_id, "month", old_currency, 1, CAST(old_price IS NOT NULL AS INTEGER), coalesce(old_price, 0),
           CAST(old_rent IS NOT NULL AS INTEGER), coalesce(old_rent, 0)
    FROM states
    UNION ALL
    SELECT device_id, "month", new_currency, -1, -CAST(new_price IS NOT NULL AS INTEGER), -coalesce(new_price, 0),
           -CAST(new_rent IS NOT NULL AS INTEGER), -coalesce(new_rent, 0)
    FROM states
), parts AS (
    SELECT s.owner_id, d.currency, s.first, s.past, 1 AS devices, CAST(d.purchase_price IS NOT NULL AS INTEGER) AS priced,
           coalesce(d.purchase_price, 0) AS price, CAST(d.rental_price IS NOT NULL AS INTEGER) AS rented,
           coalesce(d.rental_price, 0) AS rent
    FROM spans AS s JOIN devices AS d ON d.device_id = s.device_id WHERE s.first < s.past
    UNION ALL
    SELECT s.owner_id, c.currency, s.first, least(s.past, c."month"), c.devices, c.priced, c.price, c.rented, c.rent
    FROM spans AS s JOIN changes AS c ON c.device_id = s.device_id WHERE s.first < least(s.past, c."month")
), steps AS (
    SELECT owner_id, coalesce(currency, $usual_currency) AS currency, first AS "month", devices, priced, price, rented, rent FROM parts
    UNION ALL
    SELECT owner_id, coalesce(currency, $usual_currency), past, -devices, -priced, -price, -rented, -rent FROM parts
), summed AS (
    SELECT owner_id, currency, "month", sum(devices) AS devices, sum(priced) AS priced, sum(price) AS price,
           sum(rented) AS rented, sum(rent) AS rent
    FROM steps GROUP BY owner_id, currency, "month"
), standing AS (
    SELECT owner_id, currency, "month", lead("month") OVER (PARTITION BY owner_id, currency ORDER BY "month") AS past,
           sum(devices) OVER so_far AS devices, sum(priced) OVER so_far AS priced, sum(price) OVER so_far AS price,
           sum(rented) OVER so_far AS rented, sum(rent) OVER so_far AS rent
    FROM summed WINDOW so_far AS (PARTITION BY owner_id, currency ORDER BY "month")
), told AS (
    SELECT owner_id, currency, devices, priced, price, rented, rent,
           unnest(generate_series("month", past - INTERVAL 1 MONTH, INTERVAL 1 MONTH)) AS "month"
    FROM standing WHERE devices > 0
)
SELECT last_day(t."month") AS month_end, o.org_id, o.owner_id,
       coalesce(o.email, o.external_user_id, o.username, o.owner_name) AS owner_email, o.owner_name,
       CAST(t.devices AS BIGINT) AS devices, CAST(t.priced AS BIGINT) AS devices_with_price,
       CAST(t.devices - t.priced AS BIGINT) AS devices_without_price, t.price AS purchase_price,
       CAST(t.rented AS BIGINT) AS devices_with_rent, t.rent AS rental_price, t.currency
FROM told AS t JOIN owners AS o ON o.owner_id = t.owner_id;
COMMENT ON MACRO TABLE month_ends IS 'month_ends(from_ts, to_ts): as the view month_ends, for the month ends from the one day to the other, also those to come.';

CREATE OR REPLACE VIEW month_ends AS
FROM month_ends((SELECT min(start_time) FROM believed_ownerships), CAST(make_timestamp(epoch_us(now())) AS DATE) - 1);
COMMENT ON VIEW month_ends IS 'One row per month end, up to the last one, owner who held devices at the end of that day (UTC), as we believe now, and currency of their prices: how many, and what they cost by the prices on record at that time. Cheap for all months at once: sum it up, and do not ask month by month.';

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

-- A run may apply a plan, which may reverse another run; and each file tells how many rows it had.

ALTER TABLE runs ADD COLUMN plan_id VARCHAR;
ALTER TABLE runs ADD COLUMN undoes VARCHAR;
ALTER TABLE sources ADD COLUMN "rows" BIGINT;
COMMENT ON COLUMN runs.plan_id IS 'the plan that this run applied; blank where it made its own';
COMMENT ON COLUMN runs.undoes IS 'the run that this one reverses, as far as it could be reversed';
COMMENT ON COLUMN sources."rows" IS 'how many rows were read of it; blank for a plan, and for a result workbook that came back';

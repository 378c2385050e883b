-- What kind of failure the reason is, where the connection failed: it is explained anew each time it
-- is shown.
ALTER TABLE outbox ADD COLUMN failure TEXT NOT NULL DEFAULT '';

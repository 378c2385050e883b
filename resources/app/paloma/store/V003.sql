-- Which process, since which start of the computer, may let the end of this message leave without
-- writing that to the disk first (see OutboxStore).
ALTER TABLE outbox ADD COLUMN promised TEXT;

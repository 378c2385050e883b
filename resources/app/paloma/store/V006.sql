-- What the writer of a message wants to be told (RFC 8098, RFC 3461).
ALTER TABLE draft ADD COLUMN read_receipt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN delivery_report INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN delivery_report INTEGER NOT NULL DEFAULT 0;

-- What is due is looked for often; what was sent is most of the table.
CREATE INDEX outbox_queued ON outbox (account, queued_at, id) WHERE state = 'QUEUED';

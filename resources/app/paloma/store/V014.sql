-- What is asked for a message of the servers that carry it: TLS all the way (RFC 8689), delivery
-- within so many seconds (RFC 2852; 0 for whenever), and that the server keeps it until then
-- (RFC 4865; 0 for at once).
ALTER TABLE draft ADD COLUMN require_tls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN require_tls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN deliver_within INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN or_return INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;

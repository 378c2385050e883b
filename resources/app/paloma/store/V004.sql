-- Files beside the database with the octets of messages that came many at once (see Packs). What
-- lies behind `used` was never committed. The owner is the process that adds to it.
CREATE TABLE pack (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  used INTEGER NOT NULL,
  owner TEXT
);
-- The first `packed` octets of the message are in that file; what follows is in pieces.
ALTER TABLE message ADD COLUMN pack INTEGER;
ALTER TABLE message ADD COLUMN pack_position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;

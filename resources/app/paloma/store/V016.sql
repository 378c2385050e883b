-- Whether the server refused to expunge single messages of it: what was taken out of it here stays
-- there, marked \Deleted, and is not shown.
ALTER TABLE mailbox ADD COLUMN keeps_deleted INTEGER NOT NULL DEFAULT 0;
-- When a message that could not be taken in was last asked for, and by which version of Paloma.
ALTER TABLE message ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN tried_by TEXT NOT NULL DEFAULT '';
CREATE INDEX message_quarantined ON message (account) WHERE body_state = 3;

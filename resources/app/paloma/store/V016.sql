-- Whether the server refused to expunge single messages of it: what was taken out of it here stays
-- there, marked \Deleted, and is not shown.
ALTER TABLE mailbox ADD COLUMN keeps_deleted INTEGER NOT NULL DEFAULT 0;

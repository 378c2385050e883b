-- The name that a server gives a mailbox for good (RFC 8474 MAILBOXID); empty where it gives none.
ALTER TABLE mailbox ADD COLUMN object_id TEXT NOT NULL DEFAULT '';

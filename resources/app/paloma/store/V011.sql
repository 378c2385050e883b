-- Uploads and copies that were sent a second time, since nobody answered the first and it had not
-- happened yet. The first may still happen: what held it up on its way may let it go.
CREATE TABLE repeated (
  message INTEGER NOT NULL,
  mailbox INTEGER NOT NULL,
  first_uid INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (message, mailbox)
) WITHOUT ROWID;

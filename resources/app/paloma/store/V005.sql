-- The text of messages whose files stayed on the server (RFC 9051 BODY.PEEK[n]): a message to be
-- read, with empty places where the absent parts would be ("offset:section:octets", a blank between).
CREATE TABLE partial_message (
  message INTEGER PRIMARY KEY,
  skeleton BLOB NOT NULL,
  absent TEXT NOT NULL
);
-- Whose mailbox it is, and what may be done there (RFC 4314; '' where the server does not tell).
ALTER TABLE mailbox ADD COLUMN holder TEXT NOT NULL DEFAULT 'PERSONAL';
ALTER TABLE mailbox ADD COLUMN rights TEXT NOT NULL DEFAULT '';

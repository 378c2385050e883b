-- Conversations whose new messages arrive read.
CREATE TABLE muted_thread (thread INTEGER PRIMARY KEY);

-- Messages that stand on top of the mailbox they were pinned in.
CREATE TABLE pin (message INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL, at INTEGER NOT NULL);

-- Messages that are out of sight, in the mailbox they were in, until a moment. Who came back stands
-- in the list by that moment; when the message was really written is kept here.
CREATE TABLE snooze (
  message INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL,
  until INTEGER NOT NULL,
  written INTEGER NOT NULL,
  back INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX snooze_waiting ON snooze (mailbox, until) WHERE back = 0;

-- What was seen of an event and what was answered; recurrence is '' for the event as a whole.
CREATE TABLE invitation (
  account INTEGER NOT NULL,
  uid TEXT NOT NULL,
  recurrence TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  answered_sequence INTEGER NOT NULL DEFAULT 0,
  answered_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, uid, recurrence)
) WITHOUT ROWID;

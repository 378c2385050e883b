CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
-- Ids of messages are never used twice: scripts, undo and the search index hold on to them.
INSERT INTO meta VALUES ('next_message', 1);

CREATE TABLE preference (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  incoming TEXT NOT NULL,
  outgoing TEXT NOT NULL,
  pop3 INTEGER NOT NULL,
  leave_on_server TEXT NOT NULL,
  ca_pem TEXT,
  sent_copy TEXT NOT NULL,
  signature TEXT NOT NULL
);
CREATE UNIQUE INDEX account_email ON account (lower(email));

CREATE TABLE mailbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  name TEXT NOT NULL,
  delimiter TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT 'NONE',
  selectable INTEGER NOT NULL DEFAULT 1,
  subscribed INTEGER NOT NULL DEFAULT 1,
  read_only INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  whole INTEGER NOT NULL DEFAULT 0,
  uid_validity INTEGER NOT NULL DEFAULT 0,
  uid_next INTEGER NOT NULL DEFAULT 0,
  highest_mod_seq INTEGER NOT NULL DEFAULT 0,
  server_messages INTEGER NOT NULL DEFAULT 0,
  complete INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX mailbox_name ON mailbox (account, name);

-- mailbox is NULL for a message that just vanished and may turn up in another mailbox.
-- doc is the row of the search index, shared by copies.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL,
  mailbox INTEGER,
  uid INTEGER,
  mod_seq INTEGER NOT NULL DEFAULT 0,
  server_flags INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  has_attachments INTEGER NOT NULL,
  date INTEGER NOT NULL,
  internal_date INTEGER NOT NULL,
  size INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  body_state INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  id_hash INTEGER NOT NULL,
  doc INTEGER NOT NULL,
  origin INTEGER,
  vanished INTEGER,
  server_keywords TEXT,
  keywords TEXT,
  from_key TEXT NOT NULL,
  to_key TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  message_id TEXT NOT NULL,
  from_name TEXT NOT NULL,
  from_email TEXT NOT NULL,
  subject TEXT NOT NULL,
  recipients TEXT NOT NULL,
  preview TEXT NOT NULL,
  list_id TEXT NOT NULL,
  reason TEXT
);
CREATE UNIQUE INDEX message_uid ON message (mailbox, uid) WHERE uid IS NOT NULL;
-- Covers what a list needs: order, filters and conversations, without the wide rows.
CREATE INDEX message_list ON message (mailbox, date, id, flags, has_attachments, thread);
CREATE INDEX message_thread ON message (thread);
CREATE INDEX message_unlinked ON message (mailbox, id_hash) WHERE uid IS NULL;
CREATE INDEX message_copy ON message (doc) WHERE doc <> id;
CREATE INDEX message_missing ON message (mailbox, size, uid)
  WHERE body_state < 2 AND uid IS NOT NULL;

CREATE TRIGGER message_added AFTER INSERT ON message WHEN NEW.mailbox IS NOT NULL BEGIN
  UPDATE mailbox SET messages = messages + 1, unread = unread + (NEW.flags & 1 = 0),
    whole = whole + (NEW.body_state >= 2) WHERE id = NEW.mailbox;
END;
CREATE TRIGGER message_removed AFTER DELETE ON message WHEN OLD.mailbox IS NOT NULL BEGIN
  UPDATE mailbox SET messages = messages - 1, unread = unread - (OLD.flags & 1 = 0),
    whole = whole - (OLD.body_state >= 2) WHERE id = OLD.mailbox;
END;
CREATE TRIGGER message_moved AFTER UPDATE OF mailbox ON message
WHEN OLD.mailbox IS NOT NEW.mailbox BEGIN
  UPDATE mailbox SET messages = messages - 1, unread = unread - (OLD.flags & 1 = 0),
    whole = whole - (OLD.body_state >= 2) WHERE id = OLD.mailbox;
  UPDATE mailbox SET messages = messages + 1, unread = unread + (NEW.flags & 1 = 0),
    whole = whole + (NEW.body_state >= 2) WHERE id = NEW.mailbox;
END;
CREATE TRIGGER message_changed AFTER UPDATE OF flags, body_state ON message
WHEN OLD.mailbox IS NEW.mailbox AND (OLD.flags & 1 <> NEW.flags & 1
  OR (OLD.body_state >= 2) <> (NEW.body_state >= 2)) BEGIN
  UPDATE mailbox SET unread = unread + (NEW.flags & 1 = 0) - (OLD.flags & 1 = 0),
    whole = whole + (NEW.body_state >= 2) - (OLD.body_state >= 2) WHERE id = NEW.mailbox;
END;

-- Octets in pieces; id = owner * 2^20 + number of the piece.
CREATE TABLE content (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE outbox_content (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE attachment_content (id INTEGER PRIMARY KEY, data BLOB NOT NULL);

-- Tokens are made in Java (SearchText); the tokenizer only cuts at spaces.
CREATE VIRTUAL TABLE fts USING fts5 (
  subject, sender, recipients, cc, body, attachments,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- A first synchronization writes many steps: one segment a step, merged rarely and many at a time.
-- After 200 steps (100,000 messages) a rare word is found in 3 ms.
INSERT INTO fts (fts, rank) VALUES ('automerge', 0), ('crisismerge', 128), ('hashsize', 33554432);

-- Which conversation a Message-ID belongs to, also of messages that are not here (yet).
CREATE TABLE thread_of (hash INTEGER PRIMARY KEY, thread INTEGER NOT NULL);
CREATE TABLE thread_merge (old INTEGER PRIMARY KEY, target INTEGER NOT NULL);
CREATE INDEX thread_merge_target ON thread_merge (target);

CREATE TABLE pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  kind TEXT NOT NULL,
  message INTEGER,
  mailbox INTEGER,
  uid INTEGER NOT NULL DEFAULT 0,
  uid_validity INTEGER NOT NULL DEFAULT 0,
  target INTEGER,
  add_bits INTEGER NOT NULL DEFAULT 0,
  add_keywords TEXT,
  remove_bits INTEGER NOT NULL DEFAULT 0,
  remove_keywords TEXT,
  field TEXT,
  name TEXT,
  new_name TEXT,
  after INTEGER,
  given INTEGER NOT NULL DEFAULT 0,
  begun INTEGER NOT NULL DEFAULT 0,
  begun_at INTEGER NOT NULL DEFAULT 0,
  undo_group INTEGER
);
CREATE INDEX pending_account ON pending (account, id);
CREATE INDEX pending_message ON pending (message);
CREATE INDEX pending_origin ON pending (mailbox, uid);
CREATE TABLE refusal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  message INTEGER,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
);

CREATE TABLE undo (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE undo_item (
  undo INTEGER NOT NULL,
  message INTEGER NOT NULL,
  mailbox INTEGER,
  add_bits INTEGER NOT NULL DEFAULT 0,
  add_keywords TEXT,
  remove_bits INTEGER NOT NULL DEFAULT 0,
  remove_keywords TEXT,
  PRIMARY KEY (undo, message)
) WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  reverse_path TEXT NOT NULL,
  subject TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  draft INTEGER,
  source INTEGER,
  kind TEXT NOT NULL,
  filed INTEGER NOT NULL DEFAULT 0,
  lease TEXT
);
CREATE TABLE outbox_recipient (
  outbox INTEGER NOT NULL,
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  status TEXT NOT NULL,
  code INTEGER NOT NULL,
  enhanced TEXT NOT NULL,
  text TEXT NOT NULL,
  try_instead TEXT NOT NULL,
  PRIMARY KEY (outbox, position)
) WITHOUT ROWID;

CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  from_field TEXT NOT NULL,
  to_field TEXT NOT NULL,
  cc_field TEXT NOT NULL,
  bcc_field TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT,
  in_reply_to TEXT NOT NULL,
  references_field TEXT NOT NULL,
  kind TEXT NOT NULL,
  source INTEGER,
  server_copy INTEGER,
  modified INTEGER NOT NULL
);
CREATE INDEX draft_server_copy ON draft (server_copy) WHERE server_copy IS NOT NULL;
CREATE TABLE draft_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft INTEGER NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT,
  modified INTEGER NOT NULL
);
CREATE INDEX draft_version_draft ON draft_version (draft);
CREATE TABLE draft_attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  inline INTEGER NOT NULL,
  content_id TEXT NOT NULL
);
CREATE INDEX draft_attachment_draft ON draft_attachment (draft);

CREATE TABLE contact (
  key TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  wrote INTEGER NOT NULL,
  heard INTEGER NOT NULL,
  last INTEGER NOT NULL,
  images INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE pop3_ledger (
  account INTEGER NOT NULL,
  unique_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  message INTEGER NOT NULL,
  downloaded INTEGER NOT NULL,
  deleted_on_server INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, unique_id)
) WITHOUT ROWID;
CREATE INDEX pop3_ledger_hash ON pop3_ledger (account, sha256);
CREATE INDEX pop3_ledger_message ON pop3_ledger (message);

-- The address that got a copy because a server had named it in this one's place.
ALTER TABLE outbox_recipient ADD COLUMN sent_instead TEXT NOT NULL DEFAULT '';

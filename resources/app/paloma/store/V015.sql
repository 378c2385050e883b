-- The mailbox that a refused change was to make, rename or delete; empty where it was about a
-- message.
ALTER TABLE refusal ADD COLUMN mailbox TEXT NOT NULL DEFAULT '';

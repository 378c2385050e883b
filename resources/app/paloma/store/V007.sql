-- CRC-32C of the message's octets in the pack, whose blocks may go bad unnoticed; NULL where it was
-- written before.
ALTER TABLE message ADD COLUMN pack_check INTEGER;

-- What was answered here in a server's place, and is no server's words; empty where a server said
-- it. Up to now it was known by its sentence.
ALTER TABLE outbox_recipient ADD COLUMN own TEXT NOT NULL DEFAULT '';
UPDATE outbox_recipient SET own = CASE
  WHEN text GLOB 'The message has [0-9]* octets; the server takes [0-9]* at most'
    THEN 'TOO_BIG ' || replace(replace(substr(text, 17),
      ' octets; the server takes ', ' '), ' at most', '')
  WHEN text = 'The server does not take the sender''s address: no SMTPUTF8' THEN 'SENDER_LETTERS'
  WHEN text = 'The server does not take this address: no SMTPUTF8' THEN 'RECIPIENT_LETTERS'
  WHEN text GLOB 'The domain * takes no mail (null MX)'
    THEN 'NULL_MX ' || replace(substr(text, 12), ' takes no mail (null MX)', '')
  WHEN text GLOB 'There is no domain * that could take mail'
    THEN 'NO_DOMAIN ' || replace(substr(text, 20), ' that could take mail', '')
  WHEN text LIKE '%, and encoding it anew would break its signature'
    THEN 'SIGNED ' || replace(text, ', and encoding it anew would break its signature', '')
  WHEN text LIKE '%, and the message cannot be encoded anew'
    THEN 'NOT_ENCODABLE ' || replace(text, ', and the message cannot be encoded anew', '')
  ELSE '' END
WHERE code > 400;

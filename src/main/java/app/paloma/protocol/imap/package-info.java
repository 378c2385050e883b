/// The IMAP client (RFC 3501, 9051 and extensions). May use transport, sasl, model.
package app.paloma.protocol.imap;

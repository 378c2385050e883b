/// IMAP octets to types and back; no sockets. May use types, model.
package app.paloma.protocol.imap.codec;

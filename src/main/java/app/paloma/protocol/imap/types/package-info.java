/// The IMAP grammar as data; no octets, no I/O. May use model.
package app.paloma.protocol.imap.types;

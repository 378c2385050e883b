/// Mail as files of other programs: mbox (RFC 4155, with the reversible quoting known as mboxrd),
/// Maildir, .eml. Octet for octet. May use model.
package app.paloma.archive;

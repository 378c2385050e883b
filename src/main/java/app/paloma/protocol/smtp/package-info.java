/// The SMTP client (RFC 5321, 6409 and extensions). May use transport, sasl, model.
package app.paloma.protocol.smtp;

/// The POP3 client (RFC 1939 and extensions). May use transport, sasl, model.
package app.paloma.protocol.pop3;

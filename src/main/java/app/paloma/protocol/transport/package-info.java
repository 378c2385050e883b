/// Sockets, TLS, limits and the masked transcript; the only door to sockets. May use model. RFC
/// 8314, 8305, 9266, 4978.
package app.paloma.protocol.transport;

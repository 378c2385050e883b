/// From an address to its servers. A door to `org.xbill.DNS`. May use protocol.transport, security,
/// model. RFC 6186, 8314.
package app.paloma.discovery;

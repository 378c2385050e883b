/// Octets to content and back: reading, composing, cleaning HTML. One of the two doors to
/// `jakarta.mail`. May use model. RFC 5322, 2045-2049, 2047, 2231, 3676, 6532.
package app.paloma.mime;

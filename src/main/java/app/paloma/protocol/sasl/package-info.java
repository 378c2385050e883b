/// One class a SASL mechanism, shared by the three protocols. May use model. RFC 4422, 4616, 5802,
/// 7677, 7628.
package app.paloma.protocol.sasl;

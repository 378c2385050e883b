/// Keeps the store and the servers the same. May use protocol, store, mime, crypto, rules,
/// security, model.
package app.paloma.sync;

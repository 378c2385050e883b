/// The outbox and its sender. May use protocol, store, mime, crypto, security, model.
package app.paloma.send;

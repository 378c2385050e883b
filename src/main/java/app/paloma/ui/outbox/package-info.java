/// What waits to be sent, and why: every state and every recipient in words, with the buttons that
/// help. May use store, send, diagnosis, model.
package app.paloma.ui.outbox;

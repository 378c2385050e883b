/// Writing a message: the composer window, its recipients, its text, its files, and the checks
/// before it leaves. May use store, mime, send, diagnosis, model. RFC 5322, 6068.
package app.paloma.ui.composer;

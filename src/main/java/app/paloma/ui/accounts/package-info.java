/// Setting up an account and answering its questions: settings found from an address, checks,
/// certificates, passwords. May use store, sync, send, discovery, security, diagnosis, model.
package app.paloma.ui.accounts;

/// The settings window: searchable, one page a subject, changes apply at once. May use ui.accounts,
/// store, sync, security, model.
package app.paloma.ui.settings;

/// The list of messages: a million rows as fast as ten, by ids and pages.
package app.paloma.ui.messages;

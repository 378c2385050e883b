/// The tree of accounts and mailboxes (the window says "folders").
package app.paloma.ui.folders;

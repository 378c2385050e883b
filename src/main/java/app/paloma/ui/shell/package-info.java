/// The main window: three panes, toolbar, status line, toast, command palette. Puts the other rooms
/// together; other windows are reached through [app.paloma.ui.shell.Windows].
package app.paloma.ui.shell;

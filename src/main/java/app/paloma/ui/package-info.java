/// What all windows share: theme, icons, words, actions, and the way from a worker to the screen.
/// May use the rooms below it (sync send search store mime diagnosis), never `protocol`.
package app.paloma.ui;

/// Starts the program; AppContext puts it together. May use all.
package app.paloma.launcher;

/// The commands of the command line contract, over the same services as the window. Never loads
/// JavaFX.
package app.paloma.cli;

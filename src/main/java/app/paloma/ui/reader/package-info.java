/// One message, shown safely. Reading touches no network.
package app.paloma.ui.reader;

package app.paloma.ui.shell;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.store.Store;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.RemotePictures;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;

/// All that the window needs from the rest of the program.
///
/// @param openLink hands a link to the desktop; called on the UI thread, must not block
/// @param pictures brings remote pictures the user asked for
public record UiServices(
    Store store,
    Engines engines,
    MessageReader reader,
    HtmlCleaner cleaner,
    Clock clock,
    Locale locale,
    UiExecutor executor,
    Theme theme,
    Consumer<URI> openLink,
    RemotePictures pictures,
    ReadingPreferences reading) {}

package app.paloma.ui.composer;

import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Supplier;

/// What all composer windows of a program share.
public record ComposerEnvironment(
    ComposerServices services,
    Supplier<ComposerSettings> settings,
    UiExecutor executor,
    Theme theme,
    Locale locale,
    Clock clock,
    ComposerHost host) {}

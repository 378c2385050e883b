package app.paloma.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.ConditionalFeature;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/// How all windows look: light, dark or as the system; density; text size. A change reaches every
/// scene that was handed to [#apply] at once. UI thread only.
public final class Theme {
  /// Which of the two palettes.
  public enum Appearance {
    SYSTEM,
    LIGHT,
    DARK
  }

  /// How much air is between rows.
  public enum Density {
    COMPACT,
    COMFORTABLE,
    RELAXED
  }

  private static final int BASE_FONT = 14;

  private final ObjectProperty<Appearance> appearance =
      new SimpleObjectProperty<>(this, "appearance", Appearance.SYSTEM);
  private final ObjectProperty<Density> density =
      new SimpleObjectProperty<>(this, "density", Density.COMFORTABLE);
  private final IntegerProperty textSize = new SimpleIntegerProperty(this, "textSize", 100);
  private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark");
  private final List<WeakReference<Scene>> scenes = new ArrayList<>();

  public Theme() {
    appearance.addListener(o -> refresh());
    density.addListener(o -> refresh());
    textSize.addListener(o -> refresh());
    Platform.getPreferences().colorSchemeProperty().addListener(o -> refresh());
    refresh();
  }

  public ObjectProperty<Appearance> appearance() {
    return appearance;
  }

  public ObjectProperty<Density> density() {
    return density;
  }

  /// In per cent, 90 to 200.
  public IntegerProperty textSize() {
    return textSize;
  }

  public ReadOnlyBooleanProperty dark() {
    return dark.getReadOnlyProperty();
  }

  public boolean isDark() {
    return dark.get();
  }

  public boolean reducedMotion() {
    return Platform.getPreferences().isReducedMotion();
  }

  /// The height of one line of text in pixels, from which fixed row heights are made.
  public double lineHeight() {
    return Math.round(fontSize() * 1.43);
  }

  /// The height of a row of the folder tree.
  public double folderRow() {
    double air =
        switch (density.get()) {
          case COMPACT -> 6;
          case COMFORTABLE -> 10;
          case RELAXED -> 16;
        };
    return Math.round(lineHeight() + air);
  }

  public double fontSize() {
    return BASE_FONT * clampedSize() / 100.0;
  }

  /// Dresses a scene, now and after each change.
  public void apply(Scene scene) {
    scenes.removeIf(s -> s.get() == null);
    scenes.add(new WeakReference<>(scene));
    dress(scene);
  }

  private void refresh() {
    dark.set(
        switch (appearance.get()) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        });
    Application.setUserAgentStylesheet(
        dark.get()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    for (WeakReference<Scene> reference : scenes) {
      Scene scene = reference.get();
      if (scene != null) {
        dress(scene);
      }
    }
  }

  private void dress(Scene scene) {
    scene
        .getStylesheets()
        .setAll(
            resource("paloma.css"),
            resource(dark.get() ? "paloma-dark.css" : "paloma-light.css"),
            sizes());
    if (!Platform.isSupported(ConditionalFeature.TRANSPARENT_WINDOW)) {
      scene.getStylesheets().add(resource("paloma-opaque.css"));
    }
  }

  private static String resource(String name) {
    return Theme.class.getResource("/app/paloma/ui/" + name).toExternalForm();
  }

  /// Sizes that CSS cannot derive (an icon's `em` would be its own font), as a sheet of their own,
  /// so that pop-ups inherit them from their owner.
  private String sizes() {
    double scale = clampedSize() / 100.0;
    // Figures of the sheet, not of the user's language.
    String css =
        String.format(
            Locale.ROOT,
            """
            .root { -fx-font-size: %dpx; }
            .ikonli-font-icon { -fx-icon-size: %dpx; }
            .ikonli-font-icon.icon-small { -fx-icon-size: %dpx; }
            .ikonli-font-icon.icon-large { -fx-icon-size: %dpx; }
            .ikonli-font-icon.icon-huge { -fx-icon-size: %dpx; }
            .folder-tree .tree-cell > .tree-disclosure-node { -fx-padding: %dpx 5px 0 5px; }
            """,
            Math.round(BASE_FONT * scale),
            Math.round(16 * scale),
            Math.round(14 * scale),
            Math.round(20 * scale),
            Math.round(56 * scale),
            Math.round((folderRow() - 8) / 2));
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  private int clampedSize() {
    return Math.clamp(textSize.get(), 80, 200);
  }
}

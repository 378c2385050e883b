package app.paloma.ui.settings;

import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences;
import java.util.List;

/// The choices about reading.
final class ReadingPage {
  private final Messages words;
  private final ReadingPreferences choices;

  ReadingPage(Messages words, ReadingPreferences choices) {
    this.words = words;
    this.choices = choices;
  }

  SettingRows rows() {
    SettingRows rows = new SettingRows();
    rows.add(
        words.get("reading.pane"),
        words.get("reading.pane.text"),
        SettingRows.choice(
            "reading-pane",
            List.of(ReadingPreferences.Pane.values()),
            p -> words.get("reading.pane." + p),
            choices.pane()));
    rows.add(
        words.get("reading.columns"),
        words.get("reading.columns.text"),
        SettingsPages.toggle("reading-columns", choices.columns()));
    rows.add(
        words.get("reading.conversations"),
        words.get("reading.conversations.text"),
        SettingsPages.toggle("reading-conversations", choices.conversations()));
    rows.add(
        words.get("reading.markRead"),
        words.get("reading.markRead.text"),
        SettingsPages.numbers(
            "reading-mark-read",
            List.of(0, 1, 3, 5, 10, ReadingPreferences.NEVER),
            choices.markReadSeconds().asObject(),
            this::delay));
    rows.add(
        words.get("reading.images"),
        words.get("reading.images.text"),
        SettingRows.choice(
            "reading-images",
            List.of(ReadingPreferences.RemoteImages.values()),
            p -> words.get("reading.images." + p),
            choices.remoteImages()));
    rows.add(
        words.get("reading.strip"),
        words.get("reading.strip.text"),
        SettingsPages.toggle("reading-strip", choices.stripTracking()));
    return rows;
  }

  private String delay(int seconds) {
    return switch (seconds) {
      case ReadingPreferences.NEVER -> words.get("reading.markRead.never");
      case 0 -> words.get("reading.markRead.atOnce");
      default -> words.count("reading.markRead.after", seconds);
    };
  }
}

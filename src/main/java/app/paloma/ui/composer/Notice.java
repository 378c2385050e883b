package app.paloma.ui.composer;

import java.util.List;

/// One quiet bar over the text: what is wrong, and the buttons that help.
public record Notice(Kind kind, String text, List<Choice> choices) {
  public Notice {
    choices = List.copyOf(choices);
  }

  /// How it looks and whether a screen reader interrupts.
  public enum Kind {
    INFO,
    WARNING,
    ERROR
  }

  /// A button.
  public record Choice(String word, Runnable run) {}
}

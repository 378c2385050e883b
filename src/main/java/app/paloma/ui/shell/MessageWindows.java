package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The messages that are open in windows of their own, each at most once. UI thread only.
public final class MessageWindows {
  private final Function<MessageId, MessageWindow> make;
  private final List<MessageWindow> open = new ArrayList<>();

  MessageWindows(Function<MessageId, MessageWindow> make) {
    this.make = make;
  }

  void open(MessageId id) {
    for (MessageWindow window : open) {
      if (window.id().equals(id)) {
        window.stage().toFront();
        return;
      }
    }
    MessageWindow window = make.apply(id);
    open.add(window);
    window
        .stage()
        .addEventHandler(javafx.stage.WindowEvent.WINDOW_HIDDEN, e -> open.remove(window));
    window.show();
  }

  /// For tests and for closing.
  List<MessageWindow> all() {
    return List.copyOf(open);
  }

  void close() {
    all().forEach(window -> window.stage().close());
  }
}

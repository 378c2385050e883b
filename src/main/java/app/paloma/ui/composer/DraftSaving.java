package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.ui.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// When a draft is saved, and what is said of it: on this computer soon after each change, in the
/// Drafts mailbox when it settles. UI thread only.
final class DraftSaving {
  static final Duration AUTOSAVE = Duration.ofMillis(1500);
  static final Duration FILE_AFTER = Duration.ofSeconds(60);

  private final DraftKeeper keeper;
  private final Supplier<Draft> snapshot;
  private final BooleanSupplier over;
  private final BooleanSupplier leaving;
  private final Consumer<Exception> onFailure;
  private final Delays delays;
  private final Clock clock;
  private final Messages words;
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
  private boolean saveWaits;
  private boolean fileWaits;
  private Instant savedAt;

  /// @param over whether the window is closed
  /// @param leaving whether the message is being sent: it does not go to Drafts any more
  DraftSaving(
      DraftKeeper keeper,
      Supplier<Draft> snapshot,
      BooleanSupplier over,
      BooleanSupplier leaving,
      Consumer<Exception> onFailure,
      Delays delays,
      Clock clock,
      Messages words) {
    this.keeper = keeper;
    this.snapshot = snapshot;
    this.over = over;
    this.leaving = leaving;
    this.onFailure = onFailure;
    this.delays = delays;
    this.clock = clock;
    this.words = words;
  }

  /// `Saved 3 s ago`.
  ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// Something changed; it will be on disk within [#AUTOSAVE].
  void changed() {
    if (!saveWaits) {
      saveWaits = true;
      delays.after(AUTOSAVE, this::autosave);
    }
    if (!fileWaits) {
      fileWaits = true;
      delays.after(FILE_AFTER, this::settle);
    }
  }

  private void autosave() {
    if (saveWaits && !over.getAsBoolean()) {
      save();
    }
  }

  /// On this computer, now.
  void save() {
    saveWaits = false;
    keeper.save(snapshot.get(), this::saved, onFailure);
  }

  /// What is sent is kept by the outbox.
  void suspend() {
    saveWaits = false;
  }

  private void settle() {
    fileWaits = false;
    if (!over.getAsBoolean() && !leaving.getAsBoolean()) {
      saveWaits = false;
      keeper.file(snapshot.get(), this::saved, onFailure);
    }
  }

  private void saved() {
    savedAt = clock.instant();
    showStatus();
  }

  /// Keeps the words about it true while the window is open.
  void tick() {
    if (!over.getAsBoolean()) {
      showStatus();
      delays.after(Duration.ofSeconds(1), this::tick);
    }
  }

  private void showStatus() {
    if (savedAt == null) {
      return;
    }
    long seconds = Duration.between(savedAt, clock.instant()).toSeconds();
    status.set(
        seconds < 2
            ? words.get("saved.now")
            : seconds < 60
                ? words.get("saved.seconds", seconds)
                : words.get("saved.minutes", seconds / 60));
  }
}

package app.paloma.ui.composer;

import app.paloma.model.Address;
import app.paloma.ui.UiExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// One of To, Cc, Bcc: chips, the text that is being typed, and what it may become.
public final class RecipientsViewModel {
  private static final int SUGGESTIONS = 8;

  /// A recipient; with a problem it is shown as wrong, and keeps the message from leaving.
  public record Chip(Address address, Optional<AddressText.Problem> problem) {
    static Chip of(Address address) {
      return new Chip(address, AddressText.problem(address.email()));
    }
  }

  private final BiFunction<String, Integer, List<Address>> completion;
  private final UiExecutor executor;
  private final ObservableList<Chip> chips = FXCollections.observableArrayList();
  private final ObservableList<Address> suggestions = FXCollections.observableArrayList();
  private final StringProperty text = new SimpleStringProperty("");
  private final IntegerProperty selected = new SimpleIntegerProperty(-1);
  private int request;
  private boolean chosen;

  public RecipientsViewModel(
      BiFunction<String, Integer, List<Address>> completion, UiExecutor executor) {
    this.completion = completion;
    this.executor = executor;
    text.subscribe(this::typed);
  }

  public ObservableList<Chip> chips() {
    return chips;
  }

  public ObservableList<Address> suggestions() {
    return suggestions;
  }

  public StringProperty textProperty() {
    return text;
  }

  /// The row of the suggestion that Enter takes, -1 for none.
  public IntegerProperty selectedProperty() {
    return selected;
  }

  /// All recipients, what is still being typed too.
  public List<Address> addresses() {
    List<Address> all = new ArrayList<>();
    chips.forEach(chip -> all.add(chip.address()));
    all.addAll(AddressText.parse(text.get()));
    return all;
  }

  public void set(List<Address> addresses) {
    chips.setAll(addresses.stream().map(Chip::of).toList());
    text.set("");
  }

  public void moveSelection(int by) {
    if (!suggestions.isEmpty()) {
      selected.set(Math.floorMod(selected.get() + by, suggestions.size()));
      chosen = true;
    }
  }

  /// Enter or Tab: the selected suggestion, or what was typed as it stands. An address that is
  /// complete wins over a suggestion nobody moved to: `ana@example.org` must not become
  /// `ana@example.org.uk`.
  ///
  /// @return whether there was anything to accept
  public boolean accept() {
    if (text.get().isBlank()) {
      text.set("");
      return false;
    }
    boolean complete = AddressText.problem(text.get().strip()).isEmpty();
    if (selected.get() >= 0 && selected.get() < suggestions.size() && (chosen || !complete)) {
      accept(suggestions.get(selected.get()));
    } else {
      take(text.get());
    }
    return true;
  }

  /// The same without suggestions: for text that is left behind when the focus goes elsewhere.
  public void commit() {
    if (!text.get().isBlank()) {
      take(text.get());
    }
    suggestions.clear();
  }

  public void accept(Address suggestion) {
    text.set("");
    add(suggestion);
  }

  public void paste(String many) {
    if (AddressText.parse(many).size() > 1 || AddressText.problem(many.strip()).isEmpty()) {
      take(text.get() + many);
    } else {
      text.set(text.get() + many.strip());
    }
  }

  /// Backspace at the beginning: the last chip becomes text again, to be corrected.
  public void editLast() {
    if (text.get().isEmpty() && !chips.isEmpty()) {
      edit(chips.getLast());
    }
  }

  public void edit(Chip chip) {
    commit();
    chips.remove(chip);
    text.set(chip.address().toString());
  }

  public void remove(Chip chip) {
    chips.remove(chip);
  }

  /// Escape.
  public void closeSuggestions() {
    request++;
    suggestions.clear();
    selected.set(-1);
  }

  private void take(String typed) {
    text.set("");
    AddressText.parse(typed).forEach(this::add);
  }

  private void add(Address address) {
    String key = address.email().toLowerCase(Locale.ROOT);
    if (chips.stream().noneMatch(c -> c.address().email().toLowerCase(Locale.ROOT).equals(key))) {
      chips.add(Chip.of(address));
    }
  }

  private void typed(String now) {
    int mine = ++request;
    chosen = false;
    if (AddressText.endsAddress(now)) {
      take(now);
      return;
    }
    if (now.endsWith(",") && !suggestions.isEmpty()) {
      accept(suggestions.get(Math.max(0, selected.get())));
      return;
    }
    String prefix = now.strip();
    if (prefix.isEmpty()) {
      suggestions.clear();
      selected.set(-1);
      return;
    }
    int limit = SUGGESTIONS + chips.size();
    executor.load(
        () -> completion.apply(prefix, limit),
        found -> offer(mine, found),
        failure -> offer(mine, List.of()));
  }

  private void offer(int asked, List<Address> found) {
    if (asked != request) {
      return;
    }
    suggestions.setAll(
        found.stream()
            .filter(
                a -> chips.stream().noneMatch(c -> c.address().email().equalsIgnoreCase(a.email())))
            .limit(SUGGESTIONS)
            .toList());
    selected.set(suggestions.isEmpty() ? -1 : 0);
  }
}

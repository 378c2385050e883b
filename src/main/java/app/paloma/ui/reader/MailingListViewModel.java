package app.paloma.ui.reader;

import app.paloma.mime.MailingList;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The list a message came by, and leaving it. Nothing is asked of the list's server without a
/// click.
public final class MailingListViewModel {
  /// How far leaving went.
  public enum State {
    MEMBER,
    LEAVING,
    LEFT,
    /// The server did not take the one click; its page is left.
    REFUSED
  }

  /// Posts the one click; answers the status.
  @FunctionalInterface
  public interface Poster {
    int post(URI address) throws IOException;
  }

  private final MailingList list;
  private final String sender;
  private final Poster poster;
  private final UiExecutor executor;
  private final Messages words;
  private final Consumer<String> openLink;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", State.MEMBER);

  /// @param sender who the message is from, for lists without a name
  /// @param openLink opens a page, or a composer for `mailto:`
  public MailingListViewModel(
      MailingList list,
      String sender,
      Poster poster,
      UiExecutor executor,
      Messages words,
      Consumer<String> openLink) {
    this.list = list;
    this.sender = sender;
    this.poster = poster;
    this.executor = executor;
    this.words = words;
    this.openLink = openLink;
  }

  public MailingList list() {
    return list;
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  public String text() {
    String name = list.name().isEmpty() || list.name().contains("@") ? sender : list.name();
    return switch (state.get()) {
      case MEMBER -> words.get("mailingList.member", name);
      case LEAVING -> words.get("mailingList.leaving", name);
      case LEFT -> words.get("mailingList.left", name);
      case REFUSED -> words.get("mailingList.refused", name);
    };
  }

  /// By one click where the list offers it, else by its page, else by a message to it.
  public void leave() {
    if (state.get() == State.LEAVING || state.get() == State.LEFT) {
      return;
    }
    if (list.oneClick().isEmpty() || state.get() == State.REFUSED) {
      list.unsubscribePage().map(URI::toString).or(list::unsubscribeMail).ifPresent(openLink);
      return;
    }
    state.set(State.LEAVING);
    executor.load(
        () -> poster.post(list.oneClick().get()),
        status -> state.set(status >= 200 && status < 300 ? State.LEFT : State.REFUSED),
        failed -> state.set(State.REFUSED));
  }
}

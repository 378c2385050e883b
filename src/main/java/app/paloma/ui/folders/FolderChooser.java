package app.paloma.ui.folders;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.ui.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// Which of an account's folders are shown and fetched: those on the server that are hidden stand
/// here with the others (SUBSCRIBE, RFC 9051 §6.3.7).
final class FolderChooser {
  private final Map<Mailbox, BooleanProperty> choices = new LinkedHashMap<>();

  /// Those of the account that can be hidden, as the tree orders them.
  FolderChooser(List<Mailbox> mailboxes) {
    mailboxes.stream()
        .filter(FolderChooser::isChoice)
        .forEach(m -> choices.put(m, new SimpleBooleanProperty(m.subscribed())));
  }

  static boolean isChoice(Mailbox mailbox) {
    return mailbox.selectable() && mailbox.role() == MailboxRole.NONE;
  }

  List<Mailbox> all() {
    return List.copyOf(choices.keySet());
  }

  BooleanProperty shown(Mailbox mailbox) {
    return choices.get(mailbox);
  }

  /// @param subscribe told what is to be different
  void apply(BiConsumer<Mailbox, Boolean> subscribe) {
    choices.forEach((mailbox, shown) -> {
      if (shown.get() != mailbox.subscribed()) {
        subscribe.accept(mailbox, shown.get());
      }
    });
  }

  void ask(Account account, Node owner, Messages words, BiConsumer<Mailbox, Boolean> subscribe) {
    Dialog<ButtonType> dialog = new Dialog<>();
    FolderPrompts.dress(dialog, owner, words.get("folders.chooseTitle", account.email()));
    Label hint = new Label(words.get("folders.chooseHint"));
    hint.setWrapText(true);
    hint.getStyleClass().add("muted");
    ListView<Mailbox> list = new ListView<>();
    list.getItems().setAll(all());
    list.setCellFactory(CheckBoxListCell.forListView(this::shown, new Names()));
    list.setPlaceholder(new Label(words.get("folders.chooseNone")));
    list.setPrefSize(440, 360);
    list.setAccessibleText(words.get("folders.name"));
    dialog.getDialogPane().setContent(new VBox(12, hint, list));
    ButtonType go = new ButtonType(words.get("folders.chooseApply"), ButtonBar.ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .setAll(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
    dialog.showAndWait().filter(go::equals).ifPresent(yes -> apply(subscribe));
  }

  private static final class Names extends StringConverter<Mailbox> {
    @Override
    public String toString(Mailbox mailbox) {
      return FolderTreeBuilder.fullTitle(mailbox);
    }

    @Override
    public Mailbox fromString(String name) {
      throw new UnsupportedOperationException();
    }
  }
}

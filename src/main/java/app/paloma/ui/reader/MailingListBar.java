package app.paloma.ui.reader;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// One quiet line for a message of a list: leave it, answer it, look into its archive.
final class MailingListBar extends HBox {
  private final MailingListViewModel model;
  private final Messages words;
  private final Label text = new Label();
  private final Button leave = new Button();

  /// @param reply answers to the list
  MailingListBar(
      MailingListViewModel model, Messages words, Runnable reply, Consumer<String> openLink) {
    this.model = model;
    this.words = words;
    getStyleClass().addAll("bar", "quiet");
    text.setWrapText(true);
    text.setMinWidth(80);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    leave.getStyleClass().add("bar-button");
    leave.setMinWidth(Region.USE_PREF_SIZE);
    leave.setOnAction(e -> model.leave());
    getChildren().addAll(Icons.of("people"), text, leave);
    MenuButton more = new MenuButton(null, Icons.of("more"));
    more.getStyleClass().addAll("tool-button", "no-arrow");
    more.setAccessibleText(words.get("mailingList.more"));
    if (model.list().post().isPresent()) {
      more.getItems().add(item("mailingList.reply", reply));
    }
    page(more, "mailingList.archive", model.list().archive(), openLink);
    page(more, "mailingList.help", model.list().help(), openLink);
    if (model.list().oneClick().isPresent()) {
      page(more, "mailingList.page", model.list().unsubscribePage(), openLink);
    }
    if (!more.getItems().isEmpty()) {
      getChildren().add(more);
    }
    model.stateProperty().addListener(o -> show());
    show();
  }

  private MenuItem item(String key, Runnable action) {
    MenuItem item = new MenuItem(words.get(key));
    item.setOnAction(e -> action.run());
    return item;
  }

  private void page(MenuButton more, String key, Optional<URI> page, Consumer<String> openLink) {
    page.ifPresent(uri -> more.getItems().add(item(key, () -> openLink.accept(uri.toString()))));
  }

  private void show() {
    text.setText(model.text());
    MailingListViewModel.State state = model.stateProperty().get();
    leave.setText(
        words.get(
            state == MailingListViewModel.State.REFUSED
                ? "mailingList.page"
                : model.list().unsubscribePage().isEmpty()
                    ? "mailingList.leaveByMail"
                    : "mailingList.leave"));
    boolean offered =
        model.list().canBeLeft()
            && (state == MailingListViewModel.State.MEMBER
                || state == MailingListViewModel.State.REFUSED);
    leave.setVisible(offered);
    leave.setManaged(offered);
  }
}

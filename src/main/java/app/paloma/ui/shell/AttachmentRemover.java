package app.paloma.ui.shell;

import app.paloma.mime.AttachmentRemoval;
import app.paloma.mime.MessageContent.Attachment;
import app.paloma.mime.MessageReader;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.store.ContentStore;
import app.paloma.store.MessageActions.Done;
import app.paloma.store.MessageActions.Kind;
import app.paloma.store.Store;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;

/// Takes the files out of a message: what is left takes its place, the whole message goes to Trash.
final class AttachmentRemover {
  private static final int NAMED = 6;

  private final UiServices services;
  private final MailViewModel model;
  private final Messages words;
  private final Formats formats;

  AttachmentRemover(UiServices services, MailViewModel model, Messages words, Formats formats) {
    this.services = services;
    this.model = model;
    this.words = words;
    this.formats = formats;
  }

  /// Asks, and does it.
  void ask(MessageId id, Window owner) {
    services
        .executor()
        .load(
            () -> services.store().messages().get(id).filter(this::mayReplace).isPresent(),
            possible -> {
              if (!possible) {
                model.say(words.get("removeFiles.notHere"));
              } else if (confirmed(id, owner)) {
                model.run(() -> remove(id), "toast.filesRemoved");
              }
            },
            model::refused);
  }

  private boolean mayReplace(MessageSummary message) {
    return message.hasAttachments()
        && services
            .store()
            .mailboxes()
            .get(message.mailbox())
            .filter(mailbox -> mailbox.mayRemove() && mailbox.mayInsert() && !isTrash(mailbox))
            .isPresent();
  }

  private static boolean isTrash(Mailbox mailbox) {
    return switch (mailbox.role()) {
      case TRASH, DRAFTS -> true;
      case INBOX, SENT, ARCHIVE, JUNK, ALL, FLAGGED, NONE -> false;
    };
  }

  private boolean confirmed(MessageId id, Window owner) {
    List<Attachment> files =
        model.reader().open().stream()
            .filter(open -> open.summary().id().equals(id))
            .flatMap(open -> open.attachments().stream())
            .toList();
    String names =
        files.stream()
            .limit(NAMED)
            .map(file -> "• " + file.name() + " (" + formats.size(file.size()) + ")")
            .collect(Collectors.joining("\n"));
    Alert alert = new Alert(Alert.AlertType.NONE);
    alert.initOwner(owner);
    alert.setTitle(words.get("removeFiles.title"));
    alert.setHeaderText(words.get("removeFiles.title"));
    alert.setContentText(
        (names.isEmpty() ? "" : names + (files.size() > NAMED ? "\n…" : "") + "\n\n")
            + words.get("removeFiles.detail"));
    services.theme().apply(alert.getDialogPane().getScene());
    ButtonType go = new ButtonType(words.get("removeFiles.go"), ButtonBar.ButtonData.OK_DONE);
    alert
        .getButtonTypes()
        .setAll(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
    return alert.showAndWait().filter(go::equals).isPresent();
  }

  /// Blocks: a worker's matter. Whatever goes wrong, the message is still where it was.
  Done remove(MessageId id) throws Exception {
    Store store = services.store();
    boolean here = store.contents().extent(id).map(ContentStore.Extent::complete).orElse(false);
    if (!here) {
      services.engines().fetchBody(id);
    }
    long size = store.contents().extent(id).map(ContentStore.Extent::stored).orElse(0L);
    AttachmentRemoval.Result left =
        AttachmentRemoval.remove(
            MessageReader.OctetSource.of(size, () -> store.contents().open(id)),
            (name, octets) -> words.get("removeFiles.note", name, formats.size(octets)));
    if (left.removed() == 0) {
      return new Done(0, Kind.REPLACE, 0);
    }
    return store.actions().replace(id, services.reader().index(left.octets(), true), left.octets());
  }
}

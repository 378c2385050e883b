package app.paloma.ui.shell;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Draft;
import app.paloma.model.MessageId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes down which windows were asked for.
final class FakeWindows implements Windows {
  final List<String> opened = new ArrayList<>();

  @Override
  public void openComposer(Draft draft) {
    opened.add("composer");
  }

  @Override
  public void openComposerNew(Optional<AccountId> account) {
    opened.add("new");
  }

  @Override
  public void reply(MessageId message) {
    opened.add("reply " + message);
  }

  @Override
  public void replyAll(MessageId message) {
    opened.add("replyAll " + message);
  }

  @Override
  public void replyToList(MessageId message) {
    opened.add("replyToList " + message);
  }

  @Override
  public void forward(MessageId message) {
    opened.add("forward " + message);
  }

  @Override
  public void editDraft(MessageId message) {
    opened.add("draft " + message);
  }

  @Override
  public void openMailto(String url) {
    opened.add(url);
  }

  @Override
  public void openMessageFile(Path file) {
    opened.add("file " + file.getFileName());
  }

  @Override
  public void openAddAccount() {
    opened.add("account");
  }

  @Override
  public void openSettings(Optional<Account> account) {
    opened.add("settings");
  }

  @Override
  public void openOutbox() {
    opened.add("outbox");
  }

  @Override
  public void quit() {
    opened.add("nothing any more");
  }
}

package app.paloma.ui.shell;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.reader.AttachmentFiles;
import app.paloma.ui.reader.ReaderSource;
import app.paloma.ui.reader.ReaderView;
import app.paloma.ui.reader.ReaderViewModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Makes readers alike for the pane and for windows of their own.
final class Readers {
  private final UiServices services;
  private final Windows windows;
  private final MailCommands commands;
  private final Messages words;
  private final AttachmentFiles files = new AttachmentFiles();

  Readers(UiServices services, Windows windows, MailCommands commands, Messages words) {
    this.services = services;
    this.windows = windows;
    this.commands = commands;
    this.words = words;
  }

  ReaderViewModel model() {
    ReaderViewModel reader =
        new ReaderViewModel(
            ReaderSource.of(
                services.store(), services.engines(), services.reader(), services.cleaner()),
            services.pictures(),
            services.executor(),
            id -> services.executor().work(() -> markRead(id)));
    reader.choose(services.reading());
    reader.darkProperty().bind(services.theme().dark());
    return reader;
  }

  /// Where the server keeps it, that is.
  private void markRead(MessageId id) {
    boolean kept =
        services
            .store()
            .messages()
            .get(id)
            .flatMap(message -> services.store().mailboxes().get(message.mailbox()))
            .map(Mailbox::mayMarkRead)
            .orElse(false);
    if (kept) {
      commands.setFlags(List.of(id), Flags.of(Flags.SEEN), Flags.NONE);
    }
  }

  ReaderView view(ReaderViewModel reader, MailViewModel mail) {
    ReaderView view =
        new ReaderView(
            reader,
            words,
            new Formats(words, services.clock()),
            services.theme(),
            services.executor(),
            files,
            new Around(mail));
    view.setTags(mail.list().tags());
    view.setCards(ReaderCards.of(services, windows, mail::say));
    return view;
  }

  /// What a reader asks of what is around it.
  private final class Around implements ReaderView.Surroundings {
    private final MailViewModel mail;

    Around(MailViewModel mail) {
      this.mail = mail;
    }

    @Override
    public void openLink(URI target) {
      services.openLink().accept(target);
    }

    @Override
    public void openMailto(String url) {
      windows.openMailto(url);
    }

    @Override
    public void openFile(Path file) {
      if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".eml")) {
        windows.openMessageFile(file);
      } else {
        services.openLink().accept(file.toUri());
      }
    }

    @Override
    public void say(String text) {
      mail.say(text);
    }

    @Override
    public void toggleFlag(MessageSummary message) {
      mail.toggleFlag(message);
    }

    @Override
    public String explain(Exception failure) {
      ErrorText.Explanation text = ErrorText.explain(failure, "", services.locale());
      return (text.what() + " " + text.why() + " " + text.advice()).strip();
    }
  }
}

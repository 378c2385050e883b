package app.paloma.ui.shell;

import app.paloma.ui.reader.InvitationAnswers;
import app.paloma.ui.reader.InvitationWords;
import app.paloma.ui.reader.MessageCardFactory;
import app.paloma.ui.reader.OneClick;
import app.paloma.ui.reader.ReaderView;
import java.util.function.Consumer;

/// What the reader of a window with accounts can do beyond showing: answer invitations, leave
/// lists.
final class ReaderCards {
  private ReaderCards() {}

  static ReaderView.MessageCards of(UiServices services, Windows windows, Consumer<String> say) {
    InvitationWords words =
        new InvitationWords(InvitationWords.bundle(services.locale()), services.clock().getZone());
    return new MessageCardFactory(
        words,
        new InvitationAnswers(
            services.store().invitations(), services.engines()::send, words, services.clock()),
        services.executor(),
        say,
        new OneClick()::post,
        windows::replyToList,
        services.store().contacts()::wroteTo);
  }
}

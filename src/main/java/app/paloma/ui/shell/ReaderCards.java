package app.paloma.ui.shell;

import app.paloma.ui.Messages;
import app.paloma.ui.reader.InvitationAnswers;
import app.paloma.ui.reader.InvitationWords;
import app.paloma.ui.reader.MessageCardFactory;
import app.paloma.ui.reader.OneClick;
import app.paloma.ui.reader.ReaderView;
import app.paloma.ui.reader.ReceiptAnswers;
import java.util.function.Consumer;

/// What the reader of a window with accounts can do beyond showing: answer invitations, give
/// receipts, leave lists.
final class ReaderCards {
  private ReaderCards() {}

  static ReaderView.MessageCards of(UiServices services, Windows windows, Consumer<String> say) {
    Messages bundle = InvitationWords.bundle(services.locale());
    InvitationWords words = new InvitationWords(bundle, services.clock().getZone());
    return new MessageCardFactory(
        words,
        new InvitationAnswers(
            services.store().invitations(), services.engines()::send, words, services.clock()),
        new ReceiptAnswers(
            services.store(), services.engines()::sendReceipt, bundle, services.clock()),
        services.executor(),
        services.clock(),
        say,
        new OneClick()::post,
        windows::replyToList,
        services.store().contacts()::wroteTo);
  }
}

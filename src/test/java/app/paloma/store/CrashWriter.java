package app.paloma.store;

import static app.paloma.store.Samples.*;

import app.paloma.model.*;
import app.paloma.store.MessageStore.Arrived;
import java.nio.file.Path;

/// Writes until it is killed.
final class CrashWriter {
  static final int STEP = 50;

  private CrashWriter() {}

  public static void main(String[] arguments) {
    try (Store store = Samples.open(Path.of(arguments[0]))) {
      Account account =
          store
              .accounts()
              .find("alice@example.org")
              .orElseGet(() -> store.accounts().add(imap("alice@example.org")));
      MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
      long uid = store.messages().knownUids(inbox).length;
      boolean told = false;
      while (uid < 1_000_000) {
        Arrived[] arrived = new Arrived[STEP];
        for (int i = 0; i < STEP; i++) {
          arrived[i] = arrived(++uid, "subject " + uid, "some text ".repeat(200) + uid);
        }
        store.messages().apply(step(inbox, arrived));
        if (!told) {
          System.out.write('w');
          System.out.flush();
          told = true;
        }
      }
    }
  }
}

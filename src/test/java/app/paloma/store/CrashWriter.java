package app.paloma.store;

import static app.paloma.store.Samples.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import app.paloma.model.*;
import app.paloma.store.MessageStore.Arrived;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes until it is killed.
final class CrashWriter {
  static final int STEP = 50;

  private CrashWriter() {}

  static byte[] octets(long uid) {
    return ("Subject: " + uid + "\r\n\r\n" + "some text ".repeat(200) + uid).getBytes(UTF_8);
  }

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
        List<byte[]> octets = new ArrayList<>();
        for (int i = 0; i < STEP; i++) {
          arrived[i] = arrived(++uid, "subject " + uid, "some text ".repeat(200) + uid);
          octets.add(octets(uid));
        }
        List<RawOctets> kept = store.contents().keep(octets);
        for (int i = 0; i < STEP; i++) {
          arrived[i] = arrived[i].kept(kept.get(i));
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

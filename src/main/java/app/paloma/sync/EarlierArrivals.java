package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.ArrivalLog;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What came before the program was killed, and was not in the store yet: the server is asked only
/// whether it still has it, and for its flags.
final class EarlierArrivals {
  private static final FetchRequest REQUEST =
      FetchRequest.of(
          FetchAttribute.FLAGS,
          FetchAttribute.INTERNALDATE,
          FetchAttribute.RFC822_SIZE,
          FetchAttribute.MODSEQ);
  private static final int COMMAND_OCTETS = 4000;

  private final ImapClient client;
  private final ArrivalLog log;

  EarlierArrivals(ImapClient client, ArrivalLog log) {
    this.client = client;
    this.log = log;
  }

  /// @param missing of the selected mailbox
  /// @return what need not be fetched any more
  UidSet recover(UidSet missing, MessageIntake into) throws MailException {
    UidSet there = UidSet.of(log.keys().stream().map(Long::valueOf).toList()).intersect(missing);
    Map<Long, FetchData> answers = new TreeMap<>(Comparator.reverseOrder());
    for (UidSet chunk : there.chunks(COMMAND_OCTETS)) {
      client.fetch(
          chunk,
          REQUEST,
          answer -> {
            if (there.contains(answer.uid()) && answer.internalDate() != null) {
              answers.put(answer.uid(), answer);
            }
          });
    }
    UidSet.Builder recovered = new UidSet.Builder();
    for (FetchData answer : answers.values()) {
      Optional<ArrivalLog.Entry> entry =
          log.read(Long.toString(answer.uid())).filter(e -> isSame(e, answer));
      if (entry.isPresent()) {
        into.take(
            new MessageIntake.Fetched(
                answer.uid(),
                Math.max(0, answer.modSeq()),
                answer.flags(),
                answer.internalDate(),
                entry.get().size(),
                entry.get().octets(),
                entry.get().complete(),
                entry.get().preview(),
                "",
                true));
        recovered.add(answer.uid());
      }
    }
    log.recovered();
    return recovered.build();
  }

  private static boolean isSame(ArrivalLog.Entry entry, FetchData answer) {
    return answer.flags() != null
        && entry.internalDate().equals(answer.internalDate())
        && entry.size() == Math.max(answer.size(), entry.octets().length);
  }
}

package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.KnownUid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether messages that count as complete are as long here as on the server. RFC822.SIZE alone
/// proves nothing, since Exchange and Gmail tell estimates: where it differs, the last octet is
/// asked for.
final class SizeCheck {
  private static final int AT_ONCE = 5000;

  private final SyncContext context;
  private final ImapClient client;

  SizeCheck(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// What is not whole in the selected mailbox is marked to be fetched again.
  ///
  /// @return how many
  int mend(Mailbox mailbox) throws MailException {
    int mended = 0;
    UidSet known = UidSet.of(context.store().messages().knownUids(mailbox.id()));
    for (UidSet block : known.batches(AT_ONCE)) {
      context.checkCancelled();
      for (KnownUid message : suspicious(mailbox, block)) {
        if (!endsWhereItShould(message)) {
          context.store().contents().reset(message.id());
          mended++;
        }
      }
    }
    return mended;
  }

  private List<KnownUid> suspicious(Mailbox mailbox, UidSet block) throws MailException {
    Map<Long, KnownUid> here = new HashMap<>();
    for (KnownUid each :
        context.store().messages().known(mailbox.id(), block.first(), block.last())) {
      if (each.bodyState() == BodyState.COMPLETE) {
        here.put(each.uid(), each);
      }
    }
    List<KnownUid> different = new ArrayList<>();
    client.fetch(
        UidSet.range(block.first(), block.last()),
        FetchRequest.of(FetchAttribute.RFC822_SIZE),
        data ->
            Optional.ofNullable(here.get(data.uid()))
                .filter(message -> message.size() != data.size())
                .ifPresent(different::add));
    return different;
  }

  private boolean endsWhereItShould(KnownUid message) throws MailException {
    long last = Math.max(0, message.size() - 1);
    int[] came = {-1};
    try {
      client.fetch(
          UidSet.of(message.uid()),
          FetchRequest.of().with(Section.whole().partial(last, 2)),
          data -> {
            for (FetchData.SectionData section : data.sections()) {
              came[0] = data.octets(section.spec()).map(octets -> octets.length).orElse(-1);
            }
          });
    } catch (CommandRejected e) {
      // A server that sends no parts of messages cannot be checked so.
      return true;
    }
    return came[0] < 0 || came[0] == (message.size() == 0 ? 0 : 1);
  }
}

package app.paloma.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Finds a message of here in a mailbox of the server's, by its Message-ID or, where it has none,
/// by its size and header.
final class MessageFinder {
  private static final int LONGEST_HEADER = 1 << 20;

  private final SyncContext context;
  private final ImapClient client;
  private final Runnable selectionLost;
  private long examined;

  /// @param selectionLost called when another mailbox was selected
  MessageFinder(SyncContext context, ImapClient client, Runnable selectionLost) {
    this.context = context;
    this.client = client;
    this.selectionLost = selectionLost;
  }

  /// Selects the mailbox that is looked into from now on.
  void examine(MailboxName mailbox) throws MailException {
    selectionLost.run();
    examined = client.examine(mailbox, Optional.empty()).uidValidity();
  }

  /// The UIDVALIDITY of that mailbox.
  long examined() {
    return examined;
  }

  /// @return 0 where the selected mailbox has no such message from `firstUid` on
  long find(MessageId id, long firstUid, UidSet taken) throws MailException {
    MessageSummary message = context.store().messages().get(id).orElse(null);
    if (message == null) {
      return 0;
    }
    UidSet alike =
        message.messageId().isEmpty()
            ? withHeader(message, UidSet.from(firstUid), firstUid)
            : withMessageId(message.messageId(), firstUid);
    UidSet same = alike.minus(taken);
    if (same.size() > 1) {
      // What came by way of a list has the Message-ID of what came directly.
      UidSet exact = withHeader(message, same, firstUid);
      same = exact.isEmpty() ? same : exact;
    }
    return same.isEmpty() || same.last() < firstUid ? 0 : same.last();
  }

  /// The same, of its size and with its header: not another one of its Message-ID.
  long findExactly(MessageId id, long firstUid, UidSet taken) throws MailException {
    MessageSummary message = context.store().messages().get(id).orElse(null);
    if (message == null) {
      return 0;
    }
    UidSet same = withHeader(message, UidSet.from(firstUid), firstUid).minus(taken);
    return same.isEmpty() ? 0 : same.last();
  }

  /// The same, where it must be there: a search that finds nothing may be the server's fault.
  long findSurely(MessageId id, long firstUid, UidSet taken) throws MailException {
    long found = find(id, firstUid, taken);
    Optional<MessageSummary> message = context.store().messages().get(id);
    if (found > 0 || message.isEmpty() || message.get().messageId().isEmpty()) {
      return found;
    }
    UidSet same = inHeaders(message.get().messageId(), firstUid).minus(taken);
    return same.isEmpty() || same.last() < firstUid ? 0 : same.last();
  }

  /// What has no Message-ID is known by its size and its header. There are few since the first try.
  private UidSet withHeader(MessageSummary message, UidSet among, long firstUid)
      throws MailException {
    UidSet.Builder ofSize = new UidSet.Builder();
    client.fetch(
        among,
        FetchRequest.of(FetchAttribute.RFC822_SIZE),
        data -> {
          if (data.size() == message.size() && data.uid() >= firstUid) {
            ofSize.add(data.uid());
          }
        });
    UidSet candidates = ofSize.build();
    UidSet.Builder same = new UidSet.Builder();
    // Of some that could not be taken in nothing is here.
    if (candidates.isEmpty() || context.store().contents().extent(message.id()).isEmpty()) {
      return same.build();
    }
    String header = headerKey(message.id());
    client.fetch(
        candidates,
        FetchRequest.of().with(Section.header()),
        data ->
            data.octets(Section.header().spec())
                .filter(octets -> Pop3Listing.headerKey(octets, octets.length).equals(header))
                .ifPresent(octets -> same.add(data.uid())));
    return same.build();
  }

  private String headerKey(MessageId id) {
    try (InputStream in = context.store().contents().open(id)) {
      byte[] beginning = in.readNBytes(LONGEST_HEADER);
      return Pop3Listing.headerKey(beginning, beginning.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server that does not search so has its messages looked at one by one: what it was sent it
  /// has, and that must not be taken for refused.
  private UidSet withMessageId(String messageId, long firstUid) throws MailException {
    try {
      return client.uidSearchMessageId(messageId, firstUid);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      return inHeaders(messageId, firstUid);
    }
  }

  private UidSet inHeaders(String messageId, long firstUid) throws MailException {
    UidSet.Builder same = new UidSet.Builder();
    client.fetch(
        UidSet.from(firstUid),
        FetchRequest.of().with(Section.headerFields(List.of("MESSAGE-ID"))),
        data ->
            data.sections().stream()
                .flatMap(section -> data.octets(section.spec()).stream())
                .filter(header -> new String(header, ISO_8859_1).contains(messageId))
                .forEach(header -> same.add(data.uid())));
    return same.build();
  }
}

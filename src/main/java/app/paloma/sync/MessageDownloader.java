package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.PendingFetch;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.ArrivalLog;
import app.paloma.sync.MessageIntake.Fetched;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Brings messages of the selected mailbox, newest first. The next FETCH is sent before the last
/// one is answered, so the line never idles.
final class MessageDownloader {
  /// Octets of each message that come at once. What is longer arrives with its beginning, which
  /// holds the text, and the rest follows in [BodyCompleter].
  private static final int BEGINNING = 64 << 10;

  /// The same where the line is fast enough that nobody waits for a text behind an attachment.
  private static final int BEGINNING_FAST = 2 << 20;

  private static final double FAST_OCTETS_A_SECOND = 1.5e6;

  private static final int FIRST_WINDOW = 60;
  private static final int WINDOW = 250;
  private static final int IN_FLIGHT = 3;

  /// Messages that a server may be unable to read, one by one.
  private static final int FEW = 3;

  private final SyncContext context;
  private final ImapClient client;
  private final Suspects suspects;
  private final ShortMessages shortOnes;
  private final boolean headersOnly;
  private final long started = System.nanoTime();
  private final int most;
  private int beginning;
  private boolean partialRefused;
  private boolean previewRefused;
  private long octets;

  /// @param most octets of a message that are kept here; 0 for all
  MessageDownloader(
      SyncContext context, ImapClient client, Suspects suspects, boolean headersOnly, long most) {
    this.context = context;
    this.client = client;
    this.suspects = suspects;
    this.shortOnes = new ShortMessages(client);
    this.headersOnly = headersOnly;
    this.most = most == 0 ? Integer.MAX_VALUE : Math.clamp(most, 1, BEGINNING_FAST);
    this.beginning = Math.min(this.most, BEGINNING);
  }

  /// @param added quarantined ones are among them
  record Result(int added, int quarantined, long octets) {
    Result plus(Result other) {
      return new Result(
          added + other.added, quarantined + other.quarantined, octets + other.octets);
    }
  }

  /// @param uidValidity of the mailbox as it is selected
  Result download(Mailbox mailbox, long uidValidity, UidSet missing) throws MailException {
    int total = (int) missing.size();
    ArrivalLog log =
        context
            .store()
            .contents()
            .arrivals(mailbox.id(), Long.toString(uidValidity), total > FIRST_WINDOW);
    UidSet suspected = missing.intersect(suspects.of(mailbox.id()));
    MessageIntake[] intake = new MessageIntake[1];
    Runnable progress = () -> context.progress().working(mailbox.name(), intake[0].added(), total);
    intake[0] = new MessageIntake(context, mailbox.id(), log, progress);
    UidSet.Builder arrived = new UidSet.Builder();
    try (MessageIntake into = intake[0]) {
      context.progress().working(mailbox.name(), 0, total);
      UidSet earlier = new EarlierArrivals(client, log).recover(missing, into);
      earlier.forEach(arrived::add);
      fetchWindows(
          mailbox,
          windows(missing.minus(suspected).minus(earlier)),
          IN_FLIGHT,
          suspected,
          into,
          arrived);
      int size = suspects.window(mailbox.id());
      fetchWindows(
          mailbox, batches(suspected.minus(earlier), size), 1, UidSet.EMPTY, into, arrived);
      suspects.clear(mailbox.id());
      fetchLeftOver(mailbox, missing.minus(arrived.build()), into);
    }
    return new Result(intake[0].added(), intake[0].quarantined(), octets);
  }

  private static List<UidSet> windows(UidSet uids) {
    long[] all = uids.toArray();
    List<UidSet> windows = new ArrayList<>();
    int end = all.length;
    int size = FIRST_WINDOW;
    while (end > 0) {
      int start = Math.max(0, end - size);
      UidSet.Builder window = new UidSet.Builder();
      for (int i = start; i < end; i++) {
        window.add(all[i]);
      }
      windows.add(window.build());
      end = start;
      size = WINDOW;
    }
    return windows;
  }

  private static List<UidSet> batches(UidSet uids, int size) {
    return new ArrayList<>(uids.batches(size));
  }

  private record Sent(UidSet window, PendingFetch fetch) {}

  /// @param later UIDs that are not asked for here but stay under suspicion
  private void fetchWindows(
      Mailbox mailbox,
      List<UidSet> windows,
      int inFlight,
      UidSet later,
      MessageIntake into,
      UidSet.Builder arrived)
      throws MailException {
    ArrayDeque<Sent> sent = new ArrayDeque<>();
    int next = 0;
    boolean first = true;
    try {
      while (next < windows.size() || !sent.isEmpty()) {
        // How fast the line is shows with the first answer.
        int ahead = first ? 1 : inFlight;
        while (next < windows.size() && sent.size() < ahead) {
          context.checkCancelled();
          UidSet window = windows.get(next);
          int length = beginning;
          FetchRequest request = request();
          sent.add(
              new Sent(
                  window,
                  client.startFetch(window, request, d -> take(d, window, length, into, arrived))));
          next++;
        }
        Sent oldest = sent.peek();
        try {
          oldest.fetch.await();
        } catch (CommandRejected e) {
          if (FailurePolicy.passing(e)) {
            throw e;
          }
          // Some messages of it cannot be had; each is asked for alone in the end. A server that
          // cannot send parts of a message, or previews, refuses them all.
          boolean refused = headersOnly ? previewRefused : partialRefused;
          if (!refused && arrived.build().isEmpty()) {
            previewRefused = headersOnly;
            partialRefused = !headersOnly;
            windows.add(oldest.window);
          }
        }
        sent.remove();
        shortOnes.passOn(into);
        if (first) {
          into.flush();
          first = false;
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        boolean fast = octets > seconds * FAST_OCTETS_A_SECOND;
        beginning = Math.min(most, fast ? BEGINNING_FAST : BEGINNING);
      }
    } catch (Wrapped e) {
      throw e.unwrap();
    } catch (CommandRejected e) {
      settle(sent);
      throw e;
    } catch (MailException e) {
      UidSet flight = UidSet.EMPTY;
      for (Sent each : sent) {
        flight = flight.plus(each.window);
      }
      if (FailurePolicy.of(e) != FailurePolicy.STOPPED) {
        suspects.suspect(mailbox.id(), flight.minus(arrived.build()), later);
        quarantineCulprit(mailbox, into);
      }
      throw e;
    }
  }

  /// What is still under way comes to where it belongs before anything else is asked for.
  private static void settle(ArrayDeque<Sent> sent) throws MailException {
    for (Sent each : sent) {
      try {
        each.fetch.await();
      } catch (CommandRejected e) {
        // Put off like the first.
      } catch (Wrapped e) {
        throw e.unwrap();
      }
    }
  }

  private void quarantineCulprit(Mailbox mailbox, MessageIntake into) throws MailException {
    for (long uid : suspects.culprits(mailbox.id()).toArray()) {
      into.take(bad(uid, "the connection breaks whenever the server sends it"));
    }
  }

  private Fetched bad(long uid, String problem) {
    return new Fetched(
        uid, 0, Flags.NONE, context.clock().instant(), 0, null, false, "", problem, false);
  }

  private FetchRequest request() {
    FetchRequest request =
        FetchRequest.of(
            FetchAttribute.FLAGS,
            FetchAttribute.INTERNALDATE,
            FetchAttribute.RFC822_SIZE,
            FetchAttribute.MODSEQ);
    if (headersOnly) {
      return (previewRefused ? request : request.and(FetchAttribute.PREVIEW))
          .with(Section.header());
    }
    return request.with(partialRefused ? Section.whole() : Section.whole().partial(0, beginning));
  }

  /// Carries a checked exception through a callback.
  private static final class Wrapped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrapped(MailException cause) {
      super(cause);
    }

    MailException unwrap() {
      return (MailException) getCause();
    }
  }

  private void take(
      FetchData data, UidSet asked, int length, MessageIntake into, UidSet.Builder arrived) {
    if (!asked.contains(data.uid()) || data.sections().isEmpty()) {
      return;
    }
    FetchData.SectionData section = data.sections().getFirst();
    byte[] content = data.octets(section.spec()).orElse(null);
    if (content == null || content.length == 0 && data.size() > 0) {
      // NIL, or nothing (iCloud): a message that the server cannot read itself.
      return;
    }
    octets += content.length;
    arrived.add(data.uid());
    // The literal's length is what counts: RFC822.SIZE is wrong on some servers (Exchange, Gmail).
    // What is longer than was asked for comes from a server that sends no parts.
    boolean cut =
        content.length == length && (section.offset() >= 0 || data.size() > content.length);
    boolean complete = !headersOnly && !cut;
    Fetched message =
        new Fetched(
            data.uid(),
            Math.max(0, data.modSeq()),
            data.flags() == null ? Flags.NONE : data.flags(),
            data.internalDate() == null ? context.clock().instant() : data.internalDate(),
            Math.max(data.size(), content.length),
            content,
            complete,
            headersOnly ? data.preview() : "",
            "",
            false);
    if (complete && ShortMessages.isDoubtful(content, data.size())) {
      shortOnes.hold(message);
      return;
    }
    try {
      into.take(message);
    } catch (MailException e) {
      throw new Wrapped(e);
    }
  }

  /// A server that will not even tell the flags of a message refuses everything for now (Exchange,
  /// Yahoo: without a code that says so), and the message may be as good as any.
  private void checkWilling(CommandRejected refusal, UidSet one) throws MailException {
    if (FailurePolicy.passing(refusal)) {
      throw refusal;
    }
    client.fetch(one, FetchRequest.of(FetchAttribute.FLAGS), data -> {});
  }

  /// UIDs that SEARCH told and FETCH did not: gone meanwhile, or broken. Each is asked for once
  /// more alone; what stays away is recorded, so that it is not asked for forever.
  private void fetchLeftOver(Mailbox mailbox, UidSet left, MessageIntake into)
      throws MailException {
    if (left.isEmpty()) {
      return;
    }
    UidSet still = UidSet.EMPTY;
    for (UidSet chunk : left.chunks(4000)) {
      still = still.plus(client.uidSearch(new SearchKey.Uids(chunk)));
    }
    still = still.intersect(left);
    // What a server cannot send with its first words it may send without them.
    previewRefused = true;
    UidSet.Builder arrived = new UidSet.Builder();
    if (still.size() > FEW && !partialRefused && !headersOnly) {
      // That many are not broken: it is parts of messages that this server does not send.
      partialRefused = true;
      fetchWindows(mailbox, windows(still), 1, UidSet.EMPTY, into, arrived);
    }
    for (long uid : still.minus(arrived.build()).toArray()) {
      context.checkCancelled();
      UidSet one = UidSet.of(uid);
      String problem = "the server lists it but sends nothing for it";
      try {
        client.fetch(one, request(), d -> take(d, one, beginning, into, arrived));
      } catch (CommandRejected e) {
        checkWilling(e, one);
        problem = "the server refuses to send it: " + e.getMessage();
      } catch (Wrapped e) {
        throw e.unwrap();
      }
      shortOnes.passOn(into);
      if (!arrived.build().contains(uid)) {
        into.take(bad(uid, problem));
      }
    }
  }
}

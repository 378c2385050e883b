package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.protocol.pop3.Pop3Client;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.store.ArrivalLog;
import app.paloma.store.Pop3Ledger;
import app.paloma.store.Store;
import app.paloma.sync.Pop3Listing.Item;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Brings what is new in a maildrop here, each message once, and deletes there what the account
/// wants deleted: never before it is committed here, and counted as deleted only after the server
/// confirmed the end of the session (RFC 1939 §6).
final class Pop3Sync {
  /// Hears how many of the messages to be fetched are here.
  @FunctionalInterface
  interface ProgressListener {
    void progress(String mailbox, int done, int total);
  }

  /// What came in all sessions of one synchronization.
  static final class Tally {
    private int added;
    private int completed;
    private int deleted;
    private long octets;
  }

  private static final String MAILBOX = "INBOX";

  /// Messages a session fetches only to see whether it knows them.
  private static final int EXAMINED = 50;

  /// Messages on their way that are worth a log.
  private static final int MANY = 60;

  private final ConnectionFactory connections;
  private final Store store;
  private final MessageReader reader;
  private final Clock clock;

  Pop3Sync(ConnectionFactory connections, Store store, MessageReader reader, Clock clock) {
    this.connections = connections;
    this.store = store;
    this.reader = reader;
    this.clock = clock;
  }

  private Pop3Client connect(Account account, Secret<String> password) throws MailException {
    Pop3Client client =
        Pop3Client.connect(
            connections,
            account.incoming(),
            account.caPem(),
            account.email(),
            password,
            Locale.getDefault().getLanguage());
    if (habits(account).isAskedOneByOne(client.capabilities())) {
      client.oneByOne();
    }
    return client;
  }

  private MaildropHabits habits(Account account) {
    return new MaildropHabits(store.preferences(), account, clock);
  }

  /// One session; two where one ended before in the middle of a message: that one comes last, over
  /// a connection of its own, lest it keep the others from coming and from being deleted. What came
  /// before a failure is kept.
  ///
  /// @param headersOnly nothing but headers this time, whatever the account keeps here
  /// @param cancelled asked before each message
  /// @param tally of sessions before, that were cut
  MailboxReport sync(
      Account account,
      Secret<String> password,
      boolean headersOnly,
      BooleanSupplier cancelled,
      ProgressListener progress,
      Tally tally)
      throws MailException {
    CutMessages cut = new CutMessages(store.preferences(), account.id());
    List<String> before = cut.keys();
    Set<String> waiting = cut.waiting(clock.instant());
    List<String> due = before.stream().filter(key -> !waiting.contains(key)).toList();
    boolean apart = !due.isEmpty() && habits(account).mayComeAgain();
    if (apart) {
      session(account, password, headersOnly, cancelled, progress, tally, Set.copyOf(before));
    }
    int times = due.isEmpty() ? 0 : cut.times(due.getFirst());
    MailboxReport report;
    try {
      report = session(account, password, headersOnly, cancelled, progress, tally, waiting);
      cut.forget(due);
    } catch (ConnectFailed | ProtocolBroken e) {
      boolean again = apart && cut.times(due.getFirst()) > times;
      if (again || apart && Pop3Listing.isNameless(cut.keys().getLast(), before)) {
        // Each time at this message: it is this message's matter.
        cut.forget(again ? List.of() : due);
        return report(account, tally, 0, Optional.of(notSent(e.getMessage())), false);
      }
      boolean first = before.isEmpty() && !cut.keys().isEmpty();
      if (e instanceof ProtocolBroken && first && habits(account).mayComeAgain()) {
        // The line is well: the others need not wait.
        return sync(account, password, headersOnly, cancelled, progress, tally);
      }
      throw e;
    }
    Optional<CommandRejected> stillWaiting =
        waiting.stream().findFirst().map(key -> notSent(key + " is not asked for"));
    return report.failure().isPresent() || stillWaiting.isEmpty()
        ? report
        : report(account, tally, report.seconds(), stillWaiting, false);
  }

  private static CommandRejected notSent(String why) {
    return new CommandRejected("RETR", 0, "NOTSENT", why);
  }

  /// @param without messages that are left for another session
  private MailboxReport session(
      Account account,
      Secret<String> password,
      boolean headersOnly,
      BooleanSupplier cancelled,
      ProgressListener progress,
      Tally tally,
      Set<String> without)
      throws MailException {
    long begun = System.nanoTime();
    try (Pop3Client client = connect(account, password)) {
      habits(account).keepLoginDelay(client.capabilities().loginDelaySeconds());
      CutMessages cut = new CutMessages(store.preferences(), account.id());
      Pop3Listing.Maildrop maildrop = list(client, account, cut, without);
      List<Item> items = maildrop.items();
      Reappeared reappeared = setAside(account, items);
      Map<String, Pop3Ledger.Entry> ledger = store.pop3().entries(account.id());
      List<Item> eligible = items.stream().filter(item -> !without.contains(item.key())).toList();
      Wanted wanted = wanted(account, cut.last(eligible), ledger, reappeared, headersOnly);
      Optional<CommandRejected> refused;
      try (Pop3Intake intake =
          new Pop3Intake(
              account.id(),
              store,
              reader,
              clock,
              cancelled,
              done -> {},
              Orphans.of(store, ledger, items, !deletes(account.leaveOnServer())),
              store.contents().arrivals(account.id(), wanted.wholes().size() >= MANY))) {
        try {
          refused = fetch(client, wanted, maildrop.wholes(), ledger, headersOnly, intake, progress);
        } catch (ConnectFailed | ProtocolBroken e) {
          items.stream()
              .filter(item -> item.number() == client.asked() && !cancelled.getAsBoolean())
              .forEach(item -> cut.add(item.key(), clock.instant()));
          throw e;
        } finally {
          habits(account).heard(client);
          tally.added += intake.added();
          tally.completed += intake.completed();
          tally.octets += client.octetsRead();
        }
      }
      store.pop3().forget(account.id(), reappeared.aside());
      // At its end a server that keeps nothing deletes what it was asked for, came it or not.
      boolean endless = refused.isPresent() && client.capabilities().expireDays().orElse(1) == 0;
      Deleted deleted = delete(client, account, items, reappeared.unexamined(), endless);
      tally.deleted += deleted.count();
      return report(
          account,
          tally,
          (System.nanoTime() - begun) / 1e9,
          refused.or(deleted::refused),
          refused.isEmpty() && !headersOnly);
    }
  }

  private Pop3Listing.Maildrop list(
      Pop3Client client, Account account, CutMessages cut, Set<String> without)
      throws MailException {
    Set<String> known = store.pop3().entries(account.id()).keySet();
    Pop3Listing listing = new Pop3Listing(client, known, cut.keys(), without);
    try {
      return listing.read();
    } catch (ConnectFailed | ProtocolBroken e) {
      listing.unread().ifPresent(key -> cut.add(key, clock.instant()));
      throw e;
    } finally {
      habits(account).heard(client);
    }
  }

  /// What came in sessions of which none came to its end.
  Optional<MailboxReport> unfinished(Account account, Tally tally) {
    return tally.added + tally.completed + tally.deleted == 0
        ? Optional.empty()
        : Optional.of(report(account, tally, 0, Optional.empty(), false));
  }

  private MailboxReport report(
      Account account,
      Tally tally,
      double seconds,
      Optional<CommandRejected> refused,
      boolean complete) {
    return new MailboxReport(
        account.id(),
        MAILBOX,
        store
            .mailboxes()
            .byRole(account.id(), MailboxRole.INBOX)
            .map(inbox -> inbox.messages())
            .orElse(0),
        tally.added,
        tally.completed,
        0,
        tally.deleted,
        0,
        tally.octets,
        seconds,
        complete,
        refused.map(Exception.class::cast));
  }

  /// Whether the server takes settings and credentials.
  void check(Account account, Secret<String> password) throws MailException {
    try (Pop3Client client = connect(account, password)) {
      client.leave();
    }
  }

  /// Brings the rest of one message, whose beginning is here. Nothing else is touched.
  ///
  /// @throws CommandRejected also when the maildrop does not have it any more
  void complete(Account account, Secret<String> password, MessageId message) throws MailException {
    Map<String, Pop3Ledger.Entry> ledger = store.pop3().entries(account.id());
    Optional<Pop3Ledger.Entry> entry =
        ledger.values().stream().filter(e -> e.message().equals(message)).findFirst();
    if (entry.isEmpty()) {
      throw gone();
    }
    if (!entry.get().sha256().isEmpty()) {
      return;
    }
    try (Pop3Client client = connect(account, password);
        Pop3Intake intake =
            new Pop3Intake(
                account.id(),
                store,
                reader,
                clock,
                () -> false,
                done -> {},
                Orphans.none(store),
                ArrivalLog.none())) {
      Item item =
          new Pop3Listing(client, ledger.keySet(), List.of(), Set.of())
              .read().items().stream()
                  .filter(i -> i.key().equals(entry.get().uniqueId()))
                  .findFirst()
                  .orElseThrow(Pop3Sync::gone);
      retrieve(client, List.of(item), Map.of(), ledger, intake, done -> {});
      Optional<CommandRejected> refused = intake.finish();
      client.leave();
      if (refused.isPresent()) {
        throw refused.get();
      }
    }
  }

  private static CommandRejected gone() {
    return new CommandRejected("RETR", 0, "MESSAGEGONE", "the message is not in the maildrop");
  }

  /// @param headers of which the beginning is enough
  private record Wanted(List<Item> headers, List<Item> wholes) {
    int total() {
      return headers.size() + wholes.size();
    }
  }

  /// What is not here yet, as far as the account keeps it here. How old a message is nobody knows
  /// before it is here, so that the limit of months says nothing in a maildrop.
  private Wanted wanted(
      Account account,
      List<Item> items,
      Map<String, Pop3Ledger.Entry> ledger,
      Reappeared reappeared,
      boolean headersOnly) {
    OfflineLimits limits =
        OfflineLimits.parse(store.preferences().get(OfflineLimits.key(account.id())));
    boolean noWholes = headersOnly || limits.headersOnly();
    Wanted wanted = new Wanted(new ArrayList<>(), new ArrayList<>());
    for (Item item : items) {
      Pop3Ledger.Entry entry = ledger.get(item.key());
      boolean isWhole =
          reappeared.examined().contains(item.key())
              || !noWholes && (limits.octets() == 0 || item.size() <= limits.octets());
      boolean unfinished =
          entry != null && entry.sha256().isEmpty() && entry.message().value() != 0;
      if (isWhole && (entry == null || unfinished)) {
        wanted.wholes().add(item);
      } else if (entry == null) {
        wanted.headers().add(item);
      }
    }
    return wanted;
  }

  private Optional<CommandRejected> fetch(
      Pop3Client client,
      Wanted wanted,
      Map<Integer, byte[]> here,
      Map<String, Pop3Ledger.Entry> ledger,
      boolean headersOnly,
      Pop3Intake intake,
      ProgressListener progress)
      throws MailException {
    IntConsumer counter = done -> progress.progress(MAILBOX, done, wanted.total());
    ArrayList<Item> wholes = new ArrayList<>(wanted.wholes());
    if (!wanted.headers().isEmpty()) {
      intake.expect(wanted.headers(), ledger, true, counter);
      client.top(numbers(wanted.headers()), 0, intake);
      if (!headersOnly) {
        // A server without TOP: better whole than not at all.
        wholes.addAll(intake.withoutHeader());
      }
    }
    retrieve(client, wholes, here, ledger, intake, counter);
    return intake.finish();
  }

  /// @param here what came whole already
  private static void retrieve(
      Pop3Client client,
      List<Item> wanted,
      Map<Integer, byte[]> here,
      Map<String, Pop3Ledger.Entry> ledger,
      Pop3Intake intake,
      IntConsumer counter)
      throws MailException {
    intake.expect(wanted, ledger, false, counter);
    client.retrieve(numbers(intake.take(here, intake.recover(wanted))), intake);
    int[] again = intake.again();
    if (again.length > 0) {
      client.retrieve(again, intake);
    }
  }

  /// @param aside under which unique-ids the ledger keeps those that are fetched again
  /// @param examined unique-ids of those, as the server has them
  /// @param unexamined unique-ids of those that must wait
  private record Reappeared(List<String> aside, Set<String> examined, Set<String> unexamined) {}

  /// What the server said to have deleted and names again: it did not, or it gives old unique-ids
  /// to new messages (RFC 1939 §7 forbids that, some do it). Only the content tells, so a few are
  /// fetched in each session; none is deleted before.
  private Reappeared setAside(Account account, List<Item> items) {
    Map<String, Pop3Ledger.Entry> ledger = store.pop3().entries(account.id());
    ArrayList<String> aside = new ArrayList<>();
    HashSet<String> examined = new HashSet<>();
    HashSet<String> unexamined = new HashSet<>();
    for (Item item : items) {
      Pop3Ledger.Entry entry = ledger.get(item.key());
      if (entry == null || !entry.deletedOnServer() || entry.sha256().isEmpty()) {
        continue;
      }
      if (aside.size() == EXAMINED) {
        unexamined.add(item.key());
      } else {
        String before = item.key() + " " + entry.sha256();
        store.pop3().renamed(account.id(), item.key(), before);
        aside.add(before);
        examined.add(item.key());
      }
    }
    return new Reappeared(aside, examined, unexamined);
  }

  private static int[] numbers(List<Item> items) {
    return items.stream().mapToInt(Item::number).toArray();
  }

  /// @param count how many the server confirmed
  /// @param refused what it said about another
  private record Deleted(int count, Optional<CommandRejected> refused) {}

  /// @param endless whether the session must not end where nothing is to be deleted
  private Deleted delete(
      Pop3Client client, Account account, List<Item> items, Set<String> unexamined, boolean endless)
      throws MailException {
    Map<String, Pop3Ledger.Entry> ledger = store.pop3().entries(account.id());
    Instant now = clock.instant();
    HashMap<Integer, String> unwanted = new HashMap<>();
    ArrayList<Integer> numbers = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (Item item : items) {
      there.add(item.key());
      Pop3Ledger.Entry entry = ledger.get(item.key());
      if (entry != null
          && !unexamined.contains(item.key())
          && isUnwanted(account.leaveOnServer(), entry, now)) {
        unwanted.put(item.number(), item.key());
        numbers.add(item.number());
      }
    }
    // What keeps nothing deletes at the end of a session, whatever is marked.
    if (!numbers.isEmpty() || client.capabilities().expireDays().orElse(1) == 0) {
      store.pop3().settle();
    }
    Pop3Client.Marked marked = client.delete(numbers);
    if (marked.numbers().isEmpty()) {
      if (endless) {
        client.close();
      } else {
        client.leave();
      }
    } else {
      try {
        client.quit();
      } catch (CommandRejected e) {
        return new Deleted(0, Optional.of(e));
      }
      store
          .pop3()
          .deletedOnServer(account.id(), marked.numbers().stream().map(unwanted::get).toList());
    }
    List<String> gone =
        ledger.values().stream()
            .filter(entry -> entry.deletedOnServer() && !there.contains(entry.uniqueId()))
            .map(Pop3Ledger.Entry::uniqueId)
            .toList();
    if (!gone.isEmpty()) {
      store.pop3().forget(account.id(), gone);
    }
    return new Deleted(marked.numbers().size(), marked.refused());
  }

  private static boolean isUnwanted(LeaveOnServer choice, Pop3Ledger.Entry entry, Instant now) {
    // A deletion the server confirmed and did not carry out is asked for again, see setAside.
    boolean deletedHere = entry.message().value() == 0;
    boolean whole = !entry.sha256().isEmpty() || deletedHere;
    return whole
        && switch (choice) {
          case LeaveOnServer.Keep() -> false;
          case LeaveOnServer.UntilDeleted() -> deletedHere;
          case LeaveOnServer.Delete() -> true;
          case LeaveOnServer.Days(int days) ->
              deletedHere
                  || Duration.between(entry.downloaded(), now).compareTo(Duration.ofDays(days))
                      >= 0;
        };
  }

  /// Whether it deletes there what is still here.
  private static boolean deletes(LeaveOnServer choice) {
    return switch (choice) {
      case LeaveOnServer.Keep() -> false;
      case LeaveOnServer.UntilDeleted() -> false;
      case LeaveOnServer.Delete() -> true;
      case LeaveOnServer.Days(int days) -> true;
    };
  }
}

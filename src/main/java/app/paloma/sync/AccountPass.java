package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.store.MessageStore.Unlinked;
import app.paloma.sync.ImapMailboxSync.Depth;
import app.paloma.sync.ImapMailboxSync.Outcome;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Options;
import app.paloma.sync.SyncEngine.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One round over an account: pushes what changed here, lists, and brings each chosen mailbox up to
/// date.
final class AccountPass {
  /// A server that dies over one message is found out with fewer.
  private static final int RECONNECTIONS = 8;

  private final SyncContext context;
  private final Suspects suspects;
  private final Depth depth;
  private final Consumer<MailboxReport> progress;
  private final Map<String, MailboxReport> reports = new LinkedHashMap<>();
  private final Map<MailboxId, Integer> pushed = new LinkedHashMap<>();
  private final Set<MailboxId> settled = new HashSet<>();
  private final long started = System.nanoTime();
  private Set<String> withNews = Set.of();
  private Consumer<Mailbox> unheard = mailbox -> {};
  private int connections;
  private int roundTrips;

  AccountPass(
      SyncContext context, Suspects suspects, Depth depth, Consumer<MailboxReport> progress) {
    this.context = context;
    this.suspects = suspects;
    this.depth = depth;
    this.progress = progress;
  }

  /// These are opened whatever their STATUS says: Dovecot's lags behind the news it tells.
  AccountPass lookInto(Set<String> names) {
    withNews = Set.copyOf(names);
    return this;
  }

  /// @param to hears of a mailbox of another connection's whose STATUS tells of what came or went,
  ///   and is not here: some servers let a client listen and tell it nothing
  AccountPass tellUnheard(Consumer<Mailbox> to) {
    unheard = to;
    return this;
  }

  /// With connections of its own; when one breaks, the next goes on.
  ///
  /// @param silent hears of a server that left somebody waiting, before it is tried again
  Report run(
      ImapConnector connector,
      Options options,
      Reopening reopening,
      Consumer<MailException> silent) {
    Exception failure = null;
    int silenceAt = -1;
    for (int attempt = 0; attempt <= RECONNECTIONS; attempt++) {
      failure = null;
      ImapClient client = null;
      try {
        context.checkCancelled();
        client =
            silenceAt < 0
                ? connector.open(context.account())
                : connector.openAfterSilence(context.account());
        connections++;
        reopening.opened();
        run(client, options.mailboxes(), m -> true);
        client.logout();
        break;
      } catch (MailException e) {
        failure = e;
        if (client == null ? !reopening.again(e) : !broken(e)) {
          break;
        }
        if (isSilence(e)) {
          int here = achieved();
          if (here == silenceAt) {
            // Each takes the better part of a minute: the next would be like this one.
            break;
          }
          silenceAt = here;
          if (attempt < RECONNECTIONS) {
            silent.accept(e);
          }
        }
      } catch (RuntimeException e) {
        failure = e;
        break;
      } finally {
        if (client != null) {
          roundTrips += client.roundTripsAfterAuthentication();
          client.close();
        }
      }
    }
    return report(failure);
  }

  /// Grows with what was done, and with what was learnt of messages that end connections.
  private int achieved() {
    int changes = pushed.values().stream().mapToInt(Integer::intValue).sum();
    int messages = reports.values().stream().mapToInt(MailboxReport::added).sum();
    return settled.size() + changes + messages + suspects.heard();
  }

  Report report(Exception failure) {
    return new Report(
        context.account().id(),
        List.copyOf(reports.values()),
        seconds(started),
        connections,
        roundTrips,
        Optional.ofNullable(failure));
  }

  private static boolean isSilence(MailException e) {
    return e instanceof ConnectFailed lost && lost.reason() == ConnectFailed.Reason.TIMED_OUT;
  }

  private static boolean broken(MailException e) {
    return switch (e) {
      case ProtocolBroken b -> true;
      case ConnectFailed c ->
          switch (c.reason()) {
            case LOST, SERVER_CLOSED, TIMED_OUT -> true;
            case UNKNOWN_HOST, REFUSED, UNREACHABLE, CANCELLED -> false;
          };
      case MailException.TlsFailed t -> false;
      case MailException.AuthRejected a -> false;
      case CommandRejected r -> false;
    };
  }

  /// @param which those for this connection; others are another one's work
  /// @throws MailException when the connection is no longer good
  void run(ImapClient client, List<String> wanted, Predicate<Mailbox> which) throws MailException {
    PendingChangePusher pusher = new PendingChangePusher(context, client);
    pusher.push();
    pusher.pushed().forEach((mailbox, n) -> pushed.merge(mailbox, n, Integer::sum));
    Optional<CommandRejected> postponed = pusher.postponed();
    MailboxDirectory directory = MailboxDirectory.read(client, context);
    List<Mailbox> chosen = new ArrayList<>();
    for (Mailbox each : directory.choose(wanted)) {
      if (which.test(each)) {
        chosen.add(each);
      } else if (directory.status(each).filter(status -> differs(each, status)).isPresent()) {
        unheard.accept(each);
      }
    }
    // Mailboxes that lost messages come first: what left them may be what arrived elsewhere.
    chosen.sort(Comparator.comparing(m -> lost(m, directory.status(m))));
    Map<MailboxId, Outcome> surveyed = survey(client, directory, chosen);
    for (Mailbox mailbox : chosen) {
      context.checkCancelled();
      Outcome outcome = surveyed.get(mailbox.id());
      if (outcome == null) {
        sync(client, directory, mailbox);
      } else {
        settled.add(mailbox.id());
        report(mailbox, outcome, System.nanoTime(), null);
      }
    }
    new QuarantineRetry(context, client)
        .run(chosen, mailbox -> directory.wireName(client, mailbox))
        .forEach((mailbox, n) ->
            report(mailbox, new Outcome(0, n, 0, 0, 0, true, true), System.nanoTime(), null));
    if (pusher.deferred()) {
      // Their messages have UIDs now, or never will.
      PendingChangePusher again = new PendingChangePusher(context, client);
      again.pushDeferred();
      again.pushed().forEach((mailbox, n) -> pushed.merge(mailbox, n, Integer::sum));
      postponed = again.postponed();
      // What has just come to them nobody has seen there yet.
      settled.removeAll(again.filled());
    }
    removeUnlinked(chosen);
    if (postponed.isPresent()) {
      // All else is done; the user hears of it, and it is tried again with back-off.
      throw postponed.get();
    }
  }

  private Map<MailboxId, Outcome> survey(
      ImapClient client, MailboxDirectory directory, List<Mailbox> chosen) throws MailException {
    ImapMailboxSync sync = new ImapMailboxSync(context, client, suspects, depth);
    return new FlagSurvey(context, client, directory, sync)
        .run(chosen.stream().filter(m -> !withNews.contains(m.name())).toList());
  }

  private static boolean differs(Mailbox mailbox, MailboxStatus status) {
    return status.messages() >= 0 && status.messages() != mailbox.serverMessages()
        || status.uidNext() > mailbox.uidNext();
  }

  private enum Lost {
    /// It holds fewer messages than are here: what was put there from here is known by now.
    SURELY,
    /// Fewer than the last time: some may have been taken out from here.
    PERHAPS,
    NOTHING
  }

  private static Lost lost(Mailbox mailbox, Optional<MailboxStatus> status) {
    long there = status.map(MailboxStatus::messages).orElse(-1L);
    if (there < 0) {
      return Lost.NOTHING;
    }
    // As many as UIDNEXT has grown by may have come, and hide in the count what left.
    long uidNext = status.map(MailboxStatus::uidNext).orElse(0L);
    long came = mailbox.uidNext() > 0 ? Math.max(0, uidNext - mailbox.uidNext()) : 0;
    return there < mailbox.messages()
        ? Lost.SURELY
        : there < mailbox.serverMessages() + came ? Lost.PERHAPS : Lost.NOTHING;
  }

  private void sync(ImapClient client, MailboxDirectory directory, Mailbox mailbox)
      throws MailException {
    long begin = System.nanoTime();
    try {
      Optional<MailboxStatus> status =
          withNews.contains(mailbox.name()) ? Optional.empty() : directory.status(mailbox);
      Outcome outcome =
          new ImapMailboxSync(context, client, suspects, depth)
              .sync(mailbox, directory.wireName(client, mailbox), status);
      if (outcome.settled()) {
        settled.add(mailbox.id());
      }
      report(mailbox, outcome, begin, null);
    } catch (CommandRejected e) {
      // This mailbox refuses; the others need not wait.
      report(mailbox, new Outcome(0, 0, 0, 0, 0, false, false), begin, e);
    } catch (MailException | RuntimeException e) {
      report(mailbox, new Outcome(0, 0, 0, 0, 0, false, false), begin, e);
      throw e;
    }
  }

  private void report(Mailbox mailbox, Outcome outcome, long begin, Exception failure) {
    MailboxReport before = reports.get(mailbox.name());
    int messages = context.store().mailboxes().get(mailbox.id()).map(Mailbox::messages).orElse(0);
    MailboxReport report =
        new MailboxReport(
            context.account().id(),
            mailbox.name(),
            messages,
            outcome.added() + (before == null ? 0 : before.added()),
            outcome.changed() + (before == null ? 0 : before.changed()),
            outcome.removed() + (before == null ? 0 : before.removed()),
            pushed.getOrDefault(mailbox.id(), 0),
            outcome.quarantined() + (before == null ? 0 : before.quarantined()),
            outcome.octets() + (before == null ? 0 : before.bytes()),
            seconds(begin) + (before == null ? 0 : before.seconds()),
            outcome.complete(),
            Optional.ofNullable(failure));
    reports.put(mailbox.name(), report);
    if (failure == null || failure instanceof CommandRejected) {
      progress.accept(report);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /// What still has no UID after all of its mailbox was seen is not on the server.
  private void removeUnlinked(List<Mailbox> chosen) {
    if (context.store().pendingChanges().count(context.account().id()) > 0) {
      settled.forEach(context.store().pendingChanges()::refuseMovesOfGone);
    }
    Set<MailboxId> holding = new HashSet<>();
    for (Unlinked each : context.store().messages().unlinked(context.account().id())) {
      holding.add(each.mailbox());
    }
    for (Mailbox mailbox : chosen) {
      if (holding.contains(mailbox.id()) && settled.contains(mailbox.id())) {
        int removed = context.store().messages().removeUnlinked(mailbox.id());
        MailboxReport before = reports.get(mailbox.name());
        if (removed > 0 && before != null) {
          reports.put(mailbox.name(), withRemoved(before, removed));
        }
      }
    }
  }

  private static MailboxReport withRemoved(MailboxReport r, int more) {
    return new MailboxReport(
        r.account(),
        r.mailbox(),
        Math.max(0, r.messages() - more),
        r.added(),
        r.changed(),
        r.removed() + more,
        r.pushed(),
        r.quarantined(),
        r.bytes(),
        r.seconds(),
        r.complete(),
        r.failure());
  }
}

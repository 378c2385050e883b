package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailRoute;
import app.paloma.model.OwnReply;
import app.paloma.model.OwnReply.Kind;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.SmtpPath;
import app.paloma.protocol.smtp.SmtpTimeouts;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All that is due of an account that hands its mail over by itself: each message to the servers of
/// each recipient's domain, one domain after the other. While one is asked, the recipients of those
/// after it count as deferred: what becomes uncertain is uncertain for one domain alone.
final class DirectRun {
  private final AccountQueue queue;
  private final Account account;
  private final Store store;
  private final OutboxStore outbox;
  private final Sender sender;
  private final DirectRoutes routes;
  private final RetrySchedule schedule;
  private final Clock clock;
  private final Consumer<Entry> progress;
  private final HashSet<Object> tried = new HashSet<>();

  /// Whether anybody out there answered in this try of a message, or failed to by their own fault.
  private boolean heard;

  DirectRun(
      AccountQueue queue,
      Account account,
      Store store,
      Sender sender,
      DirectRoutes routes,
      RetrySchedule schedule,
      Clock clock,
      Consumer<Entry> progress) {
    this.queue = queue;
    this.account = account;
    this.store = store;
    this.outbox = store.outbox();
    this.sender = sender;
    this.routes = routes;
    this.schedule = schedule;
    this.clock = clock;
    this.progress = progress;
  }

  List<Entry> run() {
    ArrayList<Entry> results = new ArrayList<>();
    while (!queue.isClosed()) {
      Optional<Entry> entry = outbox.claim(account.id(), clock.instant());
      if (entry.isEmpty()) {
        break;
      }
      if (!tried.add(entry.get().id())) {
        outbox.putBack(entry.get().id());
        break;
      }
      deliver(entry.get());
      outbox
          .get(entry.get().id())
          .ifPresent(now -> {
            results.add(now);
            progress.accept(now);
          });
    }
    return results;
  }

  private void deliver(Entry entry) {
    Instant held = entry.wishes().heldUntil();
    if (held.isAfter(clock.instant())) {
      // A recipient's server keeps nothing for a stranger.
      outbox.putOff(entry.id(), held);
      return;
    }
    Recipients all = new Recipients(entry.recipients()).opened();
    if (entry.wishes().requireTls()) {
      // Nobody vouches for the certificates on this way (RFC 8689 §2).
      all = all.answered(new OwnReply(Kind.REQUIRE_TLS));
      outbox.recipients(entry.id(), all.all());
      sender.decide(account, entry, all);
      return;
    }
    heard = false;
    LinkedHashMap<String, List<String>> domains = new LinkedHashMap<>();
    for (String address : all.open()) {
      domains.computeIfAbsent(domain(address), _ -> new ArrayList<>()).add(address);
    }
    for (Map.Entry<String, List<String>> one : domains.entrySet()) {
      Recipients turn = all.turnOf(one.getValue());
      outbox.recipients(entry.id(), turn.all());
      Optional<Recipients> told = hand(entry, one.getKey(), turn);
      if (told.isEmpty()) {
        return;
      }
      all = all.with(one.getValue(), told.get());
    }
    outbox.recipients(entry.id(), all.all());
    if (!heard) {
      // The days that this computer is off-line are not those it is tried for.
      outbox.triedSince(entry.id(), clock.instant());
    }
    sender.decide(account, outbox.get(entry.id()).orElse(entry), all);
  }

  private static String domain(String address) {
    String normalised = SmtpPath.normalise(address);
    return normalised.substring(normalised.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// @return empty where the outcome is uncertain, which is recorded
  private Optional<Recipients> hand(Entry entry, String domain, Recipients turn) {
    MailRoute route;
    try {
      route = routes.lookup().of(domain);
    } catch (IOException e) {
      heard = heard || isDnsThere();
      return Optional.of(turn.answered(new OwnReply(Kind.DNS_FAILED, words(e))));
    }
    heard |= !(route instanceof MailRoute.Servers);
    return switch (route) {
      case MailRoute.NoMail _ -> Optional.of(turn.answered(new OwnReply(Kind.NULL_MX, domain)));
      case MailRoute.NoDomain _ -> Optional.of(turn.answered(new OwnReply(Kind.NO_DOMAIN, domain)));
      case MailRoute.Servers servers -> hand(entry, domain, turn, servers.addresses());
    };
  }

  /// A resolver that can tell nothing about our own domain either is off-line itself.
  private boolean isDnsThere() {
    try {
      routes.lookup().of(domain(account.email()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// @param addresses of the domain's servers; those whose session ended before the content are
  ///   asked again, soon, when the others have been asked
  private Optional<Recipients> hand(
      Entry entry, String domain, Recipients first, List<String> addresses) {
    Recipients turn = first;
    OwnReply last = new OwnReply(Kind.NOT_REACHED, "no server of " + domain + " was found");
    ArrayDeque<String> left = new ArrayDeque<>(addresses);
    ArrayList<String> again = new ArrayList<>();
    Duration pause = Duration.ZERO;
    int round = 1;
    int goodbyes = 0;
    while (!left.isEmpty() && !queue.isClosed()) {
      String address = left.removeFirst();
      try (SmtpClient client =
          SmtpClient.connectToExchanger(
              routes.connections(), address, routes.port(), domain, SmtpTimeouts.RFC_5321)) {
        heard = true;
        queue.opened(client);
        OutboundContent content = OutboundContent.of(store, entry, client.keywords());
        outbox.advance(entry.id(), State.ENVELOPE);
        Prepared message = Prepared.of(entry, turn, content, clock.instant());
        turn = sender.transact(client, message, Optional.empty(), () -> {});
        client.quit();
        goodbyes += client.isFull() ? 0 : 1;
        if (turn.open().isEmpty() || goodbyes > DeliveryRun.GOODBYES) {
          return Optional.of(turn.atTheirServer());
        }
        // The rest goes over another connection to the same server (RFC 9422 §4.1).
        left.addFirst(address);
      } catch (OutboundContent.Refused e) {
        return Optional.of(turn.answered(e.reply()).atTheirServer());
      } catch (MailException e) {
        heard |= !isOutOfReach(e) || addresses.stream().allMatch(a -> a.contains(":"));
        State state = outbox.get(entry.id()).map(Entry::state).orElse(State.UNCERTAIN);
        if (state == State.UNCERTAIN) {
          return Optional.empty();
        }
        // Some may have it already: the server took it in several transactions.
        turn = outbox.get(entry.id()).map(now -> new Recipients(now.recipients())).orElse(turn);
        last = new OwnReply(isServersWord(e) ? Kind.TURNED_AWAY : Kind.NOT_REACHED, words(e));
        Optional<Duration> wait = state == State.DATA ? Optional.empty() : schedule.again(e, round);
        if (wait.isPresent()) {
          again.add(address);
          pause = wait.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (left.isEmpty() && !again.isEmpty()) {
        round++;
        queue.pause(pause);
        left.addAll(again);
        again.clear();
      }
    }
    return Optional.of(turn.answered(last));
  }

  /// Without a network each address is; of IPv6 alone, to a computer that has none, for ever.
  private static boolean isOutOfReach(MailException e) {
    return e instanceof MailException.ConnectFailed none
        && none.reason() == MailException.ConnectFailed.Reason.UNREACHABLE;
  }

  private static boolean isServersWord(MailException e) {
    return e instanceof MailException.CommandRejected
        || e instanceof MailException.ConnectFailed lost
            && lost.reason() == MailException.ConnectFailed.Reason.SERVER_CLOSED;
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
